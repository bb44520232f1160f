"""How fast, light and open to everybody the pages are, in a real Chromium before a sample site.

Lighthouse on ten pages for a phone and a desktop (median of --runs, counted only where its benchmarkIndex is
at least 800), Interaction to Next Paint of like, send, play and menu at a quarter of the speed, and the
bytes of script and style of a first visit. The baseline of every table is its first row.

./akkord bench pages [--runs 5] [--only /feed …] [--preset mobile] [--no-lighthouse] [--at URL]
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import _lighthouse as lighthouse
import _page_work as work
from playwright.sync_api import Browser, Playwright, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser.conftest import FLAGS, chromium_here, sign_in
from browser.roles import MEMBER
from browser.world import sample_world
from living_site import free_port

# Name, address, and whether somebody is signed in.
PAGES = (
    ("front page", "/", False),
    ("feed", "/feed", True),
    ("profile", "/id1", True),
    ("community", "/club1", True),
    ("messages", "/im/2", True),
    ("music", "/audio", True),
    ("track", "/audio1", False),
    ("charts", "/audio/charts", False),
    ("settings", "/settings", True),
    ("log", "/log", False),
)
PRESETS = ("mobile", "desktop")
PRESS_BAR, BLOCKED_BAR, WEIGHT_BAR = 100, 150, 170_000  # ms, ms, bytes
TRIES = 3  # how often a run that does not count is made again


@contextmanager
def site(at: str) -> Iterator[str]:
    """The sample site at its address: one that is running, or one of our own."""
    if at:
        yield at.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="akkord-pages-") as folder, sample_world(Path(folder)) as living:
        yield living.url


def cookies_of_member(browser: Browser, base: str) -> list[Any]:
    context = browser.new_context(base_url=base)
    sign_in(context.new_page(), MEMBER)
    cookies: list[Any] = context.cookies()
    context.close()
    return cookies


def visited(program: str, port: int, base: str, place: Sequence[Any], preset: str, runs: int) -> None:
    """One row: medians over the runs that count."""
    name, path, _ = place
    counted: list[lighthouse.Run] = []
    why = ""
    for _ in range(runs * TRIES):
        one = lighthouse.run(program, port, base + path, preset)
        if isinstance(one, str):
            why = one
        elif one.index < lighthouse.ENOUGH:
            why = f"the machine was too busy: {one.index:.0f}"
        else:
            counted.append(one)
        if len(counted) == runs:
            break
    if not counted:
        print(f"  {name:12}{preset:9}{0:3}   none of {runs * TRIES} runs counts, the last one because: {why}")
        return
    middles = [
        statistics.median(getattr(one, field) for one in counted)
        for field in ("performance", "accessibility", "practices", "lcp", "tbt", "cls", "index")
    ]
    print(
        "  {:12}{:9}{:3}{:8.2f}{:8.2f}{:8.2f}{:8.0f}{:7.0f}{:8.3f}{:8.0f}   {}".format(
            name, preset, len(counted), *middles, ", ".join(counted[-1].short)
        ),
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=[], metavar="ADDRESS")
    parser.add_argument("--preset", choices=PRESETS)
    parser.add_argument("--no-lighthouse", action="store_true")
    parser.add_argument("--lighthouse-only", action="store_true")
    parser.add_argument("--at", default="", metavar="URL", help="a sample site that is running already")
    options = parser.parse_args()
    chosen = [place for place in PAGES if not options.only or place[1] in options.only]
    if chromium_here() is None:
        print("No Chromium here: install it, or name one in AKKORD_CHROMIUM.")
        return 2
    with site(options.at) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_here(), args=FLAGS)
        cookies = cookies_of_member(browser, base)
        if not options.lighthouse_only:
            weights(browser, base, chosen, cookies)
            blocked(browser, base, chosen, cookies)
            pressed(browser, base, cookies, options.runs)
        browser.close()
        if not options.no_lighthouse:
            scores(playwright, base, chosen, cookies, options)
    return 0


def weights(browser: Browser, base: str, chosen: Sequence[Any], cookies: list[Any]) -> None:
    print("\nA first visit, bytes as they came over the wire")
    print(f"  {'':12}{'script':>9}{'style':>9}{'both':>9}{'of the bar':>12}{'answers':>9}{'page':>9}")
    for name, path, inside in chosen:
        w = work.weight_of(browser, base, path, cookies if inside else [])
        both = w.script + w.style
        print(
            f"  {name:12}{w.script:9}{w.style:9}{both:9}{both / WEIGHT_BAR:12.2f}{w.answers:9}{w.page:9}",
            flush=True,
        )


def blocked(browser: Browser, base: str, chosen: Sequence[Any], cookies: list[Any]) -> None:
    print(f"\nA first visit, CPU of the main thread at 1/{work.SLOWER} of the speed, in ms (middle of 3)")
    print(f"  {'':12}{'blocked':>9}{'longest':>9}{'of 150':>8}")
    for name, path, inside in chosen:
        runs = [work.blocking_of(browser, base, path, cookies if inside else []) for _ in range(3)]
        middle = sorted(runs, key=lambda run: run.blocked)[1]
        print(
            f"  {name:12}{middle.blocked:9.0f}{middle.longest:9.0f}{middle.blocked / BLOCKED_BAR:8.2f}",
            flush=True,
        )


def pressed(browser: Browser, base: str, cookies: list[Any], times: int) -> None:
    print(
        f"\nInteraction to Next Paint at 1/{work.SLOWER} of the speed, in ms (16 is the least that is told)"
    )
    print(f"  {'':12}{'n':>4}{'median':>9}{'most':>9}{'of the bar':>12}")
    for name, took in work.presses(browser, base, cookies, times):
        middle = statistics.median(took)
        print(f"  {name:12}{len(took):4}{middle:9.0f}{max(took):9.0f}{middle / PRESS_BAR:12.2f}", flush=True)


def scores(
    playwright: Playwright, base: str, chosen: Sequence[Any], cookies: list[Any], options: argparse.Namespace
) -> None:
    program = lighthouse.program()
    if program is None or not (shutil.which(program) or os.access(program, os.X_OK)):
        print("\n" + lighthouse.HOW)
        return
    print("\nLighthouse, medians; the last column names what is below 0.9")
    columns = (
        ("n", 3),
        ("perf", 8),
        ("access", 8),
        ("pract", 8),
        ("LCP", 8),
        ("TBT", 7),
        ("CLS", 8),
        ("index", 8),
    )
    print(f"  {'':21}" + "".join(f"{name:>{width}}" for name, width in columns))
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="akkord-chromium-") as folder:
        chromium = playwright.chromium.launch_persistent_context(
            folder, executable_path=chromium_here(), args=[*FLAGS, f"--remote-debugging-port={port}"]
        )
        for place in chosen:
            chromium.clear_cookies()
            chromium.add_cookies(cookies if place[2] else [])
            for preset in PRESETS:
                if options.preset in (None, preset):
                    visited(program, port, base, place, preset, options.runs)
        chromium.close()


if __name__ == "__main__":
    sys.exit(main())
