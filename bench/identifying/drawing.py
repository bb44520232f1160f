"""Plots as SVG: axes, lines, points, spans. Colours are classes, so that a page decides them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

LEFT, RIGHT, TOP, BOTTOM = 62, 18, 14, 44
LETTER = 6.6  # points an average letter of a label is wide


@dataclass(frozen=True)
class Axis:
    """From `first` to `last`, by value or by its logarithm."""

    label: str
    first: float
    last: float
    log: bool = False

    def share(self, value: float) -> float:
        """0 at the first, 1 at the last; what lies outside is held at the edge."""
        if self.log:
            low, high, value = math.log(self.first), math.log(self.last), math.log(max(value, 1e-300))
        else:
            low, high = self.first, self.last
        return min(1.0, max(0.0, (value - low) / (high - low)))

    def ticks(self) -> Iterable[tuple[float, str]]:
        """Decades of a logarithm; else eight round steps at most."""
        if self.log:
            for power in range(math.ceil(math.log10(self.first)), math.floor(math.log10(self.last)) + 1):
                yield 10.0**power, short(10.0**power)
            return
        rough = (self.last - self.first) / 8
        unit = 10 ** math.floor(math.log10(rough))
        step = unit * next(one for one in (1, 2, 5, 10) if one * unit >= rough)
        for number in range(math.ceil(self.first / step), math.floor(self.last / step) + 1):
            yield number * step, f"{number * step:g}"


@dataclass
class Plot:
    """A picture with two axes, filled piece by piece."""

    x: Axis
    y: Axis
    title: str
    width: int = 760
    height: int = 340
    legend_left: bool = False
    _parts: list[str] = field(default_factory=list)
    _legend: list[tuple[str, str]] = field(default_factory=list)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (
            LEFT + self.x.share(x) * (self.width - LEFT - RIGHT),
            self.height - BOTTOM - self.y.share(y) * (self.height - TOP - BOTTOM),
        )

    def line(self, points: Sequence[tuple[float, float]], kind: str, name: str = "") -> None:
        """Straight from point to point."""
        placed = " ".join("{:.1f},{:.1f}".format(*self.at(*point)) for point in points)
        self._parts.append(f'<polyline class="line {kind}" points="{placed}"/>')
        if name:
            self._legend.append((f"line {kind}", name))

    def steps(self, points: Sequence[tuple[float, float]], kind: str, name: str = "") -> None:
        """Level from point to point."""
        made: list[tuple[float, float]] = []
        for x, y in points:
            if made:
                made.append((x, made[-1][1]))
            made.append((x, y))
        self.line(made, kind, name)

    def points(self, points: Sequence[tuple[float, float]], kind: str, told: Sequence[str] = ()) -> None:
        """Dots; `told`: what each says when it is pointed at."""
        for number, point in enumerate(points):
            x, y = self.at(*point)
            said = f"<title>{escape(told[number])}</title>" if told else ""
            self._parts.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="4">{said}</circle>')

    def cross(self, x: float, y: float, kind: str, told: str) -> None:
        """A target: the cost may lie below, up to there."""
        a, b = self.at(x, y)
        self._parts.append(
            f'<path class="line {kind}" d="M{a - 5:.1f},{b:.1f}h10M{a:.1f},{b:.1f}v9"/>'
            f'<text class="small" x="{a + 7:.1f}" y="{b + 4:.1f}">{escape(told)}</text>'
        )

    def upright(self, x: float, kind: str, name: str) -> None:
        """A line from bottom to top with its name."""
        a, _ = self.at(x, self.y.first)
        self._parts.append(
            f'<line class="line {kind}" x1="{a:.1f}" x2="{a:.1f}" y1="{TOP}" y2="{self.height - BOTTOM}"/>'
            f'<text class="small" x="{a + 4:.1f}" y="{self.height - BOTTOM - 8}">{escape(name)}</text>'
        )

    def shade(self, first: float, last: float, name: str) -> None:
        """A part of the first axis that is other than the rest."""
        (a, _), (b, _) = self.at(first, self.y.first), self.at(last, self.y.first)
        self._parts.insert(
            0,
            f'<rect class="shade" x="{a:.1f}" y="{TOP}" width="{b - a:.1f}"'
            f' height="{self.height - TOP - BOTTOM}"/><text class="small" x="{a + 6:.1f}"'
            f' y="{self.height - BOTTOM - 6}">{escape(name)}</text>',
        )

    def svg(self) -> str:
        return (
            f'<svg viewBox="0 0 {self.width} {self.height}" role="img" aria-label="{escape(self.title)}">'
            + self._axes()
            + "".join(self._parts)
            + self._names()
            + "</svg>"
        )

    def _axes(self) -> str:
        made = []
        bottom = self.height - BOTTOM
        for value, told in self.x.ticks():
            a, _ = self.at(value, self.y.first)
            made.append(
                f'<line class="grid" x1="{a:.1f}" x2="{a:.1f}" y1="{TOP}" y2="{bottom}"/>'
                f'<text class="tick middle" x="{a:.1f}" y="{bottom + 15}">{told}</text>'
            )
        for value, told in self.y.ticks():
            _, b = self.at(self.x.first, value)
            made.append(
                f'<line class="grid" x1="{LEFT}" x2="{self.width - RIGHT}" y1="{b:.1f}" y2="{b:.1f}"/>'
                f'<text class="tick end" x="{LEFT - 6}" y="{b + 4:.1f}">{told}</text>'
            )
        middle = (LEFT + self.width - RIGHT) / 2
        made.append(
            f'<text class="label middle" x="{middle:.0f}" y="{self.height - 8}">{escape(self.x.label)}</text>'
            f'<text class="label middle" transform="rotate(-90)" x="{-(TOP + bottom) / 2:.0f}" y="14">'
            f"{escape(self.y.label)}</text>"
        )
        return "".join(made)

    def _names(self) -> str:
        made = []
        wide = max((len(name) * LETTER for _, name in self._legend), default=0)
        for number, (kind, name) in enumerate(self._legend):
            x = LEFT + 12 if self.legend_left else self.width - RIGHT - wide - 34
            y = TOP + 14 + 16 * number
            made.append(
                f'<line class="{kind}" x1="{x:.0f}" x2="{x + 24:.0f}" y1="{y}" y2="{y}"/>'
                f'<text class="small" x="{x + 30:.0f}" y="{y + 4}">{escape(name)}</text>'
            )
        return "".join(made)


@dataclass(frozen=True)
class Share:
    """A row of `shares`, all in per cent: found, its interval, a comparison and a target."""

    name: str
    value: float
    low: float
    high: float
    other: float | None
    target: float | None
    short: bool


def shares(rows: Sequence[Share], title: str, width: int = 760) -> str:
    """One line per row: a dot with its interval, a diamond for the comparison, a stroke for the target."""
    left, high = 250, 17
    height = TOP + high * len(rows) + 30

    def at(value: float) -> float:
        return left + value / 100 * (width - left - RIGHT)

    made = [
        f'<line class="grid" x1="{at(x):.1f}" x2="{at(x):.1f}" y1="{TOP}" y2="{height - 26}"/>'
        f'<text class="tick middle" x="{at(x):.1f}" y="{height - 10}">{x}</text>'
        for x in range(0, 101, 10)
    ]
    for number, row in enumerate(rows):
        y = TOP + high * (number + 0.5)
        kind = "missed" if row.short else "found"
        told = f"{row.name}: {row.value:.1f} % ({row.low:.1f} - {row.high:.1f})"
        made.append(
            f'<g><title>{escape(told)}</title><text class="small end" x="{left - 10}" y="{y + 4:.1f}">'
            f'{escape(row.name)}</text><line class="line {kind}" x1="{at(row.low):.1f}"'
            f' x2="{at(row.high):.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<circle class="{kind}" cx="{at(row.value):.1f}" cy="{y:.1f}" r="4"/></g>'
        )
        if row.target is not None:
            made.append(
                f'<line class="line target" x1="{at(row.target):.1f}" x2="{at(row.target):.1f}"'
                f' y1="{y - 7:.1f}" y2="{y + 7:.1f}"/>'
            )
        if row.other is not None:
            a = at(row.other)
            made.append(f'<path class="other" d="M{a - 5:.1f},{y:.1f}l5,-5l5,5l-5,5z"/>')
    label = escape(title)
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{"".join(made)}</svg>'


def short(value: float) -> str:
    """1e5 as people write it."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"
