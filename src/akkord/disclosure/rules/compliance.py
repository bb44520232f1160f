"""What a certificate of compliance says of each row of an order, on plain values (rights.md scenario 3).

Four classes of rows were asked for by courts: exact, by sound only, ambiguous, not found. A fifth is honest:
somebody else's recording, for which whoever filed the order has no standing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class RowClass(StrEnum):
    """How surely what was found is what the row names."""

    EXACT = "exact"  # by its identifier, by its name, or the very file that was named
    SOUND_ONLY = "sound_only"  # a file under another name, known by its sound
    AMBIGUOUS = "ambiguous"  # several different tracks: nothing was done
    NOT_FOUND = "not_found"
    NO_STANDING = "no_standing"  # somebody else's recording


EFFECTIVE: Final = frozenset({RowClass.EXACT, RowClass.SOUND_ONLY})


@dataclass(frozen=True)
class Name:
    """A title by an artist, as somebody wrote it."""

    artist: str
    title: str

    def same_as(self, other: "Name") -> bool:
        """Equal but for capitals, spaces and punctuation: what those who rename a file to hide it change."""
        return (_bare(self.artist), _bare(self.title)) == (_bare(other.artist), _bare(other.title))


def class_of(found: str, sent_as: Name | None, recording: Name | None) -> RowClass:
    """The class of a row: what was found for it, how the file it names is called, and its recording.

    `sent_as` is None where the row names a recording itself (by ISRC or number) and no file.
    """
    if found in _UNDONE:
        return _UNDONE[found]
    if found == "recording" and sent_as is not None and recording is not None:
        return RowClass.EXACT if sent_as.same_as(recording) else RowClass.SOUND_ONLY
    return RowClass.EXACT


_UNDONE: Final[Mapping[str, RowClass]] = {
    "ambiguous": RowClass.AMBIGUOUS,
    "not_found": RowClass.NOT_FOUND,
    "no_standing": RowClass.NO_STANDING,
}


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
