"""A second recording with a sound that stands already is noticed before it is heard, and never doubled."""

from fractions import Fraction
from typing import Any

import pytest
from django.core.management import call_command

from akkord.catalogue.models import Organisation, Recording
from akkord.ledger import queries as ledger
from akkord.ledger.audit import audit
from akkord.ledger.rules import Actor, ActorClass
from akkord.music import actions, queries, rules
from akkord.music.models import Track
from akkord.music.rules import Listener
from akkord.music.tasks import reexamine_backlog
from akkord.people.models import Person
from akkord.rights import actions as rights
from akkord.rights import queries as facts
from akkord.rights.models import SameSound
from akkord.rights.terms import BlockKind, CommercialModel, RecordingId, Scope, UseType, Verdict
from cases import makers
from music import world
from music.conftest import StandInEar

pytestmark = pytest.mark.django_db
State = SameSound.State


@pytest.fixture(autouse=True)
def _log(log: None) -> None:
    """What silences writes its line."""


def licensed(person: Person, label: Organisation) -> None:
    rights.grant_licence(person, label, uses=list(UseType), models=list(CommercialModel))


class Twice:
    """A recording that plays, and another label's delivery of the same sound."""

    def __init__(self, told: StandInEar) -> None:
        self.told = told
        (self.one, self.clerk), (self.two, self.lawyer) = makers.label(name="One"), makers.label(name="Two")
        (self.song,), (self.again,) = makers.recordings(self.one, 1), makers.recordings(self.two, 1)
        licensed(self.clerk, self.one)
        licensed(self.lawyer, self.two)
        self.delivered(self.song)
        told.references.append((self.again.sound_id, self.song.pk))
        told.references.append((self.again.sound_id, self.again.pk))

    def delivered(self, song: Recording) -> Track:
        reexamine_backlog.func(song.pk)
        return Track.objects.get(recording=song)

    def verdicts(self) -> list[Verdict]:
        tracks = list(Track.objects.filter(recording__in=[self.song, self.again]).order_by("recording"))
        decided = queries.decide_for(Listener(None, "DE"), tracks)
        return [decided[track.pk].verdict for track in tracks]

    def payees(self, song: Recording) -> list[tuple[Any, Fraction, str]]:
        track = Track.objects.get(recording=song)
        decision = queries.decide_for(Listener(None, "DE"), [track])[track.pk]
        return [(each.party, each.fraction, each.money.value) for each in decision.payees]


@pytest.fixture
def twice(told_ear: StandInEar) -> Twice:
    return Twice(told_ear)


def test_the_same_sound_is_noted_with_its_line_before_the_second_track_is_published(twice: Twice) -> None:
    assert twice.verdicts() == [Verdict.ALLOW]
    twice.delivered(twice.again)
    row = SameSound.objects.get()
    assert (row.one_id, row.other_id, row.state) == (twice.song.pk, twice.again.pk, State.OPEN)
    assert (row.score, row.segments[0]["f1"], row.person_id) == (1.0, 60.0, None)
    body = ledger.said(row.entry)
    assert (body["kind"], body["ground"], body["actor"]["class"]) == ("limit", "copyright", "automatic")
    assert body["object"]["isrc"] == twice.again.isrc
    assert twice.verdicts() == [Verdict.ALLOW_REPORT, Verdict.ALLOW_REPORT]
    half = Fraction(1, 2)
    for song in (twice.song, twice.again):
        assert twice.payees(song) == [(twice.one.pk, half, "escrow"), (twice.two.pk, half, "escrow")]
    twice.delivered(twice.again)
    assert SameSound.objects.get() == row


@pytest.mark.parametrize("blocked", [0, 1])
def test_a_block_on_one_number_silences_tracks_of_both_and_uploads_that_match_either(
    twice: Twice, blocked: int
) -> None:
    twice.delivered(twice.again)
    (sound,) = makers.sounds(1)
    upload = world.upload(makers.person(), sound)
    makers.matched([sound], [twice.again])
    actions.retell(upload.pk)
    who, song = ((twice.clerk, twice.song), (twice.lawyer, twice.again))[blocked]
    label = (twice.one, twice.two)[blocked]
    scope = Scope.recording(RecordingId(song.pk))
    rights.block(who, rights.Wanted(kind=BlockKind.STAYDOWN, scope=scope, claimant=label.pk))
    assert twice.verdicts() == [Verdict.BLOCK, Verdict.BLOCK]
    world.work_off()
    upload.refresh_from_db()
    assert upload.state == "blocked", "told anew, whichever number the block names"


def test_what_is_found_again_from_the_other_side_is_one_fact(twice: Twice) -> None:
    twice.delivered(twice.again)
    twice.told.references.append((twice.song.sound_id, twice.again.pk))
    actions.compare_reference(twice.song.pk)
    assert SameSound.objects.count() == 1


def test_a_catalogue_delivered_before_is_compared_by_a_command(
    twice: Twice, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("compare_references")
    assert "1 new pairs have one sound" in capsys.readouterr().out
    call_command("compare_references")
    assert "0 new pairs" in capsys.readouterr().out
    assert SameSound.objects.count() == 1


def test_what_a_notice_only_listed_and_what_shares_little_is_another_matter(twice: Twice) -> None:
    Recording.objects.filter(pk=twice.song.pk).update(isrc=None)
    twice.delivered(twice.again)
    twice.told.references.append((twice.song.sound_id, twice.again.pk))
    actions.compare_reference(twice.song.pk)
    assert not SameSound.objects.exists()


def test_each_word_takes_the_place_of_the_one_before_and_the_audit_finds_nothing(twice: Twice) -> None:
    twice.delivered(twice.again)
    first = SameSound.objects.get()
    actor = Actor(ActorClass.LABEL, "One")
    merged = rights.say_same_sound(first, State.MERGED, actor, person=twice.clerk, reason="Album and single.")
    different = rights.say_same_sound(
        merged, State.DIFFERENT, actor, person=twice.clerk, reason="A live take."
    )
    assert twice.verdicts() == [Verdict.ALLOW, Verdict.ALLOW]
    actions.compare_reference(twice.again.pk)
    assert SameSound.objects.get(withdrawn_at=None) == different, "it is not asked again"
    again = rights.say_same_sound(different, State.OPEN, actor, person=twice.clerk)
    assert twice.verdicts() == [Verdict.ALLOW_REPORT, Verdict.ALLOW_REPORT]
    kinds = [ledger.said(row.entry)["kind"] for row in (first, merged, different, again)]
    assert kinds == ["limit", "limit", "reverse", "limit"]
    prevs = [ledger.said(row.entry).get("prev") for row in (first, merged, different, again)]
    assert prevs == [None, first.entry.public_id, merged.entry.public_id, None]
    assert [row.withdrawal_id for row in SameSound.objects.order_by("pk")] == [
        merged.entry_id,
        different.entry_id,
        again.entry_id,
        None,
    ]
    assert audit(facts.restrictions_in_force()).findings == []


def test_a_large_part_of_each_is_needed() -> None:
    def alike(f: tuple[float, float], lengths: tuple[int, int]) -> bool:
        return rules.is_same_sound([{"f0": f[0], "f1": f[1], "r0": f[0], "r1": f[1]}], lengths)

    assert alike((0, 60), (60_000, 60_000))
    assert alike((0, 60), (60_000, 120_000))
    assert not alike((0, 60), (60_000, 120_001))
    assert not alike((0, 29), (60_000, 40_000))
    assert not alike((0, 180), (180_000, 3_600_000)), "a song is no large part of a mix"
    assert not rules.is_same_sound([], (60_000, 60_000))
    twice_told = [{"f0": 0, "f1": 20, "r0": 0, "r1": 20}] * 3
    assert not rules.is_same_sound(twice_told, (60_000, 60_000))
