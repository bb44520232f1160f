"""Notes signed with the log's key that are no checkpoints: to be kept, and shown against this site."""

from tilelog.note import sign_note

from .key import signing_key
from .queries import signed_head


class NoLog(LookupError):
    """The site has no log yet, and so no key."""


def signed_note(kind: str, lines: list[tuple[str, str]]) -> str:
    """A C2SP signed note: its first line says what it is ("akkord post receipt v1"), then "name value" lines.

    A checkpoint begins with the log's origin, which holds no space: neither can be taken for the other.
    Raises NoLog.
    """
    head = signed_head()
    if head is None:
        raise NoLog
    text = "".join(f"{line}\n" for line in [kind, *(f"{name} {value}" for name, value in lines)])
    return sign_note(text, [signing_key(head.origin)])
