"""A ZIP of music: each sound takes the road of an upload, and nothing of a hostile ZIP is unpacked."""

import errno
import io
import re
import struct
import zipfile
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from akkord.flow import clock
from akkord.flow.models import Job
from akkord.music import actions, queries, upload_life
from akkord.music.actions import packed
from akkord.music.models import ComingList, Hearing, PackedEntry, Playlist, Track, Upload
from akkord.music.rules import zips
from akkord.people.models import Person
from akkord.sound import box
from akkord.sound.models import Sound
from akkord.store.partials import partials
from cases import makers
from music.conftest import StandInEar

pytestmark = pytest.mark.django_db
SONG, OTHER = b"a song of nobody's " * 300, b"another song " * 400


@pytest.fixture(autouse=True)
def _log(log: None, told_ear: StandInEar, monkeypatch: pytest.MonkeyPatch) -> None:
    """The box finds a sound of three minutes in whatever begins with an article."""

    def examined(sound: Sound) -> Sound:
        from akkord.store.files import files

        sounds = files().read(sound.sha256).startswith(b"a")
        sound.state = Sound.State.EXAMINED if sounds else Sound.State.REFUSED
        sound.seconds, sound.refusal = 180.0, "" if sounds else "not_audio"
        sound.save()
        return sound

    monkeypatch.setattr(box, "examine_sound", examined)


@pytest.fixture
def anna() -> Person:
    return makers.person()


def zipped(method: int = zipfile.ZIP_DEFLATED, **files: bytes) -> bytes:
    return zipped_as(files, method)


def zipped_as(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def sent(person: Person, content: bytes) -> Upload:
    """Sent in by the very road of any file, and unpacked."""
    upload = actions.receive_whole(person, "music.zip", len(content), iter([content]))
    assert upload.state == "packed"
    upload_life.unpack(upload)
    upload.refresh_from_db()
    return upload


def outcomes(upload: Upload) -> dict[str, tuple[str, str]]:
    return {row.name: (row.outcome, row.why) for row in queries.packed_entries(upload.pk)}


def lived(upload: Upload) -> str:
    """The state in which an upload of a ZIP ends, by the steps of every upload's life."""
    for step in ("received", "probed", "heard"):
        upload.refresh_from_db()
        if upload.state == step:
            upload_life.UPLOAD.steps[step](upload)
    upload.refresh_from_db()
    return upload.state


def test_each_sound_of_a_zip_takes_the_road_of_an_upload(anna: Person) -> None:
    upload = sent(
        anna, zipped_as({"Album/01 One.mp3": SONG, "Album/02 Two.mp3": OTHER, "cover.jpg": b"\xff\xd8"})
    )
    assert upload.state == "unpacked"
    assert outcomes(upload) == {
        "Album/01 One.mp3": ("taken", ""),
        "Album/02 Two.mp3": ("taken", ""),
        "cover.jpg": ("refused", "not_sound"),
    }
    mine = Upload.objects.filter(person=anna).exclude(pk=upload.pk)
    assert {each.filename: each.state for each in mine} == {
        "01 One.mp3": "received",
        "02 Two.mp3": "received",
    }
    assert not partials().path(upload.pk).exists()
    assert {lived(each) for each in mine} == {"live"}
    assert Hearing.objects.count() == 2  # none was heard by anybody before the ear had looked it up


def test_what_was_sent_in_before_is_named_and_not_sent_in_again(anna: Person) -> None:
    before = actions.receive_whole(anna, "one.mp3", len(SONG), iter([SONG]))
    upload = sent(anna, zipped_as({"again.mp3": SONG, "new.mp3": OTHER, "twice.mp3": OTHER}))
    assert outcomes(upload) == {
        "again.mp3": ("known", ""), "new.mp3": ("taken", ""), "twice.mp3": ("known", "")
    }  # fmt: skip
    assert queries.packed_entries(upload.pk)[0].upload == before


def test_what_was_said_in_a_conversation_is_still_published_out_of_a_zip(anna: Person) -> None:
    said = actions.receive_voice(anna, len(SONG), iter([SONG]))
    assert lived(said) == "live"
    upload = sent(anna, zipped_as({"a.m3u": b"song.mp3\n", "song.mp3": SONG}))
    assert outcomes(upload)["song.mp3"] == ("taken", "")
    waiting = ComingList.objects.get()
    ComingList.objects.update(
        wanted=[{"upload": str(said.pk)}, *waiting.wanted]
    )  # as an older look-up had it
    published = Upload.objects.get(person=anna, filename="song.mp3")
    assert lived(published) == "live"
    actions.make_lists(anna)
    tracks = [track for _entry, track in queries.entries_of([Playlist.objects.get().pk])]
    assert tracks == [published.track.pk]


def test_a_voice_note_is_no_zip(anna: Person) -> None:
    content = zipped_as({"song.mp3": SONG})
    said = actions.receive_voice(anna, len(content), iter([content]))
    assert said.state == "received"
    assert lived(said) == "refused"
    assert not PackedEntry.objects.exists()


def test_another_members_file_is_not_told_of(anna: Person) -> None:
    actions.receive_whole(makers.person(), "one.mp3", len(SONG), iter([SONG]))
    assert outcomes(sent(anna, zipped(one=b"", **{"one.mp3": SONG})))["one.mp3"] == ("taken", "")


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.mp3",
        "/etc/cron.d/x.mp3",
        "C:\\windows\\x.mp3",
        "a\x07b.mp3",
        "‮3pm.exe.mp3",
        "x" * 600 + ".mp3",
    ],
)
def test_a_hostile_name_is_words_alone(anna: Person, name: str) -> None:
    upload = sent(anna, zipped_as({name: SONG}))
    (row,) = queries.packed_entries(upload.pk)
    assert row.outcome == "taken"
    assert row.upload is not None
    assert not set(row.upload.filename) & set("/\\\x07\u202e")
    assert len(row.upload.filename) <= 255


def test_a_zip_in_the_zip_a_lock_and_a_wrong_sum_are_refused_and_the_rest_is_taken(anna: Person) -> None:
    content = bytearray(
        zipped_as({"in.mp3": zipped(a=b"x"), "ok.mp3": SONG, "bad.mp3": OTHER}, zipfile.ZIP_STORED)
    )
    content[content.index(OTHER) + 40] ^= 1
    upload = sent(anna, bytes(content))
    assert outcomes(upload) == {
        "in.mp3": ("refused", "nested"), "ok.mp3": ("taken", ""), "bad.mp3": ("refused", "broken")
    }  # fmt: skip
    assert not Upload.objects.filter(state="arriving").exists()


def test_what_is_built_to_fill_a_disk_is_not_unpacked_at_all(
    anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zips, "FREE_RATIO", 100_000)
    upload = sent(anna, zipped_as({"silence.mp3": bytes(3_000_000)}))
    assert (upload.state, upload.refusal) == ("refused", "zip_ratio")
    monkeypatch.setattr(zips, "MOST_UNPACKED", 5000)
    assert sent(anna, zipped_as({"a.mp3": SONG}, zipfile.ZIP_STORED)).refusal == "zip_too_large"
    monkeypatch.setattr(zips, "MOST_ENTRIES", 2)
    assert sent(anna, zipped_as({f"{n}.mp3": b"a" for n in range(3)})).refusal == "zip_too_many"
    assert not PackedEntry.objects.exists()


def test_a_directory_that_lies_about_its_size_is_not_read(anna: Person) -> None:
    content = bytearray(zipped_as({"a.mp3": SONG}))
    end = content.rindex(b"PK\x05\x06")
    struct.pack_into("<L", content, end + 12, 0xFFFFFFF0)
    assert sent(anna, bytes(content)).refusal == "zip_too_many"
    assert sent(anna, b"PK\x03\x04" + b"nothing" * 100).refusal == "zip_not_whole"
    assert sent(anna, zipped_as({})).refusal == "zip_empty"


def test_a_worker_that_died_in_the_middle_is_made_good(anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    content = zipped_as({"one.mp3": SONG, "two.mp3": OTHER})
    upload = actions.receive_whole(anna, "m.zip", len(content), iter([content]))
    real, calls = packed.append_bytes, []

    def dying(taken: Upload, *rest: object) -> int:
        calls.append(taken)
        if len(calls) == 2:
            raise MemoryError
        return real(taken, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(packed, "append_bytes", dying)
    with pytest.raises(MemoryError):
        upload_life.unpack(upload)
    upload_life.unpack(Upload.objects.get(pk=upload.pk))
    assert outcomes(upload) == {"one.mp3": ("taken", ""), "two.mp3": ("taken", "")}
    assert Upload.objects.filter(person=anna, state="received").count() == 2
    assert not Upload.objects.filter(state="arriving").exists()


def test_a_full_disk_loses_nothing_and_the_job_comes_again(
    anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = zipped_as({"one.mp3": SONG, "two.mp3": OTHER})
    upload = actions.receive_whole(anna, "m.zip", len(content), iter([content]))

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(packed, "append_bytes", full)
        with pytest.raises(OSError, match="No space"):
            upload_life.unpack(upload)
        patched.setattr(packed, "ZipFile", full)
        with pytest.raises(OSError, match="No space"):
            upload_life.unpack(upload)
    assert partials().path(upload.pk).exists()
    upload_life.unpack(Upload.objects.get(pk=upload.pk))
    assert outcomes(upload) == {"one.mp3": ("taken", ""), "two.mp3": ("taken", "")}
    assert not Upload.objects.filter(state="arriving").exists()


def test_an_entry_shorter_than_the_directory_says_is_broken(anna: Person) -> None:
    content = bytearray(zipped_as({"short.mp3": SONG, "ok.mp3": OTHER}))
    struct.pack_into("<L", content, content.index(b"PK\x01\x02") + 24, len(SONG) + 9)
    upload = sent(anna, bytes(content))
    assert outcomes(upload) == {"short.mp3": ("refused", "broken"), "ok.mp3": ("taken", "")}
    assert not Upload.objects.filter(state="arriving").exists()


def test_a_zip_is_unpacked_in_portions_one_after_the_other_and_never_onto_a_full_disk(
    anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "PORTION", 1)
    first, second = (
        actions.receive_whole(anna, "m.zip", len(content), iter([content]))
        for content in (zipped_as({"one.mp3": SONG, "two.mp3": OTHER}), zipped_as({"x.mp3": b"a third"}))
    )
    key = f"upload:{second.pk}:packed"
    Job.objects.all().delete()
    upload_life.unpack(second)
    assert outcomes(second) == {}
    upload_life.unpack(first)
    assert [out for out, _ in outcomes(first).values()] == ["taken", "waiting"]
    assert Job.objects.filter(dedupe=f"upload:{first.pk}:packed").count() == 1
    assert not Job.objects.filter(dedupe=key).exists()
    while Upload.objects.get(pk=first.pk).state == "packed":
        upload_life.unpack(Upload.objects.get(pk=first.pk))
    assert outcomes(first) == {"one.mp3": ("taken", ""), "two.mp3": ("taken", "")}
    assert Job.objects.filter(dedupe=key).count() == 1
    with monkeypatch.context() as patched:
        patched.setattr(packed.shutil, "disk_usage", lambda _: SimpleNamespace(free=10_000))
        Job.objects.all().delete()
        upload_life.unpack(second)
    assert outcomes(second) == {}
    assert Job.objects.get(dedupe=key).run_at > clock.now()


def test_a_list_in_the_zip_becomes_a_playlist_when_all_its_sounds_are_decided(anna: Person) -> None:
    text = b"#EXTM3U\n#EXTINF:1,B - Two\n../Album/02.mp3\n01.mp3\n../../outside.mp3\nnot.mp3\n"
    upload = sent(
        anna,
        zipped_as(
            {"Lists/Best.m3u8": text, "Album/02.mp3": SONG, "Lists/01.mp3": b"a first one", "x.mp3": OTHER}
        ),
    )
    assert outcomes(upload)["Lists/Best.m3u8"] == ("list", "")
    one, two = (Upload.objects.get(person=anna, filename=name) for name in ("01.mp3", "02.mp3"))
    lived(one)
    actions.make_lists(anna)
    assert not Playlist.objects.exists()
    lived(two)
    actions.make_lists(anna)
    made = Playlist.objects.get()
    assert made.title == "Best"
    tracks = [track for _entry, track in queries.entries_of([made.pk])]
    assert tracks == [two.track.pk, one.track.pk]
    actions.make_lists(anna)
    assert Playlist.objects.count() == 1


def test_the_last_decision_has_the_list_made(anna: Person) -> None:
    upload = sent(anna, zipped_as({"a.m3u": b"a.mp3\n", "a.mp3": SONG}))
    Job.objects.filter(task="akkord.music.tasks.make_lists").delete()
    lived(Upload.objects.get(person=anna, filename="a.mp3"))
    assert Job.objects.filter(task="akkord.music.tasks.make_lists").count() == 1
    assert ComingList.objects.get(packed=upload).closed_at is None


def test_who_leaves_for_good_leaves_no_list_that_waits_and_no_name_of_a_file(anna: Person) -> None:
    upload = sent(anna, zipped_as({"Mine/a.m3u": b"song.mp3\n", "Mine/song.mp3": SONG}))
    other = sent(makers.person(), zipped_as({"theirs.mp3": OTHER}))
    assert ComingList.objects.count() == 1
    actions.forget_listener(anna.pk)
    assert not ComingList.objects.exists()
    assert {row.name for row in queries.packed_entries(upload.pk)} == {""}
    assert [row.name for row in queries.packed_entries(other.pk)] == ["theirs.mp3"]


@pytest.mark.parametrize(
    ("folder", "line", "found"),
    [
        ("L/a.m3u", "b.mp3", "L/b.mp3"), ("a.m3u", "./b.mp3", "b.mp3"), ("L/a.m3u", "..\\b.mp3", "b.mp3"),
        ("L/a.m3u", "../../b.mp3", ""), ("L/a.m3u", "/b.mp3", "b.mp3"),
        ("L\\M\\a.m3u", "../b.mp3", "L/b.mp3"),
    ],
)  # fmt: skip
def test_a_line_of_a_list_leads_within_its_folder_or_nowhere(folder: str, line: str, found: str) -> None:
    assert zips.within(folder, line) == found


def test_five_zips_of_one_person_wait_at_most(anna: Person) -> None:
    def came(person: Person) -> Upload:
        content = zipped(a=SONG)
        return actions.receive_whole(person, "music.zip", len(content), iter([content]))

    waiting = [came(anna) for _ in range(zips.MOST_WAITING)]
    more = came(anna)
    assert (more.state, more.refusal, partials().size(more.pk)) == ("refused", "zip_waiting", 0)
    assert came(makers.person()).state == "packed"
    upload_life.unpack(waiting[0])
    assert came(anna).state == "packed"


def test_what_came_in_a_zip_leads_to_it_and_the_zip_is_named_for_a_week(anna: Person) -> None:
    upload = sent(anna, zipped_as({"one.mp3": SONG}))
    (entry,) = queries.packed_entries(upload.pk)
    assert entry.upload_id is not None
    assert queries.zips_with([entry.upload_id]) == {entry.upload_id: upload}
    assert queries.zips_of(anna.pk) == [upload]
    assert queries.zips_of(makers.person().pk) == []
    Upload.objects.filter(pk=upload.pk).update(made_at=clock.now() - timedelta(days=8))
    assert queries.zips_of(anna.pk) == []


def test_the_page_of_a_zip_says_what_became_of_each_sound_in_it(anna: Person) -> None:
    upload = sent(anna, zipped_as({"one.mp3": SONG, "two.mp3": OTHER}))
    first, second = (entry.upload for entry in queries.packed_entries(upload.pk))
    assert first is not None
    assert second is not None
    assert lived(first) == "live"
    actions.withdraw_track(anna, Track.objects.get(upload=first))
    browser = Client()
    browser.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    for page in (f"/audio/upload/{upload.pk}", f"/audio/uploads/{upload.pk}/story"):
        answer = browser.get(page)
        assert answer.status_code == 200
        said = answer.json()["html"] if page.endswith("story") else answer.content.decode()
        told = re.findall(r'class="packed-taken".*?class="hint">(.*?)</span>', said, re.DOTALL)
        assert [" ".join(each.split()) for each in told] == [
            "taken in: taken away by you",
            "taken in: received",
        ]


def test_a_persons_uploads_stand_on_pages_none_twice_and_none_left_out(anna: Person) -> None:
    moment = clock.now()
    for number in range(7):
        Upload.objects.create(person=anna, filename=str(number), size=1, made_at=moment)  # one moment for all
    first = queries.uploads_of(anna.pk, 4)
    second = queries.uploads_of(anna.pk, 4, first[-1].id)
    assert sorted(story.filename for story in first + second) == [str(number) for number in range(7)]
    assert (
        len(
            queries.uploads_of(
                anna.pk,
                9,
                Upload.objects.create(person=makers.person(), filename="x", size=1, made_at=moment).pk,
            )
        )
        == 7
    )  # another's is no mark
