"""A catalogue in several folders, its shards, each of which is a catalogue of its own.

A list beside them (docs/format.md) says where they lie and in which order: a track's shard is its number
modulo their count. Questions are answered without the shards that are lost, and the answer says so; nothing
is written while one is.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from earprint.catalogue import Catalogue, locked, packed, unpacked, write_json
from earprint.prints import Print
from earprint.volumes import DamagedVolume

if TYPE_CHECKING:
    from earprint.search import Part
    from earprint.shards import Answer, Begin

_LIST = "shards.json"
_KIND = {"format": "earprint shards", "version": 1}


class Lost(OSError):
    """A shard that is needed cannot be read."""


@dataclass(frozen=True)
class Place:
    """Where a shard lies.

    `machine`: the address by which Ray knows the machine whose folder it is, if not this one's; `share`:
    which of how many it has to be.
    """

    name: str
    folder: Path
    machine: str = ""
    share: tuple[int, int] | None = None


def library(folder: Path) -> Catalogue | ShardedCatalogue:
    """What lies in a folder: a catalogue, or a list of shards."""
    return ShardedCatalogue(folder) if _is_sharded(folder) else Catalogue(folder)


def places(folder: Path) -> list[Place]:
    """The shards of a folder in their order; a catalogue that is not in shards is one."""
    if not _is_sharded(folder):
        return [Place(folder.name, folder)]
    try:
        told = json.loads((folder / _LIST).read_text())
        if {key: told[key] for key in _KIND} != _KIND:
            raise DamagedVolume(f"{_LIST} is of a kind or version this library does not read")
        listed = [(str(one["folder"]), str(one.get("machine", ""))) for one in told["shards"]]
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise DamagedVolume(f"{_LIST} is damaged") from error
    except FileNotFoundError:
        raise DamagedVolume(f"{_LIST}, which says what the shards are, is missing") from None
    return [
        Place(f"{name} on {machine}" if machine else name, folder / name, machine, (number, len(listed)))
        for number, (name, machine) in enumerate(listed)
    ]


def _is_sharded(folder: Path) -> bool:
    return (folder / _LIST).exists() or any(folder.glob("shard-*/"))


def opened(place: Place) -> Catalogue:
    """A shard that is there.

    To open a catalogue makes an empty one where there is none: not what to do where a disk is missing.
    """
    if not (place.folder / "manifest.json").exists():
        raise FileNotFoundError(f"there is no index in {place.folder}")
    catalogue = Catalogue(place.folder)
    if place.share not in (None, catalogue.share):
        number, count = place.share or (0, 1)
        raise DamagedVolume(f"{place.folder} is not shard {number} of {count}")
    return catalogue


def split(whole: Catalogue, folder: Path, count: int) -> None:
    """Write a catalogue anew as shards. ValueError if there is something in the way."""
    folders = whole.split(folder, count)
    write_json(folder / _LIST, {**_KIND, "shards": [{"folder": shard.name} for shard in folders]})


class ShardedCatalogue:
    """What Catalogue does, over shards in folders of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places = places(folder)
        self._open: dict[Place, Catalogue] = {}

    def names(self) -> list[str]:
        """All names of the shards that are there."""
        told, _ = self._each(Catalogue.names)
        return [name for names in told for name in names]

    def name_of(self, track: int) -> str:
        """The name of a track that was found; its number if it has none."""
        return self._shard(self.places[track % len(self.places)]).name_of(track)

    def search(self, sound: Print) -> Answer:
        """Look a print up in all shards at once."""
        from earprint import shards  # loads the kernels

        def begin(place: Place) -> Begin:
            def begun(sound: Print) -> Part:
                return shards.here(self._shard(place).index)(sound)

            return begun

        return shards.search(sound, {place.name: begin(place) for place in self.places})

    def info(self) -> dict[str, Any]:
        """Figures of all shards together, and which of them are lost."""
        told, lost = self._each(Catalogue.info)
        total = {key: sum(one[key] for one in told) for key in (told[0] if told else ())}
        return {**total, "shards": len(self.places), "complete": not lost, "lost": lost}

    def verify(self) -> list[str]:
        """What is damaged or lost."""
        told, lost = self._each(lambda shard: [f"{shard.folder.name}: {one}" for one in shard.verify()])
        return [*(one for some in told for one in some), *(f"{name}: {why}" for name, why in lost.items())]

    def merge(self) -> None:
        """See Index.merge."""
        with self._writing() as shards:
            for shard in shards:
                shard.merge()

    def add(self, heard: Sequence[tuple[str, Print]]) -> None:
        """Add or replace recordings, durably: each where it is, or where the fewest are."""
        with self._writing() as shards:
            where = _routed(shards, [name for name, _ in heard])
            for number, shard in enumerate(shards):
                shard.add([(name, sound) for name, sound in heard if where[name] == number])

    def remove(self, names: Sequence[str]) -> list[str]:
        """Stop finding these; returns the names that were not there."""
        with self._writing() as shards:
            unknown = set(names).intersection(*(shard.remove(names) for shard in shards))
        return [name for name in names if name in unknown]

    def export(self, file: Path) -> int:
        """Write all recordings into one file, as Catalogue does; returns how many."""
        with self._writing() as shards, tempfile.TemporaryDirectory(dir=self.folder) as made:
            numbers, written = dict[str, int](), list[Path]()
            for number, shard in enumerate(shards):
                numbers |= shard.numbers()
                part = Path(made) / str(number)
                part.mkdir()
                written += shard.index.write_all(part)
            packed(file, numbers, written)
        return len(numbers)

    def take_in(self, file: Path) -> int:
        """Add the recordings of an exported file under their names; returns how many."""
        with self._writing() as shards, tempfile.TemporaryDirectory(dir=self.folder) as made:
            theirs, files = unpacked(file, Path(made))
            where = _routed(shards, theirs.values())
            return sum(
                shard.admit({t: name for t, name in theirs.items() if where[name] == number}, files)
                for number, shard in enumerate(shards)
            )

    def _shard(self, place: Place) -> Catalogue:
        """A shard, opened when it is first asked: what was lost may be there again."""
        if place.machine:
            raise Lost(f"it lies on {place.machine}, which is only asked through Ray")
        if place not in self._open:
            self._open[place] = opened(place)
        return self._open[place]

    def _each(self, do: Callable[[Catalogue], Any]) -> tuple[list[Any], dict[str, str]]:
        """What the shards answer, and which do not, and why."""
        told, lost = [], {}
        for place in self.places:
            try:
                told.append(do(self._shard(place)))
            except Exception as error:  # noqa: BLE001  (whatever it was, it is told)
                lost[place.name] = str(error) or type(error).__name__
        return told, lost

    @contextlib.contextmanager
    def _writing(self) -> Iterator[list[Catalogue]]:
        """All shards, one writer at a time over all processes: no name shall come to lie in two."""
        with locked(self.folder / "lock"):
            shards, lost = self._each(lambda shard: (shard.index.refresh(), shard)[1])
            if lost:
                why = "; ".join(f"{name}: {reason}" for name, reason in lost.items())
                raise Lost(f"shards are lost, and nothing is written without them ({why})")
            yield shards


def _routed(shards: Sequence[Catalogue], names: Iterable[str]) -> dict[str, int]:
    """The shard of each name: the one that has it, else the one with the fewest."""
    known = [shard.names() for shard in shards]
    where = {name: number for number, some in enumerate(known) for name in some}
    filled = [len(some) for some in known]
    for name in names:
        if name not in where:
            where[name] = filled.index(min(filled))
            filled[where[name]] += 1
    return where
