"""A reference of which the print alone was given: recognised like any other, with nothing to play.

Its row of a sound is known by its own name, so that the same bytes sent in as music are never taken for it.
"""

import hashlib
from typing import TYPE_CHECKING

from akkord.store.files import files

from .models import Sound

if TYPE_CHECKING:
    from earprint.prints import Print

CONTAINER = "earprint"
_FAMILY = b"EPR"  # how prints of any version begin; no sound file does
MOST_BYTES = 64 * 1024 * 1024


class NotUsable(ValueError):
    """The print cannot be a reference: `word` is "old_print" or "broken_print"."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def is_print(sha256: str) -> bool:
    """Whether a file of the store is a print, of whatever version."""
    with files().path(sha256).open("rb") as source:
        return source.read(len(_FAMILY)) == _FAMILY


def sound_of_print(sha256: str) -> Sound:
    """The sound that a print stands for. Twice is once. Raises NotUsable."""
    printed = _read(sha256)
    name = hashlib.sha256(f"a print alone: {sha256}".encode()).hexdigest()
    return Sound.objects.get_or_create(
        sha256=name,
        defaults={
            "size": files().path(sha256).stat().st_size,
            "state": Sound.State.EXAMINED,
            "seconds": printed.seconds,
            "container": CONTAINER,
            "print": sha256,
        },
    )[0]


def _read(sha256: str) -> "Print":
    from earprint.prints import DamagedPrint, OldPrint, Print

    if files().path(sha256).stat().st_size > MOST_BYTES:
        raise NotUsable("broken_print")
    try:
        printed = Print.from_bytes(files().read(sha256))
    except OldPrint as old:
        raise NotUsable("old_print") from old
    except DamagedPrint as damaged:
        raise NotUsable("broken_print") from damaged
    last = int(printed.t[-1]) / 500 if len(printed) else 0.0  # ticks of 2 ms
    if not len(printed) or last > printed.seconds + 1:
        raise NotUsable("broken_print")
    return printed


def is_print_alone(sound: Sound | None) -> bool:
    return sound is not None and sound.container == CONTAINER
