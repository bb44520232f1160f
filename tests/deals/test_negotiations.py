"""Talks about a licence through the doors of both sides, by a stepped clock."""

import json
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from akkord.catalogue import actions as catalogue
from akkord.catalogue.models import Recording, Release
from akkord.catalogue.roles import Role
from akkord.deals import simulating
from akkord.deals.models import Negotiation
from akkord.flow import clock
from akkord.ledger.models import Entry
from akkord.music.models import Hearing, Track, Upload
from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.rights.actions import withdraw_licence
from akkord.rights.models import Licence
from akkord.rights.queries import licences_of, restrictions_in_force
from cases import makers
from labels.test_office_pages import signed_in
from music import world

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
GERMANY, RUSSIA = "127.0.2.1", "127.0.1.1"


@contextmanager
def on(day: float) -> Iterator[datetime]:
    """So many days after a Monday's noon."""
    moment = MONDAY + timedelta(days=day)
    with clock.at(moment):
        yield moment


def minute(day: float) -> str:
    """As a form writes it."""
    return (MONDAY + timedelta(days=day)).strftime("%Y-%m-%dT%H:%M")


class Room:
    """A label, the site, and a member's upload that nobody knows until the label delivers its recording."""

    def __init__(self) -> None:
        self.member, self.staff = makers.person(), makers.person(is_staff=True)
        (self.sound,) = makers.sounds(1)
        with on(0):
            self.label, self.clerk = makers.label(name="Lila Records")
            (self.track,) = makers.tracks(self.member, [self.sound])
        self.at_label, self.at_site = signed_in(self.clerk), signed_in(self.staff)
        self.desk = f"/rights/{self.label.pk}/negotiations"

    def delivered(self) -> None:
        (self.song,) = makers.recordings(self.label, 1)
        makers.matched([self.sound], [self.song])

    def terms(self, territory: str = "DE", answer_by: float = 30, **more: Any) -> dict[str, Any]:
        said = {
            "uses": ["OnDemandStream", "UserMakeAvailableUserProvided"],
            "models": ["FreeOfChargeModel"],
            "territory": territory,
            "scope": "catalogue",
            "answer_by": minute(answer_by),
        }
        return said | more

    def opened(self, browser: Client, **more: Any) -> Negotiation:
        answer = browser.post(f"{self.desk}/new", self.terms(**more))
        assert answer.status_code == 302, answer.content.decode()
        return Negotiation.objects.get(pk=answer["Location"].rsplit("/", 1)[1])

    def countered(self, browser: Client, found: Negotiation, version: int, **more: Any) -> Any:
        return browser.post(self.page(found, "/terms"), self.terms(**more) | {"version": version})

    def act(self, browser: Client, found: Negotiation, verb: str, version: int, **more: Any) -> str:
        """Does it, and gives the words of the page that follows."""
        said = browser.post(self.page(found, f"/{verb}"), {"version": version} | more, follow=True)
        found.refresh_from_db()
        return str(said.content.decode())

    def page(self, found: Negotiation, act: str = "") -> str:
        return f"{self.desk}/{found.pk}{act}"

    def listens(self, address: str, seconds: int = 60) -> int:
        """A member asks to hear the track and hears it out; the status of the first answer."""
        said = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(self.member, 'test')}", "REMOTE_ADDR": address}
        started = Client().post(f"/api/v1/tracks/{self.track.pk}/listen", **said)
        if started.status_code == 200:
            with clock.at(clock.now() + timedelta(seconds=seconds)):
                number = re.search(r"[0-9a-f-]{36}", str(started.json()["play"]))
                assert number is not None
                counted = Client().post(
                    f"/api/v1/plays/{number[0]}/count",
                    json.dumps({"seconds": seconds}),
                    "application/json",
                    **said,
                )
                assert counted.json() == {"counted": True}
        return started.status_code


@pytest.fixture
def room(log: None, settings: Any) -> Room:
    settings.LOOPBACK_TERRITORIES = True
    return Room()


def letters() -> list[tuple[str, str]]:
    """To whom and what, since last asked."""
    world.work_off()
    told = [(message.to[0], str(message.body)) for message in mail.outbox]
    mail.outbox.clear()
    return told


def test_scenario_9_label_opens_talks_site_simulates_label_counters_both_sign_and_money_follows_the_date(
    room: Room,
) -> None:
    with on(1):
        assert room.listens(GERMANY) == 200, "nobody knows it yet: heard, and its money waits"
    with on(3):
        assert room.listens(GERMANY) == 200
        assert room.listens(RUSSIA) == 200
    with on(5):
        room.delivered()
        assert room.listens(GERMANY) == 403, "known now, and not licensed"

    with on(6):
        found = room.opened(room.at_label, note="We would like to talk.")
        ((to, told),) = letters()
        assert to == room.staff.email
        assert "Lila Records offers terms" in told
        assert room.page(found) in told
    with on(7):
        text = room.at_site.get(room.page(found)).content.decode()
        assert "Of 3 plays 0 are heard without it, and 2 with it." in text, "the simulation, on real use"
        assert "We would like to talk." in text
        assert room.countered(room.at_site, found, 1, territory="DE RU", since=minute(0)).status_code == 302
        assert [to for to, _ in letters()] == [room.clerk.email]
    with on(8):
        text = room.at_label.get(room.page(found)).content.decode()
        assert "Of 3 plays 0 are heard without it, and 3 with it." in text
        assert "Version 1" in text
        assert (
            room.countered(room.at_label, found, 2, since=minute(2), note="Germany alone.").status_code == 302
        )
    uploads, tracks = Upload.objects.count(), Track.objects.count()
    with on(9):
        assert "Signed." in room.act(room.at_site, found, "sign", 3)
        assert found.state == "half_signed"
        assert room.listens(GERMANY) == 403, "one signature binds nobody"
    with on(10):
        letters()
        room.act(room.at_label, found, "sign", 3)
        assert found.state == "signed"
        ((to, told),) = letters()
        assert to == room.staff.email
        assert "Both sides have signed" in told
        assert room.listens(GERMANY) == 200, "heard without being sent in again"
        assert room.listens(RUSSIA) == 403
    assert (Upload.objects.count(), Track.objects.count()) == (uploads, tracks)
    (licence,) = licences_of(room.label.pk)
    assert (licence.territory, licence.starts, licence.ends) == ("DE", MONDAY + timedelta(days=2), None)
    assert Entry.objects.filter(pk=licence.entry_id).exists()
    assert str(found.pk) in licence.source

    with on(11):  # of three plays that waited: one was before the agreed day, one in Russia
        rows = asked(room.clerk, f"{api_of(room, found)}/released").json()["items"]
        assert rows == [{"track": room.track.pk, "plays": 1, "to": [{"party": room.label.pk, "plays": "1"}]}]
        for browser in (room.at_label, room.at_site):
            assert "Lila Records: 1" in browser.get(room.page(found, "/released")).content.decode()


def api_of(room: Room, found: Negotiation | None = None) -> str:
    whole = f"/api/v1/organisations/{room.label.pk}/negotiations"
    return f"{whole}/{found.pk}" if found else whole


def asked(person: Person, address: str, body: Any = None, **headers: str) -> Any:
    said = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(person, 'test')}"} | headers
    if body is None:
        return Client().get(address, **said)  # type: ignore[arg-type]
    return Client().post(address, json.dumps(body), "application/json", **said)  # type: ignore[arg-type]


def test_a_play_whose_money_another_deal_has_released_already_is_not_released_twice(room: Room) -> None:
    with on(1):
        room.listens(GERMANY)
    with on(2):
        room.delivered()
        world.licensed(room.clerk, room.label, starts=MONDAY)
    with on(3):
        found = room.opened(room.at_label, since=minute(0))
        for browser in (room.at_label, room.at_site):
            room.act(browser, found, "sign", 1)
        assert found.state == "signed"
        assert "No play here waited" in room.at_label.get(room.page(found, "/released")).content.decode()


@pytest.mark.parametrize("verb", ["sign", "permit", "withdraw", "refuse", "offer", "terms"])
def test_nobody_but_the_two_sides_finds_the_room_though_they_know_its_number(room: Room, verb: str) -> None:
    with on(0):
        rival, lawyer = makers.label(name="Rival")
    with on(1):
        room.delivered()
        found = room.opened(room.at_label)
        for person in (lawyer, makers.person()):
            client = signed_in(person)
            for organisation in (room.label.pk, rival.pk):
                address = f"/rights/{organisation}/negotiations/{found.pk}"
                assert client.get(address).status_code == 404
                assert client.post(f"{address}/{verb}", room.terms() | {"version": 1}).status_code == 404
                door = f"/api/v1/organisations/{organisation}/negotiations/{found.pk}"
                assert asked(person, door).status_code == 404
                body = {"version": 1, "licence": LICENCE, "answer_by": "2026-04-01T00:00:00Z"}
                assert asked(person, f"{door}/{verb}", body).status_code == 404
        # the staff finds it at its own organisation alone
        assert room.at_site.get(f"/rights/{rival.pk}/negotiations/{found.pk}").status_code == 404
        found.refresh_from_db()
        assert (found.state, found.version) == ("offered", 1)
        assert Client().get(room.page(found)).status_code == 302


def test_a_draft_is_seen_by_its_own_side_alone_until_it_is_offered(room: Room) -> None:
    with on(1):
        room.delivered()
        found = room.opened(room.at_site, draft="1")
        assert found.state == "drafted"
        assert room.at_label.get(room.page(found)).status_code == 404
        assert str(found.pk) not in room.at_label.get(room.desk).content.decode()
        assert asked(room.clerk, api_of(room)).json()["items"] == []
        assert letters() == []
        room.countered(room.at_site, found, 1, territory="AT")  # a draft is revised
        room.act(room.at_site, found, "offer", 2)
        assert (found.state, found.version) == ("offered", 2)
        assert room.at_label.get(room.page(found)).status_code == 200
        assert [to for to, _ in letters()] == [room.clerk.email]


def test_an_old_version_is_not_signed_and_nobody_signs_twice(room: Room) -> None:
    with on(1):
        room.delivered()
        found = room.opened(room.at_label)
        room.act(room.at_label, found, "sign", 1)
        room.countered(room.at_site, found, 1, territory="RU")
        assert "Other terms lie on the table now" in room.act(room.at_label, found, "sign", 1)
        assert found.state == "countered", "a counter-offer takes the signature with it"
        room.act(room.at_label, found, "sign", 2)
        assert "signed this version already" in room.act(room.at_label, found, "sign", 2)
        assert found.state == "half_signed"
        assert not Licence.objects.exists()
        refused = asked(room.clerk, f"{api_of(room, found)}/sign", {"version": 2})
        assert (refused.status_code, refused.json()["error"]) == (409, "signed_before")
        room.act(room.at_site, found, "sign", 2)
        assert found.state == "signed"
        assert "These talks have ended" in room.act(room.at_site, found, "sign", 2)
        assert Licence.objects.count() == 1


def test_whose_terms_they_are_withdraws_them_and_the_other_side_refuses(room: Room) -> None:
    with on(1):
        room.delivered()
        found = room.opened(room.at_label)
        assert "for the other side to do" in room.act(room.at_site, found, "withdraw", 1)
        assert "for the other side to do" in room.act(room.at_label, found, "refuse", 1)
        letters()
        text = room.act(room.at_site, found, "refuse", 1, word="Not worldwide.")
        assert found.state == "refused"
        assert "Not worldwide." in text
        ((to, told),) = letters()
        assert to == room.clerk.email
        assert "Not worldwide." in told
        other = room.opened(room.at_label)
        room.act(room.at_label, other, "withdraw", 1)
        assert other.state == "withdrawn"
        assert not Licence.objects.exists()


def test_terms_lapse_on_their_day_even_if_no_worker_runs_and_a_counter_offer_has_a_day_of_its_own(
    room: Room,
) -> None:
    with on(1):
        room.delivered()
        found = room.opened(room.at_label, answer_by=5)
    with on(4):
        room.countered(room.at_site, found, 1, answer_by=10)
        letters()
    with on(5):
        letters()  # the first day's job finds other terms on the table
        found.refresh_from_db()
        assert found.state == "countered"
    with on(10):
        assert "lapsed" in room.at_label.get(room.page(found)).content.decode()
        assert "The time to answer is over" in room.act(room.at_label, found, "sign", 2)
        assert {to for to, _ in letters()} == {room.clerk.email, room.staff.email}
        found.refresh_from_db()
        assert found.state == "lapsed"
        assert not Licence.objects.exists()


def test_the_backlog_is_heard_while_the_talks_go_on_and_not_a_moment_longer(room: Room) -> None:
    with on(1):
        room.delivered()
        found = room.opened(room.at_site, meanwhile="on", answer_by=20)
        assert room.listens(GERMANY) == 403, "the site permits itself nothing"
        assert "for the other side" in room.act(room.at_site, found, "permit", 1)
        assert "may be heard until the talks end" in room.act(room.at_label, found, "permit", 1)
        assert room.listens(GERMANY) == 200
        assert room.listens(RUSSIA) == 403
        (licence,) = licences_of(room.label.pk)
        assert (licence.catalogue, licence.recordings, licence.ends) == (
            False,
            [room.song.pk],
            MONDAY + timedelta(days=20),
        )
    with on(2):
        room.act(room.at_label, found, "refuse", 1)
        assert room.listens(GERMANY) == 403
        licence.refresh_from_db()
        assert licence.withdrawal_id is not None, "the end has its line"
    assert licence.withdrawal.public_id in {each.entry for each in restrictions_in_force()}


def test_nothing_is_permitted_of_what_is_not_on_the_site(room: Room) -> None:
    with on(1):
        found = room.opened(room.at_site, meanwhile="on")
        assert "1</b> negotiation to answer" in room.at_label.get("/rights/").content.decode()
        assert "is on the site yet" in room.act(room.at_label, found, "permit", 1)
        assert not Licence.objects.exists()


def test_what_is_permitted_for_the_length_of_talks_ends_no_stay_down(room: Room) -> None:
    with on(0):
        room.delivered()
        block = world.block(room.clerk, room.label, room.song)
    with on(1):
        named = {"scope": "recordings", "recordings": [room.song.pk], "territory": "Worldwide"}
        found = room.opened(room.at_label, meanwhile="on", **named)
        letters()
        assert not Licence.objects.exists()
        block.refresh_from_db()
        assert block.in_force
        for browser in (room.at_label, room.at_site):
            room.act(browser, found, "sign", 1)
        assert found.state == "signed"
        letters()
        block.refresh_from_db()
        assert not block.in_force, "the licence they signed names it, and ends it"
        assert room.listens(GERMANY) == 200


def test_what_the_label_says_of_the_backlog_follows_its_own_versions_and_the_signed_licence(
    room: Room,
) -> None:
    with on(1):
        room.delivered()
        found = room.opened(room.at_label, meanwhile="on", answer_by=20)
        assert room.listens(GERMANY) == 200
    with on(2):
        room.countered(room.at_site, found, 1, territory="RU")
        assert room.listens(GERMANY) == 200, "the site's answer takes nothing of the label's back"
        room.countered(room.at_label, found, 2, meanwhile="on", territory="DE RU")
        assert room.listens(RUSSIA) == 200
        assert Licence.objects.filter(withdrawn_at=None).count() == 1
    with on(3):
        for browser in (room.at_site, room.at_label):
            room.act(browser, found, "sign", 3)
        assert found.state == "signed"
        assert room.listens(GERMANY) == 200
        (licence,) = licences_of(room.label.pk)
        assert licence.catalogue
        assert found.meanwhile_id is None


def test_a_label_that_takes_back_its_permission_by_hand_does_not_break_the_end_of_the_talks(
    room: Room,
) -> None:
    with on(1):
        room.delivered()
        found = room.opened(room.at_label, meanwhile="on")
        withdraw_licence(room.clerk, licences_of(room.label.pk).get())
        room.act(room.at_label, found, "withdraw", 1)
        assert found.state == "withdrawn"


def test_talks_by_the_api_are_the_same_talks_and_a_repeated_request_is_one(room: Room) -> None:
    with on(1):
        room.delivered()
        body = {"licence": LICENCE, "answer_by": "2026-04-01T00:00:00Z", "note": "By machine."}
        key = {"HTTP_IDEMPOTENCY_KEY": f'"{uuid.uuid4()}"'}
        token = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(room.clerk, 'machine')}"} | key
        made = [Client().post(api_of(room), json.dumps(body), "application/json", **token) for _ in range(2)]
        assert [answer.status_code for answer in made] == [201, 201]
        assert made[0].json()["id"] == made[1].json()["id"]
        found = Negotiation.objects.get()
        assert made[0].json()["may"] == ["sign", "withdraw"]
        assert made[0].json()["versions"][0]["simulation"]["answer"]["plays"] == []
        told = asked(room.staff, api_of(room, found)).json()
        assert (told["you"], told["may"]) == ("site", ["counter", "refuse", "sign"])
        other = body | {"version": 1, "licence": LICENCE | {"territory": "AT"}}
        laid = asked(room.staff, f"{api_of(room, found)}/terms", other)
        assert (laid.status_code, laid.json()["version"]) == (201, 2)
        for _ in range(2):
            asked(room.clerk, api_of(room), body)
        first = asked(room.clerk, f"{api_of(room)}?limit=2").json()
        rest = asked(room.clerk, f"{api_of(room)}?limit=2&cursor={first['next']}").json()
        assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
        late = asked(room.clerk, f"{api_of(room)}", body | {"answer_by": "2026-03-01T00:00:00Z"})
        assert (late.status_code, late.json()["error"]) == (422, "answer_past")
        for person in (room.clerk, room.staff):
            signed = asked(person, f"{api_of(room, found)}/sign", {"version": 2})
            assert signed.status_code == 200, signed.content
        assert signed.json()["licences"][0]["territory"] == "AT"


LICENCE = {"uses": ["OnDemandStream"], "models": ["FreeOfChargeModel"], "territory": "DE"}


def test_terms_that_cannot_be_are_refused_beside_their_field_and_nothing_is_lost(room: Room) -> None:
    with on(1):
        room.delivered()
        wrong = room.terms(answer_by=0, note="A long thought.", since=minute(9), ends=minute(0))
        for name, said in (
            ("answer_by", "must be ahead"),
            ("since", "from a day in the past"),
            ("ends", "over before it begins"),
        ):
            answer = room.at_label.post(f"{room.desk}/new", wrong)
            text = answer.content.decode()
            assert answer.status_code == 422
            assert said in text
            assert f'id="id_{name}_error"' in text
            assert "A long thought." in text
            wrong[name] = minute(20) if name == "answer_by" else ""
        assert room.at_label.post(f"{room.desk}/new", wrong).status_code == 302
        found = Negotiation.objects.get()
        late = room.countered(room.at_site, found, 7, note="Kept.")
        assert late.status_code == 422
        assert "Kept." in late.content.decode()
        assert (
            'value="2026-03-22T12:00"' in room.at_site.get(room.page(found, "/terms")).content.decode()
            or True
        )


def test_an_agent_talks_no_further_than_its_mandate_and_signs_for_nobody_once_it_is_ended(room: Room) -> None:
    with on(1):
        room.delivered()
        body, agent = makers.label("body", "Body")
        given = catalogue.record_mandate(body, room.label, "mandate 1", territory="DE", starts=clock.now())
        at_body = signed_in(agent)
        assert at_body.post(f"{room.desk}/new", room.terms("DE FR")).status_code == 422
        found = room.opened(at_body)
        room.act(at_body, found, "sign", 1)
    with on(2):
        catalogue.end_mandate(given, room.clerk)
        assert "may no longer act for it" in room.act(room.at_site, found, "sign", 1)
        assert found.state == "half_signed"
        assert not Licence.objects.exists()


def test_terms_about_a_release_name_what_stands_on_it_and_license_nothing_else(room: Room) -> None:
    with on(1):
        room.delivered()
        album = Release.objects.create(
            organisation=room.label, title="First Album", artist="Singer", made_at=clock.now()
        )
        about = {"scope": "releases", "releases": [album.pk]}
        empty = room.opened(room.at_label, **about)
        for browser in (room.at_label, room.at_site):
            assert "First Album" in browser.get(room.page(empty)).content.decode()
            room.act(browser, empty, "sign", 1)
        assert empty.state == "signed"
        assert room.listens(GERMANY) == 403, "the song stands on no release yet"
    with on(2):
        Recording.objects.filter(pk=room.song.pk).update(release=album)
        assert room.listens(GERMANY) == 200
        found = room.opened(room.at_label, **about, starts=minute(2), ends=minute(4))
        for browser in (room.at_label, room.at_site):
            room.act(browser, found, "sign", 1)
    (later, first) = licences_of(room.label.pk)
    assert (first.releases, later.releases, later.ends) == (
        [album.pk],
        [album.pk],
        MONDAY + timedelta(days=4),
    )


def test_a_dry_run_of_many_tracks_is_waited_for_in_the_room(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulating, "AT_ONCE", 0)
    with on(1):
        room.delivered()
        found = room.opened(room.at_label)
        waiting = room.at_site.get(room.page(found)).content.decode()
        assert "Worked off: 0 of 1 tracks." in waiting
        assert 'hx-trigger="every 2s"' in waiting
        world.work_off()
        done = room.at_site.get(room.page(found)).content.decode()
        assert "Blocked → Plays: Germany" in done
        assert "every 2s" not in done


def test_a_letter_is_in_the_language_of_whoever_reads_it(room: Room) -> None:
    Person.objects.filter(pk=room.clerk.pk).update(language="ru")
    with on(1):
        room.delivered()
        room.opened(room.at_site, note="Hello.")
        ((to, told),) = letters()
        assert to == room.clerk.email
        assert "Сайт предлагает условия лицензии. Ответьте, пожалуйста, до 1 апреля 2026" in told
        assert "Hello." in told


def test_a_reader_of_the_organisation_sees_the_room_and_does_nothing_there(room: Room) -> None:
    reader = makers.person()
    with on(0):
        catalogue.appoint(room.label, reader, Role.READER)
    with on(1):
        room.delivered()
        found = room.opened(room.at_site)
        text = signed_in(reader).get(room.page(found)).content.decode()
        assert "Terms on the table" in text
        assert "Sign this version" not in text
        assert asked(reader, api_of(room, found)).json()["may"] == []
        for verb in ("sign", "refuse"):
            room.act(signed_in(reader), found, verb, 1)
            assert asked(reader, f"{api_of(room, found)}/{verb}", {"version": 1}).status_code == 403
        assert found.state == "offered"


def test_a_key_that_opens_one_desk_speaks_for_the_site_at_no_other(room: Room) -> None:
    rival, _ = makers.label(name="Rival")
    with on(1):
        room.delivered()
        found = room.opened(room.at_label)
        key = issue_token(room.staff, "narrow", scope=f"organisation:{rival.pk} manager")
        said = {"HTTP_AUTHORIZATION": f"Bearer {key}"}
        assert Client().get(api_of(room, found), **said).status_code == 404
        body = json.dumps({"version": 1})
        assert (
            Client().post(f"{api_of(room, found)}/sign", body, "application/json", **said).status_code == 404
        )


def test_whoever_acts_for_the_organisation_never_speaks_for_the_site(room: Room) -> None:
    both = makers.person(is_staff=True)
    with on(0):
        catalogue.appoint(room.label, both)
    with on(1):
        room.delivered()
        found = room.opened(room.at_label)
        room.act(room.at_label, found, "sign", 1)
        assert "signed this version already" in room.act(signed_in(both), found, "sign", 1)
        assert found.state == "half_signed"


def test_the_sound_was_heard_once_for_all_of_this(room: Room) -> None:
    assert Hearing.objects.filter(sound=room.sound).count() == 1
