"""DDEX messages through the doors with a stepped clock: what a label sends is what listeners hear, and when.

Every message here is self-made (tests/catalogue/ern/writing.py).
"""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from akkord.catalogue import actions as catalogue
from akkord.catalogue import delivery_life
from akkord.catalogue.models import Recording, ReleaseMessage
from akkord.flow import clock, jobs
from akkord.flow.models import Job
from akkord.music import queries as music
from akkord.music.rules import Listener
from akkord.rights.models import Licence
from cases import makers
from catalogue.ern.writing import ANOTHER, LABEL, Album, Song, Terms, new_release, purge
from catalogue.makers import StandInEar

pytestmark = pytest.mark.django_db

ELEVEN = tuple(Song(f"A{n}", f"RUA12140{n:04d}", f"Song {n}") for n in range(1, 12))
ALBUM = (Album(songs=tuple(song.reference for song in ELEVEN)),)
UGC = ("OnDemandStream", "UserMakeAvailableUserProvided")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture(autouse=True)
def _alone(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery_life, "ear", StandInEar())
    settings.WAKES = {event: [] for event in settings.WAKES} | {
        "message_catalogued": ["akkord.rights.tasks.license_delivered"]
    }


class Desk:
    """A label with its office, its recordings of these songs, and members' uploads of them."""

    def __init__(self, songs: tuple[Song, ...] = ELEVEN) -> None:
        self.label, self.person = makers.label()
        catalogue.record_dpid(self.label, LABEL)
        self.browser = Client()
        self.browser.force_login(self.person, "allauth.account.auth_backends.AuthenticationBackend")
        recordings = makers.recordings(self.label, len(songs))
        for recording, song in zip(recordings, songs, strict=True):
            Recording.objects.filter(pk=recording.pk).update(isrc=song.isrc)
        sounds = makers.sounds(len(songs))
        self.tracks = makers.tracks(makers.person(), sounds)
        makers.matched(sounds, recordings)

    def work(self) -> None:
        while taken := jobs.take("tests"):
            assert jobs.run(taken, "tests"), Job.objects.get(pk=taken.id).error

    def send(self, written: str, *, accept: bool = True) -> str:
        """Send a message and, if it can be, accept it; the page that showed what would follow."""
        file = SimpleUploadedFile("message.xml", written.encode())
        shown = self.browser.post(f"/rights/{self.label.pk}/messages/new", {"messages": [file]})
        self.work()
        page = self.browser.get(shown["Location"]).content.decode()
        if accept:
            self.browser.post(shown["Location"] + "/accept")
            self.work()
        return page

    def heard(self, territory: str) -> set[str]:
        """The verdicts on all tracks for a listener there, now."""
        decided = music.decide_for(Listener(None, territory), self.tracks)
        return {decided[track.pk].verdict.name for track in self.tracks}


def licensed(*territories: str, **more: Any) -> Terms:
    said = {"uses": UGC, "models": ("FreeOfChargeModel",), "period": {"StartDate": "2014-06-01"}}
    return Terms(territories=territories, **said | more)


def test_scenario_7_eleven_tracks_for_russia_play_from_its_last_midnight_until_the_end_instant() -> None:
    """StartDate is a local day. Russia has eleven clocks, so the day has come when it has come by all of
    them (decision 0013): at midnight of Kaliningrad, the last, in 2014 at UTC+3: 21:00 UTC the day before.
    """
    period = {"StartDate": "2014-06-01", "EndDateTime": "2014-09-01T12:00:00Z"}
    with clock.at(utc("2014-05-20 12:00")):
        desk = Desk()
        page = desk.send(
            new_release(
                created="2014-05-20T10:00:00Z",
                songs=ELEVEN,
                albums=ALBUM,
                deals=(licensed("RU", period=period),),
            )
        )
        assert "2014-05-31 21:00 UTC" in page
        assert desk.heard("RU") == {"BLOCK"}
    for moment, russia in [
        ("2014-05-31 20:59:59.999999", {"BLOCK"}),
        ("2014-05-31 21:00", {"ALLOW"}),
        ("2014-09-01 11:59:59.999999", {"ALLOW"}),
        ("2014-09-01 12:00", {"BLOCK"}),
    ]:
        with clock.at(utc(moment)):
            assert desk.heard("RU") == russia
            assert desk.heard("UA") == {"BLOCK"}


def test_scenario_17_a_test_an_older_message_another_service_and_no_deal_license_nothing() -> None:
    with clock.at(utc("2014-07-01 12:00")):
        desk = Desk()
        given = {"songs": ELEVEN, "albums": ALBUM}
        desk.send(new_release(created="2014-06-05T12:00:00Z", **given, deals=(licensed("DE"),), test=True))
        desk.send(
            new_release(created="2014-06-06T12:00:00Z", **given, deals=(licensed("DE", channels=(ANOTHER,)),))
        )
        desk.send(new_release(created="2014-06-07T12:00:00Z", **given, deals=()))
        desk.send(new_release(created="2014-06-04T12:00:00Z", **given, deals=(licensed("DE"),)))
        assert ReleaseMessage.objects.filter(state="done").count() == 4
        assert not Licence.objects.exists()
        assert desk.heard("DE") == {"BLOCK"}
        # and the label may still license it
        desk.send(new_release(created="2014-06-08T12:00:00Z", **given, deals=(licensed("DE"),)))
        assert desk.heard("DE") == {"ALLOW"}
        desk.send(purge(created="2014-06-09T12:00:00Z"))
        assert desk.heard("DE") == {"BLOCK"}
        (withdrawn,) = Licence.objects.all()
        assert withdrawn.withdrawal is not None


STREAM = ("Stream", "UserMakeAvailableUserProvided")  # the parent of both kinds, as DDEX prefers it


def test_a_deal_for_streams_of_every_kind_lets_members_listen() -> None:
    with clock.at(utc("2014-07-01 12:00")):
        desk = Desk()
        desk.send(new_release(songs=ELEVEN, albums=ALBUM, deals=(licensed("DE", uses=STREAM),)))
        assert desk.heard("DE") == {"ALLOW"}


def test_a_life_as_the_standard_writes_it_gives_its_licences() -> None:
    """Initial, further territories, another price, an end, a purge (self-made after DDEX's life cycle of
    ERN 3.8): later messages name no resources and say so, and no message has an id.
    """
    whole = {"songs": ELEVEN, "albums": ALBUM}
    omitted = {"songs": (), "albums": (Album(songs=(), omits=True),)}

    def word(created: str, *deals: Terms, **what: Any) -> str:
        return new_release("3.8.2", f"2014-{created}T12:00:00Z", deals=deals, message_id="", **what)

    def deal(*territories: str, **more: Any) -> Terms:
        return licensed(*territories, uses=STREAM, **{"period": {"StartDate": "2014-05-01"}} | more)

    life = [
        word("04-03", deal("US"), **whole),
        word("06-01", deal("US", "DE"), **omitted),
        word(
            "07-01",
            deal("US", price="1.00", period={"StartDate": "2014-05-01", "EndDate": "2014-07-31"}),
            deal("US", price="2.00", period={"StartDate": "2014-08-01"}),
            Terms(("R0",), (), ("US",), STREAM, ("FreeOfChargeModel",), {"StartDate": "2014-05-01"}),
            **omitted,
        ),
        word("09-01", deal("US", period={"EndDate": "2014-09-30"}), **omitted),
        purge("3.8.2", "2014-10-15T12:00:00Z", message_id=""),
    ]
    with clock.at(utc("2014-04-01 12:00")):
        desk, step = Desk(), 0
    for day, america, germany in [
        ("05-02", {"ALLOW"}, {"BLOCK"}),
        ("06-15", {"ALLOW"}, {"ALLOW"}),
        ("07-31", {"ALLOW"}, {"ALLOW"}),
        ("08-15", {"ALLOW"}, {"ALLOW"}),
        ("09-15", {"ALLOW"}, {"BLOCK"}),
        ("10-02", {"BLOCK"}, {"BLOCK"}),
        ("11-01", {"BLOCK"}, {"BLOCK"}),
    ]:
        with clock.at(utc(f"2014-{day} 12:00")):
            for written in life[step:]:
                if created(written) <= f"2014-{day}T12:00:00Z":
                    desk.send(written)
                    step += 1
            assert (desk.heard("US"), desk.heard("DE")) == (america, germany), day


def created(written: str) -> str:
    return written.partition("<MessageCreatedDateTime>")[2].partition("<")[0]
