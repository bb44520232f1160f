"""What a feed says: RSS 2.0 or Atom with sound enclosed, read within bounds. Pure.

No document type, so no entities of its own; no network; bounded size, depth (libxml2's 256), numbers and
lengths. What carries no sound is no episode.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

import nh3
from lxml import etree
from lxml.etree import _Element as Element

MOST_FEED_BYTES = 4 * 1024 * 1024
MOST_ELEMENTS = 100_000
MOST_EPISODES = 500  # the first of a feed, as it lists them
MOST_FOLLOWED = 100  # feeds of one person or one community
MOST_WANTED = 10  # episodes of one person that wait to be brought
MOST_A_DAY = 30  # brought for one person
MOST_ADDRESS, MOST_TITLE, MOST_ABOUT = 1000, 200, 2000
READ_AGAIN = timedelta(hours=1)
READ_AGAIN_AT_LAST = timedelta(days=1)  # what fails again and again
_CHUNK = 64 * 1024
_TEXT = 20_000  # characters of a description that are looked at
_SECURE = re.compile(r"https://[!-~]+", re.IGNORECASE)  # that it leads somewhere is found out by asking
_EPISODES = ("item", "entry")
_MOST_SECONDS = 7 * 24 * 3600


class State(StrEnum):
    """How far an episode is."""

    LISTED = "listed"
    WANTED = "wanted"
    FETCHING = "fetching"
    HERE = "here"  # sent in: its upload says the rest
    FAILED = "failed"


class Fault(StrEnum):
    """Why a feed was not read, or an episode not brought."""

    NO_ANSWER = "no_answer"
    NO_FEED = "no_feed"
    TOO_LARGE = "too_large"
    GONE = "gone"
    CLOSED = "closed"  # nothing may be sent in, by anybody or by this person


class NoFeed(ValueError):
    """It is no feed, or one built to be more than anybody reads."""


@dataclass(frozen=True)
class Listed:
    """An episode as its feed lists it."""

    guid: str
    title: str
    address: str
    about: str = ""
    published_at: datetime | None = None
    seconds: int | None = None


@dataclass
class Feed:
    """What a feed says of itself, and its episodes in its order."""

    title: str = ""
    about: str = ""
    site: str = ""
    episodes: list[Listed] = field(default_factory=list)


def read_feed(body: bytes) -> Feed:
    """Raises NoFeed."""
    if len(body) > MOST_FEED_BYTES:
        raise NoFeed("too large")
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    feed, elements, above = Feed(), 0, list[str]()
    try:
        for event, element in _events(parser, body):
            name = _bare(element)
            if event == "start":
                elements += 1
                if elements > MOST_ELEMENTS:
                    raise NoFeed("too many elements")
                if not above:
                    _check_root(element, name)
                above.append(name)
            else:
                above.pop()
                _note(feed, above, name, element)
    except etree.XMLSyntaxError as wrong:
        raise NoFeed(str(wrong)) from wrong
    return feed


def _events(parser: etree.XMLPullParser, body: bytes) -> Iterator[tuple[str, Element]]:
    for at in range(0, len(body), _CHUNK):
        parser.feed(body[at : at + _CHUNK])
        yield from parser.read_events()
    parser.close()
    yield from parser.read_events()


def _check_root(root: Element, name: str) -> None:
    document = root.getroottree().docinfo
    if name not in ("rss", "feed", "RDF"):
        raise NoFeed(name)
    if document.doctype or document.internalDTD is not None:
        raise NoFeed("a document type")


def _note(feed: Feed, above: list[str], name: str, element: Element) -> None:
    """An element has closed: what it says is taken, and an episode's tree is forgotten."""
    if name in _EPISODES:
        if len(feed.episodes) < MOST_EPISODES and (found := _episode(element)) is not None:
            feed.episodes.append(found)
        element.clear()
        return
    if above not in (["rss", "channel"], ["feed"], ["RDF", "channel"]):
        return
    text = plain(element.text or "")
    if name == "title":
        feed.title = feed.title or text[:MOST_TITLE]
    elif name in ("description", "subtitle", "summary"):
        feed.about = feed.about or text[:MOST_ABOUT]
    elif name == "link":
        feed.site = feed.site or secure(text or element.get("href", ""))


def _episode(item: Element) -> Listed | None:
    said: dict[str, Element] = {}
    address = ""
    for child in item:
        name = _bare(child)
        said.setdefault(name, child)
        encloses = name == "enclosure" or (name == "link" and child.get("rel") == "enclosure")
        if encloses and child.get("type", "audio/").lower().startswith("audio/"):
            address = address or secure(child.get("url") or child.get("href") or "")

    def text(*names: str) -> str:
        return next((found for n in names if n in said and (found := (said[n].text or "").strip())), "")

    if not address:
        return None
    listed = Listed(
        guid=(text("guid", "id") or address)[:MOST_ADDRESS],
        title=plain(text("title"))[:MOST_TITLE] or address.rsplit("/", 1)[-1][:MOST_TITLE],
        address=address,
        about=plain(text("description", "summary", "content", "subtitle"))[:MOST_ABOUT],
        seconds=length(text("duration")),
    )
    return replace(listed, published_at=moment(text("pubDate", "published", "updated", "date")))


def _bare(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def plain(text: str) -> str:
    """Words without markup, on one line."""
    words = html.unescape(nh3.clean(html.unescape(text[:_TEXT]), tags=set()))
    return " ".join(words.replace("\x00", "").split())


def secure(address: str) -> str:
    """The address over https, which alone is asked; "" for what is none."""
    address = re.sub(r"^http://", "https://", address.strip(), flags=re.IGNORECASE)
    return address if len(address) <= MOST_ADDRESS and _SECURE.fullmatch(address) else ""


def moment(text: str) -> datetime | None:
    """RFC 2822 as RSS writes it, or ISO 8601; None for anything else."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def length(text: str) -> int | None:
    """ "1:02:03", "62:03" or "3723" in seconds."""
    if re.fullmatch(r"[0-9]{1,7}(:[0-9]{1,2}){0,2}", text) is None:
        return None
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds if seconds <= _MOST_SECONDS else None


def wait_after(failures: int) -> timedelta:
    """How long until a feed is read again that has failed so often in a row."""
    return min(READ_AGAIN * 2 ** min(failures, 10), READ_AGAIN_AT_LAST)
