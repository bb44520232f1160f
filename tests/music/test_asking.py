"""With the real ear: a late reference finds in prints what was sent in before, disguised or not."""

import dataclasses
import shutil
from typing import Any

import numpy as np
import pytest
from scipy.signal import resample_poly

from akkord.catalogue.models import Recording
from akkord.music import actions
from akkord.music.models import Match
from akkord.music.tasks import catch_up
from akkord.sample.music import RATE, Style, compose, render
from akkord.sound import box, ear
from akkord.sound.models import Sound
from akkord.store.files import files
from cases import makers
from earprint.prints import RATE as PRINT_RATE
from earprint.prints import Print, analyse

pytestmark = pytest.mark.django_db
SECONDS = 40.0


@pytest.fixture(autouse=True)
def _nothing_is_decoded(log: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def decoding(*_: Any) -> Any:
        raise AssertionError("decoded")

    monkeypatch.setattr(box, "box", decoding)


def song(seed: int) -> np.ndarray:
    return render(compose(seed, Style.ROCK, SECONDS))


def printed(samples: np.ndarray) -> Print:
    return analyse(resample_poly(samples, PRINT_RATE // 100, 441, axis=0).astype(np.float32))


def sound_of(made: Print) -> Sound:
    kept = files().keep([made.to_bytes()])
    sound = makers.sound(seconds=made.seconds)
    Sound.objects.filter(pk=sound.pk).update(print=kept.sha256)
    sound.refresh_from_db()
    return sound


def dull(samples: np.ndarray) -> np.ndarray:
    """What a poor encoding leaves: rougher and without its highest part."""
    low = resample_poly(resample_poly(samples, 1, 4, axis=0), 4, 1, axis=0)[: len(samples)]
    return np.asarray(np.round(low * 512) / 512, np.float32)


@pytest.fixture(scope="module")
def prints() -> dict[str, Print]:
    """A song, the same in two disguises, and strangers of the same style."""
    samples = song(1)
    made = {
        "reference": printed(samples),
        "encoded": printed(dull(samples)),
        "faster": printed(np.asarray(resample_poly(samples, 50, 51, axis=0), np.float32)),
        "inside": printed(np.concatenate([song(9)[: 12 * RATE], samples[10 * RATE : 24 * RATE]])),
    }
    return made | {f"stranger {n}": printed(song(n)[: 20 * RATE]) for n in range(2, 6)}


def test_a_late_reference_finds_older_sounds_in_disguise_and_looks_at_no_other(  # type: ignore[no-untyped-def]
    prints, monkeypatch
) -> None:
    sounds = {name: sound_of(made) for name, made in prints.items() if name != "reference"}
    for sound in sounds.values():
        actions.hear(sound)
    assert not Match.objects.exists()
    label, _ = makers.label()
    recording = makers.recordings(label, 1)[0]
    recording.sound = sound_of(prints["reference"])
    recording.save()
    ear.add_reference(recording.pk, recording.sound)
    looked: list[int] = []
    look_up = ear.look_up
    monkeypatch.setattr(ear, "look_up", lambda s, since=0: looked.append(s.pk) or look_up(s, since))
    actions.ask_backlog(recording.pk)
    caught = {name: sounds[name].pk for name in ("encoded", "faster", "inside")}
    assert set(looked) == set(caught.values())
    found = {m.sound_id: m for m in Match.objects.all()}
    assert set(found) == set(caught.values())
    assert found[caught["faster"]].speed == pytest.approx(1.02, abs=0.004)
    assert found[caught["faster"]].pitch == pytest.approx(0.34, abs=0.15)
    inside = found[caught["inside"]].segments
    assert max(inside, key=lambda s: s["f1"] - s["f0"])["f0"] == pytest.approx(12, abs=2.5), inside


def test_the_index_of_what_was_sent_in_keeps_its_name_until_it_is_lost(prints, settings) -> None:  # type: ignore[no-untyped-def]
    sound = sound_of(prints["stranger 2"])
    name = ear.make_findable([sound])
    assert name == ear.uploads_name()
    assert name.startswith(f"{ear.ENGINE}/")
    assert [match.track for match in ear.ask(prints["stranger 2"])] == [sound.pk]
    ear.make_findable([sound])
    assert [match.track for match in ear.ask(prints["stranger 2"])] == [sound.pk]
    settings.DATA = settings.DATA / "elsewhere"
    assert ear.uploads_name() != name


def test_the_index_of_what_was_sent_in_can_be_deleted_under_us(prints, settings) -> None:  # type: ignore[no-untyped-def]
    sound = sound_of(prints["stranger 2"])
    name = ear.make_findable([sound])
    shutil.rmtree(settings.DATA / "prints" / "uploads")
    assert ear.ask(prints["stranger 2"]) == []
    assert ear.make_findable([sound]) != name
    assert [match.track for match in ear.ask(prints["stranger 2"])] == [sound.pk]


def referenced(made: Print) -> int:
    """A recording of a label, delivered with this sound and known to the ear."""
    label, _ = makers.label()
    recording = makers.recordings(label, 1)[0]
    recording.sound = sound_of(made)
    recording.save()
    ear.add_reference(recording.pk, recording.sound)
    return recording.pk


def matched(made: Print) -> list[int]:
    """What a sound that comes now is recognised as."""
    sound = sound_of(made)
    actions.hear(sound)
    return list(Match.objects.filter(sound=sound).values_list("recording_id", flat=True))


def test_a_known_recording_never_passes_for_unknown_because_the_references_were_lost(  # type: ignore[no-untyped-def]
    prints, settings
) -> None:
    recording = referenced(prints["reference"])
    assert matched(prints["encoded"]) == [recording]
    shutil.rmtree(settings.DATA / "prints" / "references")
    assert matched(prints["faster"]) == [recording]


def test_references_from_an_older_copy_are_taught_what_came_since(prints, settings) -> None:  # type: ignore[no-untyped-def]
    folder = settings.DATA / "prints" / "references"
    actions.hear(sound_of(prints["stranger 2"]))
    shutil.copytree(folder, settings.DATA / "copy")
    recording = referenced(prints["reference"])
    assert matched(prints["encoded"]) == [recording]
    shutil.rmtree(folder)
    shutil.copytree(settings.DATA / "copy", folder)
    assert matched(prints["faster"]) == [recording]


def test_what_was_heard_among_lost_references_is_held_against_those_that_came_since(prints, settings) -> None:  # type: ignore[no-untyped-def]
    sound = sound_of(prints["encoded"])
    actions.hear(sound)
    shutil.rmtree(settings.DATA / "prints" / "references")
    recording = referenced(prints["reference"])
    catch_up.func()
    assert [match.recording_id for match in Match.objects.filter(sound=sound)] == [recording]


def test_a_reference_that_a_released_notice_listed_is_not_taught_again(prints, settings) -> None:  # type: ignore[no-untyped-def]
    recording = referenced(prints["reference"])
    Recording.objects.filter(pk=recording).update(isrc=None)
    ear.forget([recording])
    shutil.rmtree(settings.DATA / "prints" / "references")
    assert matched(prints["encoded"]) == []


def test_a_question_with_many_answers_may_be_incomplete() -> None:
    found = dataclasses.make_dataclass("Found", ["track"])
    assert not ear.is_full([found(1)] * (ear.FULL - 1))
    assert ear.is_full([found(1)] * ear.FULL)
