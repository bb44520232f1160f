"""The references a sound is looked up in: a folder of immutable volumes (Index), or a handful in memory.

Every addition is one new volume and one new generation; a removal is a tombstone in the manifest. Several
processes may read while one writes: volumes and manifest appear by rename, writers take turns by a lock on
the folder. The search itself needs the kernels (numba); everything else here does not.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint import volumes
from earprint.matches import Match, Segment
from earprint.prints import Print
from earprint.references import MOST_HOURS, References, build, hours_on_axis

__all__ = ["Index", "IndexInfo", "Match", "MemoryIndex", "Segment"]

MERGE_RATIO = 4  # a volume stays apart from later ones while it is this many times larger
_MANIFEST = "manifest.json"
_NOTHING = (0, 0, 0)  # what is seen of a manifest that is not there


@dataclass(frozen=True)
class _Manifest:
    """What is in the folder: volume files in order, and per removed id the last generation it removes."""

    generation: int = 0
    files: tuple[str, ...] = ()
    removed: dict[int, int] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps(
            {
                "generation": self.generation,
                "files": self.files,
                "removed": {str(k): v for k, v in self.removed.items()},
            }
        )

    @classmethod
    def from_json(cls, text: str) -> _Manifest:
        read = json.loads(text)
        return cls(
            int(read["generation"]),
            tuple(read["files"]),
            {int(k): int(v) for k, v in read["removed"].items()},
        )


@dataclass(frozen=True)
class IndexInfo:
    """Figures for an operator: live tracks, their hours, keys, bytes on disk, volumes, tombstones."""

    generation: int
    tracks: int
    hours: float
    keys: int
    size: int
    volumes: int
    removed: int


class Index:
    """References in a folder, searched through memory-mapped volumes. Safe for threads and for processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._seen: tuple[int, int, int] | None = None
        self._manifest = _Manifest()
        self._open: dict[str, References] = {}
        self.refresh()

    @property
    def generation(self) -> int:
        """Number of the newest addition this process has seen; 0 for an empty index."""
        return self._manifest.generation

    def establish(self) -> None:
        """Write down that here is an index, though an empty one: so it can be told from one that is gone."""
        with self._writing():
            if self._seen == _NOTHING:
                self._publish(_Manifest())

    def add(self, references: Sequence[tuple[int, Print]]) -> int:
        """Add or replace references, durably; returns the generation they can be searched from."""
        if len({track for track, _ in references}) != len(references):
            raise ValueError("a track id is given twice")
        with self._writing():
            old = self._manifest
            generation = old.generation + 1
            names = []
            for number, some in enumerate(_on_one_axis(references)):
                names.append(f"v{generation:010d}-{number}.vol")
                volumes.write(self.folder / names[-1], build(some, generation))
            removed = dict(old.removed)
            for track in self._known({track for track, _ in references}):
                removed[track] = old.generation
            self._publish(_Manifest(generation, (*old.files, *names), removed))
            self._merge_small()
        return generation

    def remove(self, ids: Iterable[int]) -> None:
        """Stop finding these tracks, at once and durably; unknown ids are ignored."""
        with self._writing():
            old = self._manifest
            known = self._known(set(ids))
            if known:
                self._publish(
                    _Manifest(
                        old.generation, old.files, {**old.removed, **dict.fromkeys(known, old.generation)}
                    )
                )

    def search(self, sound: Print, since_generation: int = 0, *, thorough: bool = False) -> list[Match]:
        """Verified matches, best first, among references later than `since_generation`. Loads the kernels.

        `thorough`: not what the sound is, but every track that holds any of it, also beside plainer ones.
        """
        from earprint.search import search

        return search(sound, self.parts(since_generation), thorough)

    def parts(self, since_generation: int = 0) -> list[tuple[References, npt.NDArray[Any]]]:
        """What is searched now: volumes, and which of their tracks are later than `since_generation`."""
        self.refresh()
        with self._lock:
            parts = [(volume, self._alive(volume, since_generation)) for volume in self._open.values()]
        return [(volume, alive) for volume, alive in parts if alive.any()]

    def refresh(self) -> bool:
        """Pick up what other processes wrote; one stat call if nothing changed. Returns whether it did.

        FileNotFoundError if the index was there and is gone: it is not to be taken for an empty one.
        """
        with self._lock:
            for _ in range(100):  # a merge may delete a volume between our reading of the manifest and of it
                seen = self._stat()
                if seen == self._seen:
                    return False
                if seen == _NOTHING and self._seen:
                    raise FileNotFoundError(f"the index in {self.folder} is gone")
                manifest = _Manifest() if seen == _NOTHING else self._read_manifest()
                try:
                    opened = {f: self._open.get(f) or volumes.read(self.folder / f) for f in manifest.files}
                except FileNotFoundError:
                    if seen == self._stat():
                        raise
                    continue
                self._seen, self._manifest, self._open = seen, manifest, opened
                return True
            raise TimeoutError("the index changes faster than it can be read")

    def merge(self) -> None:
        """Make as few volumes as can hold all, leaving out what was removed."""
        with self._writing():
            for names in self._groups():
                self._merge(names)

    def write_all(self, folder: Path, shares: int = 1) -> list[Path]:
        """Write every live track into volume files outside the index, divided by id among `shares` of them.

        A share of more hours than a volume holds becomes several.
        """
        from earprint.merging import merge

        made: list[Path] = []
        self.refresh()
        with self._lock:
            for names in self._groups():
                parts = [(self._open[name], self._alive(self._open[name], 0)) for name in names]
                for share in range(shares):
                    mine = [(volume, alive & (volume.ids % shares == share)) for volume, alive in parts]
                    if any(alive.any() for _, alive in mine):
                        made.append(folder / f"{share:04d}-{len(made):04d}.vol")
                        merge(made[-1], mine)
        return made

    def take_in(self, path: Path, ids: dict[int, int]) -> int:
        """Add or replace the tracks of a volume file under other ids; returns how many.

        Tracks that `ids` does not name are left out.
        """
        from earprint.merging import merge

        theirs = volumes.read(path)
        wanted = np.isin(theirs.ids, np.fromiter(ids, np.int64, len(ids)))
        if not wanted.any():
            return 0
        with self._writing():
            old = self._manifest
            generation = old.generation + 1
            renamed = replace(
                theirs,
                ids=np.array([ids.get(int(track), -1) for track in theirs.ids], np.int64),
                generations=np.full(len(theirs.ids), generation, np.int64),
            )
            name = f"v{generation:010d}.vol"
            merge(self.folder / name, [(renamed, wanted)])
            known = self._known({ids[int(track)] for track in theirs.ids[wanted]})
            removed = {**old.removed, **dict.fromkeys(known, old.generation)}
            self._publish(_Manifest(generation, (*old.files, name), removed))
            self._merge_small()
        return int(wanted.sum())

    def verify(self) -> None:
        """Read every byte and compare the sums; raises earprint.volumes.DamagedVolume."""
        checked: set[str] = set()
        while left := [name for name in self.files() if name not in checked]:
            try:
                volumes.check(self.folder / left[0])
            except FileNotFoundError:
                if left[0] in self.files():  # not merged away by a writer meanwhile
                    raise volumes.DamagedVolume(f"{left[0]} is missing") from None
            checked.add(left[0])

    def files(self) -> tuple[str, ...]:
        """Names of the volume files in use."""
        self.refresh()
        return self._manifest.files

    def info(self) -> IndexInfo:
        self.refresh()
        with self._lock:
            parts = [(v, self._alive(v, 0)) for v in self._open.values()]
            return IndexInfo(
                self._manifest.generation,
                sum(int(alive.sum()) for _, alive in parts),
                round(sum(float(v.seconds[alive].sum()) for v, alive in parts) / 3600, 4),
                sum(v.keys for v, _ in parts),
                sum((self.folder / name).stat().st_size for name in self._manifest.files),
                len(parts),
                len(self._manifest.removed),
            )

    def _alive(self, volume: References, since: int) -> npt.NDArray[np.bool_]:
        alive = np.asarray(volume.generations > since)
        removed = self._manifest.removed
        if removed:
            last = np.array([removed.get(int(track), -1) for track in volume.ids], np.int64)
            alive &= volume.generations > last
        return alive

    def _known(self, ids: set[int]) -> set[int]:
        wanted = np.fromiter(ids, np.int64, len(ids))
        return {
            int(track)
            for v in self._open.values()
            for track in v.ids[np.isin(v.ids, wanted) & self._alive(v, 0)]
        }

    def _stat(self) -> tuple[int, int, int]:
        try:
            status = (self.folder / _MANIFEST).stat()
        except FileNotFoundError:
            return _NOTHING
        return (status.st_mtime_ns, status.st_ino, status.st_size)

    def _read_manifest(self) -> _Manifest:
        try:
            return _Manifest.from_json((self.folder / _MANIFEST).read_text())
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise volumes.DamagedVolume(f"{_MANIFEST} is damaged") from error

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time, over all processes, on the newest state."""
        with self._lock, (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.refresh()
            self._sweep()
            yield

    def _sweep(self) -> None:
        """Delete what a killed writer left: files that no manifest names, or names no longer."""
        for path in (*self.folder.glob("[vm]*.vol"), *self.folder.glob("[vm]*.tmp")):
            if path.name not in self._manifest.files:
                path.unlink(missing_ok=True)

    def _publish(self, manifest: _Manifest) -> None:
        temporary = self.folder / "manifest.tmp"
        with temporary.open("w") as file:
            file.write(manifest.to_json())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.folder / _MANIFEST)
        volumes.sync_folder(self.folder)
        self.refresh()

    def _merge_small(self) -> None:
        """Keep few volumes, for every look-up asks each: one not four times its successor joins it."""
        files = list(self._manifest.files)
        sizes = [self._open[name].keys for name in files]
        start = len(files) - 1
        hours = [hours_on_axis(self._open[name].seconds) for name in files]
        while (
            start > 0
            and sizes[start - 1] < MERGE_RATIO * sum(sizes[start:])
            and sum(hours[start - 1 :]) < MOST_HOURS
        ):
            start -= 1
        if start < len(files) - 1:
            self._merge(files[start:])

    def _groups(self) -> list[list[str]]:
        """Neighbouring volumes whose live tracks fit into one."""
        groups: list[list[str]] = []
        filled = MOST_HOURS
        for name in self._manifest.files:
            volume = self._open[name]
            hours = hours_on_axis(volume.seconds[self._alive(volume, 0)])
            if filled + hours >= MOST_HOURS:
                groups.append([])
                filled = 0.0
            groups[-1].append(name)
            filled += hours
        return groups

    def _merge(self, names: list[str]) -> None:
        from earprint.merging import merge

        old = self._manifest
        parts = [(self._open[name], self._alive(self._open[name], 0)) for name in names]
        kept = [name for name in old.files if name not in names]
        if len(names) < 2 and all(bool(alive.all()) for _, alive in parts):
            return
        if any(bool(alive.any()) for _, alive in parts):
            name = f"m{old.generation:010d}-{os.urandom(4).hex()}.vol"
            merge(self.folder / name, parts)
            kept.append(name)
        self._publish(_Manifest(old.generation, tuple(kept), {} if len(kept) < 2 else old.removed))
        for gone in names:
            (self.folder / gone).unlink(missing_ok=True)


def _on_one_axis(references: Sequence[tuple[int, Print]]) -> Iterator[Sequence[tuple[int, Print]]]:
    """Parts of references, each of which fits into one volume."""
    first, filled = 0, 0.0
    for number, (_, reference) in enumerate(references):
        hours = hours_on_axis(np.array([reference.seconds]))
        if filled + hours >= MOST_HOURS:
            yield references[first:number]
            first, filled = number, 0.0
        filled += hours
    yield references[first:]


class MemoryIndex:
    """A handful of references in memory, to look stored prints up in what is new. Answers as Index does."""

    def __init__(self) -> None:
        self._volumes: list[References] = []
        self.generation = 0

    def add(self, references: Sequence[tuple[int, Print]]) -> int:
        """Add references; returns their generation."""
        self.generation += 1
        self._volumes.append(build(references, self.generation))
        return self.generation

    def search(self, sound: Print, since_generation: int = 0, *, thorough: bool = False) -> list[Match]:
        """Verified matches, best first."""
        from earprint.search import search

        parts: list[tuple[References, npt.NDArray[Any]]] = [
            (v, v.generations > since_generation) for v in self._volumes
        ]
        return search(sound, parts, thorough)
