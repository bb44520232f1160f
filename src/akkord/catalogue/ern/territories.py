"""Territories of a deal as exact sets of countries: ISO codes, Worldwide, and the groups of CISAC's TIS.

The law's algebra (akkord.rights.territories) stands a floor above; `str` of a set here is the text it reads.
Where it is in doubt what a code covers, less is licensed: a part of a country (ES-CE) gives nothing, and
taking out a part takes out the whole country, because a listener's network tells the country alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from .tis import FORMER, FORMER_NUMBERS, GROUPS, WORLD

_SUBDIVISION = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")
_NUMBER = re.compile(r"\d{1,4}")
_LONGEST_LIST = 600
_WORLDWIDE = frozenset({"WORLDWIDE", "WORLD", WORLD})


@dataclass(frozen=True, slots=True)
class Territories:
    """Exactly these countries or, when `excluding`, everywhere but these."""

    codes: frozenset[str] = frozenset()
    excluding: bool = False

    def __contains__(self, country: str) -> bool:
        return (country in self.codes) != self.excluding

    def __bool__(self) -> bool:
        return self.excluding or bool(self.codes)

    def __sub__(self, other: "Territories") -> "Territories":
        if self.excluding:
            return (
                Territories(other.codes - self.codes)
                if other.excluding
                else Territories(self.codes | other.codes, excluding=True)
            )
        return Territories(frozenset(code for code in self.codes if code not in other))

    def __and__(self, other: "Territories") -> "Territories":
        return self - (EVERYWHERE - other)

    def __str__(self) -> str:
        """Canonical text: "DE FR", "Worldwide", "Worldwide -DE"."""
        codes = sorted(self.codes)
        return " ".join(["Worldwide", *(f"-{code}" for code in codes)] if self.excluding else codes)


NOWHERE = Territories()
EVERYWHERE = Territories(excluding=True)


class Doubt(NamedTuple):
    """What is odd about a code: a word of the faults, what it is about, whether the deal is lost by it."""

    word: str
    about: str
    refuses: bool = False

    def of_exclusion(self) -> "Doubt":
        """The same doubt about a code that is taken out."""
        word, refuses = _EXCLUDED.get(self.word, (self.word, False))
        return Doubt(word, self.about, refuses)


_EXCLUDED = {"part_of_country": ("part_taken_out", False), "unknown_territory": ("unknown_exclusion", True)}
_UNKNOWN = frozenset({"unknown_territory", "unknown_exclusion"})


class Understood(NamedTuple):
    """One code: the countries it surely covers, those it may cover as well, and what is odd about it."""

    surely: Territories
    perhaps: frozenset[str] = frozenset()
    doubts: tuple[Doubt, ...] = ()


def expand(
    included: tuple[str, ...], excluded: tuple[str, ...], *, taking: bool = False
) -> tuple[Territories, tuple[Doubt, ...]]:
    """The territories of a deal, and what was odd about their codes.

    Exclusions alone mean everywhere else (ERN: a choice of TerritoryCode or ExcludedTerritoryCode). An
    unknown code gives nothing when included; excluded it makes the whole set unreliable, and nothing is
    licensed. `taking` is for what takes rights away: there every doubt takes more, and an unknown code takes
    everything.
    """
    # Deals repeat the lists of other deals; only a list no deal needs is too long to be remembered.
    short = len(included) + len(excluded) <= _LONGEST_LIST and all(
        len(code) < 40 for code in included + excluded
    )
    return (_expanded if short else _expanded.__wrapped__)(included, excluded, taking)


@lru_cache(maxsize=4096)
def _expanded(
    included: tuple[str, ...], excluded: tuple[str, ...], taking: bool
) -> tuple[Territories, tuple[Doubt, ...]]:
    inside = [_understand(code) for code in included]
    outside = [_understand(code) for code in excluded]
    reach = _all(inside, edges=taking) if included else EVERYWHERE if excluded else NOWHERE
    reach -= _all(outside, edges=not taking)
    doubts = [doubt for found in inside for doubt in found.doubts]
    doubts += [doubt.of_exclusion() for found in outside for doubt in found.doubts]
    if any(doubt.word in _UNKNOWN for doubt in doubts) and taking:
        return EVERYWHERE, tuple(doubts)
    if any(doubt.refuses for doubt in doubts):
        return NOWHERE, tuple(doubts)
    return reach, tuple(doubts)


def _all(found: Iterable[Understood], *, edges: bool) -> Territories:
    """The countries all of these cover, with those at the edges or without."""
    reach = NOWHERE
    for each in found:
        reach = _united(reach, each.surely)
        if edges:
            reach = _united(reach, Territories(each.perhaps))
    return reach


def _united(one: Territories, other: Territories) -> Territories:
    return EVERYWHERE - ((EVERYWHERE - one) - other)


def _understand(given: str) -> Understood:
    code = given.strip().upper()
    if code in _WORLDWIDE:
        return Understood(EVERYWHERE)
    part = _SUBDIVISION.fullmatch(code)
    if part and part.group(1) in countries():
        return _part_of_country(part.group(1), given)
    if _NUMBER.fullmatch(code):
        return _numbered(code, given)
    if code in countries():
        return Understood(Territories(frozenset({code})))
    if code in FORMER:
        return _former(code, given)
    return _unknown(given)


def _part_of_country(country: str, given: str) -> Understood:
    return Understood(NOWHERE, frozenset({country}), (Doubt("part_of_country", f"{given} ({country})"),))


def _numbered(code: str, given: str) -> Understood:
    """TIS numbers: of a country as in ISO 3166, of a former country, of a group."""
    group = GROUPS.get(code)
    if group is not None:
        doubtful = sorted(group.perhaps)
        doubts = (Doubt("group_edges", f"{code} {group.name}: {' '.join(doubtful)}"),) if doubtful else ()
        return Understood(Territories(group.members), group.perhaps, doubts)
    country = _numbers().get(code.zfill(3))
    if country is not None:
        return Understood(Territories(frozenset({country})))
    former = FORMER_NUMBERS.get(code.zfill(3))
    return _former(former, given) if former else _unknown(given)


def _former(code: str, given: str) -> Understood:
    today = FORMER[code]
    return Understood(
        Territories(today), doubts=(Doubt("former_country", f"{given} ({' '.join(sorted(today))})"),)
    )


def _unknown(given: str) -> Understood:
    return Understood(NOWHERE, doubts=(Doubt("unknown_territory", given[:40]),))


@cache
def countries() -> frozenset[str]:
    """ISO 3166 codes of today, and Kosovo's user-assigned one, which DDEX lists too."""
    return frozenset(_numbers().values()) | {"XK"}


@cache
def _numbers() -> dict[str, str]:
    import pycountry

    return {country.numeric: country.alpha_2 for country in pycountry.countries}
