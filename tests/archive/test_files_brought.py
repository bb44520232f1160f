"""Documents and sounds an archive brings are asked here what they are, like all that is sent in."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from akkord.archive.bringing_life import KINDS
from akkord.documents import actions as documents
from akkord.documents.models import Document
from akkord.music.models import Track, Upload
from akkord.people.models import Person
from akkord.store.files import files
from akkord.wall import actions as wall
from akkord.wall.models import PostDocument
from archive.test_bringing import bring, elsewhere  # noqa: F401 - the fixture
from archive.test_bringing import packed as whole
from archive.test_files import SONG, WORDS, a_song, with_sounds
from cases import makers
from factories import a_person
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
