"""What a reader writes down while it reads one row: the faults found, each with its place."""

from lxml.etree import _Element as Element

from .elements import place_of
from .faults import Fault, Place, Scope, Severity
from .identifiers import Identifier, is_sound
from .message import Term
from .stream import Unit
from .values import is_known

# A message with more faults than this tells of the first ones, and of how many there were.
MOST_FAULTS = 1000


class Notes:
    """The faults of one file, kept until they are told; rows are begun one after the other."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.row_refused = False
        self.message_refused = False
        self._unit: Unit | None = None
        self._faults: list[Fault] = []
        self._count = 0

    def begin(self, unit: Unit) -> None:
        """What is noted from now on is about this row."""
        self._unit, self.row_refused = unit, False

    def place(self, element: Element | None = None) -> Place:
        """The place of the row, or of an element within it."""
        if self._unit is None:
            return Place()
        return place_of(
            self._unit.element if element is None else element, self._unit.element, self._unit.path
        )

    def _place_to_tell(self, element: Element | None) -> Place:
        """Finding a place costs time; for what will not be told it is not looked for."""
        return self.place(element) if self._count < MOST_FAULTS else Place()

    def warn(self, word: str, about: object = "", element: Element | None = None) -> None:
        """Something is odd; what was read is kept."""
        self.add(word, Severity.WARNING, Scope.ROW, about, self._place_to_tell(element))

    def refuse_row(self, word: str, about: object = "", element: Element | None = None) -> None:
        """The row cannot be used."""
        self.row_refused = True
        self.add(word, Severity.ERROR, Scope.ROW, about, self._place_to_tell(element))

    def warn_of_message(self, word: str, about: object = "", place: Place | None = None) -> None:
        """Something is odd about the message as a whole."""
        self.add(word, Severity.WARNING, Scope.MESSAGE, about, place or self.place())

    def refuse_message(self, word: str, about: object = "", place: Place | None = None) -> None:
        """Nothing of the message can be used."""
        self.message_refused = True
        self.add(word, Severity.ERROR, Scope.MESSAGE, about, place or self.place())

    def add(self, word: str, severity: Severity, scope: Scope, about: object, place: Place) -> None:
        """Write one fault down; of very many, those that refuse the message are still told."""
        self._count += 1
        if self._count <= MOST_FAULTS or (severity, scope) == (Severity.ERROR, Scope.MESSAGE):
            self._faults.append(Fault(word, severity, scope, str(about)[:200], self.file, place))

    def take(self) -> list[Fault]:
        """The faults written down since the last time."""
        taken, self._faults = self._faults, []
        return taken

    def untold(self) -> int:
        """How many faults were found beyond those that are told."""
        return max(0, self._count - MOST_FAULTS)

    def checked(self, identifier: Identifier, element: Element) -> Identifier:
        """The identifier as it is given, with a warning when it breaks the rule of its system."""
        if not is_sound(identifier):
            self.warn(f"bad_{identifier.kind.lower()}", identifier.value, element)
        return identifier

    def known(self, vocabulary: str, term: Term, element: Element) -> Term:
        """The word as it is given, with a warning when the standard's list does not have it."""
        if not is_known(vocabulary, term.value):
            self.warn("unknown_word", f"{vocabulary} {term.value}", element)
        return term
