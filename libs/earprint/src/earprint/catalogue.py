"""An index whose recordings have names: what the command works on."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from earprint import volumes
from earprint.index import Index
from earprint.prints import Print

if TYPE_CHECKING:
    from earprint.shards import Answer

_NAMES = "names.json"
_SHARE = "shard.json"
_EXPORT = {"format": "earprint export", "version": 2}


class Catalogue:
    """A folder with an index and the names of its recordings, safe for several processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = Index(folder)
        self.share = _share_of(folder)
        self._take(self._read())

    def names(self) -> list[str]:
        """All names, in the order they were first added."""
        return list(self.numbers())

    def numbers(self) -> dict[str, int]:
        """The names and their tracks, as another process may have left them just now."""
        self._take(self._read())
        return dict(self._numbers)

    def name_of(self, track: int) -> str:
        """The name of a track of the index; its number if it has none."""
        if track not in self._by_track:  # another process may have added it
            self._take(self._read())
        return self._by_track.get(track, str(track))

    def search(self, sound: Print) -> Answer:
        """Look a print up."""
        from earprint.shards import Answer  # loads the kernels

        return Answer(self.index.search(sound), complete=True, lost={})

    def info(self) -> dict[str, Any]:
        """Figures for an operator: see IndexInfo."""
        return asdict(self.index.info())

    def verify(self) -> list[str]:
        """What is damaged."""
        try:
            self.index.verify()
        except volumes.DamagedVolume as error:
            return [str(error)]
        return []

    def merge(self) -> None:
        """See Index.merge."""
        self.index.merge()

    def add(self, heard: Sequence[tuple[str, Print]]) -> None:
        """Add or replace recordings, durably."""
        if not heard:
            return
        with self._writing():
            numbers = {**self._numbers}
            for name, _ in heard:
                numbers.setdefault(name, self._next(numbers))
            # Names first: a name without a track is harmless, a track without a name is not.
            self._write(numbers)
            self.index.add([(numbers[name], printed) for name, printed in dict(heard).items()])

    def remove(self, names: Sequence[str]) -> list[str]:
        """Stop finding these; returns the names that were not there."""
        with self._writing():
            known = [name for name in names if name in self._numbers]
            self.index.remove([self._numbers[name] for name in known])
            self._write({n: track for n, track in self._numbers.items() if n not in known})
        return [name for name in names if name not in known]

    def export(self, file: Path) -> int:
        """Write all recordings into one file (a ZIP of volumes and names); returns how many."""
        with self._writing(), tempfile.TemporaryDirectory(dir=self.folder) as folder:
            packed(file, self._numbers, self.index.write_all(Path(folder)))
            return len(self._numbers)

    def take_in(self, file: Path) -> int:
        """Add the recordings of an exported file under their names; returns how many.

        Raises DamagedVolume.
        """
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            return self.admit(*unpacked(file, Path(folder)))

    def admit(self, theirs: Mapping[int, str], files: Sequence[Path]) -> int:
        """Add or replace those tracks of some volume files that have names; returns how many."""
        with self._writing():
            numbers, moved = {**self._numbers}, {}
            for track, name in theirs.items():
                numbers.setdefault(name, self._next(numbers))
                moved[track] = numbers[name]
            self._write(numbers)
            return sum(self.index.take_in(file, moved) for file in files)

    def split(self, folder: Path, count: int) -> list[Path]:
        """Write `count` catalogues below `folder` that hold this one's recordings together; their folders.

        ValueError if there is something in the way.
        """
        from earprint import shards  # loads the kernels

        with self._writing():
            folders = shards.split(self.index, folder, count)
            for number, shard in enumerate(folders):
                numbers = {name: track for name, track in self._numbers.items() if track % count == number}
                write_json(shard / _NAMES, numbers)
                write_json(shard / _SHARE, {"number": number, "of": count})
            return folders

    def _next(self, numbers: Mapping[str, int]) -> int:
        """A number for a new name; in a shard one that tells the shard."""
        number, count = self.share
        free = max(numbers.values(), default=0) + 1
        return free + (number - free) % count

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer of names at a time, over all processes."""
        with locked(self.folder / "names.lock"):
            self._take(self._read())
            yield

    def _read(self) -> dict[str, int]:
        path = self.folder / _NAMES
        return (
            {str(n): int(track) for n, track in json.loads(path.read_text()).items()} if path.exists() else {}
        )

    def _write(self, numbers: dict[str, int]) -> None:
        write_json(self.folder / _NAMES, numbers)
        self._take(numbers)

    def _take(self, numbers: dict[str, int]) -> None:
        self._numbers = numbers
        self._by_track = {track: name for name, track in numbers.items()}


def _share_of(folder: Path) -> tuple[int, int]:
    """Which shard this is of how many: a track's shard is its number modulo their count."""
    try:
        told = json.loads((folder / _SHARE).read_text())
        return int(told["number"]), int(told["of"])
    except FileNotFoundError:
        return 0, 1
    except (ValueError, KeyError, TypeError) as error:
        raise volumes.DamagedVolume(f"{_SHARE} is damaged") from error


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write_json(path: Path, what: Any) -> None:
    """Write durably: a reader sees what was there before or all of it."""
    temporary = path.with_suffix(".tmp")
    with temporary.open("w") as file:
        json.dump(what, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    volumes.sync_folder(path.parent)


def packed(file: Path, numbers: Mapping[str, int], written: Sequence[Path]) -> None:
    """Make the file of an export, durably."""
    temporary = file.with_name(file.name + ".part")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as made:
        made.writestr(_NAMES, json.dumps({**_EXPORT, "names": numbers}))
        for number, volume in enumerate(written):
            made.write(volume, f"{number:04d}.vol")
    with temporary.open("rb") as whole:
        os.fsync(whole.fileno())
    temporary.replace(file)


def unpacked(file: Path, folder: Path) -> tuple[dict[int, str], list[Path]]:
    """Names of the tracks of an exported file, and its volumes, written into a folder and checked.

    Raises DamagedVolume.
    """
    try:
        with zipfile.ZipFile(file) as made:
            told = json.loads(made.read(_NAMES))
            inside = [name for name in made.namelist() if re.fullmatch(r"[\w-]+\.vol", name)]
            made.extractall(folder, inside)
        theirs = {int(track): str(name) for name, track in told["names"].items()}
    except (zipfile.BadZipFile, KeyError, ValueError, AttributeError, TypeError) as error:
        raise volumes.DamagedVolume(f"{file.name} is not an exported index") from error
    for name in inside:
        volumes.check(folder / name)
    return theirs, [folder / name for name in inside]
