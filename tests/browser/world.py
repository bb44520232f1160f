"""The sample world the browser tests walk through: started once, with enough music, then left in peace."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from living_site import LivingSite, until

ENOUGH = 9  # sounds that can be played here
ORIGINAL = "last-stop-4"  # the first to arrive; licensed worldwide by the label whose sign-in the tests know
ORIGINAL_TITLE = "Доброе утро, депо"
ARRIVING = "DELETE FROM flow_job WHERE task LIKE '%play_in_next' AND state IN ('waiting', 'running')"


@contextmanager
def sample_world(folder: Path) -> Iterator[LivingSite]:
    """A living site whose first music has arrived and whose machine is quiet again.

    AKKORD_BROWSER_DATA names a folder to keep between runs, which saves the minute of arrivals.
    """
    kept = os.environ.get("AKKORD_BROWSER_DATA")
    with LivingSite(Path(kept) if kept else folder, sample=True, AKKORD_HOOKS_ANYWHERE="yes") as site:
        until(lambda: len(playable(site)) >= ENOUGH, 240, 0.5, "enough sample music")
        end_the_arrival(site)
        yield site


def playable(site: LivingSite) -> list[int]:
    """Numbers of the newest tracks that a guest could play now, newest first."""
    page = httpx.get(f"{site.url}/audio/new", timeout=30).text
    return [int(row) for row in re.findall(r'data-track="(\d+)"[^>]*data-playable', page)]


def end_the_arrival(site: LivingSite) -> None:
    """Strike the sounds still to come off the list of jobs, so that no test shares the machine with them."""
    assert site.worker is not None
    site.worker.terminate()
    site.worker.wait(30)
    with sqlite3.connect(site.data / "akkord.sqlite3", timeout=30) as database:
        database.execute(ARRIVING)
    site.start_worker()
    site.ready()
