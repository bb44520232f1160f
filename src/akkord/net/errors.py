"""Why something outside was not reached: one name per reason."""


class NotReached(Exception):
    """The root of them; whoever sent tries again later."""


class BadAddress(NotReached):
    """Only http and https addresses without a name and password in them are asked."""


class NoAnswer(NotReached):
    """The connection failed, broke off, or stayed silent for too long."""


class AnswerTooLarge(NotReached):
    """The answer is longer than anything we would read."""


class TooManyRedirects(NotReached):
    """It is said to be elsewhere again and again."""
