"""A kept file read at any place of it: on this machine, or in the bucket."""

import os
from pathlib import Path
from typing import Protocol


class Reader(Protocol):
    """What was opened is read to its end, whoever throws its name away meanwhile."""

    async def read(self, first: int, length: int) -> bytes: ...

    def close(self) -> None: ...


class OnDisk:
    """Stays whole to whoever has opened it, even when its name is thrown away."""

    def __init__(self, path: Path) -> None:
        self.handle = os.open(path, os.O_RDONLY)

    async def read(self, first: int, length: int) -> bytes:
        return os.pread(self.handle, length, first)

    def close(self) -> None:
        os.close(self.handle)
