"""The uploader's word against a restriction, and the claimant's answer: what it frees and what it leaves."""

import json
from itertools import chain
from typing import Any

import pytest

from akkord.cases import actions, errors, queries, stay_down
from akkord.cases.models import Contest
from akkord.catalogue.errors import NotRepresented
from akkord.catalogue.models import Recording
from akkord.flow.models import Job, News
from akkord.ledger.models import Entry
from akkord.ledger.rules import in_force, order_differences
from akkord.music import actions as music_actions
from akkord.music import queries as music
from akkord.music.errors import NoSuchUpload
from akkord.music.rules import Listener
from akkord.rights import actions as rights
from akkord.rights import queries as facts
from akkord.rights.models import Block
from akkord.rights.terms import CommercialModel, UseType, Verdict
from cases import makers

pytestmark = pytest.mark.django_db


def told(tracks: list[Any]) -> None:
    """What the life of an upload does when facts change: its story says what is silent."""
    for track in tracks:
        music_actions.retell(track.upload_id)


def verdict(track: Any) -> Verdict:
    return music.decide_for(Listener(None, "DE"), [track])[track.pk].verdict


def ordered(rep: Any, label: Any, text: str) -> Any:
    order = actions.file_order(rep, label, title="Autumn", reason="Not licensed", text=text)
    return actions.execute_order(rep, order)


@pytest.fixture
def world() -> Any:
    """A label with a recording under order, and two members' copies of it."""
    label, rep = makers.label()
    rights.grant_licence(rep, label, uses=list(UseType), models=list(CommercialModel))
    mine = makers.recordings(label, 1)[0]
    sounds, member = makers.sounds(2), makers.person()
    tracks = makers.tracks(member, sounds)
    makers.matched(sounds, [mine] * 2)
    ordered(rep, label, mine.isrc)
    told(tracks)
    return label, rep, member, tracks, mine


def test_a_contest_goes_to_the_party_behind_the_silence_and_to_nobody_else(world) -> None:  # type: ignore[no-untyped-def]
    label, _, member, tracks, _ = world
    bystander, _ = makers.label()
    theirs = makers.recordings(bystander, 1)
    makers.matched([tracks[0].sound], theirs)
    rights.grant_licence(_rep_of(bystander), bystander, uses=list(UseType), models=list(CommercialModel))
    filed = actions.contest(member, tracks[0].upload_id, "wrong_match", "It is my own guitar.")
    assert list(queries.contests_against(label.pk)) == [filed]
    assert not queries.contests_against(bystander.pk).exists()
    assert actions.contest(member, tracks[0].upload_id, "owner", "Again.") == filed


def _rep_of(organisation: Any) -> Any:
    from akkord.catalogue.queries import representatives_of

    return representatives_of(organisation.pk)[0].person


def test_a_contest_needs_ones_own_restricted_upload_and_words(world) -> None:  # type: ignore[no-untyped-def]
    _, _, member, tracks, _ = world
    for ground, text in (("owner", "  "), ("nonsense", "x")):
        with pytest.raises(errors.ContestEmpty):
            actions.contest(member, tracks[0].upload_id, ground, text)
    with pytest.raises(NoSuchUpload):
        actions.contest(makers.person(), tracks[0].upload_id, "owner", "x")
    free = makers.tracks(member, makers.sounds(1))
    told(free)
    with pytest.raises(errors.NothingToContest):
        actions.contest(member, free[0].upload_id, "owner", "x")


def test_what_nobody_claims_is_contested_before_the_operator(settings) -> None:  # type: ignore[no-untyped-def]
    settings.INSTANCE_MODE = "strict"
    member = makers.person()
    track = makers.tracks(member, makers.sounds(1))[0]
    told([track])
    filed = actions.contest(member, track.upload_id, "owner", "Mine.")
    assert filed.organisation is None


def test_a_release_frees_exactly_that_sound(world) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, tracks, mine = world
    filed = actions.contest(member, tracks[0].upload_id, "wrong_match", "It is my own guitar.")
    answered = actions.answer_contest(rep, label, filed.pk, release=True, answer="")
    assert answered.state == Contest.State.RELEASED
    assert verdict(tracks[0]) < Verdict.HOLD
    assert verdict(tracks[1]) == Verdict.BLOCK
    later = makers.sounds(1)
    makers.matched(later, [mine])
    assert verdict(makers.tracks(member, later)[0]) == Verdict.BLOCK
    assert News.objects.filter(topic=f"person:{member.pk}", kind="contest").count() == 1
    assert actions.answer_contest(rep, label, filed.pk, release=False, answer="no").state == "released"


def test_a_released_sound_stays_free_when_it_is_heard_again(world) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, tracks, _ = world
    filed = actions.contest(member, tracks[0].upload_id, "wrong_match", "Mine.")
    actions.answer_contest(rep, label, filed.pk, release=True, answer="")
    again = makers.tracks(makers.person(), [tracks[0].sound])[0]
    assert verdict(again) < Verdict.HOLD


def test_standing_by_a_restriction_needs_words_and_changes_nothing_else(world) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, tracks, _ = world
    filed = actions.contest(member, tracks[0].upload_id, "owner", "Mine.")
    with pytest.raises(errors.AnswerEmpty):
        actions.answer_contest(rep, label, filed.pk, release=False, answer=" ")
    lines = Entry.objects.count()
    answered = actions.answer_contest(rep, label, filed.pk, release=False, answer="It is ours.")
    assert (answered.state, answered.answer) == (Contest.State.UPHELD, "It is ours.")
    assert verdict(tracks[0]) == Verdict.BLOCK
    assert Entry.objects.count() == lines


def test_only_the_claimant_answers(world) -> None:  # type: ignore[no-untyped-def]
    label, _, member, tracks, _ = world
    filed = actions.contest(member, tracks[0].upload_id, "owner", "Mine.")
    other, their_rep = makers.label()
    with pytest.raises(NotRepresented):
        actions.answer_contest(their_rep, label, filed.pk, release=True, answer="")
    with pytest.raises(errors.NoSuchContest):
        actions.answer_contest(their_rep, other, filed.pk, release=True, answer="")


def test_a_released_notice_is_lifted_with_a_line_and_the_ear_forgets_it(ear) -> None:  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    member = makers.person()
    sound, copy = makers.sounds(2)
    track, again = makers.tracks(member, [sound, copy])
    order = ordered(rep, label, f"/audio{track.pk}")
    stay_down.learn.func(order.pk)
    (listed,) = ear.knows
    makers.matched([copy], [Recording.objects.get(pk=listed)])
    told([track, again])
    assert verdict(again) == Verdict.BLOCK
    filed = actions.contest(member, track.upload_id, "owner", "Mine.")
    actions.answer_contest(rep, label, filed.pk, release=True, answer="We were wrong.")
    assert verdict(track) < Verdict.HOLD
    assert verdict(again) < Verdict.HOLD
    assert not Block.objects.filter(withdrawn_at=None).exists()
    assert Block.objects.filter(lifting=None).count() == 0
    job = Job.objects.get(task__endswith="stay_down.forget")
    stay_down.forget.func(*job.arguments["args"])
    assert ear.knows == {}


def test_after_orders_notices_and_releases_the_log_stands_for_exactly_what_the_tables_hold(ear) -> None:  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    member = makers.person()
    mine = makers.recordings(label, 2)
    matched, lone, other = makers.sounds(3)
    tracks = makers.tracks(member, [matched, lone, other])
    makers.matched([matched], [mine[0]])
    names = [mine[0].isrc, mine[1].isrc, *(f"/audio{t.pk}" for t in tracks)]
    order = ordered(rep, label, "\n".join(names))
    stay_down.learn.func(order.pk)
    told(tracks)
    assert standing_lines() == held_entries()
    for track in tracks[:2]:
        filed = actions.contest(member, track.upload_id, "owner", "Mine.")
        actions.answer_contest(rep, label, filed.pk, release=True, answer="")
    told(tracks)
    assert standing_lines() == held_entries()
    assert verdict(tracks[2]) == Verdict.BLOCK
    assert list(order_differences(bodies())) == []


def bodies() -> list[dict[str, Any]]:
    return [json.loads(bytes(body)) for body in Entry.objects.order_by("pk").values_list("body", flat=True)]


def standing_lines() -> set[str]:
    return set(in_force(bodies()))


def held_entries() -> set[str]:
    return {held.entry for held in chain(music.restrictions_in_force(), facts.restrictions_in_force())}
