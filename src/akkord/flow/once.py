"""Acts that are asked for under a key happen once: their answer is kept in the transaction of the act."""

import hashlib
import zlib
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from . import clock
from .models import KeptAnswer

KEPT = timedelta(days=2)
MOST_BYTES = 1024 * 1024  # of an answer's body, compressed; a longer one is remembered without its words


@dataclass(frozen=True)
class Kept:
    """What was answered (`body` None: too long to keep) to what was asked (`request`: its digest)."""

    request: str
    status: int
    content_type: str
    body: bytes | None


def alone(owner: str, key: str) -> bool:
    """Hold the key until the transaction ends; False when somebody else holds it now.

    The lock goes with the connection, so a process that is killed holds nothing. SQLite has one writer, who
    is waited for: there whoever gets here is alone.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number_of(owner, key)])
        return bool(cursor.fetchone()[0])


def number_of(owner: str, key: str) -> int:
    """The key as PostgreSQL names locks: 64 bits with a sign."""
    return int.from_bytes(hashlib.sha256(f"{owner} {key}".encode()).digest()[:8], signed=True)


def kept(owner: str, key: str) -> Kept | None:
    """The answer given under this key, if it is still kept."""
    row = KeptAnswer.objects.filter(owner=owner, key=key).first()
    if row is None:
        return None
    body = zlib.decompress(row.body) if row.body is not None else None
    return Kept(row.request, row.status, row.content_type, body)


def keep(owner: str, key: str, answer: Kept) -> None:
    """Keep an answer, in the transaction of what it answers for."""
    packed = zlib.compress(answer.body or b"")
    KeptAnswer.objects.create(
        owner=owner,
        key=key,
        request=answer.request,
        status=answer.status,
        content_type=answer.content_type,
        body=packed if len(packed) <= MOST_BYTES else None,
        at=clock.now(),
    )


def forget() -> int:
    """Clear answers nobody will ask for again; how many."""
    return KeptAnswer.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
