"""Every address with a hole × everybody who may come by: one table; a route that is not in it fails."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from access.asking import ask, routes
from access.table import DOORS, OPEN, ROUTES
from access.world import ACTORS, MARK, make_world
from akkord.ledger import actions as ledger
from akkord.store.files import files

OUTSIDERS = ("guest", "stranger", "blocked", "banned")
UNESCAPED = MARK[:5]


def test_every_address_with_a_hole_is_in_the_table_and_no_other() -> None:
    named = {name for name, path, _pattern in routes() if not path.startswith(DOORS)}
    assert named == set(ROUTES)


def test_what_is_open_to_those_kept_out_has_its_reason() -> None:
    places = [ACTORS.index(name) for name in OUTSIDERS]
    open_to_them = {
        name for name, letters in ROUTES.items() if any(row[at] in "YR" for row in letters for at in places)
    }
    assert open_to_them == set(OPEN)


@pytest.fixture
def _site(db: None, settings: Any, tmp_path: Path) -> Any:
    settings.DATA = tmp_path
    settings.WAKES = {event: [] for event in settings.WAKES}
    files.cache_clear()
    ledger.begin_log()
    yield
    files.cache_clear()


@pytest.mark.usefixtures("_site")
def test_everybody_is_answered_as_the_table_says_and_no_words_become_markup() -> None:
    world, odd, raw = make_world(), [], []
    for name, path, pattern in routes():
        if path.startswith(DOORS):
            continue
        place = reverse(name, kwargs=world.arguments(path, pattern.pattern.converters))
        for method, expected in zip(("get", "post"), ROUTES[name], strict=True):
            for actor, letter in zip(ACTORS, expected, strict=True):
                if letter == "M" and actor not in ("guest", "owner"):
                    continue  # a verb an address does not know is asked for twice, not ten times
                told, text = ask(place, world.people[actor], method)
                odd += [(name, method, actor, letter, told)] if told != letter else []
                raw += [(name, method, actor)] if UNESCAPED in text else []
    assert odd == []
    assert raw == []
