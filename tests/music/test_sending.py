"""Files sent in: acknowledged bytes stay, equal files are one sound, and closed doors say why."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from akkord.flow import clock
from akkord.flow.models import WorkerBeat
from akkord.music import actions, errors, queries, rules, upload_life
from akkord.music.models import Track, Upload
from akkord.music.tasks import finish_received
from akkord.people.models import Person
from akkord.sound import box
from akkord.sound.models import Sound
from akkord.store.files import files
from akkord.store.partials import OffsetMismatch, TooMuch, partials
from cases import makers
from music import world

pytestmark = pytest.mark.django_db
BYTES = b"a sound of nobody's " * 500


@pytest.fixture(autouse=True)
def _log(log: None) -> None:
    """Decisions that silence write their line."""


@pytest.fixture
def anna() -> Person:
    return makers.person()


def begun(person: Person, size: int = len(BYTES), **named: str) -> Upload:
    return actions.begin_upload(person, "a.mp3", size, **named)


def test_pieces_become_a_file_under_its_hash_and_the_life_begins(anna: Person) -> None:
    upload = begun(anna)
    assert actions.append_bytes(upload, 0, iter([BYTES[:100], BYTES[100:4000]])) == 4000
    assert queries.upload_story(anna.pk, upload.pk).received == 4000
    assert actions.append_bytes(upload, 4000, iter([BYTES[4000:]])) == len(BYTES)
    upload.refresh_from_db()
    assert upload.state == "received"
    assert upload.sound is not None
    assert files().read(upload.sound.sha256) == BYTES
    assert partials().size(upload.pk) == 0


def test_what_came_before_a_cut_is_kept(anna: Person) -> None:
    def cut() -> Iterator[bytes]:
        yield BYTES[:5000]
        raise ConnectionResetError

    upload = begun(anna)
    with pytest.raises(ConnectionResetError):
        actions.append_bytes(upload, 0, cut())
    assert queries.upload_story(anna.pk, upload.pk).received == 5000
    with pytest.raises(OffsetMismatch):
        actions.append_bytes(upload, 0, iter([BYTES]))
    actions.append_bytes(upload, 5000, iter([BYTES[5000:]]))
    upload.refresh_from_db()
    assert upload.state == "received"


def test_more_than_was_announced_is_refused_and_nothing_after_the_end(anna: Person) -> None:
    upload = begun(anna)
    with pytest.raises(TooMuch):
        actions.append_bytes(upload, 0, iter([BYTES, b"x"]))
    upload.refresh_from_db()
    with pytest.raises(errors.UploadComplete):
        actions.append_bytes(upload, len(BYTES), iter([b"x"]))
    assert files().read(upload.sound.sha256) == BYTES  # type: ignore[union-attr]


def test_a_receiver_killed_before_it_said_so_is_made_good(anna: Person) -> None:
    upload = begun(anna)
    partials().append(upload.pk, 0, iter([BYTES]), len(BYTES))
    finish_received.func()
    upload.refresh_from_db()
    assert upload.state == "received"
    finish_received.func()
    assert Sound.objects.count() == 1


def test_equal_files_are_one_sound_and_the_second_is_decided_without_decoding(
    anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[int] = []

    def examine(sound: Sound) -> Sound:
        if sound.state == Sound.State.UNKNOWN:
            decoded.append(sound.pk)
            Sound.objects.filter(pk=sound.pk).update(
                state="examined", seconds=60.0, print="0" * 64, rendition="1" * 64
            )
        return Sound.objects.get(pk=sound.pk)

    monkeypatch.setattr(upload_life.box, "examine_sound", examine)
    ear = actions.recognising.ear
    monkeypatch.setattr(ear, "look_up", lambda sound, since: ear.Heard(0, []))
    monkeypatch.setattr(ear, "make_findable", lambda sounds: ear.uploads_name())
    for person in (anna, makers.person()):
        actions.receive_whole(person, "a.mp3", len(BYTES), iter([BYTES]), title="One")
        world.work_off()
    assert len(decoded) == 1
    assert Sound.objects.count() == 1
    assert [t.upload.state for t in Track.objects.select_related("upload")] == ["live", "live"]  # type: ignore[union-attr]


def test_refused_stays_refused_with_its_reason(anna: Person) -> None:
    for _ in range(2):
        upload = actions.receive_whole(anna, "a.mp3", len(BYTES), iter([BYTES]))
        Sound.objects.filter(pk=upload.sound_id).update(
            state="refused", refusal="not_audio", refusal_detail="No."
        )
        world.work_off()
        story = queries.upload_story(anna.pk, upload.pk)
        assert (story.state, story.refusal, story.refusal_detail) == ("refused", "not_audio", "No.")
    assert not Track.objects.exists()


def test_what_a_busy_machine_refused_is_tried_again_when_sent_again(
    anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = Sound.objects.create(sha256="0" * 64, size=1, state="refused", refusal="wall")
    asked: list[str] = []

    class BusyBox:
        def examine(self, path: Path) -> None:
            asked.append(str(path))
            raise box.earprint.box.Refused("not_audio")

    monkeypatch.setattr(box, "box", BusyBox)
    monkeypatch.setattr(box, "files", lambda: type("Store", (), {"path": lambda self, sha: Path(sha)})())
    for _ in range(2):
        box.examine_sound(sound)
    assert (len(asked), sound.refusal) == (1, "not_audio")


REFUSED = [
    (0, {}, errors.EmptyFile),
    (10**12, {}, errors.TooLarge),
    (1, {"lawful_use": "whatever"}, errors.UnknownLawfulUse),
]


@pytest.mark.parametrize(("size", "named", "why"), REFUSED)
def test_what_cannot_be_taken_is_refused_before_a_byte(
    anna: Person, size: int, named: dict[str, str], why: type[Exception]
) -> None:
    with pytest.raises(why):
        begun(anna, size, **named)


def test_a_person_has_so_many_unfinished_uploads_at_most(anna: Person) -> None:
    for _ in range(rules.MOST_UNFINISHED):
        begun(anna)
    with pytest.raises(errors.TooManyUnfinished):
        begun(anna)
    with clock.at(clock.now() + timedelta(days=4)):
        begun(anna)


def beat(name: str, box_state: str, ago: float = 0.0) -> None:
    seen = clock.now() - timedelta(seconds=ago)
    WorkerBeat.objects.create(
        worker=name, host="h", process=1, seen_at=seen, box=box_state, box_detail=f"{name} could open a file"
    )


def test_uploads_are_closed_when_no_living_worker_could_prove_its_box(anna: Person) -> None:
    begun(anna)  # no worker at all: what arrives waits for one
    beat("a", "refused")
    beat("dead", "full", ago=600)
    with pytest.raises(errors.UploadsClosed):
        begun(anna)
    assert queries.why_uploads_are_closed() == "a could open a file"
    beat("b", "full")
    begun(anna)


def test_an_abandoned_upload_leaves_nothing(anna: Person) -> None:
    upload = begun(anna)
    actions.append_bytes(upload, 0, iter([b"half"]))
    with pytest.raises(errors.NoSuchUpload):
        actions.abandon_upload(makers.person(), upload.pk)
    actions.abandon_upload(anna, upload.pk)
    assert not Upload.objects.exists()
    assert not list(partials().folder.iterdir())


def test_what_nobody_finished_or_a_kill_left_behind_is_cleared_in_time(anna: Person, data: Path) -> None:
    import os

    upload = begun(anna)
    actions.append_bytes(upload, 0, iter([b"half"]))
    (files().incoming / "left-by-a-kill").write_bytes(b"x")
    (partials().folder / ("0" * 32)).write_bytes(b"x")
    actions.forget_expired()
    assert queries.upload_story(anna.pk, upload.pk).received == 4
    assert (files().incoming / "left-by-a-kill").exists()
    long_ago = (clock.now() - timedelta(days=4)).timestamp()
    for path in (*files().incoming.iterdir(), *partials().folder.iterdir()):
        os.utime(path, (long_ago, long_ago))
    actions.forget_expired()
    assert [p.name for p in partials().folder.iterdir()] == [upload.pk.hex]
    with clock.at(clock.now() + timedelta(days=4)):
        assert actions.forget_expired() == 1
    assert not list(partials().folder.iterdir())
    assert not list(files().incoming.iterdir())


def test_names_with_unprintable_letters_are_tidied(anna: Person) -> None:
    upload = begun(anna, title="So\x00ng\ud800", artist=" \n")
    upload.refresh_from_db()
    assert (upload.title, upload.artist) == ("Song", "")
