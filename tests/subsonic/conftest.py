"""A store of its own for each test, and a small library that a player may ask for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from akkord.ledger import actions as ledger
from akkord.ledger import sequencing
from akkord.music import streams
from akkord.music.queries import likeness, song_rows
from akkord.people.actions import connect_device
from akkord.people.models import Person
from akkord.store import files as store_files
from akkord.store import made
from subsonic.library import Player, a_song


@pytest.fixture(autouse=True)
def _data(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Nothing is remembered from another test."""
    settings.DATA = tmp_path
    settings.SITE_URL = "https://music.example"
    for store in (store_files.files, made.renditions, made.pictures):
        store.cache_clear()
    streams._remembered.clear()
    song_rows.forget_answers()
    likeness.forget_figures()
    yield
    for store in (store_files.files, made.renditions, made.pictures):
        store.cache_clear()


@pytest.fixture
def log(db: None) -> None:
    ledger.begin_log()
    sequencing.sequence.func()


@pytest.fixture
def anna(db: None) -> Person:
    return Person.objects.create(email="anna@example.org", name="Anna")


@pytest.fixture
def boris(db: None) -> Person:
    return Person.objects.create(email="boris@example.org", name="Boris")


@pytest.fixture
def player(anna: Person) -> Player:
    """Anna's player."""
    return Player(anna.email, connect_device(anna, "Tempus"))


@pytest.fixture
def library(boris: Person) -> dict[str, int]:
    """What Boris sent in: title → track."""
    tags = {"album": "Ночной трамвай", "date": "2014-03-01", "genre": "Rock"}
    return {
        title: a_song(boris, title, artist, own | {"track": place}).pk
        for title, artist, own, place in (
            ("Ёлка", "Мумий Тролль", tags, "2/9"),
            ("Rain & Snow <1>", "Мумий Тролль", tags, "1/9"),
            ("Alone", "Björk", {"date": "1999"}, ""),
            ("Шаг", "Земфира", {"album": "Шаги", "genre": "Pop", "date": "2001"}, "1"),
        )
    }
