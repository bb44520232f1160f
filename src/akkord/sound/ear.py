"""The ear: looks a sound's print up among the prints of all references, and learns new references.

There are two indices, each a folder of immutable volumes (libs/earprint) that is safe for several processes:
that of the references, whose track numbers are recording numbers, and that of what was sent in, whose track
numbers are sound numbers, so that a new reference is one question instead of a look-up of every sound.
Numba is loaded on the first look-up, so only where sound is worked on.
"""

import os
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from akkord.store.files import files

from .models import Sound

if TYPE_CHECKING:
    from earprint.index import Index
    from earprint.matches import Match
    from earprint.prints import Print

ENGINE = "earprint-2"
# Matches from which on a question may have found not all: the library verifies some eighty places a window,
# and a sound that repeats itself may hold many of them.
FULL = 4


class NoPrint(LookupError):
    """The sound was not examined, or was refused: there is nothing to listen with."""


@dataclass(frozen=True)
class Heard:
    """What the ear found: matches best first, and the generation of the index it looked in."""

    generation: int
    matches: list["Match"]


def _index() -> "Index":
    return _standing("references")


def _uploads() -> "Index":
    return _standing("uploads")


def _standing(what: str) -> "Index":
    """One of the two; another engine begins another folder, for prints are laid out anew.

    A folder that was deleted under us is begun anew, empty and without a name.
    """
    folder = Path(settings.DATA) / "prints" / what / ENGINE
    if not folder.is_dir():
        _opened.cache_clear()
    return _opened(folder)


@cache
def _opened(folder: Path) -> "Index":
    from earprint.index import Index

    folder.mkdir(parents=True, exist_ok=True)
    return Index(folder)


def generation() -> int:
    """How many times references were added, as of now."""
    index = _index()
    index.refresh()
    return index.generation


def look_up(sound: Sound, since: int = 0) -> Heard:
    """Find every reference in the sound; with `since`, only those added after that generation.

    The generation is read before searching, so that what is added meanwhile counts as not yet heard.
    """
    printed = print_of(sound)
    now = generation()
    return Heard(now, _index().search(printed, since_generation=since))


def add_reference(recording_id: int, sound: Sound) -> int:
    """Teach the ear a recording by its sound; the generation it is found from. Twice is once."""
    return _index().add([(recording_id, print_of(sound))])


def references_name() -> str:
    """The name the index of references was given when it was filled; "" while it is new, or was lost."""
    place = _index().folder / "name"
    return place.read_text() if place.exists() else ""


def name_references() -> str:
    """Name it, now that it holds every reference there is; what was heard under another is heard anew."""
    _index().establish()
    place, name = _index().folder / "name", _new_name()
    made = place.with_name(f"name.{uuid.uuid4().hex}")
    made.write_text(name)
    made.replace(place)
    return name


def forget(recording_ids: list[int]) -> None:
    """Find these recordings no more: their claim was released."""
    _index().remove(recording_ids)


# --- what was sent in --------------------------------------------------------------------------------


def uploads_name() -> str:
    """The name the index of what was sent in was given when it was begun: a lost one is begun anew."""
    place = _uploads().folder / "name"
    if not place.exists():
        made = place.with_name(f"name.{uuid.uuid4().hex}")
        made.write_text(_new_name())
        with suppress(FileExistsError):  # another process was quicker: its name stands
            os.link(made, place)
        made.unlink()
    return place.read_text()


def _new_name() -> str:
    return f"{ENGINE}/{uuid.uuid4().hex}"[:64]


def make_findable(sounds: Iterable[Sound]) -> str:
    """Let questions find these sounds from now on, durably; the name of the index. Twice is once."""
    name = uploads_name()
    _uploads().add([(sound.pk, print_of(sound)) for sound in sounds])
    return name


def ask(sounding: "Print") -> list["Match"]:
    """What was sent in that holds this sound, best first; tracks are numbers of sounds. See `is_full`."""
    return _uploads().search(sounding, thorough=True)


def recordings_in(sounding: "Print") -> list["Match"]:
    """Every reference in a print that belongs to no sound of the site, best first."""
    return _index().search(sounding)


def is_full(found: list["Match"]) -> bool:
    """Whether there may be more than was found."""
    return len(found) >= FULL


def print_of(sound: Sound) -> "Print":
    """The stored print of an examined sound. Raises NoPrint."""
    from earprint.prints import Print

    if not sound.print:
        raise NoPrint(sound.pk)
    return Print.from_bytes(files().read(sound.print))
