"""Who leaves for good leaves no bytes: what nobody else holds goes, what somebody holds stays."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from PIL import Image

from akkord.documents import actions as documents
from akkord.flow import clock
from akkord.ledger import actions as ledger
from akkord.ledger.models import Entry
from akkord.music import queries as music
from akkord.music.models import Track
from akkord.people.actions import erase, leave
from akkord.people.models import Person
from akkord.people.tasks import erase_left
from akkord.photos import actions as photos
from akkord.photos import queries as photo_queries
from akkord.photos.rules import middle
from akkord.royalties.models import Month
from akkord.sound.models import Sound
from akkord.store.files import files
from akkord.store.letting_go import LATELY, columns
from akkord.store.made import pictures, renditions
from cases import makers
from factories import a_person
from music import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Iterator[None]:
    """A folder of its own."""
    settings.DATA = tmp_path
    for kept in (files, renditions, pictures):
        kept.cache_clear()
    ledger.begin_log()
    yield
    for kept in (files, renditions, pictures):
        kept.cache_clear()


def a_sound(said: bytes) -> Sound:
    """A sound whose file, cover, print and rendition are in the store."""
    kept = {part: files().keep([part.encode() + said]).sha256 for part in ("print", "rendition", "cover")}
    made = makers.sound()
    Sound.objects.filter(pk=made.pk).update(sha256=files().keep([said]).sha256, **kept)
    made.refresh_from_db()
    return made


def a_picture(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "PNG")
    return out.getvalue()


def some_time_passes() -> None:
    """Nothing in the store was kept lately."""
    then = time.time() - 2 * LATELY.total_seconds()
    for path in files().folder.rglob("*"):
        os.utime(path, (then, then))


def gone_for_good(person: Person) -> None:
    erase(person)
    world.work_off()


def there(names: list[str]) -> list[bool]:
    return [files().has(name) for name in names]


def test_originals_voice_notes_photos_and_documents_of_who_left_for_good_leave_the_store() -> None:
    anna = a_person("Anna")
    song, note = a_sound(b"song"), a_sound(b"spoken")
    world.upload(anna, song)
    world.upload(anna, note, spoken=True)
    photo = photos.send_in(anna, a_picture("teal"))
    photos.show_face(anna, photo, middle(photo.width, photo.height))
    photo.refresh_from_db()
    paper = documents.send_in(anna, "plan.txt", b"what we do on Sunday").content.sha256
    made = renditions()._place(f"{song.sha256}-mp3-128-0")
    made.parent.mkdir(exist_ok=True)
    made.write_bytes(b"made of it")
    names = [
        song.sha256, song.rendition, song.cover, note.sha256, note.rendition, photo.large, photo.small,
        photo.face, paper,
    ]  # fmt: skip
    assert all(there(names))
    lines = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    some_time_passes()
    gone_for_good(anna)
    assert there(names) == [False] * len(names)
    assert not made.exists()
    assert list(Entry.objects.filter(pk__in=lines).order_by("pk").values_list("pk", flat=True)) == lines
    assert files().has(song.print), "the ear goes on knowing it"


def test_the_thirty_days_are_theirs_and_so_are_their_bytes() -> None:
    anna = a_person("Anna")
    paper = documents.send_in(anna, "plan.txt", b"what we do on Sunday").content.sha256
    some_time_passes()
    leave(anna)
    with clock.at(clock.now() + timedelta(days=29)):
        erase_left.call()
    world.work_off()
    assert files().has(paper)


def test_what_somebody_else_has_too_stays() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    shared, delivered = a_sound(b"shared"), a_sound(b"delivered")
    world.upload(anna, shared)
    world.upload(boris, shared)
    world.upload(anna, delivered)
    recording = makers.recordings(makers.label()[0], 1)[0]
    type(recording).objects.filter(pk=recording.pk).update(sound=delivered)
    for person in (anna, boris):
        documents.send_in(person, "plan.txt", b"what we do on Sunday")
        photos.send_in(person, a_picture("teal"))
    photo = photo_queries.all_of(boris.pk).get()
    paper = files().keep([b"what we do on Sunday"]).sha256
    names = [
        shared.sha256, shared.rendition, shared.cover, delivered.sha256, photo.large, photo.small, paper,
    ]  # fmt: skip
    some_time_passes()
    gone_for_good(anna)
    assert all(there(names))
    some_time_passes()
    gone_for_good(boris)
    assert there(names) == [False, False, False, True, False, False, False]


def test_a_paper_of_the_site_stays_that_somebody_attached() -> None:
    """Lines of a month, taken home by a label and sent in as a document: they are the site's as well."""
    anna = a_person("Anna")
    lines = documents.send_in(anna, "lines.csv", b"isrc,plays\nDEA1,7\n").content.sha256
    Month.objects.create(first_day="2026-01-01", lines=lines)
    some_time_passes()
    gone_for_good(anna)
    assert files().has(lines)


def test_what_was_kept_just_now_waits_for_its_row() -> None:
    """Somebody sends the same in at this very moment: its bytes are here, its row is not yet."""
    anna = a_person("Anna")
    paper = documents.send_in(anna, "plan.txt", b"what we do on Sunday").content.sha256
    some_time_passes()
    erase(anna)
    assert files().keep([b"what we do on Sunday"]).sha256 == paper
    world.work_off()
    assert files().has(paper)


def test_sent_in_again_by_somebody_it_is_whole_again() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    song = a_sound(b"song")
    upload = world.upload(anna, song)
    some_time_passes()
    gone_for_good(anna)
    assert Track.objects.get(upload=upload).withdrawn_at
    files().keep([b"song"])
    again = world.upload(boris, Sound.objects.get(sha256=song.sha256))
    assert music.files_held([song.sha256]) == {song.sha256}
    assert Sound.objects.get(pk=again.sound_id).rendition == ""  # made anew when it is asked for


def test_a_name_in_any_column_holds_its_file() -> None:
    named = {f"{model._meta.label_lower}.{column}" for model, column in columns()}
    assert {"royalties.statement.document", "catalogue.delivery.listing", "sound.sound.print"} <= named
    assert not named & site.NAMES_APART
