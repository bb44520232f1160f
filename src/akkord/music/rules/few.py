"""How small a group may be told of: by its people, never by its plays, for one person may play a thousand."""

from collections.abc import Iterable

FEWEST = 5  # people; with fewer, somebody's listening might be guessed


def enough(people: int) -> bool:
    """Whether something may be told of a group of so many."""
    return people >= FEWEST


def few_together(counted: Iterable[tuple[str, int, int]], top: int) -> list[tuple[str, int]]:
    """(place, plays) of the `top` places that have enough people, and all others as one, the last, under "".

    `counted`: (place, plays, people), most plays first. Where the others are too few together, the smallest
    place that is shown is counted with them: else they would be the whole less what is shown.
    """
    places = list(counted)
    shown = [each for each in places if enough(each[2])][:top]
    rest = [each for each in places if each not in shown]
    while shown and rest and not enough(sum(people for _, _, people in rest)):
        rest.append(shown.pop())
    told = [(place, plays) for place, plays, _ in shown]
    return [*told, ("", sum(plays for _, plays, _ in rest))] if rest else told
