"""The ear: looks a sound's print up among the prints of all references, and learns new references.

The index is a folder of immutable volumes (libs/earprint), safe for several processes; its track numbers
are recording numbers. Numba is loaded on the first look-up, so only where sound is worked on.
"""

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

ENGINE = "earprint-1"


class NoPrint(LookupError):
    """The sound was not examined, or was refused: there is nothing to listen with."""


@dataclass(frozen=True)
class Heard:
    """What the ear found: matches best first, and the generation of the index it looked in."""

    generation: int
    matches: list["Match"]


@cache
def _index() -> "Index":
    from earprint.index import Index

    folder = Path(settings.DATA) / "prints"
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


def forget(recording_ids: list[int]) -> None:
    """Find these recordings no more: their claim was released."""
    _index().remove(recording_ids)


def print_of(sound: Sound) -> "Print":
    """The stored print of an examined sound. Raises NoPrint."""
    from earprint.prints import Print

    if not sound.print:
        raise NoPrint(sound.pk)
    return Print.from_bytes(files().read(sound.print))
