"""What makes a fact impossible to state; each is refused before it can reach a decision."""


class ImpossibleFact(ValueError):
    """The common name of everything on this page."""


class EmptyPeriod(ImpossibleFact):
    """A period that ends before it starts, or at once, holds at no instant."""

    def __init__(self) -> None:
        super().__init__("a period must end after it starts")


class NaiveInstant(ImpossibleFact):
    """An instant without a time zone is a different moment in every country."""

    def __init__(self) -> None:
        super().__init__("an instant must say its time zone")


class ShareOutOfRange(ImpossibleFact):
    """A party holds between nothing and the whole."""

    def __init__(self, share: object) -> None:
        super().__init__(f"a share must lie between 0 and 1, not {share}")


class EmptySpan(ImpossibleFact):
    """A stretch of sound that does not last."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__(f"a stretch of sound must end after it starts: {start} ms to {end} ms")


class NoLength(ImpossibleFact):
    """A sound without length matches nothing and cannot be a part of anything."""

    def __init__(self) -> None:
        super().__init__("a sound must last longer than 0 ms")


class NoSegments(ImpossibleFact):
    """A match that lines nothing up is none."""

    def __init__(self) -> None:
        super().__init__("a match must line up at least one segment")
