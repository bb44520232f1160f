"""An index whose recordings have names: what the command works on."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from earprint import volumes
from earprint.index import Index
from earprint.prints import Print

_NAMES = "names.json"
_EXPORT = {"format": "earprint export", "version": 2}


class Catalogue:
    """A folder with an index and the names of its recordings, safe for several processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = Index(folder)
        self._take(self._read())

    def names(self) -> list[str]:
        """All names, in the order they were first added."""
        return list(self._numbers)

    def name_of(self, track: int) -> str:
        """The name of a track of the index; its number if it has none."""
        if track not in self._by_track:  # another process may have added it
            self._take(self._read())
        return self._by_track.get(track, str(track))

    def add(self, heard: Sequence[tuple[str, Print]]) -> None:
        """Add or replace recordings, durably."""
        if not heard:
            return
        with self._writing():
            numbers = {**self._numbers}
            for name, _ in heard:
                numbers.setdefault(name, max(numbers.values(), default=0) + 1)
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
            written = self.index.write_all(Path(folder))
            temporary = file.with_name(file.name + ".part")
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as made:
                made.writestr(_NAMES, json.dumps({**_EXPORT, "names": self._numbers}))
                for volume in written:
                    made.write(volume, volume.name)
            with temporary.open("rb") as whole:
                os.fsync(whole.fileno())
            temporary.replace(file)
            return len(self._numbers)

    def take_in(self, file: Path) -> int:
        """Add the recordings of an exported file under their names; returns how many.

        Raises DamagedVolume.
        """
        with self._writing(), tempfile.TemporaryDirectory(dir=self.folder) as folder:
            try:
                with zipfile.ZipFile(file) as made:
                    told = json.loads(made.read(_NAMES))
                    inside = [name for name in made.namelist() if re.fullmatch(r"[\w-]+\.vol", name)]
                    made.extractall(folder, inside)
                theirs = {int(track): str(name) for name, track in told["names"].items()}
            except (zipfile.BadZipFile, KeyError, ValueError, AttributeError, TypeError) as error:
                raise volumes.DamagedVolume(f"{file.name} is not an exported index") from error
            for name in inside:
                volumes.check(Path(folder) / name)
            numbers, moved = {**self._numbers}, {}
            for track, name in theirs.items():
                numbers.setdefault(name, max(numbers.values(), default=0) + 1)
                moved[track] = numbers[name]
            self._write(numbers)
            return sum(self.index.take_in(Path(folder) / name, moved) for name in inside)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer of names at a time, over all processes."""
        with (self.folder / "names.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._take(self._read())
            yield

    def _read(self) -> dict[str, int]:
        path = self.folder / _NAMES
        return (
            {str(n): int(track) for n, track in json.loads(path.read_text()).items()} if path.exists() else {}
        )

    def _write(self, numbers: dict[str, int]) -> None:
        temporary = self.folder / "names.tmp"
        with temporary.open("w") as file:
            json.dump(numbers, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.folder / _NAMES)
        volumes.sync_folder(self.folder)
        self._take(numbers)

    def _take(self, numbers: dict[str, int]) -> None:
        self._numbers = numbers
        self._by_track = {track: name for name, track in numbers.items()}
