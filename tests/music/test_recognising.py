"""No reference and no sound miss each other, whenever each of them came."""

import pytest

from akkord.flow.models import Job
from akkord.music import actions
from akkord.music.models import Hearing, Match, Upload
from akkord.music.tasks import catch_up
from akkord.rights import queries as rights
from cases import makers
from music import world
from music.conftest import StandInEar

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _log(log: None) -> None:
    """Decisions that silence write their line."""


def test_a_reference_added_while_the_sound_is_looked_up_is_found(told_ear: StandInEar) -> None:
    label, _ = makers.label()
    sound, late = makers.sound(), makers.recordings(label, 1)[0]
    told_ear.meanwhile = [(sound.pk, late.pk)]
    actions.hear(sound)
    assert list(Match.objects.values_list("recording_id", flat=True)) == [late.pk]
    assert told_ear.looked == [(sound.pk, 0), (sound.pk, 0)]
    assert Hearing.objects.get().generation == 1


def test_a_reference_that_came_later_silences_what_was_live(told_ear: StandInEar) -> None:
    label, _ = makers.label()
    sound = makers.sound()
    upload = world.upload(makers.person(), sound)
    told_ear.references.append((sound.pk, makers.recordings(label, 1)[0].pk))
    before = rights.facts_version()
    catch_up.func()
    assert rights.facts_version() > before
    world.work_off()
    assert Upload.objects.get(pk=upload.pk).state == "blocked"
    assert Upload.objects.get(pk=upload.pk).entry is not None


def test_a_kill_between_finding_and_telling_loses_nothing(told_ear: StandInEar) -> None:
    """What is found and the word that decisions be told anew are one transaction."""
    label, _ = makers.label()
    sound = makers.sound()
    world.upload(makers.person(), sound)
    told_ear.references.append((sound.pk, makers.recordings(label, 1)[0].pk))
    Job.objects.all().delete()
    actions.hear(sound)
    assert Job.objects.filter(task="akkord.music.tasks.redecide").count() == 1


def test_catching_up_changes_no_fact_where_nothing_is_found(told_ear: StandInEar) -> None:
    sound = makers.sound()
    world.upload(makers.person(), sound)
    told_ear.references.append((0, 1))
    before = rights.facts_version()
    catch_up.func()
    assert rights.facts_version() == before
    assert Hearing.objects.get().generation == 1
    catch_up.func()
    assert told_ear.looked == [(sound.pk, 0)]


def test_a_reference_whose_recording_was_never_committed_is_no_match(told_ear: StandInEar) -> None:
    sound = makers.sound()
    told_ear.references.append((sound.pk, 424_242))
    actions.hear(sound)
    assert not Match.objects.exists()
    assert Hearing.objects.get().generation == 1


def test_a_match_taken_back_stays_taken_back_when_heard_again(told_ear: StandInEar) -> None:
    label, _ = makers.label()
    recording = makers.recordings(label, 1)[0]
    sound = makers.sound()
    upload = world.upload(makers.person(), sound, recording)
    assert upload.state == "blocked"
    actions.withdraw_matches([recording.pk], sound.pk)
    world.work_off()
    assert Upload.objects.get(pk=upload.pk).state == "live"
    told_ear.references.append((sound.pk, recording.pk))
    catch_up.func()
    world.work_off()
    assert Upload.objects.get(pk=upload.pk).state == "live"
