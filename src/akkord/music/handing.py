"""An answer handed over to nginx after the decision, a piece at a time: nginx asks again before each.

What nginx has been given whole nobody can take back. So it is told where to ask for the pieces of an answer
(X-Accel-Redirect to /pieces/<ticket>), and each piece is decided anew for the listener of the first
(docs/decisions/0044). The ticket stays between nginx and us; it opens nothing its listener may not hear.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing

from akkord.net.territory import is_proxy
from akkord.rights.terms import Use
from akkord.store.files import NotKept
from akkord.store.sources import Source

from . import streams

SALT = "akkord.pieces"
PIECES = "/pieces/"


@dataclass(frozen=True)
class Piece:
    """Where nginx finds the bytes of one piece, and what they are."""

    place: str
    mime: str
    etag: str


def handed_over(peer: str) -> bool:
    """Whether whoever asks is the nginx that takes answers over: nobody else is shown a ticket or a place."""
    return settings.BYTES == "nginx" and is_proxy(peer)


def pieces_of(opened: streams.Opened) -> str:
    """Where nginx asks for the pieces of an opened stream."""
    said = {
        "t": opened.track,
        "w": opened.listener.person_id,
        "n": opened.listener.territory,
        "u": opened.use,
        "o": opened.office,
        "s": [opened.source.shelf, opened.source.name],
        "m": opened.mime,
        "e": opened.etag,
    }
    return PIECES + signing.dumps(said, salt=SALT, compress=True)


def piece(ticket: str) -> Piece:
    """Decide for the listener of a ticket, now. Raises NoSuchStream, Refused."""
    try:
        said = signing.loads(ticket, salt=SALT, max_age=streams.TOKEN_SECONDS)
    except signing.BadSignature as bad:
        raise streams.NoSuchStream from bad
    if not streams.may_hear(said["t"], said["w"], said["n"], Use(said["u"]), said["o"]):
        raise streams.Refused
    try:
        return Piece(Source(*said["s"]).place(), said["m"], said["e"])
    except NotKept as gone:
        raise streams.NoSuchStream from gone
