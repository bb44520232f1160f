"""Every use of a recording in one place: copies side by side, posts, plays; and who hears what is held."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from akkord.catalogue import actions as catalogue
from akkord.flow import clock
from akkord.labels.alignment import WIDTH, Side, align
from akkord.labels.uses import plays_of
from akkord.music import queries, streams
from akkord.music.actions import keep
from akkord.music.models import Match, Play
from akkord.music.rules import Listener
from akkord.rights.models import Ownership
from akkord.rights.territories import TerritorySet
from akkord.sound.models import Sound
from akkord.store.files import files
from akkord.wall.actions import write_post
from cases import makers
from labels.test_office_pages import signed_in
from music import world
from music.conftest import data, log  # noqa: F401  (a store and a log of its own)

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(log: None):  # type: ignore[no-untyped-def]  # noqa: F811
    """A licensed recording whose owner's share is proven for a half only: members' copies are held."""
    label, rep = makers.label()
    mine = makers.recordings(label, 1)[0]
    Ownership.objects.filter(recording=mine).update(share="1/2")
    world.licensed(rep, label)
    member = makers.person()
    copy = world.matched(member, mine)
    kept = files().keep([b"sound" * 1000])
    Sound.objects.update(rendition=kept.sha256, rendition_size=5000, waveform=bytes(range(200)))
    Match.objects.update(speed=1.02, segments=[{"f0": 10.0, "f1": 40.0, "r0": 5.0, "r1": 35.0, "score": 9.0}])
    return label, rep, mine, member, copy


def heard(address: str, person_id: int | None, territory: str = "RU") -> bool:
    try:
        opened = streams.open_stream(address.removeprefix("/stream/"), Listener(person_id, territory))
    except streams.Refused:
        return False
    return streams.still_allowed(opened)


def test_what_is_held_is_heard_by_the_owners_office_and_by_no_other(used) -> None:  # type: ignore[no-untyped-def]
    label, rep, _, member, copy = used
    other, their = makers.label()
    address = queries.office_address(rep.pk, label.pk, copy.pk)
    staff = makers.person(is_staff=True)
    assert heard(address, rep.pk)
    for person in (None, member.pk, their.pk, staff.pk):
        assert not heard(address, person)
    assert not heard(queries.office_address(their.pk, other.pk, copy.pk), their.pk)
    assert not Play.objects.exists()


def test_an_office_is_asked_anew_at_every_piece(used) -> None:  # type: ignore[no-untyped-def]
    label, rep, mine, _, copy = used
    token = queries.office_address(rep.pk, label.pk, copy.pk).removeprefix("/stream/")
    opened = streams.open_stream(token, Listener(rep.pk, "RU"))
    assert streams.still_allowed(opened)
    catalogue.dismiss(label, rep)
    assert not streams.still_allowed(opened)
    catalogue.appoint(label, rep)
    assert streams.still_allowed(opened)
    Ownership.objects.filter(recording=mine).update(standing="asserted")
    assert not streams.still_allowed(opened)


def test_what_is_blocked_is_heard_by_nobody_not_even_the_office(used) -> None:  # type: ignore[no-untyped-def]
    label, rep, mine, _, copy = used
    address = queries.office_address(rep.pk, label.pk, copy.pk)
    world.block(rep, label, mine, TerritorySet.of("RU"))
    assert not heard(address, rep.pk)
    assert heard(address, rep.pk, "DE")
    shown = signed_in(rep).get(f"/rights/{label.pk}/recordings/{mine.pk}/uses").content.decode()
    assert "Held back" in shown


def test_a_mandate_opens_ears_as_far_as_it_reaches(used) -> None:  # type: ignore[no-untyped-def]
    label, _, _, _, copy = used
    body, agent = makers.label("body")
    address = queries.office_address(agent.pk, label.pk, copy.pk)
    assert not heard(address, agent.pk, "DE")
    catalogue.record_mandate(body, label, "mandate 1", territory="DE")
    assert heard(address, agent.pk, "DE")
    assert not heard(address, agent.pk, "RU")


def test_the_page_shows_each_copy_with_both_sounds_posts_and_plays(used) -> None:  # type: ignore[no-untyped-def]
    label, rep, mine, member, copy = used
    keep(member, copy.pk)
    post = write_post(member, wall_person=member, text="Listen", track_ids=[copy.pk])
    at = clock.now() - timedelta(days=1)
    for territory, many in (("DE", 3), ("FR", 1)):
        for _ in range(many):
            Play.objects.create(
                track=copy, person=member, territory=territory, use="play", verdict="ALLOW_REPORT",
                facts_version=1, started_at=at, counted_at=at,
            )  # fmt: skip
    address = f"/rights/{label.pk}/recordings/{mine.pk}"
    browser = signed_in(rep)
    assert f"{address}/uses" in browser.get(address).content.decode()
    text = browser.get(f"{address}/uses").content.decode()
    for said in (member.name, "0:30 of 1:00, 2.0 % faster", "1 person", "Held back", "4 plays", "Germany",
                 "Compare 0:05–0:35 of the recording with 0:10–0:40 of the track", 'class="matched"',
                 "#t=10.0,40.0", f"/wall{post.pk}"):  # fmt: skip
        assert said in text, said
    assert "not published yet" in text  # the reference has no track of its own yet
    rows = taken(browser.get(f"{address}/uses/plays.csv"))
    assert rows == ["day,territory,plays", f"{at:%Y-%m-%d},DE,3", f"{at:%Y-%m-%d},FR,1"]
    (_, row) = taken(browser.get(f"{address}/uses/copies.csv"))
    assert row.startswith(f"{copy.pk},Song,")
    assert "30.0,10.0-40.0 = 5.0-35.0,1.02" in row
    assert taken(browser.get(f"{address}/uses/posts.csv"))[1].startswith(f"{post.pk},")
    wrong = browser.get(f"{address}/uses?first=2026-02-02&last=2026-02-01")
    assert wrong.status_code == 422
    assert "must not be before" in wrong.content.decode()
    assert browser.get(f"{address}/uses/all.csv").status_code == 404
    stranger = signed_in(makers.person())
    for what in ("uses", "uses/plays.csv", "uses/copies.csv", "uses/posts.csv"):
        assert stranger.get(f"{address}/{what}").status_code == 404
        assert Client().get(f"{address}/{what}").status_code == 302


def taken(answer: Any) -> list[str]:
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


def test_a_copy_is_drawn_along_its_match_whatever_its_speed() -> None:
    loud = Side(100.0, bytes([255]) * 800)
    drawn = align({"f0": 20.0, "f1": 60.0, "r0": 10.0, "r1": 50.0}, Side(60.0, bytes([9]) * 800), loud)
    assert drawn is not None
    assert (drawn.begins, round(drawn.begins + drawn.width)) == (16.67, 83)
    assert [tick.seconds for tick in drawn.reference.ticks] == [0, 10, 20, 30, 40, 50, 60]
    assert [tick.seconds for tick in drawn.upload.ticks] == [10, 20, 30, 40, 50, 60, 70]
    fast = align({"f0": 0.0, "f1": 20.0, "r0": 40.0, "r1": 60.0}, Side(80.0, b""), Side(20.0, b"\x80"))
    assert fast is not None
    assert fast.reference.path == ""
    assert fast.upload.path.startswith(f"M{WIDTH // 2 + 1} ")  # nothing is drawn before it begins
    assert align({"f0": 0.0, "f1": 0.0, "r0": 0.0, "r1": 5.0}, loud, loud) is None


def test_every_day_of_a_period_is_there_also_without_plays() -> None:
    first, last = datetime(2026, 2, 27, tzinfo=UTC).date(), datetime(2026, 3, 2, tzinfo=UTC).date()
    told = plays_of([(first, "DE", 2), (last, "FR", 5), (last, "DE", 1)], first, last)
    assert [day.plays.total() for day in told.days] == [2, 0, 0, 6]
    assert (told.total, told.territories, told.highest) == (8, [("FR", 5), ("DE", 3)], 6)
