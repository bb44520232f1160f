"""A site with its log and its store, and an internet of feeds and sounds that stands in for the real one."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from akkord.ledger import actions as ledger
from akkord.ledger import sequencing
from akkord.net import outgoing
from akkord.net.errors import AnswerTooLarge
from akkord.net.outgoing import Answer
from akkord.store import files as store_files
from akkord.store import partials as store_partials

FEED = """<rss version="2.0"><channel><title>Night tram</title><description>Talks</description>
<item><title>One</title><guid>1</guid><pubDate>Mon, 02 Nov 2026 10:00:00 +0000</pubDate>
<enclosure url="https://cdn.example/1.mp3" type="audio/mpeg"/></item>
<item><title>Two</title><guid>2</guid><pubDate>Mon, 09 Nov 2026 10:00:00 +0000</pubDate>
<enclosure url="https://cdn.example/2.mp3" type="audio/mpeg"/></item></channel></rss>"""
ADDRESS = "https://radio.example/feed.xml"


class Net:
    """Feeds and sounds by address, the client's own rule of what is public, and what was asked."""

    def __init__(self) -> None:
        self.there: dict[str, Answer] = {
            ADDRESS: Answer(200, FEED.encode(), "application/rss+xml", "", '"a"')
        }
        self.asked: list[tuple[str, Mapping[str, str]]] = []

    def get(
        self, address: str, *, timeout: float, most: int, headers: Mapping[str, str] | None = None
    ) -> Answer:
        outgoing.check_public(address)
        self.asked.append((address, headers or {}))
        found = self.there.get(address, Answer(404, b""))
        if found.etag and (headers or {}).get("If-None-Match") == found.etag:
            return Answer(304, b"")
        return found

    def fetch(self, address: str, into: BinaryIO, *, timeout: float, within: float, most: int) -> Answer:
        found = self.get(address, timeout=timeout, most=most)
        if found.status == 200:
            if len(found.body) > most:
                raise AnswerTooLarge
            into.write(found.body)
        return found

    def times(self, address: str) -> int:
        return [asked for asked, _ in self.asked].count(address)


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Net:
    made = Net()
    monkeypatch.setattr(outgoing, "get_public", made.get)
    monkeypatch.setattr(outgoing, "fetch_public", made.fetch)
    return made


@pytest.fixture(autouse=True)
def _site(db: None, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA = tmp_path
    for remembered in (store_files.files, store_partials.partials):
        remembered.cache_clear()
    ledger.begin_log()
    sequencing.sequence.func()
    yield
    for remembered in (store_files.files, store_partials.partials):
        remembered.cache_clear()
