"""In which quality a page gets a track: as was chosen, decided as always, made when first asked for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from akkord.flow.models import Job
from akkord.music import actions, errors, streams
from akkord.music.models import Track
from akkord.music.rules import Listener, Quality
from akkord.people.models import Person
from akkord.sound.forms import Rendition
from akkord.store import files as store_files
from akkord.store import made
from cases import makers
from factories import a_person
from music import world
from subsonic.library import a_song

ANYBODY = "RU"


@pytest.fixture(autouse=True)
def _data(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA = tmp_path
    stores = (store_files.files, made.renditions)
    for store in stores:
        store.cache_clear()
    streams._remembered.clear()
    yield
    for store in stores:
        store.cache_clear()


@pytest.fixture
def me(db: None) -> Person:
    return a_person()


@pytest.fixture
def song(me: Person) -> Track:
    return a_song(me, "Шаг")


def begun(person: Person | None, song: Track, quality: Quality) -> tuple[actions.Start, streams.Opened]:
    """A start, and what its address opens."""
    listener = Listener(person.pk if person else None, ANYBODY)
    start = actions.start_play(listener, song.pk, quality=quality)
    return start, streams.open_stream(start.url.removeprefix("/stream/"), listener)


def test_what_is_chosen_is_made_once_and_then_sent(me: Person, song: Track) -> None:
    for _ in range(2):
        with pytest.raises(errors.NotReady):
            begun(me, song, Quality.HIGH)
    (job,) = Job.objects.all()
    assert job.arguments["args"] == [song.sound_id, "webm", 160, 0]
    place = store_files.files().incoming / "made"
    place.write_bytes(b"better" * 100)
    name = Rendition("webm", 160).name(song.sound.sha256)
    made.renditions().settle(place, name)
    start, opened = begun(me, song, Quality.HIGH)
    assert (start.mime, opened.mime) == ("audio/webm", "audio/webm")
    assert opened.size == len(b"better" * 100)
    made.renditions().find(name).unlink()  # type: ignore[union-attr]  # thrown away: a new start has it made
    with pytest.raises(streams.Refused):
        streams.open_stream(start.url.removeprefix("/stream/"), Listener(me.pk, ANYBODY))


def test_the_file_as_it_was_sent_in_and_the_usual(me: Person, song: Track) -> None:
    start, opened = begun(me, song, Quality.ORIGINAL)
    assert (start.mime, opened.etag) == ("audio/mpeg", song.sound.sha256)
    for person, quality in ((me, Quality.USUAL), (None, Quality.HIGH), (None, Quality.ORIGINAL)):
        start, opened = begun(person, song, quality)  # guests have nothing made
        assert (start.mime, opened.etag) == ("audio/webm", song.sound.rendition)
    assert not Job.objects.exists()


def test_no_quality_is_an_ear(me: Person, song: Track, log: None) -> None:
    start, _ = begun(me, song, Quality.ORIGINAL)
    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    world.slip_in_match(song.sound, recording)
    world.block(rep, label, recording)
    for quality in Quality:
        with pytest.raises(errors.Silent):
            begun(me, song, quality)
    with pytest.raises(streams.Refused):
        streams.open_stream(start.url.removeprefix("/stream/"), Listener(me.pk, ANYBODY))


@pytest.mark.parametrize(
    ("said", "quality"),
    [
        ("160", Quality.HIGH),
        ("original", Quality.ORIGINAL),
        ("", Quality.USUAL),
        (160, Quality.USUAL),
        ([], ""),
    ],
)
def test_what_nobody_knows_is_the_usual(said: object, quality: Quality) -> None:
    assert Quality.read(said) == quality
