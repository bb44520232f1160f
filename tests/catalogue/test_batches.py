"""Batches: folders as DDEX lays them out, watched, or sent by HTTPS; compared with their sums, answered."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from akkord.catalogue import actions, batch_life, batches, errors, layout, queries
from akkord.catalogue.models import Batch, BatchRelease, DeliveryRow, Organisation, ReleaseMessage
from akkord.catalogue.tasks import watch_deliveries
from akkord.people.models import Person
from akkord.rights.models import Licence
from akkord.store.files import Files
from catalogue import makers
from catalogue.ern.writing import LABEL, Album, Song, Terms, el, new_release, purge

pytestmark = pytest.mark.django_db

NAME, GRID = "N_20141128", "A10302B0003989564F"
ONE, TWO = b"the sound of one", b"the sound of two"


@pytest.fixture
def label(monkeypatch: pytest.MonkeyPatch, store: Files, tmp_path: Path, settings: Any) -> Organisation:
    for room in (queries, batches, batch_life):
        monkeypatch.setattr(room, "files", lambda: store)
    settings.WAKES = settings.WAKES | {"message_catalogued": ["akkord.rights.tasks.license_delivered"]}
    settings.DELIVERIES = str(tmp_path / "deliveries")
    made = makers.organisation()
    actions.record_dpid(made, LABEL)
    (tmp_path / "deliveries" / LABEL).mkdir(parents=True)
    return made


@pytest.fixture
def agent(label: Organisation) -> Person:
    return makers.representative(label)


@pytest.fixture
def folder(label: Organisation, agent: Person, tmp_path: Path) -> Path:
    return tmp_path / "deliveries" / LABEL


def song(number: int, sound: bytes, algorithm: str = "md5") -> Song:
    return Song(
        f"A{number}",
        f"DEA12260{number:04d}",
        f"Song {number}",
        file=f"resources/{number}.flac",
        md5=hashlib.new(algorithm, sound).hexdigest(),
    )


SONGS = (song(1, ONE), song(2, TWO))


def message(version: str = "4.3", songs: tuple[Song, ...] = SONGS, **more: Any) -> str:
    album = Album(songs=tuple(each.reference for each in songs))
    return new_release(version, songs=songs, albums=(album,), **more)


def fill(batch: Path, written: str, grid: str = GRID, sounds: tuple[bytes, ...] = (ONE, TWO)) -> None:
    (batch / grid / "resources").mkdir(parents=True)
    (batch / grid / f"{grid}.xml").write_text(written)
    for number, sound in enumerate(sounds, start=1):
        (batch / grid / "resources" / f"{number}.flac").write_bytes(sound)


def complete(batch: Path, manifest: str = "") -> None:
    (batch / f"BatchComplete_{batch.name.partition('_')[2]}.xml").write_text(manifest)


def watch() -> None:
    watch_deliveries.func()
    makers.work_off()


def answers(folder: Path) -> dict[str, etree._Element]:
    files = sorted((folder / "acknowledgements").glob("ACK_*.xml"))
    return {path.stem.split("_", 2)[2]: etree.fromstring(path.read_bytes()) for path in files}


def status(answer: etree._Element) -> str:
    (found,) = answer.iter("FileStatus")
    return str(found.get("UserDefinedValue") or found.text)


def lines(answer: etree._Element) -> list[str]:
    return [str(each.text) for each in answer.iter("ErrorText")]


@pytest.mark.parametrize("version", ["3.8.2", "4.1.1", "4.3"])
def test_a_complete_folder_is_read_answered_and_waits_to_be_accepted(folder: Path, version: str) -> None:
    fill(folder / NAME, message(version))
    watch()
    assert not Batch.objects.exists()  # nothing before its trigger
    complete(folder / NAME)
    watch()
    (batch,) = Batch.objects.all()
    assert (batch.name, batch.state, batch.faults) == (NAME, "done", [])
    (release,) = batch.releases.all()
    assert (release.state, release.faults, sorted(release.sounds)) == ("read", [], ["1.flac", "2.flac"])
    assert status(answers(folder)[GRID]) == "FileOK"
    assert not DeliveryRow.objects.exists()
    (waiting,) = queries.waiting_of(batch)
    assert waiting.state == "read"


def test_accepted_its_sounds_go_the_way_of_all_references(folder: Path, agent: Person) -> None:
    fill(folder / NAME, message())
    complete(folder / NAME)
    watch()
    assert batches.accept_batch(agent, Batch.objects.get()) == 1
    makers.work_off()
    assert set(DeliveryRow.objects.values_list("isrc", "state", "sha256")) == {
        ("DEA122600001", "live", hashlib.sha256(ONE).hexdigest()),
        ("DEA122600002", "live", hashlib.sha256(TWO).hexdigest()),
    }
    said = f"message {ReleaseMessage.objects.get().pk}"
    assert set(Licence.objects.values_list("source", flat=True)) == {said}
    with pytest.raises(errors.NothingToAccept):
        batches.accept_batch(agent, Batch.objects.get())


def test_seen_again_a_batch_is_the_same_and_completed_again_it_is_another(folder: Path) -> None:
    fill(folder / NAME, message(), sounds=(ONE,))
    complete(folder / NAME)
    for _time in range(3):
        watch()
    assert Batch.objects.count() == 1
    assert status(answers(folder)[GRID]) == "FileHasFaults"
    (folder / NAME / GRID / "resources" / "2.flac").write_bytes(TWO)
    trigger = folder / NAME / "BatchComplete_20141128.xml"
    os.utime(trigger, ns=(1, 1))
    watch()
    assert Batch.objects.count() == 2
    assert ReleaseMessage.objects.count() == 1
    assert status(answers(folder)[GRID]) == "FileOK"
    assert BatchRelease.objects.order_by("-pk")[0].faults == []


def test_the_missing_sound_of_an_accepted_message_comes_with_the_batch_anew(
    folder: Path, agent: Person
) -> None:
    fill(folder / NAME, message(), sounds=(ONE,))
    complete(folder / NAME)
    watch()
    batches.accept_batch(agent, Batch.objects.get())
    makers.work_off()
    assert dict(DeliveryRow.objects.values_list("isrc", "state")) == {
        "DEA122600001": "live",
        "DEA122600002": "waiting",
    }
    (folder / NAME / GRID / "resources" / "2.flac").write_bytes(TWO)
    os.utime(folder / NAME / "BatchComplete_20141128.xml", ns=(1, 1))
    watch()
    assert set(DeliveryRow.objects.values_list("state", flat=True)) == {"live"}


def test_folders_that_differ_by_the_size_of_a_letter_are_two_releases(folder: Path) -> None:
    fill(folder / NAME, message(message_id="1"), "Ra")
    fill(folder / NAME, message(message_id="2"), "RA", ())
    complete(folder / NAME)
    watch()
    assert {name: status(answer) for name, answer in answers(folder).items()} == {
        "Ra": "FileOK",
        "RA": "FileHasFaults",
    }


SUMS = [
    ("MD5", "md5"),
    ("SHA-1", "sha1"),
    ("SHA1", "sha1"),
    ("SHA-256", "sha256"),
    ("sha_256", "sha256"),
]


@pytest.mark.parametrize(("written", "algorithm"), SUMS)
@pytest.mark.parametrize("version", ["3.8.2", "4.3"])
def test_files_are_compared_with_the_sum_their_message_states(
    folder: Path, version: str, written: str, algorithm: str
) -> None:
    songs = (song(1, ONE, algorithm), song(2, b"something else", algorithm))
    said = message(version, songs).replace(">MD5<", f">{written}<")
    fill(folder / NAME, said)
    complete(folder / NAME)
    watch()
    answer = answers(folder)[GRID]
    assert status(answer) == "FileHasFaults"
    (line,) = lines(answer)
    assert line.startswith(f"ERROR {GRID}/resources/2.flac, line ")
    assert "/NewReleaseMessage/ResourceList/SoundRecording[2]: The bytes that came are not" in line
    assert hashlib.new(algorithm, TWO).hexdigest() in line
    assert [each.text for each in answer.iter("ISRC")] == ["DEA122600002"]
    assert list(BatchRelease.objects.get().sounds) == ["1.flac"]


def test_a_sum_of_another_kind_is_told_of_and_the_file_taken(folder: Path) -> None:
    fill(folder / NAME, message().replace(">MD5<", ">CRC-32<"))
    complete(folder / NAME)
    watch()
    assert status(answers(folder)[GRID]) == "FileOK"
    assert ["“CRC-32” is no sum" in line for line in lines(answers(folder)[GRID])] == [True, True]
    assert len(BatchRelease.objects.get().sounds) == 2


def test_a_message_that_cannot_be_used_is_answered_and_spoils_no_other(folder: Path) -> None:
    fill(folder / NAME, message()[:-200], "BROKEN")
    fill(folder / NAME, message(sender="PADPIDA2014120401D"), "OTHERS")
    fill(folder / NAME, message(), "GOOD")
    fill(folder / NAME, purge(), "PURGED", ())
    (folder / NAME / "NOTHING").mkdir()
    (folder / NAME / "NOTHING" / "cover.jpg").write_bytes(b"x")
    (folder / NAME / "TWICE").mkdir()
    for name in ("a", "b"):
        (folder / NAME / "TWICE" / f"{name}.xml").write_text("<x/>")
    complete(folder / NAME)
    watch()
    told = answers(folder)
    assert {name: status(answer) for name, answer in told.items()} == {
        "BROKEN": "FileRefused",
        "OTHERS": "FileRefused",
        "GOOD": "FileOK",
        "PURGED": "FileOK",
        "NOTHING": "FileRefused",
        "TWICE": "FileRefused",
    }
    assert "The XML breaks off or is broken here" in " ".join(lines(told["BROKEN"]))
    assert "PADPIDA2014120401D, which is not the DPID" in " ".join(lines(told["OTHERS"]))
    assert "put NOTHING.xml into it" in " ".join(lines(told["NOTHING"]))
    assert "name the message TWICE.xml" in " ".join(lines(told["TWICE"]))
    assert Batch.objects.get().state == "done"


def words(batch: Batch) -> set[tuple[str, str]]:
    return {(each["word"], each["file"]) for each in batch.faults}


def test_links_and_hostile_names_are_refused_one_by_one(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "1.flac").write_bytes(b"somebody else's")
    fill(folder / NAME, message(), sounds=())
    resources = folder / NAME / GRID / "resources"
    (resources / "1.flac").symlink_to(secret / "1.flac")
    (resources / "2.flac").write_bytes(TWO)
    (folder / NAME / "LINKED").symlink_to(secret)
    os.symlink(secret, os.fsencode(folder / NAME) + b"/\xff\xfe")  # a name that is no text
    os.mkfifo(resources / "pipe.flac")
    for name in ("a\nb.flac", "a\\..\\b.flac", "\u202etxt.flac", "*.flac", " b.flac"):
        (resources / name).write_bytes(b"x")
    (resources / ".half.flac").write_bytes(b"x")  # a client's own, passed over
    complete(folder / NAME)
    watch()
    batch = Batch.objects.get()
    assert {word for word, _file in words(batch)} == {"link_in_batch", "not_a_file", "unsafe_name"}
    assert len(batch.faults) == 9
    (release,) = batch.releases.all()
    assert [each["word"] for each in release.faults] == ["resource_missing"]
    assert list(release.sounds) == ["2.flac"]


def test_a_file_changed_for_a_link_after_it_was_listed_is_not_followed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_bytes(b"somebody else's")
    fill(folder / NAME, message())
    complete(folder / NAME)
    sound, listed = folder / NAME / GRID / "resources" / "1.flac", batch_life.folders.listed

    def changed(root: Path, most: int) -> Any:
        found = list(listed(root, most))
        sound.unlink()
        sound.symlink_to(tmp_path / "secret")
        return found

    monkeypatch.setattr(batch_life.folders, "listed", changed)
    watch()
    (release,) = BatchRelease.objects.all()
    assert [each["word"] for each in release.faults] == ["resource_missing"]
    assert list(release.sounds) == ["2.flac"]


def test_answers_are_never_written_through_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / "acknowledgements").symlink_to(tmp_path / "elsewhere")
    fill(folder / NAME, message())
    complete(folder / NAME)
    watch()
    assert list((tmp_path / "elsewhere").iterdir()) == []
    batch = Batch.objects.select_related("organisation").get()
    _name, written = batch_life.acknowledged(batch, batch.releases.get())
    assert status(etree.fromstring(written)) == "FileOK"


def test_too_many_files_and_too_large_ones_are_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.MOST_UPLOAD_BYTES = 8_000
    monkeypatch.setattr(layout, "MOST_FILES", 4)
    fill(folder / NAME, message(), sounds=(b"x" * 8_001, TWO))
    complete(folder / NAME)
    watch()
    assert {word for word, _file in words(Batch.objects.get())} == {"resource_too_large"}
    assert [each["word"] for each in BatchRelease.objects.get().faults] == ["resource_missing"]
    for number in range(5):
        (folder / NAME / GRID / f"{number}.jpg").write_bytes(b"x")
    os.utime(folder / NAME / "BatchComplete_20141128.xml", ns=(1, 1))
    watch()
    assert "too_many_files" in {word for word, _file in words(Batch.objects.order_by("-pk")[0])}


@pytest.mark.parametrize(
    "name", ["X_1", "N_", "N_../../etc", "N_a b", "NN_1", "n_1", "N_" + "1" * 101, "acknowledgements"]
)
def test_other_folders_are_no_batches(label: Organisation, agent: Person, folder: Path, name: str) -> None:
    assert layout.batch_id_of(name) is None
    with pytest.raises(errors.NoBatchName):
        batches.open_batch(agent, label, name)


def manifest(messages: int, *urls: str, test: bool = False, md5: str = "") -> str:
    summed = el("HashSum", el("HashSum", md5), el("HashSumAlgorithmType", "MD5")) if md5 else ""
    inside = [
        el("IsTestFlag", "true" if test else "false"),
        el("RootDirectory", f"/{NAME}"),
        el("NumberOfMessages", str(messages)),
        *(
            el("MessageInBatch", el("MessageType", "NewReleaseMessage"), el("URL", url), summed)
            for url in urls
        ),
    ]
    return el("ManifestMessage", *inside)


MANIFESTS = [
    ("", set()),
    (manifest(1, f"/{NAME}/{GRID}/{GRID}.xml"), set()),
    (manifest(1, f"{GRID}/{GRID}.xml"), set()),
    (manifest(2, f"{GRID}/{GRID}.xml", "B/B.xml"), {"manifest_count", "manifest_file"}),
    (manifest(1, f"{GRID}/{GRID}.xml", md5=hashlib.md5(message().encode()).hexdigest()), set()),
    (manifest(1, f"{GRID}/{GRID}.xml", md5="0" * 32), {"manifest_file"}),
    ("not xml", {"manifest_not_read"}),
    ('<!DOCTYPE x [<!ENTITY a "b">]><ManifestMessage>&a;</ManifestMessage>', {"manifest_not_read"}),
    ("<NewReleaseMessage/>", {"manifest_not_read"}),
]


@pytest.mark.parametrize(("written", "faults"), MANIFESTS)
def test_a_manifest_is_held_against_what_came(folder: Path, written: str, faults: set[str]) -> None:
    fill(folder / NAME, message())
    complete(folder / NAME, written)
    watch()
    assert {word for word, _file in words(Batch.objects.get())} == faults
    assert status(answers(folder)[GRID]) == "FileOK"


def test_nothing_of_a_test_batch_can_be_accepted(folder: Path, label: Organisation, agent: Person) -> None:
    batches.let_accept(agent, label, accepting=True)
    fill(folder / NAME, message())
    complete(folder / NAME, manifest(1, test=True))
    watch()
    assert Batch.objects.get().test
    assert ReleaseMessage.objects.get().state == "read"
    with pytest.raises(errors.NothingToAccept):
        batches.accept_batch(agent, Batch.objects.get())


def test_a_label_may_let_all_be_accepted_that_has_no_error(
    folder: Path, label: Organisation, agent: Person
) -> None:
    batches.let_accept(agent, label, accepting=True)
    other = (song(1, ONE), song(2, b"something else"))
    fill(folder / NAME, message(), "GOOD")
    fill(folder / NAME, message(songs=other, message_id="2"), "FAULTY")
    complete(folder / NAME)
    watch()
    said = dict(BatchRelease.objects.values_list("folder", "message__state"))
    assert said == {"GOOD": "done", "FAULTY": "read"}
    assert ReleaseMessage.objects.get(state="done").person == agent
    batches.let_accept(agent, label, accepting=False)
    label.refresh_from_db()
    assert label.accepting is None


def test_a_folder_of_an_organisation_nobody_represents_waits(label: Organisation, tmp_path: Path) -> None:
    folder = tmp_path / "deliveries" / LABEL
    fill(folder / NAME, message())
    complete(folder / NAME)
    watch()
    assert not Batch.objects.exists()
    makers.representative(label)
    watch()
    assert Batch.objects.get().state == "done"


# --- by HTTPS ----------------------------------------------------------------------------------------


def send(label: Organisation, agent: Person, files: dict[str, bytes], name: str = NAME) -> Batch:
    batch = batches.open_batch(agent, label, name)
    for path, data in files.items():
        batches.put_file(agent, batch, path, [data])
    batches.complete_batch(agent, batch)
    makers.work_off()
    batch.refresh_from_db()
    return batch


WHOLE = {
    f"{GRID}/{GRID}.xml": message().encode(),
    f"{GRID}/resources/1.flac": ONE,
    f"{GRID}/resources/2.flac": TWO,
}


def test_a_batch_sent_by_https_ends_as_one_by_folder(label: Organisation, agent: Person) -> None:
    batch = send(label, agent, WHOLE)
    (release,) = batch.releases.all()
    assert (batch.state, release.state, release.faults) == ("done", "read", [])
    batches.accept_batch(agent, batch)
    makers.work_off()
    assert set(DeliveryRow.objects.values_list("state", flat=True)) == {"live"}


def test_a_batch_by_https_can_be_taken_up_again_and_a_file_sent_again(
    label: Organisation, agent: Person
) -> None:
    begun = batches.open_batch(agent, label, NAME)
    batches.put_file(agent, begun, f"{GRID}/resources/1.flac", [b"cut off"])
    assert batches.open_batch(agent, label, NAME) == begun
    batch = send(label, agent, WHOLE)
    assert batch == begun
    assert batch.releases.get().faults == []
    with pytest.raises(errors.BatchComplete):
        batches.put_file(agent, batch, "B/B.xml", [b"<x/>"])
    assert batches.complete_batch(agent, batch).state == "done"


@pytest.mark.parametrize(
    "path",
    [
        "../x.xml",
        "/etc/passwd",
        "A/../../x",
        "A//x.xml",
        "A\\x.xml",
        "",
        ".",
        "A/.x",
        "A/\0",
        "A/B/C/D/E/F/x",
        "A/" + "x" * 256,
        "/".join(["x" * 250] * 5),
        "A/x.xml/",
        "A/\u202etxt.xml",
        "C:/x.xml",
    ],
)
def test_a_path_that_could_lead_elsewhere_is_refused(label: Organisation, agent: Person, path: str) -> None:
    batch = batches.open_batch(agent, label, NAME)
    with pytest.raises(errors.UnsafePath):
        batches.put_file(agent, batch, path, [b"x"])
    assert not batch.files.exists()


def test_who_does_not_act_for_the_label_sends_and_accepts_nothing(label: Organisation, agent: Person) -> None:
    stranger = makers.representative(makers.organisation())
    batch = send(label, agent, WHOLE)
    acts: list[Callable[[], object]] = [
        lambda: batches.open_batch(stranger, label, "N_2"),
        lambda: batches.put_file(stranger, batch, "A/A.xml", [b"x"]),
        lambda: batches.complete_batch(stranger, batch),
        lambda: batches.accept_batch(stranger, batch),
        lambda: batches.let_accept(stranger, label, accepting=True),
    ]
    for act in acts:
        with pytest.raises(errors.NotRepresented):
            act()


def test_too_many_files_by_https_are_refused(
    label: Organisation, agent: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "MOST_FILES", 1)
    batch = batches.open_batch(agent, label, NAME)
    batches.put_file(agent, batch, "A/A.xml", [b"x"])
    with pytest.raises(errors.TooManyFiles):
        batches.put_file(agent, batch, "A/B.xml", [b"x"])


def test_killed_while_a_release_is_read_the_batch_ends_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill after the message was read and before its release ended: the step runs again."""
    fill(folder / NAME, message())
    complete(folder / NAME)
    compare = batch_life.compare
    monkeypatch.setattr(batch_life, "compare", lambda *_: (_ for _ in ()).throw(makers.Cut))
    watch_deliveries.func()
    batch_life.look(Batch.objects.get())
    with pytest.raises(makers.Cut):
        batch_life.examine(BatchRelease.objects.get())
    monkeypatch.setattr(batch_life, "compare", compare)
    watch()
    assert Batch.objects.get().state == "done"
    assert BatchRelease.objects.get().state == "read"
    assert ReleaseMessage.objects.count() == 1


CODES = ("AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AR", "AT", "AU", "AZ", "BA", "BB", "BD", "BE", "BF",
         "BG", "BH", "BI", "BJ")  # fmt: skip


def test_killed_after_the_answer_was_written_it_is_written_again_and_nothing_is_lost(
    folder: Path, label: Organisation, agent: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches.let_accept(agent, label, accepting=True)
    fill(folder / NAME, message())
    complete(folder / NAME)
    hand_over = batch_life.hand_over
    monkeypatch.setattr(batch_life, "hand_over", lambda _: (_ for _ in ()).throw(makers.Cut))
    watch_deliveries.func()
    batch_life.look(Batch.objects.get())
    with pytest.raises(makers.Cut):
        batch_life.examine(BatchRelease.objects.get())
    assert (BatchRelease.objects.get().state, ReleaseMessage.objects.get().state) == ("arrived", "read")
    monkeypatch.setattr(batch_life, "hand_over", hand_over)
    watch()
    assert status(answers(folder)[GRID]) == "FileOK"
    assert set(DeliveryRow.objects.values_list("state", flat=True)) == {"live"}


def test_747_deals_and_utf_16_come_through_a_batch(folder: Path, agent: Person) -> None:
    deals = tuple(
        Terms(territories=(code,), uses=(use,), models=(model,))
        for code in CODES
        for use in ("OnDemandStream", "NonInteractiveStream", "PermanentDownload")
        for model in ("SubscriptionModel", "AdvertisementSupportedModel", "PayAsYouGoModel")
    )
    fill(folder / NAME, "")
    written = message(deals=(deals * 4)[:747], encoding="UTF-16")
    (folder / NAME / GRID / f"{GRID}.xml").write_bytes(written.encode("UTF-16"))
    complete(folder / NAME)
    watch()
    assert status(answers(folder)[GRID]) == "FileOK"
    assert ReleaseMessage.objects.get().understood["counts"]["deals"] == 747
    batches.accept_batch(agent, Batch.objects.get())
    makers.work_off()
    assert ReleaseMessage.objects.get().fault == ""
    standing = Licence.objects.filter(withdrawn_at=None)
    assert len({(str(row.uses), str(row.commercial_models)) for row in standing}) == 9
    assert {code for row in standing for code in row.territory.split()} == set(CODES)
