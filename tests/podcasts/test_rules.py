"""Promises of reading feeds: what they say in plain words, within bounds, and nothing of what is hostile."""

from datetime import UTC, datetime

import pytest

from akkord.podcasts.rules import MOST_EPISODES, MOST_FEED_BYTES, NoFeed, length, moment, read_feed, secure

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel><title>Радио &amp; &lt;i&gt;море&lt;/i&gt;</title><link>http://radio.example/</link>
<description><![CDATA[<p>Every <b>week</b>.</p><script>x</script>]]></description>
<image><title>not this</title><link>http://image.example/</link></image>
<item><title>Second</title><guid isPermaLink="false">b</guid>
<pubDate>Tue, 03 Nov 2026 10:00:00 +0300</pubDate>
<enclosure url="http://cdn.example/b.mp3?x=1&amp;y=2" length="7" type="audio/mpeg"/>
<itunes:duration>1:02:03</itunes:duration></item>
<item><title>Only words</title><guid>w</guid></item>
<item><title>A picture</title><enclosure url="https://cdn.example/p.jpg" type="image/jpeg"/></item>
<item><enclosure url="https://cdn.example/a.mp3" type="audio/mpeg"/></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Air</title><link href="https://air.example/"/>
<entry><id>1</id><title>One</title><updated>2026-11-01T00:00:00Z</updated><summary>About</summary>
<link rel="enclosure" href="https://air.example/1.ogg" type="audio/ogg"/></entry></feed>"""


def test_a_podcast_is_read_as_its_feed_tells_it() -> None:
    feed = read_feed(RSS.encode())
    assert (feed.title, feed.about, feed.site) == ("Радио & море", "Every week.", "https://radio.example/")
    second, bare = feed.episodes
    assert (second.guid, second.title, second.seconds) == ("b", "Second", 3723)
    assert second.address == "https://cdn.example/b.mp3?x=1&y=2"
    assert second.published_at == datetime(2026, 11, 3, 7, tzinfo=UTC)
    assert (bare.guid, bare.title, bare.published_at) == ("https://cdn.example/a.mp3", "a.mp3", None)


def test_atom_with_sound_enclosed_is_read_too() -> None:
    (one,) = read_feed(ATOM.encode()).episodes
    assert (one.guid, one.address, one.about) == ("1", "https://air.example/1.ogg", "About")


def _doctype(inside: str) -> bytes:
    return f"<!DOCTYPE rss [{inside}]><rss><channel><title>&a;</title></channel></rss>".encode()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"hello", b"<html><body/></html>", b"<rss><channel>", b"\xff\xfe<rss/>", b"{}",
        _doctype('<!ENTITY a "b">'),
        _doctype('<!ENTITY a SYSTEM "file:///etc/passwd">'),
        _doctype('<!ENTITY x "xxxxxxxxxx"><!ENTITY a "' + "&x;" * 1000 + '">'),
        b"<rss>" + b"<a>" * 400 + b"</a>" * 400 + b"</rss>",
        b"<rss>" + b"<a/>" * 200_000 + b"</rss>",
        b"<rss>" + b" " * MOST_FEED_BYTES + b"</rss>",
    ],
)  # fmt: skip
def test_what_is_no_feed_or_built_to_be_too_much_is_refused(body: bytes) -> None:
    with pytest.raises(NoFeed):
        read_feed(body)


def test_of_a_long_feed_the_first_episodes_are_read() -> None:
    items = "".join(
        f'<item><guid>{n}</guid><enclosure url="https://a.example/{n}"/></item>'
        for n in range(MOST_EPISODES + 9)
    )
    assert len(read_feed(f"<rss><channel>{items}</channel></rss>".encode()).episodes) == MOST_EPISODES


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("http://a.example/x", "https://a.example/x"), (" HTTPS://a.example/ ", "https://a.example/"),
        ("ftp://a.example/", ""), ("javascript:alert(1)", ""), ("https://", ""), ("https://a b", ""),
        ("https://я.example/", ""), ("https://a.example/" + "x" * 1000, ""), ("", ""), ("//a.example", ""),
    ],
)  # fmt: skip
def test_addresses_are_asked_over_https_alone(said: str, address: str) -> None:
    assert secure(said).lower() == address.lower()


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("90", 90),
        ("62:03", 3723),
        ("1:02:03", 3723),
        ("", None),
        ("x", None),
        ("1:2:3:4", None),
        ("9999999", None),
    ],
)
def test_lengths_are_seconds(said: str, seconds: int | None) -> None:
    assert length(said) == seconds


@pytest.mark.parametrize(
    "said",
    [
        "Tue, 03 Nov 2026 10:00:00 +0300", "03 Nov 2026 10:00:00 +0300", "3 Nov 26 07:00 GMT",
        "2026-11-03T10:00:00+03:00", "2026-11-03T07:00:00Z", "2026-11-03 07:00:00",
    ],
)  # fmt: skip
def test_a_moment_is_read_in_the_ways_feeds_write_it(said: str) -> None:
    assert moment(said) == datetime(2026, 11, 3, 7, tzinfo=UTC)


@pytest.mark.parametrize("said", ["", "yesterday", "Tue, 99 Foo 2026", "2026-13-01", "9" * 50, ", , ,"])
def test_a_moment_nobody_understands_is_none(said: str) -> None:
    assert moment(said) is None
