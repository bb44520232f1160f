"""Waveforms as paths of SVG."""

from collections.abc import Sequence

BARS = 200  # drawn of the 800 values of a waveform
BAR_HEIGHT = 64
VOICE_BARS, VOICE_HEIGHT = 60, 28  # of a voice note


def waveform_path(values: Sequence[int], bars: int = BARS, height: int = BAR_HEIGHT) -> str:
    """SVG path of a waveform: one upright stroke a bar, centred, at x = 0.5, 1.5, …; "" when unknown."""
    if not values:
        return ""
    strokes = []
    for bar in range(bars):
        first = bar * len(values) // bars
        peak = max(values[first : max(first + 1, (bar + 1) * len(values) // bars)])
        half = max(1, round(peak / 255 * height / 2))
        strokes.append(f"M{bar}.5 {height // 2 - half}v{2 * half}")
    return "".join(strokes)


def voice_path(values: Sequence[int]) -> str:
    """The same in the size of a voice note."""
    return waveform_path(values, VOICE_BARS, VOICE_HEIGHT)
