"""What the box says of sound agrees with ffmpeg, another program: 40 files of six formats, made by it.

Loudness within 0.1 LU of its `ebur128`; as many samples as it plays, an encoder's delay and padding left out;
the waveform of those samples.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from earprint import levels
from earprint.box import Box, Examined

FFMPEG = shutil.which("ffmpeg")
pytestmark = pytest.mark.skipif(FFMPEG is None, reason="NOT TESTED: ffmpeg is not here")

Sound = npt.NDArray[np.float32]

# A melody over a beat that swells, wide in stereo; louder than full scale; what is hardly there; none.
MUSIC = (
    "0.25*sin(2*PI*t*(220+110*floor(mod(2*t,4))))*(1-0.7*mod(2*t,1))+0.2*sin(2*PI*60*t)*lt(mod(t,1),0.3)"
    "+0.04*(random(0)-0.5)*min(1,t/10)"
)
KINDS = {"music": MUSIC, "clipping": f"4*({MUSIC})", "quiet": f"0.01*({MUSIC})", "silence": "0"}
CODERS = {
    "mp3": ["libmp3lame"], "flac": ["flac"], "ogg": ["libvorbis"], "opus": ["libopus"], "m4a": ["aac"],
    "wav": ["pcm_s16le"],
}  # fmt: skip
EVERY = [  # of every format: rate, channels, seconds, what
    (44_100, 2, 12.0, "music"), (48_000, 1, 7.3, "music"), (48_000, 2, 1.05, "music"),
    (48_000, 2, 9.0, "clipping"), (48_000, 2, 5.0, "silence"),
]  # fmt: skip
OTHERS = [
    ("mp3", 22_050, 1, 33.3, "music"), ("mp3", 32_000, 2, 8.0, "quiet"), ("flac", 96_000, 2, 6.0, "music"),
    ("flac", 22_050, 1, 61.0, "quiet"), ("ogg", 22_050, 2, 20.0, "music"), ("m4a", 96_000, 2, 6.0, "music"),
    ("m4a", 22_050, 1, 31.7, "music"), ("wav", 96_000, 1, 4.0, "music"), ("opus", 24_000, 2, 90.0, "music"),
    ("wav", 22_050, 2, 300.0, "music"),
]  # fmt: skip
FILES = [(form, *rest) for form in CODERS for rest in EVERY] + OTHERS
MOMENT = 0.01  # seconds the box looks at for the waveform


def test_there_are_forty_files_of_six_formats() -> None:
    assert (len(FILES), len({form for form, *_ in FILES})) == (40, 6)


@pytest.mark.parametrize(("form", "rate", "channels", "seconds", "kind"), FILES)
def test_the_box_hears_what_ffmpeg_hears(
    box: Box, tmp_path: Path, form: str, rate: int, channels: int, seconds: float, kind: str
) -> None:
    file = tmp_path / f"a.{form}"
    _make(file, CODERS[form], rate, channels, seconds, KINDS[kind])
    found, played = box.examine(file), _played(file, channels)
    assert abs(found.samples - len(played)) <= 1, found.samples - len(played)
    assert found.seconds == pytest.approx(len(played) / found.rate, abs=1e-3)
    assert found.channels == channels
    assert found.peak == pytest.approx(float(np.abs(played).max()), rel=0.02, abs=1e-3)
    _same_loudness(found, _loudness(file))
    _same_waveform(found, played)


def _make(file: Path, coder: list[str], rate: int, channels: int, seconds: float, wave: str) -> None:
    sides = [wave, wave.replace("220+110", "223+111")][:channels]
    source = f"aevalsrc='{'|'.join(sides)}':s={rate}:d={seconds}"
    _ffmpeg("-f", "lavfi", "-i", source, "-c:a", *coder, "-bitexact", "-y", str(file))


def _played(file: Path, channels: int) -> Sound:
    """All samples ffmpeg plays, [n, channels]."""
    said = _ffmpeg("-i", str(file), "-f", "f32le", "-c:a", "pcm_f32le", "-").stdout
    return np.frombuffer(said, np.float32).reshape(-1, channels)


def _loudness(file: Path) -> float:
    """Integrated loudness to a thousandth; -70 where nothing passes the gate."""
    look = "ebur128=metadata=1,ametadata=print:key=lavfi.r128.I:file=-"
    said = _ffmpeg("-i", str(file), "-af", look, "-f", "null", "-").stdout.decode()
    return float(re.findall(r"lavfi\.r128\.I=(\S+)", said)[-1])


def _ffmpeg(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [str(FFMPEG), "-hide_banner", "-nostdin", "-loglevel", "error", *arguments]
    return subprocess.run(command, check=True, capture_output=True)


def _same_loudness(found: Examined, loudness: float) -> None:
    if loudness <= -70.0:
        assert found.loudness_lufs is None
    else:
        assert found.loudness_lufs == pytest.approx(loudness, abs=0.1)


def _same_waveform(found: Examined, played: Sound) -> None:
    loud = np.abs(played).max(axis=1)
    step = round(found.rate * MOMENT)
    moments = np.maximum.reduceat(loud, np.arange(0, len(loud) - step + 1, step))
    edges = np.linspace(0, len(moments), len(found.waveform), endpoint=False).astype(np.int64)
    tops = np.maximum.reduceat(moments, edges)
    shown = np.frombuffer(found.waveform, np.uint8)
    if not tops.max() > 0:
        assert not shown.any()
        return
    apart = np.abs(shown - tops / tops.max() * 255)
    assert np.percentile(apart, 95) < 16
    assert apart.mean() < 5


# Tracks in the order of an album: (seconds, gain) of the melody. The last holds a pause nobody measures.
ALBUMS = [
    [(20.0, 1.0), (12.0, 0.05), (9.0, 0.5)],
    [(30.0, 0.02), (4.0, 2.0)],
    [(15.0, 0.3), (60.0, 0.001), (15.0, 0.25), (7.0, 0.1)],
    [(10.0, 0.0), (25.0, 0.4)],
]


@pytest.mark.parametrize("album", ALBUMS)
def test_an_album_is_as_loud_as_ffmpeg_hears_its_tracks_in_one(
    box: Box, tmp_path: Path, album: list[tuple[float, float]]
) -> None:
    files = [tmp_path / f"{place}.wav" for place in range(len(album))]
    for file, (seconds, gain) in zip(files, album, strict=True):
        _make(file, ["pcm_s16le"], 44_100, 2, seconds, f"{gain}*({MUSIC})")
    whole = tmp_path / "whole.wav"
    order = tmp_path / "order.txt"
    order.write_text("".join(f"file '{file}'\n" for file in files))
    _ffmpeg("-f", "concat", "-safe", "0", "-i", str(order), "-c", "copy", "-y", str(whole))
    examined = [box.examine(file) for file in files]
    found = levels.together(each.levels for each in examined)
    assert found == pytest.approx(_loudness(whole), abs=0.1)
