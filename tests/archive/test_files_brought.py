"""Documents and sounds an archive brings are asked here what they are, like all that is sent in."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.test import Client

from akkord.archive.bringing_life import KINDS
from akkord.archive.errors import Refused
from akkord.archive.format import SoundSaid
from akkord.archive.models import Line
from akkord.archive.opening import opened
from akkord.archive.taking.errand import Errand
from akkord.archive.taking.sounds import take_sounds
from akkord.dialogs import actions as dialogs
from akkord.documents import actions as documents
from akkord.documents.models import Document
from akkord.flow import clock
from akkord.music.models import Track, Upload
from akkord.people.models import Person
from akkord.store.files import files
from akkord.wall import actions as wall
from akkord.wall.models import PostDocument
from archive.test_bringing import bring, elsewhere  # noqa: F401 - the fixture
from archive.test_bringing import packed as whole
from archive.test_files import SONG, WORDS, a_song, with_sounds
from cases import makers
from factories import a_person, friends
from music import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


async def _here(question: Callable[..., Any], *about: Any) -> Any:
    return question(*about)


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Anna's archives of the old site, with sounds and without."""
    anna = a_person("Anna")
    paper = documents.send_in(anna, "Сметы.txt", WORDS)
    wall.write_post(anna, wall_person=anna, text="See", document_ids=[paper.pk])
    boris = a_person("Boris")
    friends(anna, boris)
    dialogs.write(anna, boris, dialogs.Words("And here", documents=[paper.pk], client_id="1"))
    a_song(anna)
    world.upload(anna, makers.sound(), spoken=True)
    with monkeypatch.context() as patched:  # one thread: what the test wrote is seen by nobody else
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        patched.setattr(asyncio, "to_thread", _here)
        return {"with": b"".join(with_sounds(anna)), "without": whole(anna)}


@pytest.fixture
def here(elsewhere: Callable[[str], Person]) -> Callable[[str], Person]:  # noqa: F811 - the fixture
    return elsewhere


def test_documents_are_brought_with_the_posts_that_carry_them(
    old: dict[str, bytes], here: Callable[[str], Person]
) -> None:
    anna = here("Anna")
    for _ in range(2):
        done = bring(anna, old["with"], ("documents", "posts"))
        assert (done.state, done.holds["documents"]) == ("done", 1)
        (paper,) = Document.objects.all()
        assert (paper.owner, paper.name) == (anna, "Сметы.txt")
        assert files().read(paper.content.sha256) == WORDS
        assert PostDocument.objects.get().document == paper
    assert not Upload.objects.exists()


def test_documents_stand_in_the_conversations_that_carried_them(
    old: dict[str, bytes], here: Callable[[str], Person], client: Client
) -> None:
    anna = here("Anna")
    for _ in range(2):
        assert bring(anna, old["with"], ("documents", "talks")).state == "done"
    line = Line.objects.get()
    (paper,) = Document.objects.all()
    client.force_login(anna)
    place = f"/im/kept/{line.talk_id}"
    assert f'href="/doc{paper.pk}"' in client.get(place).content.decode()
    documents.delete_document(anna, paper)
    assert f"/doc{paper.pk}" not in client.get(place).content.decode()


def test_sounds_are_brought_as_uploads_that_nobody_hears_before_they_are_decided(
    old: dict[str, bytes], here: Callable[[str], Person]
) -> None:
    anna = here("Anna")
    for _ in range(2):
        done = bring(anna, old["with"], ("sounds",))
        assert (done.state, done.holds["sounds"]) == ("done", 1)
        (upload,) = Upload.objects.all()
        assert (upload.person, upload.state, upload.title) == (anna, "received", "Song")
        assert upload.sound is not None
        assert files().read(upload.sound.sha256) == SONG
        assert not Track.objects.exists()


def test_an_archive_without_its_sounds_says_that_none_came(
    old: dict[str, bytes], here: Callable[[str], Person]
) -> None:
    done = bring(here("Anna"), old["without"], tuple(KINDS))
    assert done.state == "done"
    assert done.left_out["sounds_not_in_it"] == 1
    assert not Upload.objects.exists()


def test_a_row_that_names_a_file_the_archive_has_not_refuses_it_by_name(
    old: dict[str, bytes], tmp_path: Path
) -> None:
    place = tmp_path / "brought.zip"
    place.write_bytes(old["with"])
    said = {"number": 9, "file": "sounds/9.flac", "left_out": "", "name": "a.flac", "title": "", "artist": ""}
    row = SoundSaid(**said, spoken=False, bytes=4, at=clock.now())
    with opened(place) as archive:
        rows = SimpleNamespace(parts=lambda *_: [("data/sounds-1.json", [row])], about=archive.about)
        with pytest.raises(Refused) as refused:
            take_sounds(cast(Errand, SimpleNamespace(archive=rows, person=None)))
    assert (refused.value.fault.code, refused.value.fault.file) == ("names", "sounds/9.flac")
