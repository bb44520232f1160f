"""The site's word for an archive it gave out: its manifest under the log's key."""

from akkord.ledger.key import signing_key
from akkord.ledger.notes import NoLog, signed_note
from akkord.ledger.queries import signed_head

from .rules import KIND, signed_lines


def site_key() -> str:
    """The verifier's half of the log's key: by it other sites know archives of one site. Raises NoLog."""
    head = signed_head()
    if head is None:
        raise NoLog
    return signing_key(head.origin).verifier.vkey


def signed(manifest: bytes, site: str, person: str) -> str:
    """Raises NoLog."""
    return signed_note(KIND, signed_lines(manifest, site, person))
