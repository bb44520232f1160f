"""Music from a seed: a song is composed, then played by synthesised instruments and mixed to stereo."""

from akkord.sample.music.composer import compose
from akkord.sample.music.score import Song
from akkord.sample.music.studio import render
from akkord.sample.music.styles import Style
from akkord.sample.music.voices import RATE

__all__ = ["RATE", "Song", "Style", "compose", "render"]
