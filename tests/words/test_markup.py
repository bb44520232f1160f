"""Promises of markup: everything is escaped first, and only what was meant becomes more than text."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.words.markup import marked, names_in, tags_in

ALLOWED = {"a", "b", "i", "br", "blockquote"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** and *italic*", "<b>bold</b> and <i>italic</i>"),
        ("**a *b* c**", "<b>a <i>b</i> c</b>"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a*b*c", "a*b*c"),
        ("> said\n> so\nyes", "<blockquote>said<br>so</blockquote>yes"),
        ("#Ёлка!", '<a href="/feed/tag/%D0%B5%D0%BB%D0%BA%D0%B0">#Ёлка</a>!'),
        ("#12 and a#b", "#12 and a#b"),
        ("@Anna.P, hi", '<a href="/id7">@Anna.P</a>, hi'),
        ("@nobody1 mail@anna.p", "@nobody1 mail@anna.p"),
        ("<b>&", "&lt;b&gt;&amp;"),
        (
            "https://e.org/#tag_@anna.p",
            '<a href="https://e.org/#tag_@anna.p" rel="nofollow ugc noopener noreferrer">'
            "https://e.org/#tag_@anna.p</a>",
        ),
        ('**"><script>**', "<b>&quot;&gt;&lt;script&gt;</b>"),
    ],
)
def test_what_becomes_of_a_text(text: str, html: str) -> None:
    assert marked(text, {"anna.p": 7}) == html


class _Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert {name for name, _value in attrs} <= {"href", "rel"}
        assert all(
            re.match(r"https?://|/feed/tag/|/id\d", value or "", re.I) for n, value in attrs if n == "href"
        )
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(alphabet="ab*_>#@&<\"'/:. \nё1https", max_size=120))
def test_no_text_makes_other_tags_or_leaves_one_open(text: str) -> None:
    read = _Read()
    read.feed(marked(text, {"ab": 1}))
    read.close()
    assert read.open == []
    dropped = re.compile(r"[*\s>]")
    assert dropped.sub("", read.text) == dropped.sub("", text)


def test_hostile_text_is_read_in_no_time() -> None:
    begun = time.process_time()
    for text in ("**a " * 1000, "*a" * 2000, "@a" * 2000, "#" * 4000, "http://a" * 500, "**" * 2000):
        marked(text)
    assert time.process_time() - begun < 2


def test_names_and_tags_are_found_once_and_alike() -> None:
    assert names_in("@Anna @anna @boris.") == ["anna", "boris"]
    assert tags_in("#Ёлка #елка #кухня,") == ["елка", "кухня"]


def test_a_tag_that_grows_past_what_is_kept_is_none() -> None:
    assert tags_in("#" + "ß" * 60 + " #" + "ß" * 50) == ["s" * 100]
