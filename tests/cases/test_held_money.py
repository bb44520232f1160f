"""Money of a disputed period is held for whoever is right: plays carry the mark, the office tells why."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from akkord.cases import claims, money
from akkord.flow import clock
from akkord.music.models import Play, Upload
from akkord.rights import actions as rights
from akkord.rights.terms import CommercialModel, UseType
from akkord.rights.territories import parse
from cases import makers
from cases.test_claims import told
from cases.test_lawful_uses import decide, excerpt, flagged
from labels.test_office_pages import signed_in
from music.conftest import data, log  # noqa: F401  (a store and a log of its own)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


@pytest.fixture
def licensed_elsewhere(settings) -> Any:  # type: ignore[no-untyped-def]
    """An upload that is heard in France for pay, and claimed everywhere else."""
    settings.HOME_TERRITORY = "FR"
    label, rep = makers.label()
    mine = makers.recordings(label, 1)[0]
    rights.grant_licence(
        rep, label, uses=list(UseType), models=list(CommercialModel), territories=parse("FR")
    )
    sound, member = makers.sounds(1), makers.person()
    makers.matched(sound, [mine])
    (track,) = makers.tracks(member, sound)
    told([track])
    claims.keep_claims(track.upload_id, first=True)
    return label, rep, member, track


def played(track: Any) -> Play:
    """Heard to the end by a stranger, in the site's home territory, by the player's own doors."""
    from akkord.music import actions
    from akkord.music.rules import Listener

    listener = Listener(makers.person().pk, "FR")
    begun = actions.start_play(listener, track.pk)
    with clock.at(clock.now() + timedelta(seconds=60)):
        assert actions.count_play(listener, begun.play_id, 60.0)
    return Play.objects.get(pk=begun.play_id)


def kinds(play: Play) -> list[Any]:
    return [(line["party"], line["money"]) for line in play.payees]


def test_plays_of_a_disputed_period_carry_a_mark_and_are_the_winners(licensed_elsewhere) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, track = licensed_elsewhere
    before = played(track)
    assert (before.held_for, kinds(before)) == ([], [(label.pk, "pay")])
    with clock.at(clock.now() + timedelta(days=1)):
        (found,) = claims.contest(member, track.upload_id, "owner", "Mine.")
        during = played(track)
    assert (during.held_for, kinds(during)) == ([label.pk], [(label.pk, "escrow")])
    office, page = f"/rights/{label.pk}/held", signed_in(rep)
    text = page.get(office).content.decode()
    assert "still held" in text
    assert "Dispute" in text
    with clock.at(clock.now() + timedelta(days=2)):
        claims.answer(rep, label, found.pk, release=False, answer="Ours.")
        after = played(track)
    assert (after.held_for, kinds(after)) == ([], [(label.pk, "pay")])
    found.refresh_from_db()
    (period,) = money.held_for(found)
    assert (period.plays, period.period.winner, period.why) == (1, "claimant", "dispute")
    assert money.period_at(found, during.started_at) == period.period
    assert money.period_at(found, before.started_at) is None
    assert money.period_at(found, after.started_at) is None
    assert "yours" in page.get(office).content.decode()
    assert Client().get(office).status_code == 302
    assert signed_in(makers.person()).get(office).status_code == 404


def test_each_further_dispute_holds_again_and_a_release_ends_it(licensed_elsewhere) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, track = licensed_elsewhere
    (found,) = claims.contest(member, track.upload_id, "owner", "Mine.")
    claims.answer(rep, label, found.pk, release=False, answer="Ours.")
    assert Upload.objects.get().disputed_by == []
    claims.contest(member, track.upload_id, "owner", "Still mine.")
    assert Upload.objects.get().disputed_by == [label.pk]
    claims.answer(rep, label, found.pk, release=True, answer="")
    assert Upload.objects.get().disputed_by == []
    found.refresh_from_db()
    assert [each.period.winner for each in money.held_for(found)] == ["claimant", "uploader"]


def test_a_declared_use_holds_the_money_of_what_is_heard_meanwhile() -> None:
    label, _, _, track, _ = excerpt(10)
    flagged(track)
    decide(track)
    play = played(track)
    assert play.held_for == [label.pk]
