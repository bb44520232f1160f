"""A document is handed out by the gate of what it stands on, acts nowhere, and hides no sound."""

import struct
import zipfile
import zlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from akkord.care import actions as care
from akkord.care.rules import Measure, Thing
from akkord.dialogs import actions as dialogs
from akkord.dialogs.actions import Words
from akkord.documents import actions, errors, queries, rules
from akkord.flow import clock
from akkord.ledger import actions as ledger
from akkord.music.rules import Listener
from akkord.people.models import Person
from akkord.store.files import files
from akkord.wall import actions as wall
from akkord.wall.errors import NotYourDocument
from akkord.wall.models import Later, Post
from factories import a_person, a_post, friends

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"
MP3 = (b"\xff\xfb\x90\x00" + b"\x55" * 413) * 20  # MPEG 1 layer III, 128 kbit/s, 44,100 Hz: 417 bytes a frame
ADTS = (b"\xff\xf1\x50\x80\x0c\x9f\xfc" + b"\x21" * 93) * 20
OGG, FLAC = b"OggS\x00\x02" + bytes(200), b"fLaC\x00\x00\x00\x22" + bytes(200)
WAV = b"RIFF" + struct.pack("<I", 300) + b"WAVEfmt " + bytes(300)
MP4, WEBM = b"\x00\x00\x00\x20ftypM4A " + bytes(200), b"\x1aE\xdf\xa3" + bytes(200)
SOUNDS = [MP3, ADTS, OGG, FLAC, WAV, MP4, WEBM, b"ID3\x04" + bytes(100), b"MThd" + bytes(50)]


def office(**within: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("ppt/presentation.xml", "<p/>")
        for name, data in within.items():
            made.writestr(f"ppt/media/{name}", data)
    return out.getvalue()


def packed_stream(data: bytes) -> bytes:
    return (
        PDF + b"2 0 obj << /Filter /FlateDecode >> stream\n" + zlib.compress(data) + b"\nendstream endobj\n"
    )


@pytest.mark.parametrize("sound", SOUNDS, ids=lambda data: repr(data[:4]))
def test_sound_is_found_at_the_head_further_on_and_within(sound: bytes) -> None:
    assert rules.holds_sound("pdf", sound)
    assert rules.holds_sound("txt", sound)
    assert rules.holds_sound("pptx", office(media1=sound))
    assert rules.holds_sound("pdf", packed_stream(sound))


@pytest.mark.parametrize("sound", [MP3, ADTS, OGG, FLAC, WAV, MP4], ids=lambda data: repr(data[:4]))
def test_a_polyglot_is_sound_too(sound: bytes) -> None:
    assert rules.holds_sound("pdf", PDF + b"\n" * 300 + sound)


def test_archives_within_and_what_a_pdf_plays_are_found() -> None:
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("a.mp3", MP3)
    assert rules.holds_sound("pptx", office(more=inner.getvalue()))
    assert rules.holds_sound("pdf", PDF + b"<< /Type /EmbeddedFile >>")
    assert rules.holds_sound("pdf", packed_stream(b"<< /Subtype /RichMedia >>"))


def test_what_holds_none_is_taken_as_what_it_is() -> None:
    text = "Слова и ещё слова\n".encode() * 2000
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400
    for kind, data in (
        ("pdf", PDF),
        ("txt", text),
        ("pptx", office(image1=picture)),
        ("pdf", packed_stream(text)),
    ):
        assert (rules.is_its_kind(kind, data), rules.holds_sound(kind, data)) == (True, False), kind
    assert not rules.is_its_kind("pdf", text)
    assert not rules.is_its_kind("docx", office())
    assert not rules.is_its_kind("txt", b"MZ\x00\x01")
    macros = office(**{"vbaProject.bin": b"x"})
    assert not rules.is_its_kind("pptx", macros)


@pytest.fixture
def site(db: None, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    files.cache_clear()
    ledger.begin_log()


@pytest.fixture
def two(site: None) -> tuple[Person, Person]:
    anna, boris = a_person("Anna"), a_person("Boris")
    friends(anna, boris)
    return anna, boris


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, BACKEND)
    return client


def test_kinds_sizes_and_disguises_are_refused_by_name(two: tuple[Person, Person]) -> None:
    anna, _boris = two
    for name, data, refusal in (
        ("a.zip", b"PK\x03\x04", errors.KindNotTaken),
        ("a.exe", b"MZ", errors.KindNotTaken),
        ("a.pdf", b"no", errors.NotItsKind),
        ("a.pdf", MP3, errors.HoldsSound),
        ("a.mp3", MP3, errors.HoldsSound),
        ("a.pdf", b"%PDF-" + bytes(rules.MOST_BYTES), errors.TooLarge),
    ):
        with pytest.raises(refusal):
            actions.send_in(anna, name, data)


def test_it_is_handed_out_to_whom_its_post_or_message_is_and_acts_nowhere(two: tuple[Person, Person]) -> None:
    anna, boris = two
    vera = a_person("Vera")
    paper = actions.send_in(anna, "../Отчёт.pdf", PDF)
    said = dialogs.write(anna, boris, Words(documents=(paper.pk,)))
    place = f"/doc{paper.pk}?message={said.pk}"
    answer = signed_in(boris).get(place)
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8")
    assert ".." not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    for other in (place, f"/doc{paper.pk}"):
        assert signed_in(vera).get(other).status_code == 404
    assert signed_in(boris).get(f"/doc{paper.pk}").status_code == 404
    post = wall.write_post(anna, wall_person=anna, document_ids=[paper.pk])
    assert signed_in(vera).get(f"/doc{paper.pk}?post={post.pk}").content == PDF
    assert f"/doc{paper.pk}?post={post.pk}" in signed_in(vera).get(f"/wall{post.pk}").content.decode()
    with pytest.raises(NotYourDocument):
        wall.write_post(boris, wall_person=boris, document_ids=[paper.pk])
    dialogs.delete_for_all(anna, said.dialog_id, said.seq)
    assert signed_in(boris).get(place).status_code == 404


def test_a_decision_about_one_hides_every_copy_of_its_bytes_with_its_line(two: tuple[Person, Person]) -> None:
    anna, boris = two
    judge, vera = a_person("Judge", is_staff=True), a_person("Vera")
    first = actions.send_in(anna, "a.pdf", PDF)
    again = actions.send_in(vera, "other.pdf", PDF)
    mine = wall.write_post(anna, wall_person=anna, document_ids=[first.pk])
    other = wall.write_post(vera, wall_person=vera, document_ids=[again.pk])
    made = care.report(boris, Thing.DOCUMENT, first.pk, "spam", "", Listener(boris.pk, "DE"), mine.pk)
    ruling = care.Ruling(measure=Measure.HIDE, rule="spam", words="It calls for violence")
    decision = care.decide(judge, made.matter_id, ruling)
    assert decision.entry is not None
    assert signed_in(boris).get(f"/doc{first.pk}?post={mine.pk}").status_code == 404
    assert signed_in(boris).get(f"/doc{again.pk}?post={other.pk}").status_code == 404
    assert signed_in(anna).get(f"/doc{first.pk}?post={mine.pk}").status_code == 200  # it is hers
    (view,) = queries.views_of(boris.pk, "DE", [again.pk])
    assert view.silent
    later = wall.write_post(boris, wall_person=boris, document_ids=[actions.send_in(boris, "c.pdf", PDF).pk])
    paper = later and queries.Document.objects.filter(owner=boris).get()
    assert (
        signed_in(vera).get(f"/doc{paper.pk}?post={later.pk}").status_code == 404
    )  # sent in again, hidden again


def test_whoever_leaves_takes_their_names_for_them_along(two: tuple[Person, Person]) -> None:
    anna, _boris = two
    paper = actions.send_in(anna, "My diagnosis.pdf", PDF)
    a_post(anna)
    actions.forget_owner(anna.pk)
    kept = queries.Document.objects.get(pk=paper.pk)
    assert (kept.name, kept.deleted_at is None) == ("", False)


def test_one_waits_with_a_post_for_its_time_and_is_had_by_nobody_before(two: tuple[Person, Person]) -> None:
    anna, boris = two
    paper = actions.send_in(anna, "plan.pdf", PDF)
    soon = clock.now() + timedelta(hours=1)
    with pytest.raises(NotYourDocument):
        wall.write_later(boris, soon, wall_person=boris, document_ids=[paper.pk])
    later = wall.write_later(anna, soon, wall_person=anna, document_ids=[paper.pk])
    assert "1 document" in signed_in(anna).get("/feed/later").content.decode()
    with clock.at(soon + timedelta(seconds=1)):
        wall.publish_due(later.pk)
        post = Post.objects.get()
        assert signed_in(boris).get(f"/doc{paper.pk}?post={post.pk}").content == PDF


def test_one_that_was_taken_away_meanwhile_lets_nothing_be_published(two: tuple[Person, Person]) -> None:
    anna, _ = two
    paper = actions.send_in(anna, "plan.pdf", PDF)
    soon = clock.now() + timedelta(hours=1)
    later = wall.write_later(anna, soon, wall_person=anna, document_ids=[paper.pk])
    actions.delete_document(anna, paper)
    with clock.at(soon + timedelta(seconds=1)):
        wall.publish_due(later.pk)
    assert not Post.objects.exists()
    assert Later.objects.get().refused == "not_your_document"


def test_a_draft_keeps_its_documents_and_offers_nobody_elses(two: tuple[Person, Person]) -> None:
    anna, boris = two
    paper, other = actions.send_in(anna, "plan.pdf", PDF), actions.send_in(boris, "his.pdf", PDF)
    hers = signed_in(anna)
    sent = {"wall": f"id{anna.pk}", "text": "Soon", "documents": [paper.pk, other.pk]}
    assert hers.post("/drafts", sent).status_code == 204
    shown = hers.get(f"/id{anna.pk}").content.decode()
    assert f'name="documents" value="{paper.pk}" checked' in shown
    assert "plan.pdf" in shown
    assert f'name="documents" value="{other.pk}"' not in shown
    hers.post(f"/id{anna.pk}/post", {"text": "Now", "documents": [paper.pk]})
    assert "plan.pdf" not in hers.get(f"/id{anna.pk}").content.decode().partition('name="document"')[2][:2000]
