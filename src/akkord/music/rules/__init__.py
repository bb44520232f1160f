"""What is true of uploads, tracks and listening, on plain values."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath
from typing import TypeVar
from urllib.parse import urlsplit

from akkord.rights.rules.answers import Reason, Span
from akkord.rights.rules.hearing import merged, total_ms
from akkord.rights.terms import Contest, Verdict, Why
from akkord.rights.territories import TerritorySet
from akkord.subscriptions.rules import FREE, Standing

T = TypeVar("T")

# A play counts from here on, or from half of a shorter track (music.md §7).
COUNTED_SECONDS = 30.0
# A sender may be somewhat ahead of our clock, never by a whole listening.
CLOCK_SLACK_SECONDS = 2.0
MOST_UNFINISHED = 50
# States in which the life of an upload stands still.
ENDED = frozenset({"unpacked", "live", "held", "blocked", "refused"})
# A voice note is somebody speaking, not an album.
MOST_VOICE_BYTES = 12 * 1024 * 1024
MOST_VOICE_SECONDS = 600.0
VOICES_AN_HOUR = 100  # of one person, said or not
MOST_LINKS = 8  # of an artist elsewhere
# Directive (EU) 2019/790 Art. 17(7): what a sender may declare a use of another's work to be; or that they
# have leave of their own for it.
LAWFUL_USES = ("", "quotation", "criticism", "review", "caricature", "parody", "pastiche", "licence")
LARGE_PERCENT = 50  # of a recording: from here on its sound is compared with the other one's as a whole
STREAM_SALT = "akkord.stream"  # what a stream token is signed for


OTHER_OFFER = "other_offer"  # why it is silent: its owner has licensed it, but not for this listener's offer


class Context(StrEnum):
    """Where a listener was when a play began. A client says so: for reports alone, and never trusted."""

    PAGE = "page"
    WALL = "wall"
    PLAYLIST = "playlist"
    SEARCH = "search"
    FEED = "feed"
    MESSAGE = "message"
    RADIO = "radio"
    LIBRARY = "library"
    API = "api"
    SUBSONIC = "subsonic"
    EMBED = "embed"

    @classmethod
    def read(cls, said: object) -> "Context":
        """What a client says; what nobody knows is a page."""
        return next((each for each in cls if each.value == said), cls.PAGE)


class Quality(StrEnum):
    """What a page asks for: the form all pages play, Opus of so many kbit a second, or the file as it was
    sent in."""

    USUAL = ""
    LOW = "64"
    MIDDLE = "96"
    HIGH = "160"
    ORIGINAL = "original"

    @classmethod
    def read(cls, said: object) -> "Quality":
        """What a client says; what nobody knows is the usual."""
        return next((each for each in cls if each.value == said), cls.USUAL)


@dataclass(frozen=True)
class Listener:
    """Who wants to hear: the person if signed in, the territory of the network at this moment, and under
    which offer they listen (queries.listener finds out)."""

    person_id: int | None
    territory: str
    office: bool = False
    standing: Standing = FREE


@dataclass(frozen=True)
class Reach:
    """How far a person may act for an organisation: where, and in which recordings (None: in all)."""

    territory: TerritorySet
    recordings: frozenset[int] | None = None


def is_same_sound(segments: Iterable[Mapping[str, float]], lengths_ms: tuple[int, int]) -> bool:
    """Whether two recordings share so much sound that they may be one: a large part of each of them.

    A song is a large part of its radio edit, and of no mix of an hour that holds it. `segments`: f0 to f1 of
    the first is r0 to r1 of the second, in seconds.
    """
    lined = list(segments)
    shared = (
        total_ms(merged(Span(round(s[start] * 1000), round(s[end] * 1000)) for s in lined))
        for start, end in (("f0", "f1"), ("r0", "r1"))
    )
    return all(
        part > 0 and part * 100 >= LARGE_PERCENT * length
        for part, length in zip(shared, lengths_ms, strict=True)
    )


def hears_as_office(territory: str, proven: frozenset[int], ways: Iterable[Reach]) -> bool:
    """Whether an organisation's office may hear what is held of a file there (rights.md section 5, P12).

    `proven`: those of the recordings heard in the file of which the organisation has a proven share there;
    what is only stated opens no ear. `ways`: how the person may act for it.
    """
    return any(
        territory in way.territory and (proven if way.recordings is None else proven & way.recordings)
        for way in ways
    )


@dataclass(frozen=True)
class Telling:
    """Why a track is silent for a listener, as data; the words are made where the language is known.

    `parts`: seconds [from, to] of the track it is about, empty for the whole; `until`: when it may end by
    itself, an ISO instant, empty where nothing ends it.
    """

    state: str  # pending | held | blocked_here | blocked | withdrawn | preparing
    why: str
    party: str = ""
    territory: str = ""
    entry: int | None = None
    contest: str = Contest.NOTHING.value
    parts: Sequence[Sequence[float]] = ()
    until: str = ""
    models: Sequence[str] = ()  # how one would have to pay to hear it, where that is all that is missing

    @property
    def ends(self) -> datetime | None:
        return datetime.fromisoformat(self.until) if self.until else None


def tidy_name(filename: str) -> str:
    """A file name as a person may see it: the last part only, no control characters, at most 255."""
    name = tidy_words(PurePath(filename.replace("\\", "/")).name, 255)
    return "file" if name in ("", ".", "..") else name


def link_from(text: str) -> str:
    """A web address as it is kept: http or https, with a host that has a dot, without a name or password in
    it; "" of anything else."""
    said = text.strip()
    if len(said) > 300 or not said.isprintable() or any(c in said for c in " <>\"'\\"):
        return ""
    try:
        parts = urlsplit(said)
        host = parts.hostname or ""
        wrong = parts.username is not None or (parts.port is not None and not 0 < parts.port < 65_536)
    except ValueError:
        return ""
    return said if parts.scheme in ("http", "https") and "." in host.strip(".") and not wrong else ""


def tidy_words(text: str, most: int) -> str:
    """A title or a name as people may see it: printable characters only, at most so many."""
    return "".join(c for c in text if c.isprintable()).strip()[:most].strip()


def title_from(tags: Mapping[str, str], filename: str) -> tuple[str, str]:
    """Title and artist of an upload nobody named: from its tags, else from "Artist - Title.mp3"."""
    title, artist = tidy_words(tags.get("title", ""), 200), tidy_words(tags.get("artist", ""), 200)
    stem = PurePath(filename).stem.replace("_", " ").strip()
    if not title and not artist and " - " in stem:
        artist, title = (part.strip() for part in stem.split(" - ", 1))
    return title[:200] or stem[:200] or "—", artist[:200]


def folded(name: str) -> str:
    """A name as it is compared with others: case, spaces, widths and Ё aside."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    return " ".join(plain.split())[:200]


def year_from(date: str) -> int | None:
    """The year in the date of a file's tags: the first four digits in a row that may be one."""
    found = re.search(r"(?<![0-9])(1[89][0-9]{2}|20[0-9]{2})(?![0-9])", date)
    return int(found[0]) if found else None


def place_from(track: str) -> int | None:
    """The place on its album that a file's tags give: "3" or "3/12"."""
    first = track.partition("/")[0].strip()
    return int(first) if first.isascii() and first.isdigit() and 0 < int(first) < 1000 else None


def moved(order: Sequence[T], taken: int, to: int) -> list[T]:
    """A list with one of its members moved; places outside it are its ends."""
    rest = [each for place, each in enumerate(order) if place != taken]
    return [*rest[: max(0, to)], order[taken], *rest[max(0, to) :]]


def counts(seconds_heard: float, length: float, since_start: float) -> bool:
    """Whether a play is counted: 30 s or half of it were heard, and that much time has really passed."""
    needed = needed_seconds(length)
    return seconds_heard >= needed and since_start + CLOCK_SLACK_SECONDS >= needed


def needed_seconds(length: float) -> float:
    """How long something of this length has to be heard to be counted."""
    return min(COUNTED_SECONDS, length / 2)


def upload_state(by_verdict: Mapping[Verdict, TerritorySet]) -> str:
    """Where an upload's life ends for now: live if it may be heard anywhere, else held, else blocked."""
    if any(by_verdict.get(v) for v in (Verdict.ALLOW, Verdict.ALLOW_REPORT)):
        return "live"
    return "held" if by_verdict.get(Verdict.HOLD) else "blocked"


def silent_territories(by_verdict: Mapping[Verdict, TerritorySet]) -> TerritorySet:
    """Where it is not heard."""
    silent = TerritorySet(frozenset())
    for verdict in (Verdict.HOLD, Verdict.BLOCK):
        silent = silent | by_verdict.get(verdict, TerritorySet(frozenset()))
    return silent


# Reasons whose facts stand in the log with lines of their own: no second line is owed for what follows.
LOGGED = frozenset({Why.BLOCKED, Why.OWNER_BLOCKS})


# What an owner's own rule or its missing licence says of an upload: a claim (rights.md section 2.2, B).
CLAIMED = frozenset({Why.UNLICENSED, Why.OWNER_BLOCKS, Why.OWNER_REPORTS})


def claimants(reasons: Iterable[Reason]) -> set[int]:
    """The owners that claim an upload by their rule, or because they have not licensed it."""
    return {reason.party for reason in reasons if reason.why in CLAIMED and reason.party is not None}


def under_review(reasons: Iterable[Reason]) -> set[int]:
    """Parties whose refusal only holds the sound, because its sender declared a lawful use (rule 8)."""
    return {
        reason.party
        for reason in reasons
        if reason.contest == Contest.REVIEW and reason.verdict == Verdict.HOLD and reason.party is not None
    }


def owes_line(reasons: Iterable[Reason]) -> bool:
    """Whether a silence is the site's own conclusion, which needs a line of its own in the log."""
    return any(r.why not in LOGGED for r in reasons if r.verdict >= Verdict.HOLD)
