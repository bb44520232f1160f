"""A store of its own for each test, and a small library that a player may ask for."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from granian.constants import Interfaces
from granian.server.embed import Server

from akkord.ledger import actions as ledger
from akkord.ledger import sequencing
from akkord.music import streams
from akkord.music.queries import likeness
from akkord.people.actions import connect_device
from akkord.people.models import Person
from akkord.store import files as store_files
from akkord.store import made
from akkord.subsonic import door
from akkord.subsonic.calls import sounding
from living_site import free_port, until
from subsonic.library import PNG, Player, a_song


@pytest.fixture(autouse=True)
def _data(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is remembered from another test."""
    settings.DATA = tmp_path
    monkeypatch.setattr(sounding, "PICTURE_PATIENCE", 0.0)  # nobody draws covers here
    settings.SITE_URL = "https://music.example"
    for store in (store_files.files, made.renditions, made.pictures):
        store.cache_clear()
    streams._remembered.clear()
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


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    """The door behind a real server, in a thread of this process."""
    port = free_port()
    server = Server(door.answer, port=port, interface=Interfaces.ASGINL, log_enabled=False)
    loop = asyncio.new_event_loop()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(server.serve())

    thread = threading.Thread(target=serve)
    thread.start()

    def answers() -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/rest/getOpenSubsonicExtensions").status_code == 200
        except httpx.TransportError:
            return False

    until(answers, every=0.02)
    yield "http://127.0.0.1", port
    loop.call_soon_threadsafe(server.stop)
    thread.join(10)
    loop.close()


@pytest.fixture
def covered(boris: Person, library: dict[str, int]) -> str:
    tags = {"album": "Pictures", "genre": "Rock", "date": "2014", "track": "1"}
    return f"tr-{a_song(boris, 'Cover', 'Painter', tags, PNG).pk}"
