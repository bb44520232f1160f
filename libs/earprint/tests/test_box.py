"""The box keeps its promises: hostile files end as Examined or Refused, and nothing else notices."""

from __future__ import annotations

import gzip
import io
import os
import signal
import struct
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from scipy.signal import sosfilt

from band import song, wav_bytes
from earprint.box import Box, BoxFailed, Examined, Refused, client
from earprint.box.loudness import Loudness, k_weighting
from earprint.box.tags import lyrics_of
from sound_files import KINDS, encode, encode_as, id3, with_video

MUSIC = song(3, 6)
SECONDS = 6.0


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The same six seconds in every kind that is accepted."""
    return {kind: encode(MUSIC, kind, tags={"title": "Tune", "artist": "Band"}) for kind in KINDS}


@pytest.fixture
def outcome(box: Box, tmp_path: Path) -> Callable[..., Examined | str]:
    """Examined, or the reason of the refusal, of some bytes; anything else fails the test."""

    def look(data: bytes, name: str = "upload.mp3") -> Examined | str:
        path = tmp_path / "upload"
        path.write_bytes(data)
        try:
            return box.examine(path, name)
        except Refused as refusal:
            return refusal.reason if refusal.detail else "no sentence for the person"

    return look


def test_the_box_proves_itself_before_it_takes_a_file(box: Box) -> None:
    proof = box.prove()
    assert proof.ok, proof.reason
    assert len(proof.attempts) >= 10
    assert all(refused for _, refused in proof.attempts)


def test_the_weaker_mode_says_what_it_leaves_open() -> None:
    with Box("rlimits") as weak:
        proof = weak.prove()
        assert proof.mode == "rlimits"
        open_ways = {what for what, refused in proof.attempts if not refused}
        # The same attempts get through without walls: so their refusal in the full box means something.
        assert {"read another file", "run a program", "start a process"} <= open_ways
        assert {"open a file through a concat script", "open a file through an HLS playlist"} <= open_ways


@pytest.mark.parametrize("kind", KINDS)
def test_every_accepted_kind_is_examined(
    kind: str, files: dict[str, bytes], outcome: Callable[..., Examined | str]
) -> None:
    found = outcome(files[kind], f"song.{kind}")
    assert isinstance(found, Examined)
    assert found.seconds == pytest.approx(SECONDS, abs=0.1)
    assert found.samples == pytest.approx(found.rate * found.seconds, abs=1)
    assert (found.rate, found.channels) == (48000 if kind == "opus" else 44100, 2)
    if kind != "aac":  # a bare ADTS stream has no place for tags
        assert found.tags["title"] == "Tune"
    assert len(found.waveform) > 500
    assert max(found.waveform) == 255
    assert len(found.print) > 100
    assert found.loudness_lufs is not None
    assert -30 < found.loudness_lufs < -5


def test_loudness_is_that_of_the_standard(outcome: Callable[..., Examined | str]) -> None:
    """EBU Tech 3341 case 1: a 1000 Hz tone at -23 dBFS in both channels measures -23.0 LUFS."""
    tone = np.sin(2 * np.pi * 1000 * np.arange(48000 * 5) / 48000) * 10 ** (-23 / 20)
    found = outcome(wav_bytes(np.stack([tone, tone], axis=1).astype(np.float32), 48000))
    assert isinstance(found, Examined)
    assert found.loudness_lufs == pytest.approx(-23.0, abs=0.1)
    assert found.peak == pytest.approx(10 ** (-23 / 20), abs=0.001)


def test_loudness_does_not_depend_on_the_blocks() -> None:
    """Nor does the filter differ from SciPy's, which computes the same standard's equations."""
    sound = np.ascontiguousarray(MUSIC.T)
    weighted = sosfilt(k_weighting(44100), sound.astype(np.float64), axis=1)
    steps = np.square(weighted[:, : 60 * 4410]).reshape(2, 60, 4410).mean(axis=2).sum(axis=0)
    for cuts in ([], [1, 2, 4409, 4410, 4411, 9000, 100_000], list(range(0, 250_000, 1537))):
        meter = Loudness(44100, 2)
        fed = [meter.feed(block) for block in np.split(sound, cuts, axis=1)]
        assert np.concatenate(fed)[:60] == pytest.approx(steps, rel=1e-4)


def test_silence_is_sound_without_landmarks(outcome: Callable[..., Examined | str]) -> None:
    found = outcome(wav_bytes(np.zeros((44100 * 3, 2), np.float32)))
    assert isinstance(found, Examined)
    assert (len(found.print), found.loudness_lufs, max(found.waveform)) == (0, None, 0)


REFUSED = {
    "empty": (b"", {"empty"}),
    "one byte": (b"\xff", {"not_audio"}),
    "zeros": (bytes(100_000), {"not_audio"}),
    "random bytes": (np.random.default_rng(1).bytes(200_000), {"not_audio"}),
    "text": (b"hello, this is a song\n" * 999, {"not_audio"}),
    "m3u": (b"#EXTM3U\n/etc/passwd\n", {"not_audio"}),
    "pls": (b"[playlist]\nFile1=/etc/passwd\nNumberOfEntries=1\n", {"not_audio"}),
    "hls": (
        b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        {"not_audio"},
    ),
    "ffconcat": (b"ffconcat version 1.0\nfile /etc/passwd\n", {"not_audio"}),
    "concat script": (b"file '/etc/passwd'\n", {"not_audio"}),
    "dash": (b"<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'></MPD>", {"not_audio"}),
    "sdp": (b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 97\n", {"not_audio"}),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", {"not_audio"}),
    "tag of 100 MB claimed": (id3({b"TIT2": b"\0x"}, claimed=100 << 20), {"tag_bomb"}),
    "tag longer than the file": (id3({b"TIT2": b"\0x"}, claimed=1 << 20), {"truncated"}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sound_is_refused(name: str, outcome: Callable[..., Examined | str]) -> None:
    data, reasons = REFUSED[name]
    assert outcome(data) in reasons


def test_foreign_containers_are_refused(
    files: dict[str, bytes], outcome: Callable[..., Examined | str]
) -> None:
    assert outcome(gzip.compress(files["mp3"])) == "not_audio"
    assert outcome(b"PK\x03\x04" + bytes(26) + files["mp3"]) == "not_audio"
    assert outcome(b"<html><script>alert(1)</script>" + files["mp3"]) == "not_audio"
    assert outcome(b"%PDF-1.7\n" + files["mp3"]) == "not_audio"
    assert outcome(encode_as(MUSIC, "matroska", ["libopus"], tags={})) == "not_audio"
    assert outcome(encode_as(MUSIC, "mp4", ["ac3"], tags={})) in {"forbidden_format", "not_audio"}
    assert outcome(encode_as(MUSIC, "wav", ["adpcm_ms"], tags={})) in {"forbidden_format", "not_audio"}


def test_more_than_one_sound_and_video_are_refused(outcome: Callable[..., Examined | str]) -> None:
    assert outcome(encode_as(MUSIC, "mp4", ["aac", "aac"], tags={}), "two.m4a") == "too_many_sounds"
    assert outcome(with_video(MUSIC), "film.m4a") == "too_many_sounds"


def test_too_short_is_refused(outcome: Callable[..., Examined | str]) -> None:
    assert outcome(wav_bytes(MUSIC[:30000])) == "too_short"


def test_things_behind_the_sound_do_no_harm(
    files: dict[str, bytes], outcome: Callable[..., Examined | str]
) -> None:
    for tail in (
        b"<html><script>alert(1)</script></html>" * 99,
        b"PK\x05\x06" + bytes(18),
        b"TAG" + b"x" * 125,
    ):
        found = outcome(files["mp3"] + tail)
        assert isinstance(found, Examined)
        assert found.seconds == pytest.approx(SECONDS, abs=0.2)


def _lying_flac(data: bytes, samples: int) -> bytes:
    """STREAMINFO keeps the number of samples in 36 bits at offset 21 (RFC 9639 8.2)."""
    made = bytearray(data)
    made[21] = made[21] & 0xF0 | samples >> 32 & 15
    made[22:26] = (samples & 0xFFFFFFFF).to_bytes(4, "big")
    return bytes(made)


def _lying_wav(data: bytes, size: int) -> bytes:
    at = data.index(b"data") + 4
    return data[:at] + struct.pack("<I", size) + data[at + 4 :]


def _lying_xing(data: bytes, frames: int) -> bytes:
    at = max(data.find(b"Xing"), data.find(b"Info"))
    assert at > 0
    return data[: at + 8] + struct.pack(">I", frames) + data[at + 12 :]


def _lying_mp4(data: bytes, length: int) -> bytes:
    made = bytearray(data)
    for box_name, offset in ((b"mvhd", 20), (b"mdhd", 20), (b"tkhd", 24)):
        at = made.index(box_name)
        made[at + offset : at + offset + 4] = struct.pack(">I", length)
    return bytes(made)


def test_a_lying_length_changes_nothing(
    files: dict[str, bytes], outcome: Callable[..., Examined | str]
) -> None:
    liars = {
        "flac long": _lying_flac(files["flac"], 2**35),
        "flac short": _lying_flac(files["flac"], 44100),
        "wav long": _lying_wav(files["wav"], 0xFFFFFFF0),
        "xing long": _lying_xing(files["mp3"], 10_000_000),
        "xing short": _lying_xing(files["mp3"], 3),
        "mp4 long": _lying_mp4(files["m4a"], 0x7FFFFFFF),
    }
    for name, data in liars.items():
        found = outcome(data, name)
        assert isinstance(found, Examined), name
        assert found.seconds == pytest.approx(SECONDS, abs=0.2), name


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_anywhere_is_shorter_or_refused(
    kind: str, files: dict[str, bytes], outcome: Callable[..., Examined | str]
) -> None:
    data = files[kind]
    for share in (0.001, 0.01, 0.1, 0.5, 0.9, 0.999):
        found = outcome(data[: int(len(data) * share)], f"cut.{kind}")
        if isinstance(found, Examined):
            assert found.seconds <= SECONDS + 0.2
        else:
            assert found in {"truncated", "not_audio", "too_short", "decoder_error"}
    if kind in ("mp3", "flac", "ogg", "opus", "aac", "wav"):
        half = outcome(data[: len(data) // 2], f"cut.{kind}")
        assert isinstance(half, Examined)
        assert 1.5 < half.seconds < 4.5


def _tiny_flac_of_hours(hours: float) -> bytes:
    """Constant subframes: 65535 samples of silence in some 14 bytes (RFC 9639 9.2.1)."""
    made = io.BytesIO()
    with av.open(made, "w", format="flac") as out:
        stream = out.add_stream("flac", rate=8000)
        stream.layout = "mono"
        stream.options = {"compression_level": "0"}
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4608), np.int16), "s16", "mono")
        frame.sample_rate = 8000
        for _ in range(int(hours * 3600 * 8000 / 4608)):
            frame.pts = None
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return made.getvalue()


def test_hours_in_a_tiny_file_cost_little_or_are_refused(outcome: Callable[..., Examined | str]) -> None:
    bomb = _tiny_flac_of_hours(0.4)
    assert len(bomb) < 1_000_000
    began = time.monotonic()
    found = outcome(bomb)
    assert time.monotonic() - began < 40
    assert isinstance(found, Examined)
    assert found.seconds == pytest.approx(1440, abs=5)


def _flac_head(channels: int, rate: int, block: int) -> bytes:
    """STREAMINFO (RFC 9639 8.2) that announces 2^36 samples of 24 bits, and noise behind it."""
    form = rate << 44 | (channels - 1) << 41 | 23 << 36 | 2**36 - 1
    info = struct.pack(">HH", block, block) + bytes(6) + form.to_bytes(8, "big") + bytes(16)
    return b"fLaC\x80" + len(info).to_bytes(3, "big") + info + np.random.default_rng(2).bytes(300_000)


def test_a_flac_that_announces_absurd_amounts_is_refused(outcome: Callable[..., Examined | str]) -> None:
    assert outcome(_flac_head(8, 655_350, 65535)) == "forbidden_format"
    assert outcome(_flac_head(2, 655_350, 65535)) == "forbidden_format"
    assert outcome(_flac_head(8, 192_000, 65535)) in {"truncated", "decoder_error", "too_short", "memory"}


def test_absurd_channels_and_rates_are_refused(outcome: Callable[..., Examined | str]) -> None:
    absurd = (65535, 44100), (64, 44100), (64, 655_350), (2, 655_350), (2, 1), (2, 0xFFFFFFF0), (0, 44100)
    for channels, rate in absurd:
        head = struct.pack(
            "<HHIIHH", 1, channels, rate, (rate * channels * 2) & 0xFFFFFFFF, channels * 2 & 0xFFFF, 16
        )
        data = b"RIFF" + struct.pack("<I", 10**6) + b"WAVEfmt " + struct.pack("<I", 16) + head
        assert outcome(data + b"data" + struct.pack("<I", 10**6) + bytes(10**6)) in {
            "forbidden_format", "not_audio", "decoder_error", "truncated", "too_short", "memory",
        }  # fmt: skip


def test_hostile_tags_are_made_harmless(
    files: dict[str, bytes], outcome: Callable[..., Examined | str]
) -> None:
    evil = "A\x1b[31m\u202eevil\x00\r\nSet-Cookie: x" + "y" * 3_000_000
    tag = id3(
        {b"TIT2": b"\x01" + evil.encode("utf-16"), b"TPE1": b"\x03\xff\xfe\xfd", b"TSRC": b"\0GBAYE0601498"}
    )
    found = outcome(tag + files["mp3"])
    assert isinstance(found, Examined)
    title = found.tags.get("title", "")
    assert len(title) <= 300
    assert not set(title) & set("\x1b\u202e\x00\r\n")
    assert found.tags["isrc"] == "GBAYE0601498"
    for value in found.tags.values():
        value.encode()


def test_words_in_a_tag_keep_spaces_of_every_kind() -> None:
    assert lyrics_of({"lyrics-eng": "С\u00a0тобой\r\n\u3000君の\u3000名は\x07"}) == "С тобой\n 君の 名は"


def _png(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(bytes(1000))
    chunks = b"".join(
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (head, body, b"IEND")
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


def _apic(mime: bytes, picture: bytes) -> bytes:
    return b"\0" + mime + b"\0\x03\0" + picture


def test_only_pictures_of_sane_size_become_covers(
    files: dict[str, bytes], outcome: Callable[..., Examined | str]
) -> None:
    good = outcome(id3({b"APIC": _apic(b"image/png", _png(30, 20))}) + files["mp3"])
    assert isinstance(good, Examined)
    assert good.cover is not None
    assert (good.cover.mime, good.cover.data) == ("image/png", _png(30, 20))
    for mime, picture in (
        (b"image/png", _png(60000, 60000)),
        (b"image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        (b"image/png", b"<svg onload='alert(1)'/>"),
        (b"image/jpeg", b"\xff\xd8\xff\xe0" + bytes(500)),
        (b"-->", b"http://127.0.0.1/cover.png"),
    ):
        found = outcome(id3({b"APIC": _apic(mime, picture)}) + files["mp3"])
        assert isinstance(found, Examined), mime
        assert found.cover is None, mime
        assert found.seconds == pytest.approx(SECONDS, abs=0.2)


def test_mutants_never_hang_or_break_the_box(
    files: dict[str, bytes], outcome: Callable[..., Examined | str]
) -> None:
    rng = np.random.default_rng(7)
    kinds = sorted(files)
    for number in range(160):
        data = bytearray(files[kinds[number % len(kinds)]])
        span = 400 if number % 2 else len(data)  # half of them in the head, where the lies are
        for place in rng.integers(0, span, int(rng.integers(1, 30))):
            data[place] = int(rng.integers(0, 256))
        if rng.random() < 0.2:
            start = int(rng.integers(0, len(data)))
            data[start : start + int(rng.integers(0, 3000))] = b""
        began = time.monotonic()
        found = outcome(bytes(data), f"m.{kinds[number % len(kinds)]}")
        assert time.monotonic() - began < 30
        assert isinstance(found, (Examined, str))


def test_what_listeners_get_is_seekable_and_says_nothing_of_the_file(
    box: Box, files: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "in").write_bytes(id3({b"TIT2": b"\0Secret"}) + files["mp3"])
    made = box.render(tmp_path / "in", tmp_path / "out.webm")
    data = (tmp_path / "out.webm").read_bytes()
    assert (made.mime, made.size) == ("audio/webm", len(data))
    assert made.seconds == pytest.approx(SECONDS, abs=0.2)
    assert b"Secret" not in data
    assert b"\x1c\x53\xbb\x6b" in data  # the Cues element (RFC 9559)
    with av.open(io.BytesIO(data)) as opened:
        assert opened.duration is not None
        assert opened.duration / 1e6 == pytest.approx(SECONDS, abs=0.3)
        assert opened.streams.audio[0].codec_context.name in ("opus", "libopus")
        opened.seek(4_000_000)
        assert next(opened.decode(audio=0)).time == pytest.approx(4.0, abs=2.0)


def test_a_refused_file_is_not_rendered(box: Box, tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"#EXTM3U\n/etc/passwd\n")
    with pytest.raises(Refused):
        box.render(tmp_path / "in", tmp_path / "out.webm")
    assert not (tmp_path / "out.webm").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["in"]


def test_two_threads_share_a_box(box: Box, files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(files["flac"])
    found: list[Examined] = []
    threads = [threading.Thread(target=lambda: found.append(box.examine(tmp_path / "in"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [f.samples for f in found] == [found[0].samples] * 4


def _children_of(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_killed_decoding_process_is_replaced(files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(files["wav"])
    with Box() as own:
        first = own.examine(tmp_path / "in")
        assert own._process is not None
        os.kill(own._process.pid, signal.SIGKILL)
        assert own.examine(tmp_path / "in").samples == first.samples


def test_no_descriptor_and_no_process_is_left_behind(
    box: Box, files: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "good").write_bytes(files["mp3"])
    (tmp_path / "bad").write_bytes(b"nothing")
    box.examine(tmp_path / "good")
    time.sleep(0.1)
    before = len(os.listdir("/proc/self/fd"))
    assert box._process is not None
    warm_before = len(os.listdir(f"/proc/{box._process.pid}/fd"))
    for _ in range(10):
        box.examine(tmp_path / "good")
        with pytest.raises(Refused):
            box.examine(tmp_path / "bad")
    time.sleep(0.1)
    assert len(os.listdir("/proc/self/fd")) == before
    assert len(os.listdir(f"/proc/{box._process.pid}/fd")) == warm_before
    assert _children_of(box._process.pid) == []


def test_a_closed_box_leaves_no_process(files: dict[str, bytes], tmp_path: Path) -> None:
    own = Box()
    own.start()
    assert own._process is not None
    pid = own._process.pid
    own.close()
    assert not Path(f"/proc/{pid}").exists()
    (tmp_path / "in").write_bytes(files["wav"])
    assert own.examine(tmp_path / "in").seconds > 5  # and starts again when asked
    own.close()


def test_a_child_that_takes_too_long_is_stopped(
    box: Box, files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").write_bytes(files["flac"])
    monkeypatch.setattr(client, "WALL_BASE", 0.001)
    monkeypatch.setattr(client, "WALL_PER_MEGABYTE", 0.0)
    with pytest.raises(Refused) as refused:
        box.examine(tmp_path / "in")
    assert refused.value.reason == "wall"
    monkeypatch.undo()
    assert box.examine(tmp_path / "in").seconds > 5


def test_a_child_that_works_is_no_child_that_hangs(
    box: Box, files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size of a file says little about its length: what decodes goes on, up to the last limit."""
    (tmp_path / "in").write_bytes(_tiny_flac_of_hours(1))  # some seconds of work
    monkeypatch.setattr(client, "WALL_BASE", 0.5)
    monkeypatch.setattr(client, "WALL_PER_MEGABYTE", 0.0)
    assert box.examine(tmp_path / "in").seconds == pytest.approx(3600, abs=5)
    monkeypatch.setattr(client, "WALL_MOST", 0.8)
    with pytest.raises(Refused) as refused:
        box.examine(tmp_path / "in")
    assert refused.value.reason == "wall"


def test_failures_of_the_box_are_not_refusals() -> None:
    assert not issubclass(BoxFailed, Refused)
