"""The bench answers as its readers expect, and shares every pool out whole."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_bench_says_what_sharing_costs_and_that_the_sums_are_whole() -> None:
    command = [sys.executable, "bench/royalties.py", "--plays", "20000", "--json"]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found = json.loads(said)
    assert found["plays"] == 20_000
    assert found["sum_equals_pool"] is True
    for name in ("pro_rata_cpu_s", "user_centric_cpu_s", "peak_mb", "pro_rata_to_baseline", "lines"):
        assert found[name] > 0
