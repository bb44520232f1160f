"""What a web page says of itself in its head: title and description, read from the beginning of its bytes."""

import re
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser

MOST_TITLE, MOST_ABOUT = 200, 300
_CHARSET = re.compile(r"charset=[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_NAMED = {"og:title": "title", "og:description": "about", "description": "about", "twitter:title": "title"}


@dataclass(frozen=True)
class PageHead:
    """Plain text, on one line each; "" where the page says nothing."""

    title: str
    about: str


class _Head(HTMLParser):
    """Collects what is named; what is no HTML is text in which nothing is found."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self.title: list[str] = []
        self.within = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title":
            self.within = not self.title
        elif tag == "meta":
            said = {name: value or "" for name, value in attrs}
            wanted = _NAMED.get((said.get("property") or said.get("name", "")).lower())
            if wanted:
                self.found.setdefault(wanted, said.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.within = False

    def handle_data(self, data: str) -> None:
        if self.within:
            self.title.append(data)


def head_of(body: bytes, mime: str) -> PageHead:
    """The head of an HTML page of which the beginning is enough."""
    reader = _Head()
    with suppress(AssertionError):  # how the parser says that markup broke off: what it found stands
        reader.feed(_text(body, mime))
    title = reader.found.get("title", "") or "".join(reader.title)
    return PageHead(_line(title, MOST_TITLE), _line(reader.found.get("about", ""), MOST_ABOUT))


def _text(body: bytes, mime: str) -> str:
    """By the charset the answer or the page names, if it is one; else UTF-8."""
    named = _CHARSET.search(mime) or _CHARSET.search(body[:2048].decode("latin-1"))
    try:
        return body.decode(named.group(1) if named else "utf-8", "replace")
    except (LookupError, ValueError):  # no charset, or one of the codecs that are none
        return body.decode("utf-8", "replace")


def _line(text: str, most: int) -> str:
    words = " ".join("".join(c for c in text if (ord(c) >= 32 or c.isspace()) and not _lone(c)).split())
    return words if len(words) <= most else words[: most - 1] + "…"


def _lone(c: str) -> bool:
    """Half of a pair, which UTF-8 cannot say."""
    return "\ud800" <= c <= "\udfff"
