"""Promises of link cards: asked once, of the public internet alone, and what a page says is plain text."""

import pytest

from akkord.net import outgoing
from akkord.net.outgoing import Answer
from akkord.wall import actions
from akkord.wall.models import LinkCard
from akkord.wall.queries.cards import cards_of
from akkord.words.page_heads import head_of
from factories import a_person, a_post

HTML = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("body", "mime", "title", "about"),
    [
        (
            b"<title> A\n &lt;b>page</title><meta name=description content='About &lt;it'>",
            HTML, "A <b>page", "About <it",
        ),
        ("<title>Тишина</title>".encode("cp1251"), "text/html; charset=windows-1251", "Тишина", ""),
        ("<meta charset=koi8-r><title>Шум</title>".encode("koi8-r"), "text/html", "Шум", ""),
        (b"<title>a</title><meta property='og:title' content='named'><title>b</title>", HTML, "named", ""),
        (b"<title>x" * 500, HTML, "", ""),
        (b"\xff\xfe\x00<title", "text/html; charset=nonsense", "", ""),
        (b"<title>" + b"word " * 100 + b"</title>", HTML, ("word " * 100)[:199] + "…", ""),
        (b"", "", "", ""),
        (b"<title>a</title><![if", HTML, "a", ""),
        (b"<title>a</title><![x[", HTML, "a", ""),
        (b"<title>a</title>", "text/html; charset=idna", "a", ""),
        (b"<title>a</title>", "text/html; charset=undefined", "a", ""),
        (b"<title>a</title>", "text/html; charset=punycode", "", ""),
        (b"<title>a\\ud800b&#xD800;</title>", "text/html; charset=raw_unicode_escape", "ab\ufffd", ""),
    ],
)  # fmt: skip
def test_a_page_says_what_it_is_in_plain_words(body: bytes, mime: str, title: str, about: str) -> None:
    head = head_of(body, mime)
    assert (head.title[:200], head.about) == (title, about) or (title == "" and len(head.title) <= 200)


class Net:
    """Stands in for the internet: pages by address, and the client's own rule of what is public."""

    def __init__(self, **pages: Answer) -> None:
        self.pages = {f"https://{name}.example/": answer for name, answer in pages.items()}
        self.asked: list[str] = []

    def get(self, address: str, *, timeout: float, most: int) -> Answer:
        outgoing.check_public(address)
        self.asked.append(address)
        return self.pages.get(address, Answer(404, b"", HTML))


@pytest.mark.django_db
def test_a_post_shows_what_the_page_behind_its_link_says(monkeypatch: pytest.MonkeyPatch) -> None:
    net = Net(
        a=Answer(301, b"", "", "https://b.example/"), b=Answer(200, b"<title>Our &lt;i>song</title>", HTML)
    )
    monkeypatch.setattr(outgoing, "get_public", net.get)
    anna = a_person()
    post = a_post(anna, "Look https://a.example/ and https://c.example/")
    actions.fetch(post.pk)
    actions.fetch(post.pk)
    assert net.asked == ["https://a.example/", "https://b.example/"]
    card = cards_of([post])[post.pk]
    assert (card.site, card.title) == ("a.example", "Our <i>song")
    actions.edit_post(anna, post, text="Look away", track_ids=[])
    assert not LinkCard.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answer",
    [
        Answer(302, b"", "", "http://127.0.0.1/admin"),
        Answer(302, b"", "", "https://169.254.169.254/latest"),
        Answer(302, b"", "", "https://a.example/"),  # in a circle
        Answer(302, b"", "", "file:///etc/passwd"),
        Answer(302, b"", "", "https://[broken/"),
        Answer(302, b"", "", "https://\ud800/"),
        Answer(200, b"<title>x", "application/json"),
        Answer(500, b"<title>x</title>", HTML),
    ],
)
def test_no_redirect_leads_inside_and_what_is_no_page_has_no_card(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = Net(a=answer)
    monkeypatch.setattr(outgoing, "get_public", net.get)
    post = a_post(a_person(), "https://a.example/")
    actions.fetch(post.pk)
    assert cards_of([post]) == {}
    assert set(net.asked) == {"https://a.example/"}
    assert LinkCard.objects.get().fetched_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["https://a..example/", f"https://{'a' * 70}.example/", "https://.example/",
     "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.8/x", "https://localhost/"],
)  # fmt: skip
def test_what_is_not_on_the_public_internet_is_not_asked(address: str) -> None:
    post = a_post(a_person(), address)
    actions.fetch(post.pk)
    assert cards_of([post]) == {}


@pytest.mark.django_db
def test_a_post_may_name_what_only_looks_like_an_address() -> None:
    a_post(a_person(), "https://[broken and https://]x")
    assert not LinkCard.objects.exists()
