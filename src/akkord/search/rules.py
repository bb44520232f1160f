"""What is true of finding, on plain values: what is looked for, and what stands before what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from akkord.words.spelling import distance, keys_of, relaid, slips, trimmed

MOST_WORDS = 6


class Kind(StrEnum):
    """What can be found; in the order of the page."""

    PERSON = "people"
    CLUB = "clubs"
    TRACK = "audio"
    LYRICS = "lyrics"  # tracks, by the words that are sung
    POST = "posts"


EXACT, BEGINS, SLIPPED = 3, 2, 1  # how near a word of the index is to one that was typed


@dataclass(frozen=True)
class Wanted:
    """The keys of what was typed, or of what it would be in the other layout."""

    keys: tuple[str, ...]


def readings(text: str) -> list[Wanted]:
    """As it was typed, then as the same keys in the other layout; without words none."""
    found = [tuple(keys_of(each)[:MOST_WORDS]) for each in (text, relaid(text))]
    return [Wanted(keys) for keys in dict.fromkeys(found) if keys]


def nearness(key: str, term: str) -> int:
    """How near a word of the index is to a typed one; 0 for another word."""
    if term == key:
        return EXACT
    if term.startswith(key):
        return BEGINS
    allowed = min(slips(key), slips(term))
    if not allowed:
        return 0
    # A letter lost between two alike takes one of these with it: петите, петте, and so пете.
    near = distance(key, term) <= allowed or key in trimmed(term, 1) or term in trimmed(key, 1)
    return SLIPPED if near else 0


@dataclass(frozen=True)
class About:
    """What whoever is looked for should be. Only what they show to who looks can be so."""

    words: str = ""
    city: str = ""
    youngest: int | None = None
    oldest: int | None = None
    mutual: bool = False  # has a friend in common with who looks

    @property
    def asks_age(self) -> bool:
        return self.youngest is not None or self.oldest is not None


@dataclass(frozen=True)
class Shown:
    """What somebody shows to one reader; what is hidden is empty."""

    name: str
    city: str = ""
    age: int | None = None
    mutual: bool = False


def is_about(about: About, shown: Shown) -> bool:
    """Whether somebody is looked for, by nothing but what they show."""
    name, city = keys_of(shown.name), keys_of(shown.city)
    if about.mutual and not shown.mutual:
        return False
    if about.asks_age and not (
        shown.age is not None
        and (about.youngest is None or shown.age >= about.youngest)
        and (about.oldest is None or shown.age <= about.oldest)
    ):
        return False
    return _says(about.words, [*name, *city]) and _says(about.city, city)


def _says(text: str, terms: list[str]) -> bool:
    """Whether some reading of the text has nothing that is not there; nothing asked is always there."""
    wanted = readings(text)
    return not wanted or any(
        all(any(nearness(key, term) for term in terms) for key in reading.keys) for reading in wanted
    )


def ranked(
    postings: Iterable[tuple[int, str, int]], near: list[Mapping[str, int]], newest_first: bool
) -> list[int]:
    """Numbers of what holds every typed word, the best first.

    `postings` are (number, term, weight of the field it stands in); `near` says for each typed word which
    terms are how near. Nearness counts before the field; among equals the newest (or the oldest) is first.
    """
    best: dict[int, list[int]] = {}
    for number, term, weight in postings:
        scores = best.setdefault(number, [0] * len(near))
        for place, terms in enumerate(near):
            if term in terms:
                scores[place] = max(scores[place], terms[term] * 10 + weight)
    whole = [(sum(scores), number) for number, scores in best.items() if all(scores)]
    sign = -1 if newest_first else 1
    return [number for _, number in sorted(whole, key=lambda each: (-each[0], sign * each[1]))]
