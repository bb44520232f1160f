"""What is wrong with a message, where, and how much it matters. Sentences for people: sentences.py."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """An error refuses something, the message or the row; a warning keeps it."""

    ERROR = "error"
    WARNING = "warning"


class Scope(StrEnum):
    """What a fault speaks of: the whole message, or one row of it (a resource, a release, a deal)."""

    MESSAGE = "message"
    ROW = "row"


class Place(NamedTuple):
    """Where in the file: an XPath without namespaces, and a line (0 when the file has none there)."""

    path: str = ""
    line: int = 0


NO_PLACE = Place()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong; `word` names it for programs, `about` is what it is about."""

    word: str
    severity: Severity
    scope: Scope
    about: str
    file: str
    place: Place = NO_PLACE

    @property
    def refuses_message(self) -> bool:
        """Whether nothing of the message may be used."""
        return self.severity == Severity.ERROR and self.scope == Scope.MESSAGE


class Refused(Exception):
    """Reading ends here: the message as a whole cannot be read on."""

    def __init__(self, word: str, about: object = "", place: Place = NO_PLACE) -> None:
        super().__init__(word, about)
        self.word, self.about, self.place = word, str(about), place
