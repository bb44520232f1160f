"""What a stranger, a member and an uploader see of music, and what they can do there."""

import re
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from akkord.music.actions import begin_upload
from akkord.music.models import Kept, Track, Upload
from akkord.people.models import Person
from akkord.web.waveforms import BAR_HEIGHT, BARS, waveform_path
from akkord.words.places import place_names
from web_music.tracks import make_track

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, (url, answer.status_code)
    return answer.content.decode()


def test_a_playable_row_has_a_button_and_a_plain_link(client: Client, boris: Person) -> None:
    track = make_track(boris, title="<Ноктюрн>")
    text = page(client, "/audio/new")
    assert re.search(rf'<li class="track" data-track="{track.pk}"[^>]* data-playable', text)
    assert f'href="/audio{track.pk}"' in text
    assert "&lt;Ноктюрн&gt;" in text


def test_a_silent_row_says_why_and_has_no_button(client: Client, boris: Person) -> None:
    make_track(boris, heard=False)
    text = page(client, "/audio/new")
    assert "Not identified yet" in text
    assert 'button class="track-play"' not in text


def test_a_track_is_kept_and_given_back_by_plain_forms(
    signed_in: Client, anna: Person, boris: Person
) -> None:
    track = make_track(boris)
    back = signed_in.post(f"/audio{track.pk}/keep", headers={"Referer": "http://testserver/audio/new"})
    assert (back.status_code, back["Location"]) == (302, "http://testserver/audio/new")
    assert Kept.objects.filter(person=anna, track=track).exists()
    assert f'data-track="{track.pk}"' in page(signed_in, "/audio")
    row = signed_in.post(f"/audio{track.pk}/unkeep?row=1")
    assert row.content.decode().lstrip().startswith("<li")
    assert not Kept.objects.exists()


def test_a_form_never_sends_its_user_to_another_site(signed_in: Client, boris: Person) -> None:
    track = make_track(boris)
    back = signed_in.post(f"/audio{track.pk}/keep", {"next": "https://evil.example/"})
    assert back["Location"] == f"/audio{track.pk}"


def test_the_track_page_says_who_may_play_it_where(client: Client, boris: Person) -> None:
    text = page(client, f"/audio{make_track(boris).pk}")
    assert "Who may play it where" in text
    assert "everywhere" in text
    assert '<svg class="waveform"' in text


def test_a_silent_tracks_page_gives_the_reason(client: Client, boris: Person) -> None:
    text = page(client, f"/audio{make_track(boris, heard=False).pk}")
    assert "Why, and who said so" in text
    assert "Not identified yet" in text


def test_a_withdrawn_track_is_gone(client: Client, boris: Person) -> None:
    track = make_track(boris)
    boris_in = Client()
    boris_in.force_login(boris, backend=BACKEND)
    assert boris_in.post(f"/audio/upload/{track.upload_id}/withdraw").status_code == 302
    page(client, f"/audio{track.pk}", 404)
    story = page(boris_in, f"/audio/upload/{track.upload_id}")
    assert "taken away by you" in story
    for gone in (f'href="/audio{track.pk}', "Take this track away"):
        assert gone not in story
        assert gone not in page(boris_in, "/audio/uploads/mine")


def test_only_its_uploader_renames_withdraws_contests_or_reads_an_upload(
    signed_in: Client, boris: Person
) -> None:
    track = make_track(boris)
    page(signed_in, f"/audio/upload/{track.upload_id}", 404)
    page(signed_in, f"/audio/uploads/{track.upload_id}/story", 404)
    for verb in ("rename", "withdraw", "contest", "cancel"):
        said = {"title": "Mine", "ground": "owner", "text": "It is mine."}
        assert signed_in.post(f"/audio/upload/{track.upload_id}/{verb}", said).status_code == 404
    assert Track.objects.get().title == "Song"


def test_a_track_is_renamed(signed_in: Client, anna: Person) -> None:
    track = make_track(anna)
    signed_in.post(f"/audio/upload/{track.upload_id}/rename", {"title": "Утро", "artist": "Анна П."})
    track.refresh_from_db()
    assert (track.title, track.artist) == ("Утро", "Анна П.")


def test_a_guest_is_sent_to_sign_in(client: Client, db: None) -> None:
    for url in ("/audio/upload", "/audio/uploads/mine", f"/audio/upload/{uuid.uuid4()}"):
        assert client.get(url)["Location"].startswith("/accounts/login/")


def test_files_of_a_plain_form_are_taken_in(signed_in: Client, anna: Person) -> None:
    files = [SimpleUploadedFile("a.mp3", b"first"), SimpleUploadedFile("б.mp3", b"second")]
    answer = signed_in.post("/audio/upload", {"file": files, "artist": "Анна", "title": "only for one"})
    assert (answer.status_code, answer["Location"]) == (302, "/audio/uploads/mine")
    taken = Upload.objects.order_by("filename")
    assert [(u.filename, u.state, u.artist, u.title) for u in taken] == [
        ("a.mp3", "received", "Анна", ""),
        ("б.mp3", "received", "Анна", ""),
    ]


def test_one_bad_file_of_a_form_does_not_hide_the_good_ones(signed_in: Client, anna: Person) -> None:
    files = [SimpleUploadedFile("good.mp3", b"sound"), SimpleUploadedFile("empty.mp3", b"")]
    answer = signed_in.post("/audio/upload", {"file": files})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "The file is empty." in text
    assert f"/audio/upload/{Upload.objects.get().pk}" in text


def test_a_form_past_the_limit_is_refused_unread(signed_in: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.MOST_UPLOAD_BYTES = 10
    big = SimpleUploadedFile("big.mp3", bytes(2 * 1024 * 1024))
    assert signed_in.post("/audio/upload", {"file": big}).status_code == 413
    assert not list(settings.FILE_UPLOAD_TEMP_DIR.iterdir())


def test_a_form_needs_its_csrf_token(anna: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna, backend=BACKEND)
    answer = browser.post("/audio/upload", {"file": SimpleUploadedFile("a.mp3", b"sound")})
    assert answer.status_code == 403
    assert not Upload.objects.exists()


def test_the_story_of_an_unfinished_upload_says_how_far_it_is(signed_in: Client, anna: Person) -> None:
    upload = begin_upload(anna, "a.mp3", 10)
    said = signed_in.get(f"/audio/uploads/{upload.pk}/story").json()
    assert (said["state"], said["ended"], said["received"], said["size"]) == ("arriving", False, 0, 10)
    assert "0 %" in said["html"]


def test_the_story_names_the_countries_of_a_verdict(signed_in: Client, anna: Person) -> None:
    text = page(signed_in, f"/audio/upload/{make_track(anna).upload_id}")
    assert "everywhere except Germany" in text


def test_every_page_of_music_answers(signed_in: Client, anna: Person) -> None:
    make_track(anna)
    urls = (
        "/audio",
        "/audio?q=song",
        "/audio?q=x",
        "/audio/new?before=9",
        "/audio/queue",
        f"/audios{anna.pk}",
    )
    for url in (*urls, "/audio/upload", "/audio/uploads/mine"):
        page(signed_in, url)
    page(signed_in, "/audios999", 404)
    page(signed_in, "/audio999999999999999999", 404)


def test_countries_are_named_in_the_readers_language() -> None:
    from django.utils import translation

    assert place_names("Worldwide") == "everywhere"
    assert place_names("DE FR") == "France, Germany"
    with translation.override("ru"):
        assert "Германия" in place_names("DE")


@given(st.lists(st.integers(0, 255), max_size=900))
def test_a_waveform_has_its_bars_inside_the_picture(values: list[int]) -> None:
    strokes = re.findall(r"M(\d+)\.5 (\d+)v(\d+)", waveform_path(values))
    assert len(strokes) == (BARS if values else 0)
    assert all(int(top) + int(tall) <= BAR_HEIGHT for _, top, tall in strokes)
