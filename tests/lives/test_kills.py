"""Killed at any operation, nothing acknowledged is lost and nothing happens twice."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SOURCES = [ROOT / "src", ROOT / "libs/earprint/src", ROOT / "libs/tilelog/src", ROOT / "tests"]


@pytest.fixture
def in_memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a kill, unlike a power cut, leaves what was written."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.mark.parametrize(("life", "least"), [("upload", 60), ("order", 40)])
def test_a_kill_at_every_operation_loses_nothing_and_doubles_nothing(
    life: str, least: int, in_memory: Path
) -> None:
    env = {k: v for k, v in os.environ.items() if k != "AKKORD_DATABASE_URL"}
    env |= {
        "AKKORD_DATA": str(in_memory / "data"),
        "AKKORD_JOURNAL": str(in_memory / "journal"),
        "AKKORD_LOG": "error",
        "PYTHONPATH": os.pathsep.join(map(str, SOURCES)),
    }
    command = [sys.executable, str(HERE / "dying.py"), life]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout)
    assert said["faults"] == []
    assert said["deaths"] >= least
