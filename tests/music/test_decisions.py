"""What an upload is told, what the log says of it, and what the audit finds: always the same."""

import json
import random
import uuid
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from django.utils.module_loading import import_string

from akkord.config.wiring import RESTRICTIONS
from akkord.flow import clock
from akkord.ledger import sequencing
from akkord.ledger.audit import audit
from akkord.ledger.models import Entry
from akkord.music import actions, queries
from akkord.music.errors import NoSuchUpload
from akkord.music.models import Hearing, Track, Upload
from akkord.music.rules import Listener
from akkord.rights import actions as rights
from akkord.rights.terms import BlockKind, Scope, ScopeKind
from akkord.rights.territories import WORLDWIDE, TerritorySet
from cases import makers
from music import world
from music.conftest import StandInEar

pytestmark = pytest.mark.django_db
RU, DE = TerritorySet.of("RU"), TerritorySet.of("DE")
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _log(log: None, told_ear: StandInEar) -> None:
    """Decisions that silence write their line."""


def differences() -> list[str]:
    """What the operator's audit says when every job is done and every line sequenced."""
    world.work_off()
    sequencing.sequence.func()
    held = chain.from_iterable(import_string(name)() for name in RESTRICTIONS)
    return [f"{f.what.value} {f.detail} {f.thing}" for f in audit(held).findings]


def lines_of(upload: Upload) -> list[str]:
    return list(
        Entry.objects.filter(thing=f"upload:{upload.pk}").order_by("pk").values_list("kind", flat=True)
    )


def again(upload: Upload) -> Upload:
    return Upload.objects.select_related("entry").get(pk=upload.pk)


def test_an_unknown_sound_is_live_and_owes_no_line() -> None:
    upload = world.upload(makers.person(), makers.sound())
    assert (upload.state, upload.entry, lines_of(upload)) == ("live", None, [])
    assert differences() == []


def test_a_first_decision_that_silences_has_its_line_in_the_same_step() -> None:
    label, _ = makers.label()
    upload = world.upload(makers.person(), makers.sound(), makers.recordings(label, 1)[0])
    assert upload.state == "blocked"
    assert lines_of(upload) == ["restrict"]
    assert differences() == []


def test_a_licence_for_one_country_narrows_the_line_and_one_for_all_reverses_it() -> None:
    label, rep = makers.label()
    upload = world.upload(makers.person(), makers.sound(), makers.recordings(label, 1)[0])
    world.licensed(rep, label, RU)
    assert differences() == []
    assert again(upload).state == "live"
    assert lines_of(upload) == ["restrict", "extend"]
    everywhere = world.licensed(rep, label)
    assert differences() == []
    assert again(upload).entry is None
    rights.withdraw_licence(rep, everywhere)
    assert differences() == []
    assert lines_of(upload) == ["restrict", "extend", "reverse", "restrict"]
    assert again(upload).told["silent"] == str(~RU)


def test_telling_the_same_decision_again_writes_nothing() -> None:
    label, _ = makers.label()
    upload = world.upload(makers.person(), makers.sound(), makers.recordings(label, 1)[0])
    for _ in range(3):
        actions.retell(upload.pk)
    assert lines_of(upload) == ["restrict"]


def test_since_when_it_is_silent_outlives_decisions_that_change_nothing() -> None:
    label, _ = makers.label()
    with clock.at(NOON):
        upload = world.upload(makers.person(), makers.sound(), makers.recordings(label, 1)[0])
    Upload.objects.filter(pk=upload.pk).update(entry=None)  # a silence that owes no line has none
    with clock.at(NOON + timedelta(days=1)):
        actions.retell(upload.pk)
    decided = again(upload)
    assert decided.decided_at == NOON + timedelta(days=1)
    assert decided.told["since"] == NOON.isoformat()
    Upload.objects.filter(pk=upload.pk).update(entry=None)
    (row,) = queries.rows(Listener(None, "DE"), [Track.objects.get(upload=upload).pk])
    assert row.since == NOON


def test_a_block_has_its_own_line_and_the_upload_needs_no_second() -> None:
    label, rep = makers.label()
    recording = makers.recordings(label, 1)[0]
    world.licensed(rep, label)
    upload = world.upload(makers.person(), makers.sound(), recording)
    standing = world.block(rep, label, recording)
    assert differences() == []
    assert again(upload).state == "blocked"
    assert lines_of(upload) == []
    rights.lift_block(rep, standing)
    assert differences() == []
    assert again(upload).state == "live"


def body_of(upload: Upload) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(bytes(again(upload).entry.body))
    return said


def test_a_removed_recording_that_is_sent_in_again_has_its_line_which_names_the_removal() -> None:
    label, rep = makers.label()
    recording = makers.recordings(label, 1)[0]
    world.licensed(rep, label)
    removal = world.block(rep, label, recording)
    upload = world.upload(makers.person(), makers.sound(), recording)
    assert upload.state == "blocked"
    said = body_of(upload)
    assert (said["kind"], said["carries_out"]) == ("restrict", [removal.entry.public_id])
    assert (said["first_decision"], said["ground"]) == (True, "copyright")
    assert said["content_date"] == upload.received_at.date().isoformat()
    assert differences() == []
    rights.lift_block(rep, removal)
    assert differences() == []
    assert (again(upload).entry, lines_of(upload)) == (None, ["restrict", "reverse"])


def test_a_copy_missed_at_first_and_silenced_later_says_so() -> None:
    label, rep = makers.label()
    recording = makers.recordings(label, 1)[0]
    world.licensed(rep, label)
    world.block(rep, label, recording)
    upload = world.upload(makers.person(), makers.sound())
    makers.matched([upload.sound], [recording])
    actions.retell(upload.pk)
    assert body_of(upload)["first_decision"] is False
    assert len(body_of(upload)["carries_out"]) == 1
    assert differences() == []


def test_a_members_own_wish_about_all_their_uploads_restricts_nobody() -> None:
    anna = makers.person()
    wish = rights.Wanted(kind=BlockKind.UPLOADER, scope=Scope(ScopeKind.ACCOUNT, anna.pk))
    rights.block(anna, wish)
    upload = world.upload(anna, makers.sound())
    assert (upload.state, lines_of(upload)) == ("blocked", [])


def test_silent_here_by_the_labels_rule_and_there_for_want_of_a_licence_owes_a_line() -> None:
    label, rep = makers.label()
    world.forbid_in(rep, label, DE)
    world.licensed(rep, label, RU)
    upload = world.upload(makers.person(), makers.sound(), makers.recordings(label, 1)[0])
    assert lines_of(upload) == ["restrict"]
    assert differences() == []


def test_a_licence_that_begins_later_lifts_the_silence_on_its_day() -> None:
    with clock.at(NOON):
        label, rep = makers.label()
        world.licensed(rep, label, starts=NOON + timedelta(days=30))
        upload = world.upload(makers.person(), makers.sound(), makers.recordings(label, 1)[0])
        assert differences() == []
        assert again(upload).state == "blocked"
    with clock.at(NOON + timedelta(days=30)):
        assert differences() == []
        assert again(upload).state == "live"
        assert lines_of(upload) == ["restrict", "reverse"]


def test_a_licence_that_runs_out_needs_no_second_line() -> None:
    with clock.at(NOON):
        label, rep = makers.label()
        world.licensed(rep, label, ends=NOON + timedelta(days=30))
        track = world.matched(makers.person(), makers.recordings(label, 1)[0])
    with clock.at(NOON + timedelta(days=31)):
        assert not queries.decide_for(world.GUEST, [track])[track.pk].audible
        assert differences() == []


def test_a_match_slipped_in_by_sql_is_found() -> None:
    label, _ = makers.label()
    sound = makers.sound()
    upload = world.upload(makers.person(), sound)
    assert differences() == []
    world.slip_in_match(sound, makers.recordings(label, 1)[0])
    [found] = differences()
    assert found.startswith("restriction_without_line")
    assert str(upload.pk) in found


def test_a_line_forgotten_by_sql_is_found() -> None:
    label, _ = makers.label()
    upload = world.upload(makers.person(), makers.sound(), makers.recordings(label, 1)[0])
    assert differences() == []
    Upload.objects.filter(pk=upload.pk).update(entry=None)
    assert {d.split()[0] for d in differences()} == {"restriction_without_line", "line_without_restriction"}


def test_the_uploader_is_told_who_and_why_in_the_story() -> None:
    label, _ = makers.label(name="Northern Light")
    sender = makers.person()
    upload = world.upload(sender, makers.sound(), makers.recordings(label, 1)[0])
    sequencing.sequence.func()
    story = queries.upload_story(sender.pk, upload.pk)
    assert story.telling is not None
    assert (story.state, story.telling.why, story.telling.party) == (
        "blocked",
        "unlicensed",
        "Northern Light",
    )
    assert story.entry is not None
    assert [m.owner for m in story.matches] == ["Northern Light"]


def test_only_its_sender_knows_an_upload() -> None:
    upload = world.upload(makers.person(), makers.sound())
    for stranger in (makers.person().pk, 0):
        with pytest.raises(NoSuchUpload):
            queries.upload_story(stranger, upload.pk)
    with pytest.raises(NoSuchUpload):
        queries.upload_story(upload.person_id, uuid.uuid4())


@pytest.mark.parametrize("seed", range(4))
def test_after_any_sequence_of_facts_log_database_and_audit_agree(seed: int, told_ear: StandInEar) -> None:
    chance = random.Random(seed)
    labels = [makers.label() for _ in range(2)]
    recordings = [(label, rep, r) for label, rep in labels for r in makers.recordings(label, 2)]
    for _, _, recording in recordings[:2]:
        world.upload(makers.person(), makers.sound(), recording)
    uploads = [world.upload(makers.person(), makers.sound()) for _ in range(2)]
    Hearing.objects.update(generation=0)
    undo = []
    for _ in range(12):
        label, rep, recording = chance.choice(recordings)
        where = chance.choice([RU, DE, TerritorySet.worldwide(["RU"]), WORLDWIDE])
        match chance.choice(["licence", "policy", "block", "undo", "undo", "late"]):
            case "licence":
                undo.append((rights.withdraw_licence, rep, world.licensed(rep, label, where)))
            case "policy":
                undo.append((rights.withdraw_policy, rep, world.forbid_in(rep, label, where)))
            case "block":
                undo.append((rights.lift_block, rep, world.block(rep, label, recording, where)))
            case "undo" if undo:
                taking_back, by, fact = undo.pop(chance.randrange(len(undo)))
                taking_back(by, fact)
            case "late":
                told_ear.references.append((chance.choice(uploads).sound_id or 0, recording.pk))
                from akkord.music.tasks import catch_up

                catch_up.func()
        assert differences() == []
    for upload in Upload.objects.exclude(decided_at=None):
        silent = str(queries.decide_worldwide(world.track(upload), clock.now()).by_verdict)
        actions.retell(upload.pk)
        assert str(queries.decide_worldwide(world.track(upload), clock.now()).by_verdict) == silent
    assert differences() == []
