"""Where is this on the site? Asked by recording or with a file, shown with pictures, closed to strangers."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from akkord.cases import inquiries
from akkord.cases.models import Inquiry
from akkord.flow import clock
from akkord.labels.where import changed, likely
from akkord.music.models import Match, Upload
from akkord.people.actions import issue_token
from akkord.sample.music import Style, compose, render
from akkord.sample.sound_file import write_mp3
from akkord.sound import box, ear
from akkord.sound.models import Sound
from akkord.store import files as store_files
from akkord.store.files import files
from cases import makers
from labels.test_office_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _data(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA = tmp_path
    for remembered in (store_files.files, ear._opened):
        remembered.cache_clear()
    yield
    for remembered in (store_files.files, ear._opened):
        remembered.cache_clear()


def mp3(kbit: int = 192) -> bytes:
    out = BytesIO()
    write_mp3(render(compose(31, Style.ROCK, 20.0)), out, kbit, {"title": "Dawn"})
    return out.getvalue()


@pytest.fixture
def world():  # type: ignore[no-untyped-def]
    """A recording and a member's copy of it, both with the print of one real song."""
    label, rep = makers.label()
    mine = makers.recordings(label, 1)[0]
    kept = files().keep([mp3()])
    sound = box.examine_sound(box.sound_of_file(kept.sha256, kept.size))
    Sound.objects.filter(pk=mine.sound_id).update(print=sound.print)
    member = makers.person()
    makers.tracks(member, [sound], "Copy")
    makers.matched([sound], [mine])
    Match.objects.update(pitch=1.0, speed=1.02, p_false=3e-9)
    return label, rep, mine, member, sound


def test_a_recordings_copies_are_shown_with_sender_times_and_change_in_words(world) -> None:  # type: ignore[no-untyped-def]
    label, rep, mine, member, _ = world
    browser = signed_in(rep)
    shown = browser.get(f"/rights/{label.pk}/where?recording={mine.pk}").content.decode()
    for said in ("Copy 0", member.name, "0:00–1:00", "2.0 % faster, 1 semitone up", "below 10⁻⁸", "Blocked"):
        assert said in shown
    track = Upload.objects.get().track.pk  # type: ignore[attr-defined]
    form = browser.get(f"/rights/{label.pk}/orders/new?track={track}&track=x").content.decode()
    assert f"/audio{track}" in form
    assert "?recording=" in browser.get(f"/rights/{label.pk}/recordings/{mine.pk}").content.decode()


def test_one_box_finds_by_code_name_or_file(world) -> None:  # type: ignore[no-untyped-def]
    label, rep, mine, *_ = world
    other = makers.recordings(label, 1)[0]
    browser, address = signed_in(rep), f"/rights/{label.pk}/where"
    assert 'type="file"' in browser.get(address).content.decode()
    code = f"{mine.isrc[:2]}-{mine.isrc[2:5]}-{mine.isrc[5:7]}-{mine.isrc[7:]}"
    assert "Copy 0" in browser.get(address, {"q": code}).content.decode()  # only one: shown at once
    both = browser.get(address, {"q": "singer"}).content.decode()
    for each in (mine, other):
        assert f"?recording={each.pk}" in both
        assert f"/recordings/{each.pk}/uses" in both
    assert "is called that" in browser.get(address, {"q": "<nobody>"}).content.decode()


def test_nothing_of_another_labels_recordings_and_an_empty_state(world) -> None:  # type: ignore[no-untyped-def]
    label, rep, mine, *_ = world
    other, their = makers.label()
    stranger = signed_in(their)
    assert stranger.get(f"/rights/{other.pk}/where?recording={mine.pk}").status_code == 404
    assert stranger.get(f"/rights/{label.pk}/where").status_code == 404
    lone = makers.recordings(label, 1)[0]
    text = signed_in(rep).get(f"/rights/{label.pk}/where?recording={lone.pk}").content.decode()
    assert "Nothing that was uploaded here sounds like it." in text


def test_the_picture_of_a_match_is_for_both_sides_and_for_nobody_else(world) -> None:  # type: ignore[no-untyped-def]
    label, rep, mine, member, _ = world
    match, upload = Match.objects.get(), Upload.objects.get()
    office = f"/rights/{label.pk}/recordings/{mine.pk}/matches/{match.pk}.svg"
    own = f"/audio/upload/{upload.pk}/matches/{mine.pk}.svg"
    for address, sees, blind in ((office, rep, member), (own, member, rep)):
        answer = signed_in(sees).get(address)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("image/svg+xml")
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer.content.startswith(b"<svg")
        assert signed_in(blind).get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert own in signed_in(member).get(f"/audio/upload/{upload.pk}").content.decode()
    filed = makers.contested(label, upload.track)
    assert office in signed_in(rep).get(f"/rights/{label.pk}/contests/{filed.pk}").content.decode()


def test_a_file_is_asked_for_answered_and_leaves_no_bytes(world) -> None:  # type: ignore[no-untyped-def]
    label, rep, _, _, sound = world
    ear.make_findable([sound])
    browser = signed_in(rep)
    sent = SimpleUploadedFile("hold up.mp3", mp3(96))
    sounds = Sound.objects.count()
    asked = browser.post(f"/rights/{label.pk}/where", {"file": sent})
    assert asked.status_code == 302
    assert "being examined" in browser.get(asked["Location"]).content.decode()
    made = Inquiry.objects.get()
    for _ in range(2):
        inquiries.answer.func(str(made.pk))
    text = browser.get(asked["Location"]).content.decode()
    assert "Copy 0" in text
    assert "unchanged" in text
    assert (Sound.objects.count(), list(files().incoming.iterdir())) == (sounds, [])
    picture = f"{asked['Location']}/0.svg"
    assert browser.get(picture).content.startswith(b"<svg")
    assert browser.get(f"{asked['Location']}/7.svg").status_code == 404
    other, their = makers.label()
    assert signed_in(their).get(f"/rights/{other.pk}/where/{made.pk}").status_code == 404
    assert signed_in(their).get(picture).status_code == 404
    headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(rep, 'test')}"}
    told = Client().get(f"/api/v1/organisations/{label.pk}/inquiries/{made.pk}", **headers).json()
    assert (told["state"], told["places"][0]["title"]) == ("answered", "Copy 0")
    with clock.at(clock.now() + inquiries.KEPT * 2):
        inquiries.forget_old.func()
    assert browser.get(asked["Location"]).status_code == 404


@pytest.mark.parametrize(
    ("content", "most", "said"),
    [(b"", 1000, "The file is empty."), (b"x" * 2000, 1000, "larger than this site accepts")],
)
def test_limits_of_uploads_hold_in_their_words(settings, content, most, said) -> None:  # type: ignore[no-untyped-def]
    settings.MOST_UPLOAD_BYTES = most
    label, rep = makers.label()
    answer = signed_in(rep).post(f"/rights/{label.pk}/where", {"file": SimpleUploadedFile("a.mp3", content)})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_what_is_no_sound_is_refused_in_words() -> None:
    label, rep = makers.label()
    made = inquiries.ask(rep, label, "a.mp3", 9, iter([b"not sound"]))
    inquiries.answer.func(str(made.pk))
    text = signed_in(rep).get(f"/rights/{label.pk}/where/{made.pk}").content.decode()
    assert "not a sound file of a kind that is accepted" in text
    assert list(files().incoming.iterdir()) == []


def test_the_operator_looks_but_does_not_ask() -> None:
    label, _ = makers.label()
    staff = signed_in(makers.person(is_staff=True))
    sent = {"file": SimpleUploadedFile("a.mp3", b"x")}
    assert staff.post(f"/rights/{label.pk}/where", sent).status_code == 422
    assert not Inquiry.objects.exists()


def test_a_program_reads_where_a_recording_is(world) -> None:  # type: ignore[no-untyped-def]
    label, rep, mine, member, _ = world
    headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(rep, 'test')}"}
    address = f"/api/v1/organisations/{label.pk}/recordings/{mine.pk}/where"
    (place,) = Client().get(address, **headers).json()
    assert (place["by"]["number"], place["speed"], place["pitch"]) == (member.pk, 1.02, 1.0)


@pytest.mark.parametrize(
    ("speed", "pitch", "said"),
    [
        (1.0, 0.0, "unchanged"),
        (0.98, -2.0, "2.0 % slower, 2 semitones down"),
        (1.0, 0.5, "0.5 of a semitone up"),
    ],
)
def test_a_change_is_said_in_words(speed: float, pitch: float, said: str) -> None:
    assert changed(speed, pitch) == said
    assert likely(None) == "not measured"
