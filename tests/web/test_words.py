"""Promises of what people write: shown as text, addresses clickable, nothing else alive."""

import re
from html.parser import HTMLParser

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from akkord.web.jinja import initials, minutes
from akkord.words.markup import linked

BITS = st.sampled_from(
    ["<", ">", '"', "'", "&", "https://a.example/", "javascript:", "(", ")", ".", " ", "\n", "я", "x"]
)


class Seen(HTMLParser):
    """Which elements and which text a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.said += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        self.said += data


@given(st.lists(BITS, max_size=40).map("".join))
def test_nothing_but_line_breaks_and_http_links_comes_alive(text: str) -> None:
    seen = Seen(linked(text))
    for tag, attributes in seen.tags:
        assert tag in {"a", "br"}
        if tag == "a":
            assert re.match("https?://", attributes["href"] or "")
            assert attributes.keys() == {"href", "rel"}
    if all(len(word) <= 60 for word in text.split()):
        assert seen.said == text


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://a.example/x.", "https://a.example/x"),
        ("(https://a.example/x)", "https://a.example/x"),
        ("https://a.example/x_(y)", "https://a.example/x_(y)"),
        ("«https://a.example/путь»", "https://a.example/путь"),
        ("https://a.example/?a=1&b=2", "https://a.example/?a=1&b=2"),
    ],
)
def test_a_link_ends_where_its_address_ends(text: str, address: str) -> None:
    assert [attributes["href"] for _tag, attributes in Seen(linked(text)).tags] == [address]


def test_small_words_of_formatting() -> None:
    assert [minutes(s) for s in (0, 59.6, 187.3, 3725)] == ["0:00", "1:00", "3:07", "1:02:05"]
    assert [initials(n) for n in ("Anna Petrova", "anna", "", "«Он» сам", "...")] == [
        "AP",
        "A",
        "?",
        "С",
        ".",
    ]


@pytest.mark.parametrize(
    ("said", "shown"), [("New posts: %s", "New posts: %s"), ("%s and you", "%s and you"), ("100 %%", "100 %")]
)
def test_what_a_script_puts_into_a_saying_keeps_its_place(said: str, shown: str) -> None:
    assert engines["jinja2"].from_string(f"{{{{ _('{said}') }}}}").render() == shown
