"""What it costs to share a month's money out by its plays, by both rules, from files of plays to files of
lines.

    ./akkord bench royalties [--plays N] [--json]

Without N: 5, 50 and 200 million plays, which takes about ten minutes, 8 GB of disk for a while and 5 GB of
memory. A made-up month: a member for 50 plays, a recording for 100, 30 territories, three offers (two of them
paid), recordings heard by Zipf's law with tastes by country, recordings of one to three owners, gaps,
disputes, unmatched sounds, free recordings, plays left out, and a day with corrections. Each figure is of a
process of its own that does nothing else; kernels are compiled before (once in an installation). `baseline`
is what merely counting the plays of every split costs.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]
DEFAULT = (5_000_000, 50_000_000, 200_000_000)


def cpu() -> float:
    used = getrusage(RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_mb() -> float:
    """The most memory this process held (proc(5)); a figure of its own, not its parent's."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


def baseline(folder: Path) -> dict[str, Any]:
    """Plays of every split, counted and nothing else."""
    import numpy as np
    from _royal_month import partitions

    from akkord.royalties.usage.plays import numbers, read_plays

    begun, counts = cpu(), np.zeros(1, np.int64)
    for partition in partitions(folder):
        found = np.bincount(numbers(read_plays(partition.plays, ["split"]), "split"))
        counts = np.pad(counts, (0, max(0, len(found) - len(counts))))
        counts[: len(found)] += found
    return {"cpu_s": cpu() - begun, "plays": int(counts.sum())}


def sharing(folder: Path, by_payer: bool) -> dict[str, Any]:
    """A month shared out, and what was found when its lines were read back."""
    from _royal_month import partitions, payers, pools

    from akkord.royalties.usage.counting import count
    from akkord.royalties.usage.lines import MonthLines
    from akkord.royalties.usage.sharing import share

    files, money, paying = partitions(folder), pools(folder), payers(folder) if by_payer else {}
    lines = folder / f"lines-{by_payer}.parquet"
    begun, wall = cpu(), perf_counter()
    counted = count(files, paying)
    counting = cpu() - begun
    shares = share(counted, money)
    bucketing = cpu() - begun - counting
    written = shares.write_lines(lines)
    found: dict[str, Any] = {
        "cpu_s": cpu() - begun,
        "wall_s": perf_counter() - wall,
        "counting_cpu_s": counting,
        "buckets_cpu_s": bucketing,
        "lines_cpu_s": cpu() - begun - counting - bucketing,
        "peak_mb": peak_mb(),
        "cells": len(counted.cells),
        "lines": written,
        "lines_bytes": lines.stat().st_size,
    }
    sums = MonthLines(lines).table().group_by(["offer", "sold_in", "currency"]).aggregate([("amount", "sum")])
    said = {(row["offer"], row["sold_in"], row["currency"]): row["amount_sum"] for row in sums.to_pylist()}
    found["sum_equals_pool"] = all(
        said.get(each.pool[:3], 0)
        == sum(part.amount for part in shares.parts(number))
        == (each.pool.amount if each.weight else 0)  # in a small month there are pools nobody is heard in
        == each.shared
        for number, each in enumerate(shares.pools)
    )
    return found


def make(folder: Path, plays: int) -> dict[str, Any]:
    from _royal_month import make_month

    begun = perf_counter()
    ingest = make_month(folder, plays)
    return {"wall_s": perf_counter() - begun, "ingest_cpu_s": ingest}


STEPS = {
    "baseline": baseline,
    "pro_rata": lambda folder: sharing(folder, by_payer=False),
    "user_centric": lambda folder: sharing(folder, by_payer=True),
}


def child(step: str, folder: Path, plays: int) -> dict[str, Any]:
    """One step in a process of its own."""
    command = [sys.executable, __file__, "--step", step, "--folder", str(folder), "--plays", str(plays)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, Any] = json.loads(answer)
    return found


def measure(plays: int) -> dict[str, Any]:
    """Everything about a month of so many plays."""
    with tempfile.TemporaryDirectory(prefix="akkord-bench-") as name:
        folder = Path(name)
        made = child("make", folder, plays)
        size = sum(path.stat().st_size for path in folder.glob("*.parquet"))
        found = {step: child(step, folder, plays) for step in STEPS}
    plain = found["baseline"]["cpu_s"]
    answer = {
        "plays": plays,
        "pro_rata_cpu_s": found["pro_rata"]["cpu_s"],
        "user_centric_cpu_s": found["user_centric"]["cpu_s"],
        "peak_mb": max(found[step]["peak_mb"] for step in ("pro_rata", "user_centric")),
        "sum_equals_pool": found["pro_rata"]["sum_equals_pool"] and found["user_centric"]["sum_equals_pool"],
        "baseline_cpu_s": plain,
        "pro_rata_to_baseline": found["pro_rata"]["cpu_s"] / plain,
        "user_centric_to_baseline": found["user_centric"]["cpu_s"] / plain,
        "ingest_cpu_s": made["ingest_cpu_s"],
        "making_wall_s": made["wall_s"],
        "plays_bytes": size,
        **{key: found["pro_rata"][key] for key in ("cells", "lines", "lines_bytes")},
        **{f"{step}_{key}": found[step][key] for step in ("pro_rata", "user_centric")
           for key in ("wall_s", "counting_cpu_s", "buckets_cpu_s", "lines_cpu_s", "peak_mb")},
    }  # fmt: skip
    return {key: round(value, 3) if isinstance(value, float) else value for key, value in answer.items()}


def main() -> None:
    asked = argparse.ArgumentParser(prog="./akkord bench royalties", description=__doc__)
    asked.add_argument(
        "--plays", type=int, help="how many plays (default: 5, 50 and 200 million, one after another)"
    )
    asked.add_argument("--json", action="store_true", help="figures for a machine, one object for each size")
    asked.add_argument("--step", help=argparse.SUPPRESS)
    asked.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    said = asked.parse_args()
    if said.step:
        found = make(said.folder, said.plays) if said.step == "make" else STEPS[said.step](said.folder)
        print(json.dumps(found))
        return
    if said.plays is None and not said.json:
        print("5, 50 and 200 million plays: about ten minutes, 8 GB of disk, 5 GB of memory", flush=True)
    for plays in (said.plays,) if said.plays else DEFAULT:
        figures = measure(plays)
        if said.json:
            print(json.dumps(figures), flush=True)
            continue
        print(f"\n{plays:,} plays, {figures['cells']:,} cells, {figures['lines']:,} lines", flush=True)
        for key, value in figures.items():
            print(f"  {key:32}{value:>20,}" if not isinstance(value, bool) else f"  {key:32}{value!s:>20}")


if __name__ == "__main__":
    main()
