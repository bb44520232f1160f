"""Every read of alerts; what a line says is asked of the gates of its rooms at that moment."""

from .lines import AlertPage, Told, line_of, lines_for, unread, waiting
from .switches import digest_by_token, digest_of, digests, endpoints_of, switches_of, wants

__all__ = [
    "AlertPage",
    "Told",
    "digest_by_token",
    "digest_of",
    "digests",
    "endpoints_of",
    "line_of",
    "lines_for",
    "switches_of",
    "unread",
    "waiting",
    "wants",
]
