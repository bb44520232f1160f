"""A listen told to another service, as ListenBrainz and as Last.fm take it. Values in, requests out.

ListenBrainz: https://listenbrainz.readthedocs.io (POST 1/submit-listens). Last.fm: its API 2.0, signed by the
MD5 of all fields by name and a secret (https://www.last.fm/api/authspec section 8).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode, urlsplit

ANYWHERE = "*"
PROGRAM = "Akkord"
MOST_TOKEN = 500  # characters
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
LASTFM_REFUSES = frozenset(
    {4, 9, 10, 14, 26}
)  # wrong password, session over, bad key, not authorised, banned
NOT_NOW = frozenset({429, 500, 502, 503, 504})


class Protocol(StrEnum):
    """What a service speaks."""

    LISTENBRAINZ = "listenbrainz"
    LASTFM = "lastfm"


@dataclass(frozen=True)
class Listen:
    """Somebody began to listen to something, and did so long enough to be counted."""

    title: str
    artist: str
    album: str
    seconds: float
    at: datetime


@dataclass(frozen=True)
class Request:
    """What is posted."""

    address: str
    body: bytes
    headers: Mapping[str, str]


def fits_header(token: str) -> bool:
    """Whether a token can stand in a header as it is: printable ASCII."""
    return 0 < len(token) <= MOST_TOKEN and token.isascii() and token.isprintable()


def permitted(address: str, hosts: list[str]) -> bool:
    """Whether the operator lets listens go there: hosts by name, "*" for any."""
    return ANYWHERE in hosts or (urlsplit(address).hostname or "") in hosts


def to_listenbrainz(address: str, token: str, listen: Listen) -> Request:
    about = {
        "duration_ms": round(listen.seconds * 1000),
        "submission_client": PROGRAM,
        "media_player": PROGRAM,
    }
    names = {"artist_name": listen.artist, "track_name": listen.title, "additional_info": about}
    if listen.album:
        names["release_name"] = listen.album
    said = {"listened_at": int(listen.at.timestamp()), "track_metadata": names}
    body = json.dumps({"listen_type": "single", "payload": [said]}, ensure_ascii=False).encode()
    return Request(f"{address.rstrip('/')}/1/submit-listens", body, {"Authorization": f"Token {token}"})


def to_lastfm(address: str, session: str, key: str, secret: str, listen: Listen) -> Request:
    fields = {
        "method": "track.scrobble",
        "artist": listen.artist,
        "track": listen.title,
        "timestamp": str(int(listen.at.timestamp())),
        "duration": str(round(listen.seconds)),
        "sk": session,
    }
    if listen.album:
        fields["album"] = listen.album
    return _signed(address, fields, key, secret)


def session_at_lastfm(address: str, name: str, password: str, key: str, secret: str) -> Request:
    """Asks for a session; the password is told this once and never kept."""
    fields = {"method": "auth.getMobileSession", "username": name, "password": password}
    return _signed(address, fields, key, secret)


def _signed(address: str, fields: dict[str, str], key: str, secret: str) -> Request:
    whole = fields | {"api_key": key}
    told = "".join(f"{name}{whole[name]}" for name in sorted(whole)) + secret
    signature = hashlib.md5(told.encode(), usedforsecurity=False).hexdigest()
    return Request(address, urlencode(whole | {"api_sig": signature, "format": "json"}).encode(), FORM)


class Answered(StrEnum):
    """What an answer means for the listen."""

    TAKEN = "taken"
    REFUSED = "refused"  # the account is: nothing goes there until it is connected anew
    LATER = "later"
    LOST = "lost"  # this listen will never be taken


def answered(status: int, said: object) -> Answered:
    """By the status and, as Last.fm tells errors, by the body's "error"."""
    error = said.get("error") if isinstance(said, dict) else None
    if status in (401, 403) or (isinstance(error, int) and error in LASTFM_REFUSES):
        return Answered.REFUSED
    if status in NOT_NOW or error in (8, 11, 16, 29):  # failed, offline, unavailable, too often
        return Answered.LATER
    return Answered.TAKEN if 200 <= status < 300 and error is None else Answered.LOST
