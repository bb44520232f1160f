"""What a bench found, printed."""

from __future__ import annotations

import math
from collections.abc import Sequence

from identifying import targets
from identifying.measuring import PUBLIC_MEAN, PUBLIC_SECONDS
from identifying.results import (
    Backlog,
    Cost,
    Growth,
    Likeness,
    Mix,
    Size,
    Strangers,
    Table,
    growth_of,
)
from identifying.targets import Verdict

SERIES = {
    "copy": "10 s, copies", "stranger": "10 s, strangers", "whole_copy": "4 min, a copy",
    "whole_stranger": "4 min, a stranger",
}  # fmt: skip
NEW_REFERENCES, STORED = 1_000, 1_000_000  # the backlog whose rate is asked for


def accuracy(table: Table, split: str) -> None:
    sure = f"sure: at p_false < {table.sure_at:.1e}, which no stranger of the run reached; "
    sure = sure if table.sure_at else ""
    print(
        f"\n{table.seconds:g}-s queries, split {split}, {table.excerpts} excerpts\n({sure}"
        "below: less than the target; BELOW: by more than chance explains)"
    )
    print(
        f"{'disguise':34} {'found':>7} {'95 % interval':>14} {'placed':>6} {'other':>5} {'sure':>6}"
        f" {'public':>6} {'target':>6} {'':5} {'ms':>5}"
    )
    for row in table.rows:
        placed = f"{row.placed / row.tried * 100:6.1f}" if row.placeable else f"{'-':>6}"
        sure = f"{row.sure / row.tried * 100:6.1f}" if table.sure_at else f"{'-':>6}"
        public = "-" if row.public is None else f"{row.public}"
        target = "-" if row.target is None else f"{row.target:g}"
        print(
            f"{row.name:34} {row.share * 100:5.1f} % {row.low * 100:6.1f} - {row.high * 100:5.1f} {placed}"
            f" {row.other:5} {sure} {public:>6} {target:>6} {row.mark:5} {row.ms:5.0f}"
        )
    compared = sum(not row.harder for row in table.rows)
    public = f"   (public: {PUBLIC_MEAN})" if table.seconds == PUBLIC_SECONDS else ""
    wanted = targets.MEAN.get(table.seconds)
    aim = f"   target {wanted}" if wanted else ""
    print(f"{f'mean of the {compared} compared':34} {table.mean * 100:5.1f} %{aim}{public}")
    print(f"{'mean of the harder ones':34} {table.mean_of_harder * 100:5.1f} %")
    aim = f"   target of the lower end {targets.POOLED:g}" if table.seconds >= targets.WHOLE_UPLOAD else ""
    between = f"{table.low * 100:6.1f} - {table.high * 100:5.1f}"
    print(f"{'all together':34} {table.pooled * 100:5.1f} % {between}{aim}", flush=True)


def unknown(found: Strangers) -> None:
    print(
        f"\nstrangers accepted: {found.accepted} of {found.tried} ({found.low * 100:.3f} -"
        f" {found.high * 100:.3f} %) at p_false <= {found.certain:g}; highest scores {found.scores[:5]},"
        f" least p_false {found.least_p:.1e}; {found.ms:.1f} ms each"
    )
    if found.tail:
        fall, nought = found.tail
        hours = f"{found.hours:.1f} hours"
        print(
            f"  their highest tenth falls by e to the {fall:.2f} per deviation (the law: {found.fall:.2f});"
            f" share above s in {hours}: exp({nought:.2f} - {fall:.2f} s)"
        )
        print("  score    strangers above    by the law")
        for score, p in found.law:
            above = sum(one >= score for one in found.scores)
            if 1e-6 < p < 0.5 and score == math.floor(score * 2) / 2:
                print(f"  {score:5.1f} {above / found.tried:18.5f} {p:13.6f}", flush=True)


def mixed(found: Sequence[Mix]) -> None:
    print(
        f"\n{'mixes':24} {'recall':>7} {'precise':>8} {'segments':>9} {'false':>6} {'edges':>7} {'CPU s':>6}"
    )
    for mix in found:
        print(
            f"{mix.name:24} {mix.recall * 100:6.1f}% {mix.precision * 100:7.1f}%"
            f" {mix.heard:4}/{mix.parts:<4} {mix.false:6} {mix.close:3}/{mix.edges:<3} {mix.seconds:6.2f}",
            flush=True,
        )


def costs(found: Sequence[Cost]) -> None:
    print(f"\n{'cost':40} {'figure':>9} {'target':>7} {'to decoding':>12}")
    for cost in found:
        target = "" if cost.target is None else f"{cost.target:g}"
        ratio = "" if cost.ratio is None else f"{cost.ratio:.1f}"
        print(f"{cost.name:40} {cost.value:9.3f} {target:>7} {ratio:>12}", flush=True)


def likeness(found: dict[str, Likeness]) -> None:
    print(
        f"\n{'what catalogues are made of':28} {'landmarks/s':>11} {'sparse/s':>8} {'keys/s':>6}"
        f" {'rarity, bits':>12} {'meeting, bits':>13}"
    )
    for name, one in found.items():
        print(
            f"{name:28} {one.landmarks:11.1f} {one.sparse:8.1f} {one.keys:6.1f} {one.rarity:12.2f}"
            f" {one.meeting:13.2f}"
        )


def head_of_sizes() -> None:
    print(
        f"\n{'hours':>8} {'synthetic':>9} {'tracks':>8} {'volumes':>7} {'copy ms':>8} {'stranger':>9}"
        f" {'4 min: copy':>11} {'stranger':>9} {'open ms':>8} {'MB/h':>6} {'found':>7}"
    )


def size(one: Size) -> None:
    print(
        f"{one.hours:8.0f} {one.synthetic:9.2%} {one.tracks:8} {one.volumes:7} {one.copy:8.1f}"
        f" {one.stranger:9.1f} {one.whole_copy:11.0f} {one.whole_stranger:9.0f} {one.opening:8.1f}"
        f" {one.megabytes:6.3f} {one.found:3}/{one.asked:<3}",
        flush=True,
    )


def before(one: Size) -> None:
    print(
        f"all that is the search alone; before it come {one.listening:.1f} ms for ten seconds of MP3 in the"
        f" box, and {one.analysing:.0f} ms to analyse four minutes"
    )


def fits(sizes: Sequence[Size]) -> dict[str, Growth]:
    """Per series its line, where there are sizes enough."""
    hours = [one.hours for one in sizes]
    made = {name: growth_of(hours, [getattr(one, name) for one in sizes]) for name in SERIES}
    return {name: fit for name, fit in made.items() if fit}


def arithmetic(sizes: Sequence[Size]) -> None:
    """What the measured sizes say of larger ones."""
    far = (targets.FAR_HOURS, targets.FAR_TRACKS / 15)
    for name, fit in fits(sizes).items():
        told = ", ".join(f"{lasting(fit.at(hours))} at {hours:,.0f} hours" for hours in far)
        print(f"by arithmetic, {SERIES[name]}: {fit}: {told}", flush=True)


def lasting(milliseconds: float) -> str:
    """A time as one says it."""
    return f"{milliseconds:,.0f} ms" if milliseconds < 10_000 else f"{milliseconds / 1000:,.0f} s"


def backlog(found: Sequence[Backlog]) -> None:
    print(
        f"\n{'stored prints':>13} {'hours':>7} {'MB':>7} {'references':>10} {'CPU s each':>10}"
        f" {'a second':>8}  found of planted"
    )
    for one in found:
        told = ", ".join(f"{one.found[kind]} of {count} {kind}" for kind, count in one.planted.items())
        print(
            f"{one.stored:13,} {one.hours:7.0f} {one.megabytes:7.0f} {one.asked:10} {one.seconds:10.3f}"
            f" {one.rate:8.2f}  {told}; {one.other} others told"
        )
    fit = growth_of([one.hours for one in found], [one.seconds for one in found])
    largest = max(found, key=lambda one: one.stored)
    hours = STORED * largest.hours / largest.stored
    if fit and largest.stored < STORED:
        each = fit.at(hours)
        print(
            f"by arithmetic, {NEW_REFERENCES:,} references against {STORED:,} prints: {each:.2f} CPU s each,"
            f" {each * NEW_REFERENCES / 60:.0f} CPU minutes",
            flush=True,
        )


def verdicts(found: Sequence[Verdict]) -> None:
    print("\ntargets")
    for one in found:
        print(f"{'met' if one.met else 'SHORT':6} {one.what:50} {one.wanted:>14}  {one.got}", flush=True)
