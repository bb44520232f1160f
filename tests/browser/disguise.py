"""Files as uploaders send them: a recording in disguise, music that nobody knows, and no music at all."""

from pathlib import Path

import numpy as np

from akkord.sample.music import Style, compose, render
from akkord.sample.sound_file import disguise, recording_named, samples_of, write_mp3
from browser.world import ORIGINAL


def reencoded(folder: Path) -> Path:
    """The original at 64 kbit/s, without its tags."""
    path = folder / "my take.mp3"
    write_mp3(samples_of(recording_named(ORIGINAL)), path, 64)
    return path


def reencoded_again(folder: Path) -> Path:
    """The original once more: 2 % faster, 96 kbit/s, tagged as somebody else's."""
    path = folder / "something else.mp3"
    samples = disguise(samples_of(recording_named(ORIGINAL)), "speed+2", 7)
    write_mp3(samples, path, 96, {"title": "Something else", "artist": "Nobody"})
    return path


def unknown(folder: Path, name: str, seed: int, seconds: float = 8) -> Path:
    """Music that no catalogue holds."""
    path = folder / name
    write_mp3(render(compose(seed, Style.CHIPTUNE, seconds)), path, 128)
    return path


def quoting(folder: Path, name: str, seed: int, quoted: int, seconds: float = 12) -> Path:
    """Music that no catalogue holds, and after it, whole, what `unknown` makes of the seed `quoted`."""
    path = folder / name
    own, others = (render(compose(each, Style.CHIPTUNE, seconds)) for each in (seed, quoted))
    write_mp3(np.concatenate([own, others]), path, 128)
    return path


def not_music(folder: Path) -> Path:
    """A letter that calls itself a song."""
    path = folder / "letter.mp3"
    path.write_text("Dear all,\n" + "this is no music, whatever its name says.\n" * 200)
    return path
