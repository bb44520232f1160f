"""Why counted plays cannot be kept or shared by; each reason is a class."""


class UsageError(Exception):
    """Counted plays cannot be kept or shared by."""


class BadPlays(UsageError):
    """A file of plays, or what is to be written into one, is not as described (`plays.PLAYS`)."""


class BadSplit(UsageError):
    """Parts of a split do not add up to one, or are finer than 2⁶³, or one number names two splits."""


class Doubled(UsageError):
    """Two rows are the same revision of the same play."""


class TooMany(UsageError):
    """Splits, pools, places and payers of a month do not go into 64 bits together: `bits` are needed."""

    def __init__(self, bits: int) -> None:
        super().__init__(f"{bits} bits")
        self.bits = bits


class TooMuch(UsageError):
    """An amount of money is more than the engine counts (2⁶³ of its unit)."""
