"""References of which the print alone is delivered: by a list, by a message, in a batch; what is refused."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from akkord.catalogue import actions, batch_life, batches, delivery_life, message_life, queries
from akkord.catalogue.models import DeliveryRow, Organisation, Recording
from akkord.catalogue.understanding import OUR_PRINTS
from akkord.music.models import Track
from akkord.people.models import Person
from akkord.sound import box as real_box
from akkord.sound import ear as real_ear
from akkord.sound import printed
from akkord.sound.models import Sound
from akkord.store.files import Files
from catalogue import makers
from catalogue.ern.writing import LABEL, Album, Song, new_release
from catalogue.makers import StandInBox, StandInEar
from earprint.prints import Print

pytestmark = pytest.mark.django_db


def a_print(peaks: int = 500, seconds: float = 30.0) -> bytes:
    t = np.sort(np.arange(peaks) * 29 % int(seconds * 500)).astype(np.int32)
    f = (np.arange(peaks) * 997 % 5_000).astype(np.uint16)
    strength, sparse = np.full(peaks, 100, np.uint8), np.arange(peaks) % 2 == 0
    return Print(t, f, strength, sparse, seconds).to_bytes()


PRINT = a_print()


@pytest.fixture
def label(monkeypatch: pytest.MonkeyPatch, store: Files) -> Organisation:
    for room in (queries, batches, batch_life):
        monkeypatch.setattr(room, "files", lambda: store)
    made = makers.organisation()
    actions.record_dpid(made, LABEL)
    return made


@pytest.fixture
def agent(label: Organisation) -> Person:
    return makers.representative(label)


def deliver(agent: Person, label: Organisation, data: bytes, isrc: str = "DEA122600001") -> DeliveryRow:
    delivery = makers.deliver(agent, label, f"{isrc},Song,Singer,,,song.print,,")
    actions.add_file(agent, delivery, "song.print", [data])
    makers.work_off()
    return DeliveryRow.objects.get(delivery=delivery)


def test_a_print_becomes_a_reference_without_being_heard(
    label: Organisation, agent: Person, ear: StandInEar, box: StandInBox
) -> None:
    row = deliver(agent, label, PRINT)
    assert (row.state, row.fault) == ("live", "")
    recording = Recording.objects.select_related("sound").get()
    assert recording.sound is not None
    assert ear.knows == {recording.pk: recording.sound.pk}
    assert box.examined == []
    assert (recording.sound.seconds, recording.sound.state) == (30.0, "examined")
    assert printed.is_print_alone(recording.sound)


def test_nobody_can_play_a_print_and_nothing_is_rendered(label: Organisation, agent: Person) -> None:
    from akkord.music.actions import publish_delivered

    deliver(agent, label, PRINT)
    assert publish_delivered(Recording.objects.get().pk) is None
    assert not Track.objects.exists()
    assert real_box.render_sound(Sound.objects.get()).rendition == ""


def test_the_same_bytes_sent_in_as_music_are_not_that_reference(label: Organisation, agent: Person) -> None:
    deliver(agent, label, PRINT)
    sent = hashlib.sha256(PRINT).hexdigest()
    assert not Sound.objects.filter(sha256=sent).exists()
    assert real_box.sound_of_file(sent, len(PRINT)).state == "unknown"


BROKEN = {
    "old": (b"EPR1" + PRINT[4:], "old_print", "earlier version of earprint"),
    "newer": (b"EPR9" + PRINT[4:], "broken_print", "no whole print"),
    "cut": (PRINT[:-20], "broken_print", "no whole print"),
    "nothing": (a_print(0), "broken_print", "no whole print"),
    "beyond its end": (a_print(seconds=30.0)[:4] + bytes(8) + PRINT[12:], "broken_print", "no whole print"),
    "head alone": (b"EPR2", "broken_print", "no whole print"),
    "bomb": (PRINT[:12] + (8_000_000).to_bytes(4, "little") + PRINT[16:], "broken_print", "no whole print"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_other_prints_are_refused_in_words(label: Organisation, agent: Person, case: str) -> None:
    data, word, sentence = BROKEN[case]
    row = deliver(agent, label, data)
    assert (row.state, row.fault) == ("refused", f"{word} song.print")
    assert sentence in row.why
    assert not Recording.objects.exists()


def test_a_print_does_not_take_the_place_of_a_sound(label: Organisation, agent: Person) -> None:
    makers.recording(label, isrc="DEA122600001", sound=makers.sound(state="examined", print="f" * 64))
    row = deliver(agent, label, PRINT)
    assert (row.state, row.fault) == ("refused", "print_beside_sound")


def test_a_sound_takes_the_place_of_a_print(label: Organisation, agent: Person, ear: StandInEar) -> None:
    deliver(agent, label, PRINT)
    assert deliver(agent, label, b"the sound").state == "live"
    recording = Recording.objects.select_related("sound").get()
    assert not printed.is_print_alone(recording.sound)
    assert ear.knows == {recording.pk: recording.sound_id}


def song(**more: Any) -> Song:
    said = {"file": "", "print_file": "resources/1.print", "md5": hashlib.md5(PRINT).hexdigest()}
    return Song(**said | more)


def send(label: Organisation, agent: Person, written: str, sound: bytes = PRINT) -> dict[str, Any]:
    batch = batches.open_batch(agent, label, "N_1")
    for path, data in (("R1/R1.xml", written.encode()), ("R1/resources/1.print", sound)):
        batches.put_file(agent, batch, path, [data])
    batches.complete_batch(agent, batch)
    makers.work_off()
    batches.accept_batch(agent, batch)
    makers.work_off()
    release = batch.releases.get()
    return {"faults": [each["word"] for each in release.faults], "row": DeliveryRow.objects.get()}


@pytest.mark.parametrize("version", ["3.8.2", "4.1.1", "4.3"])
def test_a_print_in_a_batch_is_the_reference_of_its_recording(
    label: Organisation, agent: Person, version: str
) -> None:
    told = send(label, agent, new_release(version, songs=(song(),), albums=(Album(),)))
    assert (told["faults"], told["row"].state, told["row"].file) == ([], "live", "1.print")


def test_a_print_with_another_sum_does_not_come_through(label: Organisation, agent: Person) -> None:
    told = send(label, agent, new_release(songs=(song(),), albums=(Album(),)), a_print(400))
    assert (told["faults"], told["row"].state) == (["wrong_sum"], "waiting")


@pytest.mark.parametrize(
    ("given", "about"),
    [
        ({"print_algorithm": "Chromaprint"}, "Chromaprint"),
        ({"print_algorithm": "earprint-1"}, "earprint-1"),
        ({"print_file": "", "fingerprint": "AAAA"}, "earprint-2"),
    ],
)
def test_a_print_of_another_kind_or_written_into_the_message_is_refused(
    label: Organisation, agent: Person, given: dict[str, str], about: str
) -> None:
    told = send(label, agent, new_release(songs=(song(**given),), albums=(Album(),)))
    assert (told["row"].state, told["row"].fault) == ("refused", f"other_print {about}")
    assert "send one of earprint-2 as a file, or the sound" in told["row"].why


def test_a_sound_beside_its_print_is_what_is_heard(label: Organisation, agent: Person) -> None:
    written = new_release(songs=(song(file="resources/1.flac"),), albums=(Album(),))
    told = send(label, agent, written)
    assert (told["faults"], told["row"].file, told["row"].state) == (
        ["resource_missing"],
        "1.flac",
        "waiting",
    )


def test_the_ear_finds_what_it_was_taught_by_a_print_alone(
    label: Organisation, agent: Person, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    """With the real ear: a print is asked for the recording it was delivered as."""
    settings.DATA = tmp_path
    monkeypatch.setattr(delivery_life, "ear", real_ear)
    monkeypatch.setattr(real_ear, "files", actions.files)
    real_ear._opened.cache_clear()
    deliver(agent, label, PRINT)
    recording = Recording.objects.select_related("sound").get()
    (found,) = real_ear.recordings_in(Print.from_bytes(PRINT))
    assert found.track == recording.pk
    real_ear._opened.cache_clear()


def test_our_prints_are_those_of_the_ear() -> None:
    assert real_ear.ENGINE in OUR_PRINTS
    assert message_life.understanding.OUR_PRINTS is OUR_PRINTS
