"""One's archive with the sounds one sent in, beside Django: no page emits sound, no thread waits.

Who has just said who they are (`archives.archive`) is led here with a ticket, good once and for two minutes.
"""

import asyncio
import secrets
from typing import Any
from urllib.parse import parse_qs

from django.core import signing
from django.core.cache import cache

from akkord.archive import sending
from akkord.flow import clock
from akkord.flow.borrowed import connection
from akkord.music import queries
from akkord.music.serving import send_plain
from akkord.net.territory import territory_of
from akkord.people.queries import people_by_numbers

from .originals import send_zip
from .session import signed_in

SALT = "archive.zip"
SECONDS = 120


def address_for(person: int, language: str) -> str:
    """Where the person's browser gets the archive, once."""
    said = {"p": person, "l": language, "n": secrets.token_urlsafe(9)}
    return f"/archive.zip?ticket={signing.dumps(said, salt=SALT)}"


def name_for(person: int) -> str:
    return f"akkord-id{person}-{clock.now():%Y-%m-%d}.zip"


async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI: GET /archive.zip?ticket=, of whoever is signed in and was given the ticket."""
    if scope["method"] != "GET":
        return await send_plain(send, 405, b"", [(b"allow", b"GET")])
    headers = {k.decode("latin1").lower(): v.decode("latin1") for k, v in scope["headers"]}
    peer = scope["client"][0] if scope.get("client") else ""
    ticket = parse_qs(scope["query_string"].decode("latin1")).get("ticket", [""])[0]
    ready = await asyncio.to_thread(_ready, ticket, headers, peer)
    if ready is None:
        return await send_plain(send, 303, b"", [(b"location", b"/settings/data")])
    name = name_for(ready.listener.person_id or 0)
    await send_zip(receive, send, name, sending.pieces(ready))


def _ready(ticket: str, headers: dict[str, str], peer: str) -> sending.Ready | None:
    with connection():
        try:
            said = signing.loads(ticket, salt=SALT, max_age=SECONDS)
        except signing.BadSignature:
            return None
        person = people_by_numbers({said["p"]}).get(said["p"])
        if person is None or signed_in(headers.get("cookie", "")) != person.pk:
            return None
        if not cache.add(f"archive-ticket-{said['n']}", True, SECONDS):
            return None
        territory = territory_of(peer, headers.get("x-forwarded-for", ""))
        return sending.made_ready(person, queries.listener(person.pk, territory), said["l"])
