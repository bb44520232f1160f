"""A file of this machine, read at any place of it."""

import os
from pathlib import Path


class OnDisk:
    """Stays whole to whoever has opened it, even when its name is thrown away."""

    def __init__(self, path: Path) -> None:
        self.handle = os.open(path, os.O_RDONLY)

    async def read(self, first: int, length: int) -> bytes:
        return os.pread(self.handle, length, first)

    def close(self) -> None:
        os.close(self.handle)
