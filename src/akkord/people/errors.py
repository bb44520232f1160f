"""Why something about people cannot be."""


class OneselfFollowed(Exception):
    """Nobody follows themselves."""


class NoSuchPerson(LookupError):
    """No page here: never was, or closed."""


class NoSuchToken(LookupError):
    """The person has no such token, or it was revoked."""


class TooManyTokens(Exception):
    """A person holds at most `actions.MOST_TOKENS` tokens at once."""
