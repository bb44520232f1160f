"""Music of one's own: what is read from a declaration before it is signed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from akkord.music import errors
from akkord.rights.terms import Ground, Permission
from akkord.rights.territories import TerritorySet

MOST_NAMED = 20
_SHARE = re.compile(r"^(?P<name>.*\S)\s+(?P<share>\d{1,3}(?:[.,]\d{1,4})?)\s*%?$")


@dataclass(frozen=True)
class Part:
    """Somebody's share of a recording or of a song, as an exact fraction."""

    name: str
    share: Fraction

    @property
    def percent(self) -> str:
        return f"{float(self.share * 100):.4f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Declaration:
    """What a member signs about an upload. `words` are the sentences they read."""

    permission: Permission | Ground
    territories: TerritorySet
    holders: tuple[Part, ...]
    writers: tuple[Part, ...]
    performers: str
    producers: str
    made_in: int | None
    signed_as: str
    words: str


def read_parts(text: str) -> tuple[Part, ...]:
    """One a line: a name and per cent, together the whole. Raises PartUnreadable, PartsNotWhole."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_NAMED:
        raise errors.PartUnreadable(lines[MOST_NAMED][:60])
    parts = tuple(_part(line) for line in lines)
    whole = sum((part.share for part in parts), Fraction(0))
    if whole != 1:
        raise errors.PartsNotWhole(Part("", whole).percent)
    return parts


def _part(line: str) -> Part:
    found = _SHARE.match("".join(c for c in line if c.isprintable()))
    if found is None or len(found["name"]) > 120:
        raise errors.PartUnreadable(line[:60])
    return Part(found["name"], Fraction(found["share"].replace(",", ".")) / 100)


def stored_parts(parts: Iterable[Part]) -> list[dict[str, str]]:
    return [{"name": part.name, "share": str(part.share)} for part in parts]


def parts_stored(stored: Iterable[dict[str, str]]) -> tuple[Part, ...]:
    return tuple(Part(each["name"], Fraction(each["share"])) for each in stored)


def permission_of(word: str) -> Permission | Ground:
    """Raises ValueError."""
    return Permission(word) if word in set(Permission) else Ground(word)
