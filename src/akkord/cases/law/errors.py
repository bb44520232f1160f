"""Why a step of a proceeding cannot be taken; plain names, which the actions turn into sentences."""


class CannotStep(Exception):
    """The common face of everything a proceeding may answer to an event."""


class NotPossibleHere(CannotStep):
    """In this state the event means nothing."""


class NotYours(CannotStep):
    """The event is possible here, but for another party."""


class NotMet(CannotStep):
    """A condition of the step is not met; its name is the argument."""


class TooEarly(CannotStep):
    """The clock that permits the step has not opened yet."""


class TooLate(CannotStep):
    """The clock that permitted the step has closed."""


class OutOfOrder(CannotStep):
    """The event lies before something that has already happened."""


class SilenceFirst(CannotStep):
    """A clock ran out before the event: what silence brings has to be recorded first."""


class NoSuchProcedure(LookupError):
    """No law of this name is known."""


class NotInForce(LookupError):
    """The law is known, and was not in force at that time."""


class DoesNotCover(LookupError):
    """The law was in force at that time, and did not cover what is demanded."""


class NotThere(LookupError):
    """The law does not reach the country."""


class UnknownCalendar(LookupError):
    """The working days of this country are not known."""
