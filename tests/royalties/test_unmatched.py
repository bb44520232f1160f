"""Sounds nobody knows: asked for anew in each cycle, told by age, claimed with evidence; money follows."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from akkord.catalogue.errors import NotRepresented
from akkord.flow import clock
from akkord.music import queries as music
from akkord.music.models import Track
from akkord.people.actions import issue_token
from akkord.rights.territories import TerritorySet
from akkord.royalties import actions, correcting, queries
from akkord.royalties.errors import (
    AnsweredBefore,
    AskedBefore,
    BadEntry,
    KnownAlready,
    NotTheirRecording,
    NotUnmatched,
)
from akkord.royalties.models import LateFact, Part, SoundClaim
from akkord.royalties.rules.reach import Reach, Way
from cases import makers
from labels.test_office_pages import signed_in
from music import world
from royalties.test_months import OCTOBER, World, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(log: None) -> World:
    """October is closed: of three plays of 100 EUR revenue one was of a sound nobody knows."""
    made = World()
    made.heard(0, 2, day=5)
    made.heard(2, 1, day=6)
    made.closed(made.earned(OCTOBER, 100_000_000))
    return made


def amounts(site: World) -> dict[tuple[Any, str], int]:
    return {(part.party_id, part.wait): part.amount for part in Part.objects.exclude(amount=0)}


def test_an_accepted_claim_moves_what_waited_and_nothing_else(site: World) -> None:
    assert amounts(site) == {(site.lila.pk, ""): 40_000_000, (None, "unmatched"): 20_000_000}
    (waits,) = queries.soundings()
    assert (waits.sound, waits.plays, waits.amounts) == (site.unknown.pk, 1, {"EUR": 20_000_000})
    with on(11, 5):
        claim = actions.claim_sound(
            site.other, site.nord.pk, site.unknown.pk, site.songs[1].pk, "The contract."
        )
        actions.weigh_claim(site.operator, claim, "The contract shows it.", accepted=True)
        world.work_off()
        (correction,) = correcting.correct_months("claims by evidence", site.operator)
    assert amounts(site) == {(site.lila.pk, ""): 40_000_000, (site.nord.pk, ""): 20_000_000}
    assert [each.organisation_id for each in correction.statements.all()] == [site.nord.pk]
    assert queries.soundings() == ()
    with pytest.raises(AnsweredBefore):
        actions.weigh_claim(site.operator, claim, "Once more.", accepted=False)


def test_an_accepted_claim_answers_the_others_and_no_sound_is_two_recordings(site: World) -> None:
    with on(11, 5):
        sound = site.unknown.pk
        theirs = actions.claim_sound(site.other, site.nord.pk, sound, site.songs[1].pk, "The contract.")
        ours = actions.claim_sound(site.clerk, site.lila.pk, sound, site.songs[0].pk, "The tape.")
        actions.weigh_claim(site.operator, theirs, "The contract shows it.", accepted=True)
        ours.refresh_from_db()
        assert (ours.state, ours.answered_by) == ("refused", site.operator)
        assert "another recording" in ours.answer
        late = actions.claim_sound(site.clerk, site.lila.pk, sound, site.songs[0].pk, "Once more.")
        with pytest.raises(KnownAlready):
            actions.weigh_claim(site.operator, late, "The tape.", accepted=True)
        world.work_off()
    assert music.recordings_of_sounds([sound]) == {sound: [site.songs[1].pk]}


def test_an_agent_for_one_recording_reads_no_claims_of_the_whole_desk(site: World) -> None:
    with on(11, 5):
        actions.claim_sound(site.other, site.nord.pk, site.unknown.pk, site.songs[1].pk, "The contract.")
    narrow = Reach((Way(frozenset({site.songs[1].pk}), TerritorySet.worldwide()),))
    assert queries.sound_claims_of(site.nord.pk, queries.EVERYTHING).count() == 1
    assert not queries.sound_claims_of(site.nord.pk, narrow).exists()


def test_what_waits_is_reckoned_once_until_something_moves(
    site: World, django_assert_max_num_queries: Any
) -> None:
    assert len(queries.soundings()) == 1
    with django_assert_max_num_queries(2):
        queries.soundings()


def test_a_sound_whose_tracks_are_withdrawn_is_named_by_its_number(site: World) -> None:
    Track.objects.filter(sound=site.unknown).update(withdrawn_at=site.tracks[0].made_at, title="A real name")
    page = signed_in(site.other).get(f"/rights/{site.nord.pk}/unmatched").content.decode()
    assert "A real name" not in page
    assert f"sound{site.unknown.pk}" in page


def test_a_refused_claim_moves_nothing(site: World) -> None:
    before = amounts(site)
    with on(11, 5):
        claim = actions.claim_sound(site.other, site.nord.pk, site.unknown.pk, site.songs[1].pk, "Mine.")
        actions.weigh_claim(site.operator, claim, "Nothing shows it.", accepted=False)
        world.work_off()
        assert correcting.correct_months("cycle", site.operator) == []
    assert amounts(site) == before


def test_each_cycle_asks_for_what_nobody_knew_even_if_no_fact_was_told(site: World) -> None:
    with on(11, 5):
        makers.matched([site.unknown], [site.songs[1]])
        assert not LateFact.objects.exists()
        assert len(correcting.correct_months("cycle", site.operator)) == 1
    assert amounts(site)[site.nord.pk, ""] == 20_000_000


def test_a_claim_needs_a_recording_of_ones_own_words_and_money_that_waits(site: World) -> None:
    mine, theirs = site.songs[1].pk, site.songs[0].pk
    claim, nord, sound = actions.claim_sound, site.nord.pk, site.unknown.pk
    with on(11, 5):
        with pytest.raises(NotTheirRecording):
            claim(site.other, nord, sound, theirs, "Mine.")
        with pytest.raises(BadEntry):
            claim(site.other, nord, sound, mine, "  ")
        with pytest.raises(NotUnmatched):
            claim(site.other, nord, site.tracks[0].sound_id, mine, "Mine.")
        with pytest.raises(NotRepresented):
            claim(site.clerk, nord, sound, mine, "Mine.")
        claim(site.other, nord, sound, mine, "Mine.")
        with pytest.raises(AskedBefore):
            claim(site.other, nord, sound, mine, "Mine.")


@pytest.mark.parametrize(("month", "band"), [(11, 0), (1, 3), (5, 6), (12, 12)])
def test_what_waits_is_told_by_age(site: World, month: int, band: int) -> None:
    year = 2026 if month == 11 else 2027
    with clock.at(datetime(year, month, 3, tzinfo=UTC)):
        assert [each[:] for each in queries.aged()] == [(band, "EUR", 20_000_000)]
        assert "20.00 EUR" in Client().get("/transparency/waiting-money").content.decode()


def test_a_label_claims_on_its_desk_and_the_operator_answers_on_theirs(site: World) -> None:
    browser, staff = signed_in(site.other), signed_in(site.operator)
    office = f"/rights/{site.nord.pk}/unmatched"
    assert "20.00 EUR" in browser.get(office).content.decode()
    address = f"{office}/{site.unknown.pk}"
    wrong = browser.post(address, {"isrc": "DEZZZ2600001", "evidence": "Mine."})
    assert (wrong.status_code, "There is no recording of that ISRC" in wrong.content.decode()) == (422, True)
    isrc = site.songs[1].isrc
    assert "weighs your evidence" in browser.post(
        address, {"isrc": isrc, "evidence": "The contract."}, follow=True
    ).content.decode()  # fmt: skip
    desk = staff.get("/staff/sound-claims").content.decode()
    assert "The contract." in desk
    number = SoundClaim.objects.get().pk
    assert staff.post(f"/staff/sound-claims/{number}", {"verdict": "accepted"}).status_code == 422
    staff.post(f"/staff/sound-claims/{number}", {"verdict": "accepted", "text": "Shown."})
    assert "the sound is the recording" in browser.get(office).content.decode()
    assert browser.get(f"{office}/999999").status_code == 404
    assert browser.post(f"/staff/sound-claims/{number}").status_code in (302, 403, 404)


def test_a_program_lists_and_claims(site: World) -> None:
    headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(site.other, 'test')}"}
    api = f"/api/v1/organisations/{site.nord.pk}/unmatched"
    (row,) = Client().get(api, **headers).json()["items"]
    assert row["waiting"] == [{"currency": "EUR", "amount": 20_000_000}]
    new = {"recording": site.songs[1].pk, "evidence": "The contract. " * 140}
    made = Client().post(f"{api}/{row['sound']}/claims", new, content_type="application/json", **headers)
    assert made.status_code == 201
    gone = Client().post(f"{api}/999999/claims", new, content_type="application/json", **headers)
    assert gone.status_code == 404
