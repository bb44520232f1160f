"""A call as it was asked: its parameters, who asks and from where."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeVar

from akkord.music import queries as music
from akkord.music.rules import Listener
from akkord.music.serving import is_known
from akkord.people.models import Person
from akkord.people.queries import Player

from .errors import Code, Failed, missing, not_found

Kind = TypeVar("Kind")
LONGEST_NUMBER = 15
_NUMBER = re.compile(rf"([0-9]{{1,{LONGEST_NUMBER}}})(?:\.[0-9]{{0,{LONGEST_NUMBER}}})?")
LATEST = 253_402_300_799_000  # the last millisecond of the year 9999 that a date can hold, less its part
PREFIXES = {
    "track": "tr-",
    "album": "al-",
    "artist": "ar-",
    "playlist": "pl-",
    "singles": "si-",
    "share": "sh-",
    "channel": "pc-",
    "episode": "pe-",
}


def identified(kind: str, number: int) -> str:
    """How a thing is named to players: "tr-12", so that one name space holds all kinds."""
    return f"{PREFIXES[kind]}{number}"


def number_in(text: str, kind: str) -> int | None:
    """The number of a thing of this kind; None when it is a name of something else, or of nothing."""
    prefix, digits = text[:3], text[3:]
    if prefix != PREFIXES[kind] or not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        return None
    return int(digits)


@dataclass(frozen=True)
class Asked:
    """One call; `person` asks, except in the few calls that anybody may make."""

    parameters: Mapping[str, Sequence[str]]
    territory: str
    body: bytes = b""
    player: Player | None = None
    known: str = ""  # If-None-Match

    def by(self, player: Player) -> "Asked":
        """The same call, whose player has shown its secret; nothing that was read for it before is kept."""
        return Asked(self.parameters, self.territory, self.body, player, self.known)

    @property
    def signed_in(self) -> Player:
        assert self.player is not None  # the door signs in before it calls
        return self.player

    @cached_property
    def person(self) -> Person:
        return self.signed_in.person

    @property
    def person_id(self) -> int:
        return self.signed_in.person_id

    @cached_property
    def listener(self) -> Listener:
        """Who would hear: under the offer they have at this moment."""
        return music.listener(self.person_id, self.territory)

    def has(self, etag: str) -> bool:
        """Whether whoever asks names these bytes as those they have; `*` names none."""
        return self.known.strip() != "*" and is_known({"if-none-match": self.known}, f'"{etag}"')

    def all(self, name: str) -> Sequence[str]:
        """Everything that is said under a name; what is empty is not said."""
        return [text for text in self.parameters.get(name, ()) if text]

    def text(self, name: str, otherwise: str = "") -> str:
        given = self.parameters.get(name)
        return given[0] if given else otherwise

    def needed(self, name: str) -> str:
        """Raises Failed when it is not there."""
        given = self.text(name)
        if not given:
            raise missing(name)
        return given

    def number(self, name: str, otherwise: int, most: int = 10**LONGEST_NUMBER) -> int:
        """A whole number from 0 to `most`; what is more is `most`, and the part of one that some players say
        is left out. Raises Failed for what is none."""
        given = self.text(name)
        if not given:
            return otherwise
        if (found := _NUMBER.fullmatch(given)) is None:
            raise Failed(Code.GENERIC, f"{name} has to be a whole number.")
        return min(int(found[1]), most)

    def moment(self, name: str) -> datetime | None:
        """Milliseconds since 1970 as a moment; None for none and for 0. Raises Failed for what is none."""
        milliseconds = self.number(name, 0, LATEST)
        return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else None

    def yes(self, name: str, otherwise: bool) -> bool:
        given = self.text(name).lower()
        return otherwise if not given else given in ("true", "1", "yes", "on")

    def one(self, kind: str, name: str = "id") -> int:
        """The number of the thing that is asked for. Raises Failed."""
        number = number_in(self.needed(name), kind)
        if number is None:
            raise not_found(kind)
        return number

    def songs(self, name: str) -> list[int]:
        """Numbers of all songs that are named. Raises Failed where one of them is not there."""
        numbers = self.many("track", name)
        if len(music.songs_by_numbers(numbers)) < len(set(numbers)):
            raise not_found("song")
        return numbers

    def many(self, kind: str, name: str = "id") -> list[int]:
        """Numbers of all things of the kind that are named; other names are no things. Raises Failed."""
        found = []
        for text in self.all(name):
            number = number_in(text, kind)
            if number is None:
                raise not_found(kind)
            found.append(number)
        return found
