"""What a page asks of a browser, measured in Chromium: its weight, and how soon it answers a press."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

SLOWER = 4  # how many times slower than this machine the pressed pages run
PATIENCE = 20_000  # ms
# Kept for the page's life: what every press took, from the finger to the next picture (Event Timing; 16 is
# the least it tells).
OBSERVER = """
    window.pressed = [];
    new PerformanceObserver((list) => {
        for (const e of list.getEntries()) if (e.interactionId) window.pressed.push(e.duration);
    }).observe({type: "event", buffered: true, durationThreshold: 16});
"""


@dataclass(frozen=True)
class Weight:
    """Bytes as they came over the wire, and how many answers of script and style brought them."""

    script: int
    style: int
    page: int
    answers: int


def weight_of(browser: Browser, base: str, path: str, cookies: list[Any]) -> Weight:
    """A first visit, with nothing kept from an earlier one."""
    context = browser.new_context(base_url=base)
    context.add_cookies(cookies)
    page = context.new_page()
    session = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    session.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    session.send("Network.enable")
    page.goto(path)
    page.wait_for_timeout(1200)
    context.close()

    def of(kind: str) -> list[int]:
        return [int(size) for request, size in sizes.items() if kinds.get(request) == kind]

    script, style = of("Script"), of("Stylesheet")
    return Weight(sum(script), sum(style), sum(of("Document")), len(script) + len(style))


@dataclass(frozen=True)
class Blocking:
    """Milliseconds of the main thread's CPU at 1/SLOWER of the speed: what a busy machine does not change."""

    blocked: float  # of every task what is over 50 ms, as Total Blocking Time counts it
    longest: float


def blocking_of(browser: Browser, base: str, path: str, cookies: list[Any]) -> Blocking:
    """A first visit with the screen of a phone."""
    # The browser draws pages of its own beside ours: the thread is the one that took this page up. Now and
    # then a trace has lost that line.
    main, whole = None, list[Any]()
    while main is None:
        whole = _traced(browser, base, path, cookies)
        taken_up = (
            e for e in whole if e["name"] == "CommitLoad" and e["args"]["data"]["url"].startswith(base)
        )
        main = next(((e["pid"], e["tid"]) for e in taken_up), None)
    tasks = [
        e.get("tdur", e["dur"]) / 1000 * SLOWER
        for e in whole
        if e["name"] == "RunTask" and (e["pid"], e["tid"]) == main
    ]
    return Blocking(sum(max(0.0, task - 50) for task in tasks), max(tasks))


def _traced(browser: Browser, base: str, path: str, cookies: list[Any]) -> list[Any]:
    """What the browser did, with beginning and duration."""
    context = browser.new_context(base_url=base, viewport={"width": 412, "height": 823})
    context.add_cookies(cookies)
    page = context.new_page()
    browser.start_tracing(
        page=page, categories=["devtools.timeline", "disabled-by-default-devtools.timeline"]
    )
    page.goto(path)
    page.wait_for_timeout(1500)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    context.close()
    return [event for event in events if event.get("ph") == "X"]


Press = Callable[[Page], None]


def presses(browser: Browser, base: str, cookies: list[Any], times: int) -> Iterator[tuple[str, list[float]]]:
    """Each kind of press, and the milliseconds its slowest event took at SLOWER, once for each time."""
    for name, (path, press) in PRESSES.items():
        with _pressed_page(browser, base, cookies, path) as page:
            took = []
            for _ in range(times):
                page.evaluate("() => { window.pressed.length = 0; }")
                press(page)
                page.wait_for_timeout(500)
                took.append(_slowest(page))
        yield name, took


@contextmanager
def _pressed_page(browser: Browser, base: str, cookies: list[Any], path: str) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(base_url=base)
    context.add_cookies(cookies)
    context.add_init_script(OBSERVER)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(path)
    page.wait_for_timeout(1500)
    yield page
    context.close()


def _slowest(page: Page) -> float:
    """The longest of the last press; 16 or less is not told and counts as 16."""
    told: list[float] = page.evaluate("() => window.pressed")
    return max([16.0, *told])


def _like(page: Page) -> None:
    page.locator("main .heart").first.click()


def _send(page: Page) -> None:
    page.locator("main textarea[name=text]").last.fill("How soon is this seen?")
    page.locator("main textarea[name=text]").last.press("Enter")


def _play(page: Page) -> None:
    page.locator("main button.track-play").first.click()


def _menu(page: Page) -> None:
    page.locator(".account > summary").click()


PRESSES: Mapping[str, tuple[str, Press]] = {
    "like": ("/feed", _like),
    "send": ("/im/2", _send),
    "play": ("/audio/new", _play),
    "menu": ("/feed", _menu),
}
