"""Two waveforms above each other as a match lines them up: what an office looks at beside what it hears."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 56  # of one waveform, in the drawing's own measure; pages stretch it
COLUMN = 2
MOST_TICKS = 6
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)


@dataclass(frozen=True)
class Tick:
    """A moment on an axis: how far from the left, in percent, and which second it is."""

    percent: float
    seconds: float


@dataclass(frozen=True)
class Lane:
    """One sound: an SVG path within WIDTH by HEIGHT, "" when its waveform is not known, and its time axis."""

    path: str
    ticks: list[Tick]


@dataclass(frozen=True)
class Aligned:
    """Reference over upload, the upload laid along the matched segment; which is in percent of the width."""

    reference: Lane
    upload: Lane
    begins: float
    width: float


@dataclass(frozen=True)
class Side:
    """A sound's length in seconds, and its waveform: equal parts of the length, 0..255 each."""

    seconds: float
    waveform: Sequence[int]


def align(segment: Mapping[str, float], reference: Side, upload: Side) -> Aligned | None:
    """The whole reference, and of the upload what falls beside it; None where there is nothing to line up."""
    f0, f1, r0, r1 = (segment[name] for name in ("f0", "f1", "r0", "r1"))
    if not (f1 > f0 and r1 > r0 and reference.seconds > 0 and upload.seconds > 0):
        return None
    rate = (f1 - f0) / (r1 - r0)  # seconds of the upload for one of the reference
    start, end = f0 - r0 * rate, f0 + (reference.seconds - r0) * rate
    return Aligned(
        reference=_lane(reference, 0.0, reference.seconds),
        upload=_lane(upload, start, end),
        begins=_percent(r0, reference.seconds),
        width=_percent(r1, reference.seconds) - _percent(r0, reference.seconds),
    )


def _lane(side: Side, start: float, end: float) -> Lane:
    """What of a sound lies between two of its seconds, either of which may be outside of it."""
    return Lane(_path(side, start, end), _ticks(max(0.0, start), min(side.seconds, end), start, end))


def _path(side: Side, start: float, end: float) -> str:
    if not side.waveform:
        return ""
    strokes = []
    for x in range(COLUMN // 2, WIDTH, COLUMN):
        at = start + (end - start) * x / WIDTH
        if 0 <= at < side.seconds:
            value = side.waveform[int(at / side.seconds * len(side.waveform))]
            half = max(1, round(value / 255 * HEIGHT / 2))
            strokes.append(f"M{x} {HEIGHT // 2 - half}v{2 * half}")
    return "".join(strokes)


def _ticks(first: float, last: float, start: float, end: float) -> list[Tick]:
    """Round moments between first and last, on an axis from start to end."""
    step = next((step for step in STEPS if (end - start) / step <= MOST_TICKS), STEPS[-1])
    moments = range(-int(-first // step), int(last // step) + 1)
    return [Tick(_percent(n * step - start, end - start), float(n * step)) for n in moments]


def _percent(part: float, whole: float) -> float:
    return round(100 * min(1.0, max(0.0, part / whole)), 2)
