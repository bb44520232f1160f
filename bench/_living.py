"""What the benches over a living site share: the site on a free port, a person, figures as a table."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from living_site import LivingSite

EMAIL = "bench@example.org"


@contextmanager
def site(**settings: str) -> Iterator[LivingSite]:
    """A ready site with one person on it."""
    with (
        tempfile.TemporaryDirectory(prefix="akkord-bench-") as folder,
        LivingSite(Path(folder), **settings) as living,
    ):
        living.people(EMAIL)
        living.ready(120)
        yield living


def timed(once: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each of so many calls."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        once()
        took.append((time.perf_counter() - begun) * 1000)
    return took


def cpu_of(process: "subprocess.Popen[bytes]") -> float:
    """Seconds of one core that a part of the site and its children have worked so far."""
    spent = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            leader = int(stat.read_text().rpartition(")")[2].split()[2])  # each part leads a group of its own
            if leader == process.pid:  # the clock of a process, as clock_getcpuclockid(3) names it
                spent += time.clock_gettime(~int(stat.parent.name) << 3 | 2)
        except OSError:  # it has just ended
            continue
    return spent


def at_rest(process: "subprocess.Popen[bytes]") -> bool:
    """Whether it has had next to nothing to do for two seconds."""
    before = cpu_of(process)
    time.sleep(2)
    return cpu_of(process) - before < 0.1


def p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)]


def table(title: str, rows: Sequence[tuple[str, Sequence[float]]], unit: str = "ms") -> None:
    """Median, p95 and the ratio of medians to the first row, which is the baseline."""
    base = statistics.median(rows[0][1])
    print(f"\n{title}")
    print(f"  {'':36}{'n':>5}{'median':>12}{'p95':>12}{'ratio':>9}   ({unit})")
    for name, values in rows:
        median = statistics.median(values)
        print(f"  {name:36}{len(values):5}{median:12.2f}{p95(values):12.2f}{median / base:9.2f}")
