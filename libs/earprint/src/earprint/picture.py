"""The picture of a match: both prints drawn over each other, for people who have to judge it.

Peaks of the reference stand where they are; those of the file are moved along the segment's line into the
reference's time and pitch. Where the two are one recording, mark falls on mark. No script and nothing from
elsewhere: the SVG may stand in a page or be a file of its own, and the same prints give the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt

from earprint.matches import Segment
from earprint.prints import BINS_PER_OCTAVE, FINE_PER_BIN, TICKS_PER_SECOND, Print

__all__ = ["Peaks", "Words", "aligned", "compare"]

NEAR_SECONDS, NEAR_BINS = 0.04, 0.75
BINS_PER_SEMITONE = BINS_PER_OCTAVE / 12
LOWEST_HZ = 220.0
MOST_MARKS = 2500
EDGE_BINS = 2.0  # a peak may lie this far beyond the last octave drawn
LEFT, RIGHT, TOP, BOTTOM = 62, 14, 66, 62  # margins around the field, px
COLOURS = {  # name → light, dark; a page may set its own as --picture-<name>
    "paper": ("#ffffff", "#1b1c1f"),
    "ink": ("#3a3f47", "#c9ced6"),
    "line": ("#d5d9df", "#3b3f46"),
    "agreeing": ("#b3261e", "#ff8a80"),
    "file": ("#1f6fb2", "#7ab8f0"),
    "reference": ("#6b7280", "#9aa2ad"),
}

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Words:
    """What is written on a picture; `{…}` are filled with numbers."""

    title: str = "Two prints over each other"
    agreeing: str = "agree: {count}"
    file: str = "only in the file: {count}"
    reference: str = "only in the reference: {count}"
    time: str = "time in the reference"
    file_time: str = "time in the file"
    hertz: str = "Hz"
    said: str = (
        "Peaks of both recordings between {r0} and {r1} of the reference, {f0} and {f1} of the file. "
        "Of {of} peaks of the file {count} fall on one of the reference ({percent} %)."
    )


@dataclass(frozen=True)
class Peaks:
    """Peaks of one print within a segment: seconds and bins of the reference, and whether each agrees."""

    t: Floats
    f: Floats
    agrees: Marks


def compare(query: Print, reference: Print, segment: Segment, pitch_semitones: float) -> tuple[Peaks, Peaks]:
    """The file's and the reference's peaks within the segment, in the reference's time and pitch."""
    speed = (segment.r1 - segment.r0) / max(segment.f1 - segment.f0, 1e-9)
    at, bins = _peaks(query, segment.f0, segment.f1)
    here = (segment.r0 + (at - segment.f0) * speed, bins - pitch_semitones * BINS_PER_SEMITONE)
    there = _peaks(reference, segment.r0, segment.r1)
    return Peaks(*here, _near(here, there)), Peaks(*there, _near(there, here))


def aligned(
    query: Print,
    reference: Print,
    segment: Segment,
    pitch_semitones: float,
    *,
    width: int = 960,
    height: int = 420,
    title: str = "",
    words: Words | None = None,
    standalone: bool = False,
) -> str:
    """SVG of the segment: peaks on time and log-frequency axes of the reference, agreeing pairs marked.

    Colours come from the page around it (--picture-ink and the like) or fall back to those of a light page;
    `standalone` adds the few rules a file of its own needs to follow the reader's light or dark.
    """
    said = words or Words()
    file, known = compare(query, reference, segment, pitch_semitones)
    field = _Field(segment, width, height, *_band(file, known))
    hits, lone = int(file.agrees.sum()), int((~known.agrees).sum())
    others = len(file.t) - hits
    heading = "".join(c for c in title or said.title if c.isprintable())  # XML cannot hold all others
    told = said.said.format(
        r0=clock(segment.r0), r1=clock(segment.r1), f0=clock(segment.f0), f1=clock(segment.f1),
        of=len(file.t), count=hits, percent=round(100 * hits / max(1, len(file.t))),
    )  # fmt: skip
    kinds = [
        ("agreeing", said.agreeing, hits),
        ("file", said.file, others),
        ("reference", said.reference, lone),
    ]
    groups = [(known, ~known.agrees, "reference", 2.2), (file, ~file.agrees, "file", 2.2)]
    groups.append((file, file.agrees, "agreeing", 4.0))
    share = min(1.0, MOST_MARKS / max(1, sum(int(wanted.sum()) for _, wanted, _, _ in groups)))
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" role="img" font-family="system-ui, sans-serif" font-size="12">',
            f"<title>{escape(heading)}</title><desc>{escape(told)}</desc>",
            _rules() if standalone else "",
            f'<rect width="{width}" height="{height}" fill="{_colour("paper")}"/>',
            _text(LEFT, 20, heading, "start", weight="600", size=14),
            *_legend(kinds, width),
            *_axes(field, said),
            *(_marks(field, peaks, wanted, share, name, size) for peaks, wanted, name, size in groups),
            "</svg>",
        ]
    )


def clock(seconds: float) -> str:
    """Seconds as m:ss, or h:mm:ss."""
    whole = max(0, round(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def _peaks(printed: Print, begin: float, end: float) -> tuple[Floats, Floats]:
    """Seconds and bins of the peaks in a stretch."""
    first, last = np.searchsorted(printed.t, [begin * TICKS_PER_SECOND, end * TICKS_PER_SECOND])
    t = printed.t[first:last].astype(np.float64) / TICKS_PER_SECOND
    return t, printed.f[first:last].astype(np.float64) / FINE_PER_BIN


def _near(these: tuple[Floats, Floats], those: tuple[Floats, Floats]) -> Marks:
    """Which of `these` have one of `those` within the tolerance; `those` are in order of time."""
    agrees = np.zeros(len(these[0]), np.bool_)
    first = np.searchsorted(those[0], these[0] - NEAR_SECONDS, "left")
    last = np.searchsorted(those[0], these[0] + NEAR_SECONDS, "right")
    for step in range(int((last - first).max(initial=0))):
        at = first + step
        there = at < last
        agrees[there] |= np.abs(those[1][at[there]] - these[1][there]) <= NEAR_BINS
    return agrees


def _band(*drawn: Peaks) -> tuple[float, float]:
    """Lowest and highest bin to be shown: whole octaves."""
    both = np.concatenate([peaks.f for peaks in drawn])
    if not len(both):
        return 0.0, 4.0 * BINS_PER_OCTAVE
    low = np.floor((both.min() + EDGE_BINS) / BINS_PER_OCTAVE) * BINS_PER_OCTAVE
    high = np.ceil((both.max() - EDGE_BINS) / BINS_PER_OCTAVE) * BINS_PER_OCTAVE
    return float(low), float(max(high, low + BINS_PER_OCTAVE))


class _Field:
    """Where seconds and bins lie on the picture."""

    def __init__(self, segment: Segment, width: int, height: int, low: float, high: float) -> None:
        self.segment, self.low, self.high = segment, low, high
        self.left, self.right, self.top, self.bottom = LEFT, width - RIGHT, TOP, height - BOTTOM

    def x(self, seconds: Floats) -> Floats:
        span = max(self.segment.r1 - self.segment.r0, 1e-9)
        return self.left + (seconds - self.segment.r0) / span * (self.right - self.left)

    def y(self, bins: Floats) -> Floats:
        return self.bottom - (bins - self.low) / (self.high - self.low) * (self.bottom - self.top)


def _marks(field: _Field, peaks: Peaks, wanted: Marks, share: float, name: str, size: float) -> str:
    """One path of dots; above the limit every so manieth is left out, evenly."""
    chosen = np.flatnonzero(wanted)
    chosen = chosen[np.diff(np.floor(np.arange(len(chosen) + 1) * share)) > 0]
    xs, ys = field.x(peaks.t[chosen]), field.y(peaks.f[chosen])
    dots = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in zip(xs, ys, strict=True))
    return (
        f'<path class="{name}" d="{dots}" fill="none" stroke="{_colour(name)}" stroke-width="{size}" '
        'stroke-linecap="round"/>'
    )


def _axes(field: _Field, said: Words) -> list[str]:
    """Octaves in Hz, seconds of the reference below and those of the file under them."""
    drawn = [
        f'<rect x="{field.left}" y="{field.top}" width="{field.right - field.left}" '
        f'height="{field.bottom - field.top}" fill="none" stroke="{_colour("line")}"/>',
        _text(field.left - 6, field.top - 8, said.hertz, "end"),
    ]
    for octave in range(int(field.low // BINS_PER_OCTAVE), int(field.high // BINS_PER_OCTAVE) + 1):
        height = float(field.y(np.array(float(octave * BINS_PER_OCTAVE))))
        drawn.append(_line(field.left, height, field.right, height))
        drawn.append(_text(field.left - 6, height + 4, f"{LOWEST_HZ * 2.0**octave:.0f}", "end"))
    segment = field.segment
    speed = max(segment.r1 - segment.r0, 1e-9) / max(segment.f1 - segment.f0, 1e-9)
    for second in _seconds(segment.r0, segment.r1):
        at = float(field.x(np.array(second)))
        drawn.append(_line(at, field.bottom, at, field.bottom + 5))
        drawn.append(_text(at, field.bottom + 18, clock(second), "middle"))
        there = segment.f0 + (second - segment.r0) / speed
        drawn.append(_text(at, field.bottom + 36, tenths(there), "middle", name="file"))
    drawn.append(_text(field.right, field.bottom + 54, f"{said.time} · ", "end", then=said.file_time))
    return drawn


def tenths(seconds: float) -> str:
    """Seconds as m:ss.t: the file's time beside a whole second of the reference."""
    whole = round(max(0.0, seconds) * 10)
    return f"{clock(whole // 10)}.{whole % 10}"


def _seconds(begin: float, end: float) -> list[float]:
    """Whole seconds to be named on the axis: at most nine of them."""
    steps = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600)
    step = next((s for s in steps if (end - begin) / s <= 8), 7200)
    return [float(second) for second in range(-int(-begin // step) * step, int(end) + 1, step)]


def _legend(kinds: list[tuple[str, str, int]], width: int) -> list[str]:
    apart = (width - LEFT - RIGHT) / len(kinds)
    drawn = []
    for place, (name, text, count) in enumerate(kinds):
        x = LEFT + place * apart
        drawn.append(f'<circle cx="{x + 5:.0f}" cy="39" r="4" fill="{_colour(name)}"/>')
        drawn.append(_text(x + 15, 43, text.format(count=count), "start"))
    return drawn


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{_colour("line")}"/>'


def _text(
    x: float, y: float, text: str, anchor: str, *, name: str = "ink", weight: str = "", size: int = 0,
    then: str = "",
) -> str:  # fmt: skip
    """A word; `then` follows it in the colour of the file."""
    more = (f' font-weight="{weight}"' if weight else "") + (f' font-size="{size}"' if size else "")
    rest = f'<tspan fill="{_colour("file")}">{escape(then)}</tspan>' if then else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{_colour(name)}"{more}>'
        f"{escape(text)}{rest}</text>"
    )


def _colour(name: str) -> str:
    return f"var(--picture-{name}, {COLOURS[name][0]})"


def _rules() -> str:
    """The dark reader's colours, for a picture that stands alone."""
    dark = ";".join(f"--picture-{name}:{pair[1]}" for name, pair in COLOURS.items())
    return f"<style>@media (prefers-color-scheme: dark){{svg{{{dark}}}}}</style>"
