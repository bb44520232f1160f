"""A kill at any instant leaves a valid index: everything acknowledged is there, nothing is half there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from earprint.index import Index
from earprint.prints import BINS, FINE_PER_BIN, Print


def printed(seed: int, seconds: float = 12.0) -> Print:
    """A print of random landmarks: what matters here is which are found, not what they sound like."""
    rng = np.random.default_rng(seed)
    count = int(seconds * 60)
    t = np.sort(rng.integers(0, int(seconds * 500), count)).astype(np.int32)
    f = rng.integers(FINE_PER_BIN, (BINS - 1) * FINE_PER_BIN, count).astype(np.uint16)
    return Print(t, f, rng.integers(0, 255, count).astype(np.uint8), rng.random(count) < 0.5, seconds)


def found(index: Index, seed: int) -> list[int]:
    return [match.track for match in index.search(printed(seed))]


class Died(BaseException):
    """Stands for a kill."""


def test_a_death_at_every_step_of_a_write_loses_nothing_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dies before the n-th call that touches the disc, for every n until an add, removal and merge pass."""
    base = tmp_path / "base"
    index = Index(base)
    index.add([(1, printed(1)), (2, printed(2))])
    index.add([(3, printed(3))])
    steps = 0
    for allowed in range(200):
        folder = tmp_path / f"try{allowed}"
        shutil.copytree(base, folder)
        left = [allowed]

        def counted(real, left=left):  # type: ignore[no-untyped-def]
            def call(*arguments, **named):  # type: ignore[no-untyped-def]
                if left[0] == 0:
                    raise Died
                left[0] -= 1
                return real(*arguments, **named)

            return call

        acknowledged = []
        victim = Index(folder)
        with monkeypatch.context() as patched:
            for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "unlink"), (Path, "open")):
                patched.setattr(owner, name, counted(getattr(owner, name)))
            try:
                victim.add([(4, printed(4))])
                acknowledged.append("added")
                victim.remove([1])
                acknowledged.append("removed")
                victim.merge()
                acknowledged.append("merged")
            except Died:
                steps += 1
        after = Index(folder)
        after.verify()
        assert found(after, 2) == [2]
        assert found(after, 3) == [3]
        assert found(after, 4) == [4] or "added" not in acknowledged
        assert found(after, 1) == [] or "removed" not in acknowledged
        after.add([(5, printed(5))])  # a writer after the dead one works, and sweeps up behind it
        assert found(after, 5) == [5]
        assert {p.name for p in folder.glob("*.vol")} == set(after.files())
        if acknowledged == ["added", "removed", "merged"]:
            break
    assert steps > 15


def test_kills_of_a_writing_process_leave_what_it_acknowledged(tmp_path: Path) -> None:
    """Real processes, real SIGKILL at moments that vary."""
    told = tmp_path / "told"
    script = (
        "import sys; sys.path[:0] = sys.argv[3:]\n"
        "from pathlib import Path\n"
        "from test_crashes import printed\n"
        "from earprint.index import Index\n"
        "index = Index(Path(sys.argv[1]))\n"
        "n = 0\n"
        "with open(sys.argv[2], 'a') as told:\n"
        "    while True:\n"
        "        n += 1\n"
        "        index.add([(n % 40 + 1, printed(n % 40 + 1, 6.0))])\n"
        "        told.write(f'{n % 40 + 1}\\n'); told.flush()\n"
    )
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]
    db = tmp_path / "db"
    for pause in (0.05, 0.11, 0.02, 0.2):
        writer = subprocess.Popen([sys.executable, "-c", script, str(db), str(told), *paths])
        size = told.stat().st_size if told.exists() else 0
        deadline = time.monotonic() + 60
        while (not told.exists() or told.stat().st_size == size) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(pause)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        index = Index(db)
        index.verify()
        acknowledged = {int(line) for line in told.read_text().split()}
        for n in sorted(acknowledged)[:6]:
            assert [m.track for m in index.search(printed(n, 6.0))] == [n]
        assert index.info().tracks >= len(acknowledged)


def test_readers_see_whole_states_while_a_writer_writes(tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.add([(0, printed(0))])
    wrong: list[str] = []
    done = threading.Event()

    def read() -> None:
        mine = Index(tmp_path)
        while not done.is_set():
            if found(mine, 0) != [0]:
                wrong.append("the first was not found")
            mine.verify()

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for n in range(1, 25):
        index.add([(n, printed(n, 6.0))])
        if n % 5 == 0:
            index.remove([n])
            index.merge()
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert index.info().tracks == 25 - 4
