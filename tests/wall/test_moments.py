"""What is said at moments of a track: the track's gate decides first, then who is there for the reader."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from akkord.care import actions as care
from akkord.care.actions.deciding import Ruling
from akkord.care.rules import Measure, Thing
from akkord.ledger import actions as ledger
from akkord.music import actions as music
from akkord.music.models import Track
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.people.rules.trust import step_at
from akkord.wall import actions, errors, queries
from akkord.wall.models import Moment
from akkord.wall.rules import moment_read, moment_within
from factories import a_person
from web_music.tracks import make_track

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(settings: Any, tmp_path: Path) -> Person:
    settings.DATA = tmp_path
    ledger.begin_log()
    return a_person("Owner")


@pytest.fixture
def guest() -> Person:
    return a_person("Guest")


@pytest.fixture
def song(owner: Person) -> Track:
    return make_track(owner, title="Song")


def hears(person: Person | None) -> Listener:
    return Listener(person.pk if person else None, "RU")


def say(person: Person, song: Track, at: int = 1000, text: str = "Here") -> Moment:
    return actions.say_at(person, hears(person), song.pk, at, text)


def read(person: Person | None, song: Track) -> list[tuple[int, str]]:
    return [(each.at_ms, each.text) for each in queries.moments_of(hears(person), song.pk)]


def test_moments_stand_in_the_order_of_the_track_and_within_it(
    owner: Person, guest: Person, song: Track
) -> None:
    say(guest, song, 9_000_000, "the\n end ")
    say(owner, song, 5, "the beginning")
    last = round(song.seconds * 1000) - 1
    assert read(None, song) == [(5, "the beginning"), (last, "the end")]


def test_of_a_track_that_is_silent_nothing_is_read_and_nothing_said(owner: Person, guest: Person) -> None:
    silent = make_track(owner, title="Silent", heard=False)
    Moment.objects.create(track=silent, author=owner, at_ms=1, text="hush", made_at=silent.made_at)
    assert read(guest, silent) == []
    with pytest.raises(errors.CommentsClosed):
        say(guest, silent)
    (said,) = Moment.objects.all()
    with pytest.raises(errors.NoSuchMoment):
        queries.moment_for(hears(guest), said.pk)


def test_a_withdrawn_track_takes_what_was_said_with_it(owner: Person, guest: Person, song: Track) -> None:
    said = say(guest, song)
    music.withdraw_track(owner, song)
    with pytest.raises(errors.NoSuchMoment):
        queries.moment_view(hears(guest), said.pk)


def test_who_keeps_somebody_out_neither_reads_nor_is_written_to(
    owner: Person, guest: Person, song: Track
) -> None:
    third = a_person("Third")
    say(guest, song, text="from the guest")
    people.block(third, guest)
    assert read(third, song) == []
    assert read(None, song) == [(1000, "from the guest")]
    people.block(owner, guest)
    with pytest.raises(errors.CommentsClosed):
        say(guest, song)


def test_its_author_and_who_sent_the_track_in_take_it_away_and_nobody_else(
    owner: Person, guest: Person, song: Track
) -> None:
    said = say(guest, song)
    with pytest.raises(errors.NotYours):
        actions.delete_moment(a_person("Third"), said)
    actions.delete_moment(owner, said)
    assert read(guest, song) == []
    assert Moment.objects.get().text == ""
    actions.delete_moment(guest, say(guest, song))
    assert read(guest, song) == []


def test_words_are_taken_away_while_the_track_is_silent_for_their_author(
    client: Client, owner: Person, guest: Person
) -> None:
    silent = make_track(owner, title="Silent", heard=False)
    said = Moment.objects.create(track=silent, author=guest, at_ms=1, text="hush", made_at=silent.made_at)
    client.force_login(a_person("Third"), "allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(f"/moment{said.pk}/delete").status_code == 404
    client.force_login(guest, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(f"/moment{said.pk}/delete").status_code == 302
    assert Moment.objects.get().text == ""


def test_what_the_staff_hides_its_author_alone_reads(owner: Person, guest: Person, song: Track) -> None:
    said = say(guest, song, text="rude")
    report = care.report(owner, Thing.MOMENT, said.pk, "harassment", "rude", hears(owner))
    staff = a_person("Staff", is_staff=True)
    care.decide(staff, report.matter_id, Ruling(measure=Measure.HIDE, rule="harassment", words="It is rude."))
    assert read(owner, song) == read(None, song) == []
    (own,) = queries.moments_of(hears(guest), song.pk)
    assert own.hidden


def test_words_have_a_length_and_a_pace(owner: Person, guest: Person, song: Track) -> None:
    with pytest.raises(errors.NothingSaid):
        say(guest, song, text=" \n ")
    with pytest.raises(errors.MomentTooLong):
        say(guest, song, text="a" * 301)
    newcomer = a_person("New", date_joined=song.made_at)
    most = step_at(newcomer.date_joined, newcomer.date_joined).comments_an_hour
    assert most is not None
    for n in range(most):
        say(newcomer, song, text=str(n))
    with pytest.raises(errors.TooFast):
        say(newcomer, song)


def test_the_page_tells_them_and_takes_them(
    client: Client, owner: Person, guest: Person, song: Track
) -> None:
    client.force_login(guest, "allauth.account.auth_backends.AuthenticationBackend")
    said = {"at": "0:02", "text": "<b>loud</b>"}
    assert client.post(f"/audio{song.pk}/moments/say", said).status_code == 302
    page = client.get(f"/audio{song.pk}").text
    assert "&lt;b&gt;loud&lt;/b&gt;" in page
    (told,) = client.get(f"/audio{song.pk}/moments").json()["moments"]
    assert (told["clock"], told["name"], told["seconds"]) == ("0:02", "Guest", 2.0)
    client.post(f"/audio{song.pk}/moments/say", {"at": "soon", "text": "x"})
    assert Moment.objects.count() == 1
    place = f"/moment{told['number']}"
    assert client.get(place).headers["Location"] == f"/audio{song.pk}#moment{told['number']}"
    assert client.post(f"{place}/delete").status_code == 302
    assert client.get(place).status_code == 404


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("1:23", 83_000),
        ("83.5", 83_500),
        ("0:02,25", 2_250),
        ("1:2:3", None),
        ("-1", None),
        ("", None),
        ("٣", None),
    ],
)
def test_a_moment_is_read_as_people_write_it(said: str, found: int | None) -> None:
    assert moment_read(said) == found


@pytest.mark.parametrize(
    ("at", "seconds", "found"), [(5, 10.0, 5), (10_000, 10.0, 9_999), (-3, 10.0, 0), (7, 0.0, 0)]
)
def test_a_moment_lies_within_its_track(at: int, seconds: float, found: int) -> None:
    assert moment_within(at, seconds) == found
