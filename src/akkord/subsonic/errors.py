"""What a call of this door can answer instead of what was asked for: the API's numbered errors."""

from enum import IntEnum


class Code(IntEnum):
    """Error codes of the OpenSubsonic API."""

    GENERIC = 0
    MISSING = 10
    CLIENT_TOO_OLD = 20
    SERVER_TOO_OLD = 30
    WRONG_LOGIN = 40
    NO_SUCH_MECHANISM = 42
    CONFLICTING_MECHANISMS = 43
    BAD_KEY = 44
    NOT_ALLOWED = 50
    NOT_FOUND = 70


class Failed(Exception):
    """A call is answered with an error of the API."""

    def __init__(self, code: Code, text: str, *, where_to_read: str = "") -> None:
        super().__init__(code, text)
        self.code, self.text, self.where_to_read = code, text, where_to_read


def missing(name: str) -> Failed:
    return Failed(Code.MISSING, f"Required parameter is missing: {name}.")


def not_found(what: str) -> Failed:
    return Failed(Code.NOT_FOUND, f"There is no such {what}.")


def not_offered(what: str) -> Failed:
    return Failed(Code.NOT_ALLOWED, f"Nobody is authorised to do this here: {what}.")
