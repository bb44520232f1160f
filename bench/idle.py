"""What the whole site keeps in memory while nobody does anything, process by process.

./akkord bench idle [--seconds 20]     Web and worker as `akkord up` starts them, a page asked once.
PSS: a page that several processes share is divided among them (smaps_rollup, proc(5)), so the sum is what
the site takes. Baseline: a Python that has loaded Django and nothing of the site.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

import _living
import httpx

NUMERIC = ("numpy", "scipy", "pyarrow", "numba", "llvmlite", "av")
MOST_MB = 350


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=20, help="how long nothing is done before")
    args = parser.parse_args()
    base = bare()
    with _living.site() as living:
        httpx.get(f"{living.url}/help", timeout=60).raise_for_status()
        time.sleep(args.seconds)
        parts = [part for part in (living.web, living.worker) if part is not None]
        found = [
            (what_it_is(pid), pss(pid), numeric(pid)) for part in parts for pid in processes_of(part.pid)
        ]
    print(f"\nMemory after {args.seconds:.0f} s of nothing (PSS)")
    print(f"  {'':44}{'MB':>8}{'ratio':>8}   numeric libraries")
    print(f"  {'Django alone (baseline)':44}{base:8.0f}{1:8.1f}")
    for name, size, libraries in found:
        print(f"  {name:44}{size:8.0f}{size / base:8.1f}   {', '.join(libraries)}")
    whole = sum(size for _name, size, _libraries in found)
    print(f"  {f'all {len(found)} processes (at most {MOST_MB})':44}{whole:8.0f}{whole / base:8.1f}")


def processes_of(leader: int) -> list[int]:
    """A part of the site and its children: each part leads a session of its own."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(fields[3]) == leader:
            found.append(int(stat.parent.name))
    return sorted(found)


def pss(pid: int) -> float:
    rolled = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rolled.splitlines() if line.startswith("Pss:")) / 1024


def numeric(pid: int) -> list[str]:
    """Which of the heavy libraries it has loaded."""
    mapped = Path(f"/proc/{pid}/maps").read_text()
    return [name for name in NUMERIC if f"/site-packages/{name}/" in mapped]


def what_it_is(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return " ".join(word.rpartition("/")[2] for word in words if word and not word.startswith("-"))[:42]


def bare() -> float:
    """MB of a process with Django, and nothing else."""
    code = "import django.db.models, django.urls, django.test, sys; print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        return pss(process.pid)


if __name__ == "__main__":
    main()
