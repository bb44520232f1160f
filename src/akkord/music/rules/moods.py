"""Moods as far as they can be measured: what is said of one is what is measured for it, and no more.

Each measure is a rank among all sounds here, 0 the least to 1 the most (earprint.box.timbre): a mood is the
mean of its ranks. Nobody's feelings are known, and words, language and genre count for nothing.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum


class Measure(StrEnum):
    """What the box measures of a sound."""

    LOUD = "loud"  # the energy of all its bands
    LOW = "low"  # how much more of it lies low than high
    FAST = "fast"  # beats a minute
    BEATEN = "beaten"  # how clearly they stand out
    STRUCK = "struck"  # how much begins anew at each moment
    SWELLING = "swelling"  # how far its soft moments lie from its loud ones


class Mood(StrEnum):
    """A radio is named after it."""

    CALM = "calm"
    DRIVING = "driving"
    BRIGHT = "bright"
    DARK = "dark"
    WIDE = "wide"


MORE, LESS = True, False
MOODS: Mapping[Mood, Sequence[tuple[Measure, bool]]] = {
    Mood.CALM: ((Measure.STRUCK, LESS), (Measure.LOUD, LESS), (Measure.BEATEN, LESS)),
    Mood.DRIVING: ((Measure.BEATEN, MORE), (Measure.FAST, MORE), (Measure.STRUCK, MORE)),
    Mood.BRIGHT: ((Measure.LOW, LESS),),
    Mood.DARK: ((Measure.LOW, MORE),),
    Mood.WIDE: ((Measure.SWELLING, MORE),),
}


def score(mood: Mood, ranks: Mapping[Measure, float]) -> float:
    """How much of a mood a sound has, 0 to 1, from its ranks."""
    wanted = MOODS[mood]
    return sum(ranks[m] if more else 1 - ranks[m] for m, more in wanted) / len(wanted)
