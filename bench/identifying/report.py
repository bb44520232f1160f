"""The report: one page that needs nothing else, with plots of everything a bench found."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from identifying import drawing, tables, targets
from identifying.drawing import Axis, Plot, Share
from identifying.measuring import PUBLIC_MEAN, PUBLIC_SECONDS
from identifying.results import Outcome, Size, Strangers, Table

DOCUMENT = "docs/subsystems/identification.md"
TRIED = "## What was tried"
HOURS_PER_TRACK = 1 / 15

STYLE = """
:root { color-scheme: light dark; --ink: #1d2330; --dim: #687084; --rule: #dde1ea; --paper: #fff;
  --a: #1f6feb; --b: #c2410c; --c: #15803d; --d: #7c3aed; --shade: #f1f4f9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9f0; --dim: #9aa3b8; --rule: #333a4a;
  --paper: #14171f; --a: #6ea8ff; --b: #fb923c; --c: #4ade80; --d: #c4a5ff; --shade: #1c212c; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem;
  margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; } p, li { max-width: 46rem; } .dim { color: var(--dim); }
div.wide { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .7rem; text-align: right; border-bottom: 1px solid var(--rule); vertical-align: top; }
th:first-child, td:first-child, td.text { text-align: left; } td.missed { color: var(--b); font-weight: 600; }
td.met { color: var(--c); } svg { width: 100%; height: auto; font: 11px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .tick, svg .label { fill: var(--dim); }
svg .middle { text-anchor: middle; } svg .end { text-anchor: end; } svg .grid { stroke: var(--rule); }
svg .shade { fill: var(--shade); }
svg .line { fill: none; stroke-width: 2; stroke: var(--ink); } svg .a { stroke: var(--a); fill: var(--a); }
svg .b { stroke: var(--b); fill: var(--b); } svg .c { stroke: var(--c); fill: var(--c); }
svg .d { stroke: var(--d); fill: var(--d); } svg .line.a, svg .line.b, svg .line.c, svg .line.d {
  fill: none; }
svg .far { stroke-dasharray: 5 4; } svg .found { stroke: var(--a); fill: var(--a); }
svg .missed { stroke: var(--b); fill: var(--b); } svg .target { stroke: var(--dim); stroke-width: 1.5; }
svg .other { fill: none; stroke: var(--c); stroke-width: 1.5; }
"""


def page(outcome: Outcome) -> str:
    """The whole page."""
    about = outcome.about
    parts = [
        "<h1>Identification, measured</h1>",
        f'<p class="dim">{escape(about.date)}, commit {escape(about.commit)}; {escape(about.machine)};'
        f" {escape(about.versions)}. Split {about.split}, seed {about.seed}: {about.tracks} tracks,"
        f" {about.hours:.2f} hours of real recordings"
        + (f", among {about.among:,.0f} hours of synthetic prints" if about.among else "")
        + ". Times are CPU of one core.</p>",
        *(
            f'<p class="dim">Of an earlier run: {escape(told)}.</p>'
            for told in sorted(set(outcome.taken.values()))
        ),
        _verdicts(outcome),
        *(_recall(table) for table in outcome.tables),
        *([_strangers(outcome.strangers, outcome.tables)] if outcome.strangers else []),
        *([_mixes(outcome)] if outcome.mixes else []),
        *([_costs(outcome)] if outcome.costs else []),
        *([_growth(outcome)] if outcome.sizes else []),
        *([_backlog(outcome)] if outcome.backlog else []),
        _tried(),
    ]
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head += f"<title>Identification, measured</title><style>{STYLE}</style>"
    return f'<!doctype html><html lang="en">{head}{"".join(parts)}</html>\n'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already; a cell may begin with "!" (short of a target) or "+" (met)."""
    made = []
    for row in rows:
        cells = []
        for cell in row:
            kind = {"!": ' class="missed"', "+": ' class="met"'}.get(cell[:1], "")
            cells.append(f"<td{kind}>{cell[1:] if kind else cell}</td>")
        made.append(f"<tr>{''.join(cells)}</tr>")
    named = "".join(f"<th>{escape(name)}</th>" for name in head)
    return f'<div class="wide"><table><tr>{named}</tr>{"".join(made)}</table></div>'


def _verdicts(outcome: Outcome) -> str:
    rows = [
        (escape(v.what), escape(v.wanted), ("+" if v.met else "!") + escape(v.got))
        for v in outcome.verdicts()
    ]
    return f"<h2>Targets</h2>{_table(('what', 'target', 'measured'), rows)}"


def _recall(table: Table) -> str:
    rows = [
        Share(
            row.name, row.share * 100, row.low * 100, row.high * 100, row.public, row.target, bool(row.mark)
        )
        for row in table.rows
    ]  # fmt: skip
    public = " Diamonds are the best public system." if table.seconds == PUBLIC_SECONDS else ""
    mean = f" (one public system at most {PUBLIC_MEAN} %)" if table.seconds == PUBLIC_SECONDS else ""
    short = f"Recall of {table.seconds:g}-second queries"
    cells = []
    for row in table.rows:
        found = f"{row.share * 100:.1f} % <span class=dim>{row.low * 100:.1f} - {row.high * 100:.1f}</span>"
        cells.append(
            (
                escape(row.name), ("!" if row.mark else "") + found,
                f"{row.placed / row.tried * 100:.1f}" if row.placeable else "", f"{row.other}",
                f"{row.sure / row.tried * 100:.1f}" if table.sure_at else "",
                "" if row.public is None else f"{row.public}",
                "" if row.target is None else f"{row.target:g}", f"{row.ms:.0f}",
            )
        )  # fmt: skip
    head = ("disguise", "found, 95 % interval", "placed", "other", "sure", "public", "target", "ms")
    return (
        f"<h2>{short}</h2><p>{table.excerpts} excerpts a row. Dots are shares found, bars their 95 %"
        " intervals, strokes the targets; what is short of its target is in another colour."
        f"{public} Mean of the compared rows {table.mean * 100:.1f} %{mean}, of the harder ones"
        f" {table.mean_of_harder * 100:.1f} %, all together {table.pooled * 100:.1f} %"
        f" ({table.low * 100:.1f} - {table.high * 100:.1f}). “Sure” is found at the score no stranger of the"
        f" run reached.</p>{drawing.shares(rows, short)}"
        f"<details><summary>As a table</summary>{_table(head, cells)}</details>"
    )


def _strangers(found: Strangers, every: Sequence[Table]) -> str:
    least = 0.5 / max(1, found.tried)
    top = max(8.0, *(found.scores[:1] or [0.0]))
    plot = Plot(
        Axis("score", 0, math.ceil(top) + 2), Axis("share", least / 20, 1, log=True),
        "Strangers' scores and the extreme-value law", height=400,
    )  # fmt: skip
    scored = sorted(score for score in found.scores if score > 0)
    if scored:
        above = [(s, (len(scored) - i) / found.tried) for i, s in enumerate(scored)]
        plot.steps([(0, len(scored) / found.tried), *above], "a", "strangers that score as much")
    law = [(score, p) for score, p in found.law if p > least / 20]
    plot.line(law, "b", "p_false, the law")
    if found.tail:
        fall, nought = found.tail
        grid = [step / 4 for step in range(64)]
        shares = [(s, math.exp(nought - fall * s)) for s in grid]
        plot.line(
            [(s, y) for s, y in shares if least / 20 < y < 0.2], "d far", "tail of these strangers alone"
        )
    for table in every:
        if table.seconds == 10.0 and table.scores:
            ordered = sorted(table.scores)
            below = [(s, (i + 1) / len(ordered)) for i, s in enumerate(ordered)]
            plot.steps([(s, y) for s, y in below if s < plot.x.last], "c", "copies that score less")
    certain = next((score for score, p in found.law if p <= found.certain), None)
    if certain is not None:
        plot.upright(certain, "target", f"p_false {found.certain:g}")
    return (
        f"<h2>Strangers</h2><p>{found.tried:,} strangers of ten seconds among {found.hours:,.1f} hours:"
        f" {found.accepted} accepted at p_false ≤ {found.certain:g} (interval {found.low * 100:.3f} -"
        f" {found.high * 100:.3f} %), the highest scored {found.scores[0] if found.scores else 0:g};"
        f" {found.ms:.1f} ms each.</p>{plot.svg()}"
    )


def _mixes(outcome: Outcome) -> str:
    rows = []
    for mix in outcome.mixes:
        recall, precision = mix.recall * 100, mix.precision * 100
        rows.append(
            (
                escape(mix.name), f"{mix.mixes}", _held(recall, targets.RECALLED),
                _held(precision, targets.PRECISE),
                ("" if mix.heard == mix.parts else "!") + f"{mix.heard} of {mix.parts}",
                ("" if mix.close == mix.edges else "!") + f"{mix.close} of {mix.edges}",
                ("!" if mix.false else "") + f"{mix.false}", f"{mix.seconds:.2f}",
            )
        )  # fmt: skip
    head = ("three references and a stranger", "mixes", "recalled %", "precise %", "segments",
            "edges within 1 s", "false tracks", "CPU s a mix")  # fmt: skip
    return f"<h2>Mixes</h2>{_table(head, rows)}"


def _held(value: float, least: float) -> str:
    return ("!" if value < least else "") + f"{value:.1f}"


def _costs(outcome: Outcome) -> str:
    rows = []
    for cost in outcome.costs:
        short = cost.target is not None and cost.value > cost.target
        ratio = "" if cost.ratio is None else f"{cost.ratio:.1f}"
        target = "" if cost.target is None else f"{cost.target:g}"
        rows.append((escape(cost.name), ("!" if short else "") + f"{cost.value:.3f}", target, ratio))
    return f"<h2>Costs</h2>{_table(('cost', 'measured', 'target', 'times decoding alone'), rows)}"


def _growth(outcome: Outcome) -> str:
    sizes = sorted(outcome.sizes, key=lambda one: one.hours)
    alike = [
        (escape(name), *(f"{v:.2f}" for v in (one.landmarks, one.sparse, one.keys, one.rarity, one.meeting)))
        for name, one in outcome.likeness.items()
    ]
    rows = [
        (
            f"{one.hours:,.0f}", f"{one.synthetic * 100:.2f} %", f"{one.tracks:,}", f"{one.volumes}",
            f"{one.copy:.0f}", f"{one.stranger:.0f}", f"{one.whole_copy:.0f}", f"{one.whole_stranger:.0f}",
            f"{one.opening:.1f}", f"{one.megabytes:.3f}", f"{one.found} of {one.asked}",
        )
        for one in sizes
    ]  # fmt: skip
    fits = tables.fits(sizes)
    far = ((targets.FAR_HOURS, "100,000 hours"), (targets.FAR_TRACKS * HOURS_PER_TRACK, "10⁸ tracks"))
    arithmetic = [
        (escape(tables.SERIES[name]), f"{fit}", *(tables.lasting(fit.at(h)) for h, _ in far))
        for name, fit in fits.items()
    ]
    head = ("hours", "synthetic", "tracks", "volumes", "copy ms", "stranger ms", "4 min: copy ms",
            "stranger ms", "open ms", "MB/h", "found")  # fmt: skip
    return (
        "<h2>Growth</h2><p>Dots are measured; lines through them are the fit, fixed + each × hours (with a"
        " power of the hours, where four sizes or more were measured); in the shaded part, dashed, they are"
        " arithmetic alone. Crosses are targets, less what listening takes before a search."
        " Sizes beyond the real music are synthetic prints, cut from"
        " real ones:</p>"
        + _table(("what", "landmarks/s", "sparse/s", "keys/s", "rarity, bits", "meeting, bits"), alike)
        + _cost_plot(sizes)
        + _size_plot(sizes)
        + _table(head, rows)
        + _table(("by arithmetic", "ms", *(name for _, name in far)), arithmetic)
    )


def _cost_plot(sizes: Sequence[Size]) -> str:
    first, last = min(one.hours for one in sizes), max(one.hours for one in sizes)
    end = targets.FAR_TRACKS * HOURS_PER_TRACK
    fits = tables.fits(sizes)
    values = [getattr(one, name) for one in sizes for name in tables.SERIES]
    tops = [fit.at(end) for fit in fits.values()]
    plot = Plot(
        Axis("hours of references", 1, end, log=True),
        Axis("CPU ms", min(10, *values) / 2, max([4_000, *values, *tops]) * 2, log=True),
        "Cost of a search against the size of the catalogue", height=460, legend_left=True,
    )  # fmt: skip
    plot.shade(last, end, "arithmetic")
    for (name, told), kind in zip(tables.SERIES.items(), "abcd", strict=True):
        points = [(one.hours, getattr(one, name)) for one in sizes]
        plot.points(points, kind, [f"{told}: {ms:.0f} ms at {hours:,.0f} hours" for hours, ms in points])
        if name in fits:
            near, far = _grid(first, last), _grid(last, end)
            plot.line([(h, fits[name].at(h)) for h in near], kind, told)
            plot.line([(h, fits[name].at(h)) for h in far], f"{kind} far")
    before = sizes[-1]
    wanted = [
        (hours, max(1.0, ms - spent), f"{ms:g} ms all told")
        for some, spent in ((targets.QUERY, before.listening), (targets.WHOLE, before.analysing))
        for hours, ms in some.items()
    ]
    wanted += [(targets.FAR_HOURS, targets.FAR_WINDOW, "2 s a window")]
    for hours, ms, name in wanted:
        plot.cross(hours, ms, "target", name)
    return plot.svg()


def _size_plot(sizes: Sequence[Size]) -> str:
    end = targets.FAR_TRACKS * HOURS_PER_TRACK
    last = max(one.hours for one in sizes)
    points = [(one.hours, one.megabytes * one.hours / 1000) for one in sizes]
    plot = Plot(
        Axis("hours of references", 1, end, log=True), Axis("GB", 0.001, 10_000, log=True),
        "Size of the index against the hours in it", height=300, legend_left=True,
    )  # fmt: skip
    plot.shade(last, end, "arithmetic")
    plot.points(points, "a", [f"{size:.2f} GB at {hours:,.0f} hours" for hours, size in points])
    each = max(sizes, key=lambda one: one.hours).megabytes
    near, far = _grid(min(one.hours for one in sizes), last), _grid(last, end)
    plot.line([(h, h * each / 1000) for h in near], "a", f"{each:.3f} MB per hour")
    plot.line([(h, h * each / 1000) for h in far], "a far")
    return plot.svg()


def _grid(first: float, last: float) -> list[float]:
    """Thirty steps of one ratio."""
    return [first * (last / first) ** (step / 30) for step in range(31)]


def _backlog(outcome: Outcome) -> str:
    rows = []
    for one in outcome.backlog:
        found = ", ".join(f"{one.found[kind]} of {n} {escape(kind)}" for kind, n in one.planted.items())
        rows.append(
            (
                f"{one.stored:,}", f"{one.hours:,.0f}", f"{one.megabytes / 1000:.2f}", f"{one.asked}",
                f"{one.seconds:.2f}", f"{one.rate:.2f}", found, f"{one.other}",
            )
        )  # fmt: skip
    head = ("stored prints", "hours", "GB", "new references", "CPU s each", "a second",
            "found of planted copies", "others told")  # fmt: skip
    return (
        "<h2>New references against stored prints of uploads</h2><p>Uploads are an index of their own; a new"
        f" reference of four minutes is one query.</p>{_table(head, rows)}"
    )


def _tried() -> str:
    """The log of changes, as the document keeps it."""
    path = Path(__file__).parent.parent.parent / DOCUMENT
    text = path.read_text() if path.exists() else ""
    section = text.partition(TRIED)[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    rows = [[_marked(cell.strip()) for cell in line.strip("| ").split("|")] for line in lines]
    rows = [row for row in rows if not all(set(cell) <= set("-: ") for cell in row)]
    words = " ".join(line for line in section.splitlines() if line and not line.startswith("|"))
    if not rows:
        return ""
    wide = max(len(row) for row in rows)
    filled = [row + [""] * (wide - len(row)) for row in rows]
    return (
        f"<h2>What was tried</h2><p>{_marked(words)}</p>{_table(filled[0], filled[1:])}"
        f'<p class="dim">From {DOCUMENT}.</p>'
    )


def _marked(text: str) -> str:
    """What the document says, as HTML."""
    made = escape(text, quote=False)
    made = re.sub(r"`([^`]+)`", r"<code>\1</code>", made)
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", made)
