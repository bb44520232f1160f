"""An event as a calendar takes it: one VEVENT of RFC 5545, written by its rules of escaping and folding."""

import re
from datetime import UTC, datetime

FOLDED_AT = 75  # octets of a line (3.1)


def ics(
    *,
    uid: str,
    now: datetime,
    begins: datetime,
    ends: datetime | None,
    name: str,
    place: str,
    words: str,
    url: str,
) -> bytes:
    """A calendar with one event; times are told in UTC, so no time zone has to be described."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Akkord//events//EN",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(begins)}",
        *([f"DTEND:{_moment(ends)}"] if ends else []),
        f"SUMMARY:{escaped(name)}",
        *([f"LOCATION:{escaped(place)}"] if place else []),
        *([f"DESCRIPTION:{escaped(words)}"] if words else []),
        f"URL:{url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    """TEXT of 3.3.11: backslash, semicolon, comma and line ends; controls have no place in it."""
    plain = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    for letter in "\\;,":
        plain = plain.replace(letter, "\\" + letter)
    return plain.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """Lines of at most 75 octets, never cut within a letter; those that go on begin with a space."""
    parts: list[bytes] = []
    part = b""
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > FOLDED_AT - (1 if parts else 0):
            parts.append(part)
            part = b""
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
