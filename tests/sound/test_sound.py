"""A sound goes through the real box: examined once, rendered once, and found again by the real ear."""

from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import pytest

from akkord.flow.models import Job
from akkord.sample.music import Style, compose, render
from akkord.sample.sound_file import write_mp3
from akkord.sound import box, ear, tasks
from akkord.sound.forms import Rendition
from akkord.sound.models import Sound
from akkord.store import files as store_files
from akkord.store import made
from akkord.store.files import files
from earprint import levels

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _data(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA = tmp_path
    for remembered in (store_files.files, made.renditions, made.pictures, ear._opened):
        remembered.cache_clear()
    yield
    for remembered in (store_files.files, made.renditions, ear._opened):
        remembered.cache_clear()


def song(kbit: int) -> Sound:
    out = BytesIO()
    write_mp3(render(compose(31, Style.ROCK, 20.0)), out, kbit, {"title": "Dawn", "artist": "Ada"})
    kept = files().keep([out.getvalue()])
    return box.sound_of_file(kept.sha256, kept.size)


def test_a_song_is_examined_rendered_and_recognised_in_another_encoding() -> None:
    first, again = song(192), song(64)
    for sound in (first, again):
        box.examine_sound(sound)
        assert (sound.state, sound.refusal) == ("examined", "")
        assert sound.seconds is not None
        assert 18 < sound.seconds < 22
        assert sound.tags["title"] == "Dawn"
    assert Sound.objects.get(pk=first.pk).print == first.print
    box.render_sound(first)
    assert files().path(first.rendition).read_bytes()[:4] == b"\x1a\x45\xdf\xa3"  # WebM
    assert first.rendition_size == files().path(first.rendition).stat().st_size
    generation = ear.add_reference(7, first)
    heard = ear.look_up(again)
    assert (heard.generation, [m.track for m in heard.matches]) == (generation, [7])
    assert ear.look_up(again, since=generation).matches == []
    ear.forget([7])
    assert ear.look_up(again).matches == []


def test_levels_of_what_was_measured_before_they_were_kept_are_filled_and_nothing_else() -> None:
    sound, lost = box.examine_sound(song(64)), box.examine_sound(song(192))
    measured = Sound.objects.get(pk=sound.pk)
    Sound.objects.update(levels=b"", tags={"title": "as it was"})
    files().path(lost.sha256).unlink()
    for _ in range(2):
        tasks.fill_levels.call()
        filled = Sound.objects.get(pk=sound.pk)
        assert (bytes(filled.levels), filled.tags) == (bytes(measured.levels), {"title": "as it was"})
        assert levels.together([bytes(filled.levels)]) == pytest.approx(sound.loudness, abs=0.1)
    assert bytes(Sound.objects.get(pk=lost.pk).levels) == b""
    (job,) = Job.objects.all()
    assert (job.task, job.arguments["args"]) == ("akkord.sound.tasks.fill_levels", [lost.pk])
    tasks.fill_levels.call(lost.pk)
    assert Job.objects.count() == 1


def test_what_is_no_sound_is_refused_with_the_boxs_reason_and_has_no_print() -> None:
    kept = files().keep([b"ffconcat version 1.0\nfile '/etc/passwd'\n"])
    sound = box.examine_sound(box.sound_of_file(kept.sha256, kept.size))
    assert (sound.state, sound.refusal) == ("refused", "not_audio")
    assert sound.refusal_detail
    with pytest.raises(ear.NoPrint):
        ear.look_up(sound)
    assert box.render_sound(sound).rendition == ""


def test_a_worker_says_what_its_box_proved() -> None:
    state, detail = box.prove()
    assert state == "full"
    assert "WAS POSSIBLE" not in detail


def test_a_form_is_made_once_and_leaves_when_there_are_too_many(settings: Any) -> None:
    sound = box.examine_sound(song(64))
    form = Rendition("ogg", 96, 5)
    box.make_rendition(sound, form)
    place = made.renditions().find(form.name(sound.sha256))
    assert place is not None
    data = place.read_bytes()
    assert data[:4] == b"OggS"
    with av.open(str(place)) as opened:
        length = sum(frame.samples / frame.sample_rate for frame in opened.decode(audio=0))
    assert sound.seconds is not None
    assert length == pytest.approx(sound.seconds - 5, abs=0.1)
    box.make_rendition(sound, form)
    assert place.stat().st_size == len(data)
    settings.MOST_RENDITION_BYTES = len(data) + 10
    other = Rendition("mp3", 64)
    box.make_rendition(sound, other)
    assert made.renditions().find(form.name(sound.sha256)) is None


def test_a_cover_is_drawn_anew_and_what_is_none_leaves_nothing() -> None:
    frame = av.VideoFrame(800, 600, "yuvj420p")
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    coder = av.CodecContext.create("png", "w")
    coder.width, coder.height, coder.pix_fmt, coder.time_base = 800, 600, "rgb24", Fraction(1)
    png = b"".join(map(bytes, [*coder.encode(frame.reformat(format="rgb24")), *coder.encode(None)]))
    for data, size in ((png, (300, 224)), (b"\x89PNG\r\n\x1a\n" + bytes(99), None)):
        kept = files().keep([data]).sha256
        box.draw_cover(kept, 300)
        place = made.pictures().find(box.cover_name(kept, 300))
        assert place is not None
        if size is None:
            assert place.read_bytes() == b""
            continue
        with av.open(str(place), format="jpeg_pipe") as opened:
            shown = next(opened.decode(video=0))
        assert (shown.width, shown.height) == size
