"""Asked once more, differently, when nothing certain was found: without a vibrato, or one turn of a loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from earprint import chance
from earprint.matches import Match
from earprint.prints import Print
from earprint.repeating import over_all_turns, turns
from earprint.wavering import straightened

Ask = Callable[[Print], list[Match]]


def asked(sound: Print, ask: Ask) -> list[Match]:
    """The best of what `ask` answers to a print and, while nothing is certain, to its retakes."""
    found = ask(sound)
    if _certain(found):
        return found
    for again in _retaken(sound, ask):
        if again and (not found or again[0].score > found[0].score):
            found = again
        if _certain(found):
            break
    return found


def _certain(found: list[Match]) -> bool:
    return bool(found) and found[0].p_false <= chance.CERTAIN


def _retaken(sound: Print, ask: Ask) -> Iterator[list[Match]]:
    """The answers to each retake, asked as they are wanted."""
    straight = straightened(sound)
    if straight is not None:
        yield ask(straight)
    for begin, period, turn in turns(sound):
        yield [over_all_turns(match, begin, period, sound.seconds) for match in ask(turn)]
