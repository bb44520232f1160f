"""Why something about royalties cannot be done; each reason is a class."""


class RoyaltyError(Exception):
    """Something about royalties cannot be done."""


class NoSuchMonth(RoyaltyError):
    """No month of that name is in the books."""


class NoSuchStatement(RoyaltyError):
    """There is no such statement, or it is not theirs who ask."""


class NoSuchLine(RoyaltyError):
    """The statement has no such line."""


class NotNow(RoyaltyError):
    """The month does not stand where this step begins."""


class MonthNotOver(RoyaltyError):
    """Days of the month are still to come."""


class EarlierMonthOpen(RoyaltyError):
    """Months are closed in order: what is carried on has to be known."""


class NoExchange(RoyaltyError):
    """A currency has to be exchanged and nobody entered the month's rate: `pairs` says which."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        super().__init__(", ".join(f"{base} → {quote}" for base, quote in pairs))
        self.pairs = pairs


class BadEntry(RoyaltyError):
    """What was to be entered makes no sense; the first argument says which field."""


class AskedBefore(RoyaltyError):
    """Somebody has asked about this line, and waits for the answer."""


class AnsweredBefore(RoyaltyError):
    """The question has its answer."""


class NotSignedYet(RoyaltyError):
    """The statement's line is not under a published checkpoint yet: ask again in a few seconds."""
