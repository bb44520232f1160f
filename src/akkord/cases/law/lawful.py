"""A use declared lawful before a claim silences it: heard while a person decides, or held until one has.

Directive (EU) 2019/790 art. 17(7), 17(9) and C-401/19: what is not manifestly infringing is not stopped
unheard. Where that law does not hold, it waits for a person (rights.md section 5, rule 8).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .abuse import REMEMBERED
from .calendars import EUROPEAN_UNION

HEARD_MEANWHILE_IN = EUROPEAN_UNION
# An excerpt of most of a recording, or a file that is little else, is manifestly the recording itself.
MOST_OF_REFERENCE, MOST_OF_FILE = 50, 90  # per cent
DENIED_OFTEN = 3


@dataclass(frozen=True)
class Extent:
    """How much of a file is how much of one recording, in milliseconds."""

    in_file: int
    file: int
    of_reference: int
    reference: int


def manifestly_identical(extents: Iterable[Extent]) -> bool:
    """Whether one of the recordings is in the file so wholly that nobody can take it for a quotation."""
    return any(
        each.of_reference * 100 >= MOST_OF_REFERENCE * each.reference
        or each.in_file * 100 >= MOST_OF_FILE * each.file
        for each in extents
    )


def waits_unheard(extents: Iterable[Extent], denied: Iterable[datetime], at: datetime) -> bool:
    """Whether a flagged upload is silent until a person has decided.

    `denied`: when uses its sender declared were found not to be lawful. Who declares whatever they send in is
    not believed beforehand (Regulation 2022/2065 art. 23(3)).
    """
    often = sum(at - REMEMBERED < each <= at for each in denied) >= DENIED_OFTEN
    return often or manifestly_identical(extents)
