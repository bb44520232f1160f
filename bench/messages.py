"""Messages of two people while the server is killed and lines are cut: lost, doubled, out of order.

./akkord bench messages [--messages 10000] [--kills 20]

Baseline: as many of them with no kill, in the same run.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

import _living

from lives.messages import faults, through


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    args = parser.parse_args()
    base = 0.0
    print(
        f"\n{args.messages} messages of two people; load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"
    )
    for name, count, kills in (
        ("no kill (baseline)", args.messages // 10, 0),
        (f"{args.kills} × kill -9, lines cut", args.messages, args.kills),
    ):
        with (
            tempfile.TemporaryDirectory(prefix="akkord-bench-") as folder,
            _living.LivingSite(Path(folder)) as site,
        ):
            begun = time.perf_counter()
            came = through(site, count // 2, kills, pause=0.0, patience=3600)
            took = (time.perf_counter() - begun) / count * 1000
        base = base or took
        wrong = ", ".join(f"{fault} {number}" for fault, number in faults(came, count // 2).items())
        print(
            f"  {name:32}{len(came.kept):8} kept{took:8.1f} ms each{took / base:7.2f}   {wrong}", flush=True
        )


if __name__ == "__main__":
    main()
