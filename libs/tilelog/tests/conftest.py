"""A log to play with: a key, a folder, and the four steps from entries to a published checkpoint."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tilelog.checkpoint import Checkpoint, sign_checkpoint
from tilelog.note import Signer
from tilelog.writer import LogFolder

ORIGIN = "music.example/log"


class Keeper:
    """Stands in for the site: remembers (size, root), integrates, signs, publishes."""

    def __init__(self, folder: Path, signer: Signer) -> None:
        self.log = LogFolder(folder)
        self.folder = folder
        self.signer = signer
        self.entries: list[bytes] = []
        self.root: bytes | None = None
        self.published: list[str] = []

    def grow(self, count: int) -> str:
        start = len(self.entries)
        fresh = [b"entry %d" % index for index in range(start, start + count)]
        size, self.root = self.log.integrate(fresh, start, root=self.root)
        self.entries += fresh
        return self.publish(size, self.root)

    def publish(self, size: int, root: bytes) -> str:
        signed = sign_checkpoint(Checkpoint(self.signer.name, size, root), [self.signer])
        self.log.publish(signed)
        self.published.append(signed)
        return signed


@pytest.fixture(scope="session")
def signer() -> Signer:
    """A key from a fixed seed, so that failures repeat."""
    return Signer(ORIGIN, bytes(range(32)))


@pytest.fixture
def keep(tmp_path: Path, signer: Signer) -> Callable[..., Keeper]:
    """keep(5, 300, 7): a log that grew by these steps, each published."""

    def make(*steps: int) -> Keeper:
        keeper = Keeper(tmp_path / "log", signer)
        for step in steps:
            keeper.grow(step)
        return keeper

    return make


@pytest.fixture(scope="session")
def files_of() -> Callable[[Path], dict[str, bytes]]:
    """The served files of a folder by path; the writer's own lock and temporary file left out."""

    def files(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }

    return files
