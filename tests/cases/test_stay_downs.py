"""Stay-downs in the office: what is kept out, what came again, and their ends: word, licence, court, day."""

from datetime import timedelta
from typing import Any

import pytest

from akkord.cases import kept_out
from akkord.cases.models import Approval, Letter, Proceeding
from akkord.flow import clock
from akkord.music import queries as music
from akkord.music.models import Upload
from akkord.people.actions import issue_token
from akkord.rights import actions as rights
from akkord.rights.models import Block
from akkord.rights.rules.facts import Repertoire
from akkord.rights.terms import CommercialModel, RecordingId, UseType, Verdict
from akkord.rights.territories import parse
from cases import makers
from cases.conftest import ear  # noqa: F401  (a stand-in for the ear)
from cases.test_claims import held_entries, later, ordered, standing_lines, told, verdict
from labels.test_office_pages import signed_in
from music.conftest import data, log  # noqa: F401  (a store and a log of its own)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
PERMITTED = {"uses": list(UseType), "models": list(CommercialModel)}


@pytest.fixture
def kept() -> Any:
    """A licensed label's recording under order, and a copy that came after it."""
    label, rep = makers.label()
    rights.grant_licence(rep, label, **PERMITTED)
    mine = makers.recordings(label, 1)[0]
    ordered(rep, label, mine.isrc)
    with clock.at(clock.now() + timedelta(hours=1)):
        sound = makers.sounds(1)
        (track,) = makers.tracks(makers.person(), sound)
        makers.matched(sound, [mine])
        told([track])
    return label, rep, mine, track, Block.objects.get()


def test_its_page_tells_since_when_by_which_order_and_what_came_again_and_was_stopped(kept) -> None:  # type: ignore[no-untyped-def]
    label, rep, mine, track, block = kept
    browser, office = signed_in(rep), f"/rights/{label.pk}/stay-downs"
    assert str(mine) in browser.get(office).content.decode()
    text = browser.get(f"{office}/{block.pk}").content.decode()
    assert "Autumn" in text  # the order
    assert f"/audio{track.pk}" in text
    assert "stopped unheard" in text or "held for a person" in text or Upload.objects.get().state == "live"
    assert signed_in(makers.person()).get(f"{office}/{block.pk}").status_code == 404
    rival, their_rep = makers.label()
    assert signed_in(their_rep).get(f"/rights/{rival.pk}/stay-downs/{block.pk}").status_code == 404


def test_its_claimant_takes_it_back_by_page_and_by_api_and_only_once(kept) -> None:  # type: ignore[no-untyped-def]
    label, rep, _, track, block = kept
    assert verdict(track) == Verdict.BLOCK
    stranger = signed_in(makers.person()).post(f"/rights/{label.pk}/stay-downs/{block.pk}/end")
    assert (stranger.status_code, verdict(track)) == (404, Verdict.BLOCK)
    headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(rep, 'test')}"}
    place = f"/api/v1/organisations/{label.pk}/stay-downs/{block.pk}"
    answer = signed_in(rep).post(f"{place}/end", **headers)
    assert (answer.status_code, answer.json()["active"], verdict(track)) == (200, False, Verdict.ALLOW)
    assert signed_in(rep).post(f"{place}/end", **headers).status_code == 404
    assert not Proceeding.objects.exists()
    assert standing_lines() == held_entries()


def test_it_ends_by_itself_on_the_day_its_claimant_set_and_not_before(kept) -> None:  # type: ignore[no-untyped-def]
    label, rep, _, track, block = kept
    browser, place = signed_in(rep), f"/rights/{label.pk}/stay-downs/{block.pk}"
    assert browser.post(f"{place}/until", {"until": "2001-01-01T00:00"}).status_code == 422
    day = (clock.now() + timedelta(days=30)).replace(microsecond=0, second=0)
    answer = browser.post(f"{place}/until", {"until": day.strftime("%Y-%m-%dT%H:%M")})
    assert answer.status_code == 302
    assert standing_lines() == held_entries()
    with clock.at(day - timedelta(seconds=1)):
        assert verdict(track) == Verdict.BLOCK
    with clock.at(day):
        assert verdict(track) == Verdict.ALLOW
        assert "Ended" in browser.get(answer.headers["Location"]).content.decode()


def test_a_later_licence_that_names_the_recording_ends_it_and_no_other_does(kept) -> None:  # type: ignore[no-untyped-def]
    label, rep, mine, track, _ = kept
    named = Repertoire(catalogue=False, recordings=frozenset({RecordingId(mine.pk)}))
    for more in (
        {},  # the whole catalogue: shown to the label, who decides
        {"repertoire": named, "territories": parse("DE")},
        {"repertoire": named, "uses": [UseType.ON_DEMAND_STREAM]},  # not of what members send in
    ):
        rights.grant_licence(rep, label, **(PERMITTED | more))
        kept_out.end_licensed.func([mine.pk])
        assert verdict(track) == Verdict.BLOCK
    text = signed_in(rep).get(f"/rights/{label.pk}/stay-downs/{Block.objects.get().pk}").content.decode()
    assert "A later licence of yours permits" in text
    rights.grant_licence(rep, label, **PERMITTED, repertoire=named)
    kept_out.end_licensed.func([mine.pk])
    kept_out.end_licensed.func([mine.pk])
    assert verdict(track) == Verdict.ALLOW
    found = Proceeding.objects.get()
    assert [step.event for step in found.steps.order_by("pk")] == ["reference", "prove", "licence"]
    assert list(Letter.objects.values_list("template", "mail")) == [("stay_down_ended", rep.email)]
    text = signed_in(rep).get(f"/rights/{label.pk}/stay-downs/{Block.objects.get().pk}").content.decode()
    assert "Licence: licence" in text
    assert standing_lines() == held_entries()


def test_a_licence_that_begins_later_ends_it_on_its_first_day_by_the_workers_own_hand(kept, settings) -> None:  # type: ignore[no-untyped-def]
    label, rep, mine, track, _ = kept
    settings.WAKES = {event: [] for event in settings.WAKES} | {
        "facts_changed": ["akkord.cases.kept_out.end_licensed"]
    }
    named = Repertoire(catalogue=False, recordings=frozenset({RecordingId(mine.pk)}))
    begins = clock.now() + timedelta(days=2)
    rights.grant_licence(rep, label, **PERMITTED, repertoire=named, starts=begins)
    with later(days=1):
        assert verdict(track) == Verdict.BLOCK
    with later(days=3):
        assert verdict(track) == Verdict.ALLOW
        assert Block.objects.get().withdrawn_at == begins


def test_an_earlier_licence_ends_nothing(kept) -> None:  # type: ignore[no-untyped-def]
    _, _, mine, track, _ = kept
    kept_out.end_licensed.func([mine.pk])
    assert (verdict(track), Proceeding.objects.count()) == (Verdict.BLOCK, 0)


def test_a_court_ends_it_by_the_hands_of_two_of_the_staff(kept) -> None:  # type: ignore[no-untyped-def]
    label, _, _, track, block = kept
    one, two = makers.person(is_staff=True), makers.person(is_staff=True)
    place = f"/rights/{label.pk}/stay-downs/{block.pk}/end"
    signed_in(one).post(place, {"reason": " "})
    assert not Approval.objects.exists()
    signed_in(one).post(place, {"reason": "LG Hamburg, 308 O 1/26"})
    asked = Approval.objects.get()
    signed_in(one).post(f"/staff/review/approval-{asked.pk}/act")
    assert verdict(track) == Verdict.BLOCK
    assert "LG Hamburg" in signed_in(two).get(f"/staff/review?item=approval-{asked.pk}").content.decode()
    signed_in(two).post(f"/staff/review/approval-{asked.pk}/act")
    assert verdict(track) == Verdict.ALLOW
    assert Proceeding.objects.get().state == "ended"
    assert standing_lines() == held_entries()
    assert music.track_by_number(track.pk)
