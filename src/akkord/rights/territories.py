"""Territory: exact sets of countries, finite ("DE FR") or everything except ("Worldwide but not DE").

The universe is open (countries are born), plus one more member, ZZ: a listener whose country is unknown.
ZZ belongs to a Worldwide without exclusions and to no other set a fact can state (rights.md section 5).
Internally ZZ is a code like any other, which keeps the algebra an ordinary Boolean one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, NewType, Self

Territory = NewType("Territory", str)

UNKNOWN: Final = Territory("ZZ")
_CODE: Final = re.compile(r"[A-Z]{2}\Z")
_USER_ASSIGNED: Final = frozenset(
    {Territory("XK")}
)  # Kosovo: not in ISO 3166, but what networks and the EU write


class UnknownTerritory(ValueError):
    """The code is no country's, so the fact that states it cannot be recorded."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code!r} is not an ISO 3166 country code")


@dataclass(frozen=True, slots=True)
class TerritorySet:
    """A set of territories; `codes` are its members or, when `excluding`, the codes it leaves out."""

    codes: frozenset[Territory]
    excluding: bool = False

    @classmethod
    def of(cls, *codes: str) -> Self:
        """Exactly these countries; ZZ cannot be named. Raises UnknownTerritory for what is no code."""
        return cls(frozenset(_country(code) for code in codes))

    @classmethod
    def worldwide(cls, excluded: Iterable[str] = ()) -> Self:
        """Everywhere, ZZ included; with exclusions everywhere else, and then without ZZ."""
        left_out = frozenset(_country(code) for code in excluded)
        return cls(left_out | {UNKNOWN} if left_out else left_out, excluding=True)

    def __contains__(self, territory: str) -> bool:
        return (territory in self.codes) != self.excluding

    def __bool__(self) -> bool:
        return self.excluding or bool(self.codes)

    def __invert__(self) -> "TerritorySet":
        return TerritorySet(self.codes, not self.excluding)

    def __and__(self, other: "TerritorySet") -> "TerritorySet":
        if self.excluding and other.excluding:
            return TerritorySet(self.codes | other.codes, excluding=True)
        if self.excluding:
            return TerritorySet(other.codes - self.codes)
        if other.excluding:
            return TerritorySet(self.codes - other.codes)
        return TerritorySet(self.codes & other.codes)

    def __or__(self, other: "TerritorySet") -> "TerritorySet":
        return ~(~self & ~other)

    def __sub__(self, other: "TerritorySet") -> "TerritorySet":
        return self & ~other

    def __le__(self, other: "TerritorySet") -> bool:
        return not self - other

    def __str__(self) -> str:
        """Canonical text: "DE FR", "Worldwide", "Worldwide -DE"; `parse` reads back what a fact can state."""
        countries = sorted(self.codes - {UNKNOWN})
        unknown = UNKNOWN in self
        if not self.excluding:
            return " ".join([*countries, UNKNOWN] if unknown else countries)
        words = ["Worldwide", *(f"-{country}" for country in countries)]
        if unknown == bool(countries):  # not what leaving countries out would say by itself
            words.append(f"+{UNKNOWN}" if unknown else f"-{UNKNOWN}")
        return " ".join(words)


NOWHERE: Final = TerritorySet(frozenset())
WORLDWIDE: Final = TerritorySet.worldwide()


def parse(text: str) -> TerritorySet:
    """Read what a fact states: "DE, FR" or "Worldwide -DE -AT". Codes are checked against ISO 3166.

    Raises UnknownTerritory for anything that is no country of today, ZZ included.
    """
    words = text.replace(",", " ").split()
    if words and words[0].lower() == "worldwide":
        return TerritorySet.worldwide(_existing(word.removeprefix("-")) for word in words[1:])
    return TerritorySet.of(*(_existing(word) for word in words))


@cache
def countries() -> frozenset[Territory]:
    """Every country code of today: ISO 3166 and Kosovo. Loaded on first use, so that the law stays light."""
    import pycountry

    return frozenset(Territory(country.alpha_2) for country in pycountry.countries) | _USER_ASSIGNED


def _existing(code: str) -> Territory:
    upper = Territory(code.upper())
    if upper not in countries():
        raise UnknownTerritory(code)
    return upper


def _country(code: str) -> Territory:
    if code == UNKNOWN or not _CODE.match(code):
        raise UnknownTerritory(code)
    return Territory(code)
