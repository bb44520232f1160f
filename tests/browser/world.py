"""The sample world the browser tests walk through: started once, with enough music, then left in peace."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Locator, Page

from akkord.sample.catalogue import in_order_of_arrival
from living_site import LivingSite, until

ENOUGH = 9  # sounds that can be played here
ORIGINAL = "last-stop-4"  # the first to arrive; licensed worldwide by the label whose sign-in the tests know
ORIGINAL_TITLE = "Доброе утро, депо"
SAMPLED = {sound.title for sound in in_order_of_arrival()}
TITLES = "(rows) => rows.map(({dataset}) => [dataset.track, dataset.title])"
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


def first_of_sample(page: Page) -> Locator:
    """The newest track on the page that came with the sample world, whatever tests have put above it: half a
    minute long at least, and nothing but its like below it."""
    told = page.locator("main [data-playable]").evaluate_all(TITLES)
    number = next(number for number, title in told if title in SAMPLED)
    return page.locator(f'main [data-playable][data-track="{number}"]')


def end_the_arrival(site: LivingSite) -> None:
    """Strike the sounds still to come off the list of jobs, so that no test shares the machine with them."""
    assert site.worker is not None
    site.worker.terminate()
    site.worker.wait(30)
    with sqlite3.connect(site.data / "akkord.sqlite3", timeout=30) as database:
        database.execute(ARRIVING)
    site.start_worker()
    site.ready()
