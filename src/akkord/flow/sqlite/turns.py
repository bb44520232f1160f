"""Whose turn it is to write, among all processes and threads that share a database file.

SQLite's write lock has no queue. Who finds it taken sleeps, up to 100 ms at a time, and looks again; who
writes transaction after transaction takes it again within microseconds. So one busy writer keeps all others
out for as long as it goes on, and after half a minute they are told that the database is locked.

Here a writer holds the queue while it waits for the turn. Who has just written and would write again finds
the queue held, and stands behind it. Both are locks of the operating system (flock(2)): whoever dies has
given them back. They are a courtesy; what keeps writers apart is SQLite's own lock, as before.
"""

import fcntl
import os
import time
from pathlib import Path

PATIENCE = 5.0  # seconds; SQLite's own wait may follow, and both end before a job's lease does
FIRST_LOOK, LAST_LOOK = 0.0005, 0.003  # seconds between looks; nobody overtakes meanwhile, so they are short


class Turn:
    """A writer's place; one for a connection. `patience`: seconds after which it goes on without a turn."""

    def __init__(self, database: Path, patience: float) -> None:
        self.places = (Path(f"{database}-queue"), Path(f"{database}-turn"))
        self.patience = patience
        self.held = False
        self._open: tuple[int, int] | None = None

    def take(self) -> None:
        """Wait until it is our turn; nothing to do when it is already."""
        if self.held:
            return
        queue, turn = self._files()
        end = time.monotonic() + self.patience
        if not _locked(queue, end):
            return
        try:
            self.held = _locked(turn, end)
        finally:
            fcntl.flock(queue, fcntl.LOCK_UN)

    def give(self) -> None:
        """Let the next one write."""
        if self.held and self._open is not None:
            fcntl.flock(self._open[1], fcntl.LOCK_UN)
        self.held = False

    def close(self) -> None:
        """Give it back for good; the next `take` begins anew."""
        self.held = False
        for file in self._open or ():
            os.close(file)
        self._open = None

    def _files(self) -> tuple[int, int]:
        if self._open is None:
            queue, turn = (os.open(place, os.O_RDWR | os.O_CREAT, 0o600) for place in self.places)
            self._open = queue, turn
        return self._open


def _locked(file: int, end: float) -> bool:
    """Lock the file, False if that was not possible until the end."""
    look = FIRST_LOOK
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(look)
            look = min(look * 1.5, LAST_LOOK)
        else:
            return True
