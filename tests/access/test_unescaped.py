"""No word of anybody's becomes markup: every column of text is accounted for, every page is read with it."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.urls import get_resolver, reverse

import akkord
from access.asking import ask, routes
from access.columns import OF_THE_OFFICE, OURS, SEEDED
from access.marked import UNESCAPED, mark_everything, text_columns
from access.table import DOORS
from access.world import make_world
from akkord.archive import packing
from akkord.ledger import actions as ledger
from akkord.music import queries as music
from akkord.store.files import files

# Where something is written as markup that is not ours alone, how often, and who has escaped it before.
RAW = {
    "web/pages/parts/common.html": (1, "help texts of forms: the code's own words"),
    "web/library_pages/allauth/elements/fields.html": (1, "help texts of the library's forms"),
    "words/markup.py": (2, "texts of people, escaped word by word before links are made of them"),
    "web/jinja.py": (2, "what the code says, in another language; what is named in it is escaped"),
    "web/static/web/offered.js": (1, "a piece of a page, drawn by a template"),
    "web/static/web/upload_live.js": (1, "a piece of a page, drawn by a template"),
    "web/static/web/im/drawing.js": (2, "a message drawn by words/markup, a piece of a page"),
    "web/static/web/im/thread.js": (1, "a piece of a page, drawn by a template"),
    "web/static/web/im/box.js": (1, "a piece of a page, drawn by a template"),
    "web/static/web/player/room_page.js": (1, "a drawing of our own"),
    "web/static/web/player/words.js": (1, "a piece of a page, drawn by a template"),
    "web/static/web/im/list.js": (1, "a piece of a page, drawn by a template"),
}
SINK = re.compile(
    r"\|\s*safe\b|\bMarkup\(|\bmark_safe\(|\|\s*escape\s*\(false|autoescape (?:false|off)|"
    r"\.innerHTML\s*=|\.outerHTML\s*=|insertAdjacentHTML\(|document\.write\(|\bhtml_message="
)


def test_every_column_of_text_is_seeded_or_says_whose_words_it_holds() -> None:
    told: dict[str, set[str]] = {}
    for table in (SEEDED, OF_THE_OFFICE, OURS):
        for label, names in table.items():
            told.setdefault(label, set()).update(names.split())
    assert {label: set(names) for label, names in text_columns().items()} == told


def test_only_these_places_write_markup_as_it_is() -> None:
    home = Path(akkord.__file__).parent
    found: dict[str, int] = {}
    for path in sorted(home.rglob("*")):
        if path.suffix in (".html", ".py", ".js") and "vendor" not in path.parts:
            count = len(SINK.findall(path.read_text()))
            found |= {path.relative_to(home).as_posix(): count} if count else {}
    assert found == {place: count for place, (count, _why) in RAW.items()}


@pytest.fixture
def _site(db: None, settings: Any, tmp_path: Path) -> Any:
    settings.DATA = tmp_path
    settings.WAKES = {event: [] for event in settings.WAKES}
    files.cache_clear()
    ledger.begin_log()
    yield
    files.cache_clear()


def spoiled(text: str) -> list[str]:
    """What of it a browser would take for markup or run."""
    raw = [each for each in UNESCAPED if each in text]
    return raw + re.findall(r"""(?:href|src|action)=["']?javascript:[^"' >]*""", text)


@pytest.mark.usefixtures("_site")
def test_no_page_feed_or_archive_takes_a_word_for_markup() -> None:
    world = make_world()
    owner = world.people["owner"]
    assert owner is not None
    mark_everything(owner)
    found, read = [], 0
    for place in [*_places(world), *_plain()]:
        for actor in ("owner", "friend"):
            _letter, text = ask(place, world.people[actor], "get")
            read += bool(text)
            found += [(place, actor, spoiled(text))] if spoiled(text) else []
    out = io.BytesIO()
    packing.pack(owner, music.listener(owner.pk, "ZZ"), out)
    with zipfile.ZipFile(out) as archive:
        for name in archive.namelist():
            if name.endswith(".html") and (wrong := spoiled(archive.read(name).decode())):
                found.append((name, "archive", wrong))
    assert found == []
    assert read > 100


def _places(world: Any) -> list[str]:
    return [
        reverse(name, kwargs=world.arguments(path, pattern.pattern.converters))
        for name, path, pattern in routes()
        if not path.startswith(DOORS)
    ]


def _plain() -> list[str]:
    """Addresses without a hole, of the pages of people."""
    found: list[str] = []

    def walk(patterns: list[Any], before: str) -> None:
        for each in patterns:
            path = before + str(each.pattern)
            if hasattr(each, "url_patterns"):
                walk(each.url_patterns, path)
            elif not each.pattern.converters and re.fullmatch(r"[a-z0-9/_.-]*", path):
                found.append(f"/{path}")

    walk(get_resolver().url_patterns, "")
    left_out = ("/api/", "/rest", "/accounts/", "/live", "/static", *(f"/{door}" for door in DOORS))
    return [place for place in found if not place.startswith(left_out)]
