"""No reference and no sound miss each other, whenever each of them came."""

import pytest

from akkord.catalogue.models import Recording
from akkord.flow.models import Job
from akkord.music import actions, queries
from akkord.music.models import Hearing, Match, Upload
from akkord.music.tasks import ask_backlog, catch_up, reexamine_backlog
from akkord.rights import queries as rights
from akkord.sound.models import Sound
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


# --- a new reference asks what was sent in before ------------------------------------------------------


@pytest.fixture
def late(told_ear: StandInEar):  # type: ignore[no-untyped-def]
    """Sounds that were heard before a reference came which one of them holds."""
    label, _ = makers.label()
    sounds = makers.sounds(40)
    for sound in sounds:
        actions.hear(sound)
    reference = makers.recordings(label, 1)[0]
    told_ear.references.append((sounds[7].pk, reference.pk))
    told_ear.alike[reference.sound_id or 0] = [sounds[7].pk]
    told_ear.looked.clear()
    return sounds, reference


def test_a_new_reference_asks_once_and_only_what_answers_is_looked_at(told_ear, late) -> None:  # type: ignore[no-untyped-def]
    sounds, reference = late
    ask_backlog.func(reference.pk)
    assert told_ear.asked == [reference.sound_id]
    assert told_ear.looked == [(sounds[7].pk, 0)]
    assert list(Match.objects.values_list("sound_id", "recording_id")) == [(sounds[7].pk, reference.pk)]
    assert not Job.objects.filter(task="akkord.music.tasks.catch_up").exists()


def test_how_far_new_references_are_asked_for_is_told_while_it_happens(told_ear, late) -> None:  # type: ignore[no-untyped-def]
    sounds, reference = late
    asked = Recording.objects.filter(pk=reference.pk).values("pk")
    assert queries.reexamined(asked).references == 0
    actions.begin_reexamination(reference.pk)
    assert queries.reexamined(asked) == queries.Reexamined(1, 0, 0, 0, 0, 0)
    told_ear.alike[reference.sound_id or 0] = [sounds[7].pk, sounds[8].pk]
    told_ear.full = True
    ask_backlog.func(reference.pk)
    told = queries.reexamined(asked)
    assert told == queries.Reexamined(references=1, asked=1, sounds=2, looked=2, found=1, long_way=1)
    assert not told.done
    world.work_off()
    assert queries.reexamined(asked).done
    actions.begin_reexamination(reference.pk)  # delivered anew
    assert not queries.reexamined(asked).done


def test_an_answer_that_may_be_incomplete_is_followed_by_a_look_at_every_older_sound(told_ear, late) -> None:  # type: ignore[no-untyped-def]
    sounds, reference = late
    told_ear.full, told_ear.alike = True, {}
    ask_backlog.func(reference.pk)
    world.work_off()
    assert [sound for sound, _ in told_ear.looked] == [sound.pk for sound in sounds]
    assert Match.objects.get().sound_id == sounds[7].pk


def test_a_sound_is_findable_before_it_looks_and_a_reference_is_taught_before_it_asks(  # type: ignore[no-untyped-def]
    told_ear, monkeypatch
) -> None:
    """The reference comes and asks while the sound is between being findable and looking up."""
    label, _ = makers.label()
    sound, reference = makers.sound(), makers.recordings(label, 1)[0]
    look_up = told_ear.look_up

    def look_up_later(looked, since=0):  # type: ignore[no-untyped-def]
        told_ear.look_up = look_up
        told_ear.references.append((sound.pk, reference.pk))
        told_ear.alike[reference.sound_id] = [sound.pk]
        actions.ask_backlog(reference.pk)
        return look_up(looked, since)

    told_ear.look_up = look_up_later
    actions.hear(sound)
    assert list(Match.objects.values_list("sound_id", "recording_id")) == [(sound.pk, reference.pk)]


class Killed(BaseException):
    """The worker dies here."""


@pytest.mark.parametrize("step", ["make_findable", "look_up"])
@pytest.mark.parametrize("after", [False, True])
def test_a_kill_between_the_steps_of_hearing_loses_nothing(told_ear, monkeypatch, step, after) -> None:  # type: ignore[no-untyped-def]
    label, _ = makers.label()
    sound, reference = makers.sound(), makers.recordings(label, 1)[0]
    told_ear.alike[reference.sound_id] = [sound.pk]
    done = getattr(told_ear, step)

    def dying(*given, **more):  # type: ignore[no-untyped-def]
        if after:
            done(*given, **more)
        raise Killed

    monkeypatch.setattr(told_ear, step, dying)
    with pytest.raises(Killed):
        actions.hear(sound)
    assert not Hearing.objects.exists()
    told_ear.references.append((sound.pk, reference.pk))
    monkeypatch.setattr(told_ear, step, done)
    actions.ask_backlog(reference.pk)
    actions.hear(sound)  # the step of the upload's life is done again
    assert list(Match.objects.values_list("sound_id", "recording_id")) == [(sound.pk, reference.pk)]
    assert Hearing.objects.get().findable_in == told_ear.name


def test_a_kill_while_a_reference_asks_loses_nothing(told_ear, late, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    sounds, reference = late
    look_up = told_ear.look_up

    def dying(*given, **more):  # type: ignore[no-untyped-def]
        raise Killed

    monkeypatch.setattr(told_ear, "look_up", dying)
    with pytest.raises(Killed):
        ask_backlog.func(reference.pk)
    monkeypatch.setattr(told_ear, "look_up", look_up)
    ask_backlog.func(reference.pk)
    assert Match.objects.get().sound_id == sounds[7].pk


def test_a_lost_index_of_what_was_sent_in_is_made_anew_before_anything_is_asked(told_ear, late) -> None:  # type: ignore[no-untyped-def]
    sounds, reference = late
    told_ear.name, told_ear.findable = "earprint-2/second", set()
    ask_backlog.func(reference.pk)
    assert told_ear.findable == {sound.pk for sound in sounds}
    assert told_ear.looked == [(sounds[7].pk, 0)]
    assert set(Hearing.objects.values_list("findable_in", flat=True)) == {"earprint-2/second"}


def test_another_engine_is_taught_every_reference_and_hears_every_sound_anew(told_ear, late) -> None:  # type: ignore[no-untyped-def]
    sounds, reference = late
    Sound.objects.filter(pk=reference.sound_id).update(print="0" * 64)
    told_ear.alike, told_ear.named = {}, ""
    told_ear.name, told_ear.findable = "earprint-3/first", set()
    ask_backlog.func(reference.pk)
    assert told_ear.taught == [reference.pk]
    world.work_off()
    assert told_ear.looked == [(sound.pk, 0) for sound in sounds]
    assert told_ear.findable == {sound.pk for sound in sounds}
    heard = set(Hearing.objects.values_list("held_against", "findable_in"))
    assert heard == {("earprint-3/references", "earprint-3/first")}
    assert Match.objects.get().sound_id == sounds[7].pk


def test_a_delivered_recording_is_asked_for_once_its_track_stands(told_ear, late) -> None:  # type: ignore[no-untyped-def]
    _, reference = late
    for _ in range(2):
        reexamine_backlog.func(reference.pk)
    assert Job.objects.filter(task="akkord.music.tasks.ask_backlog").count() == 1
