"""A real Chromium before a whole sample site; whatever goes wrong unseen in a page fails its test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Response, expect, sync_playwright

from akkord.flow import pages as registry
from browser.crowd import Crowd, enrolled
from browser.hands import Hands, listen_in
from browser.newcomers import introduced
from browser.under_way import PlaceOf, begun
from browser.watching import Watch, watched
from browser.world import sample_world
from living_site import PATIENCE as SECONDS
from living_site import LivingSite

PASSWORD = "akkord-sample"
FLAGS = [
    "--no-sandbox",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--no-first-run",
]
AGAIN = "/accounts/reauthenticate/"
PATIENCE = int(SECONDS * 1000)  # ms

NewContext = Callable[..., BrowserContext]
ByKeyboard = Callable[[BrowserContext, str], Hands]


def chromium_here() -> str | None:
    """The Chromium the suite was given, or the system's."""
    return os.environ.get("AKKORD_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def _chromium() -> Iterator[BrowserType]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(_chromium: BrowserType) -> Iterator[Browser]:
    program = chromium_here()
    if program is None:
        pytest.skip("no Chromium here")
    chromium = _chromium.launch(executable_path=program, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def whole_browser(_chromium: BrowserType) -> Iterator[Browser]:
    """One that shows notifications; what the others run in may be without (tests/run.py)."""
    program = os.environ.get("AKKORD_WHOLE_CHROMIUM", shutil.which("chromium"))
    if not program:
        pytest.skip("NOT TESTED: no Chromium here shows notifications")
    chromium = _chromium.launch(executable_path=program, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivingSite]:
    with sample_world(tmp_path_factory.mktemp("world")) as living:
        yield living


@pytest.fixture(scope="session")
def crowd(site: LivingSite) -> Crowd:
    """People who are nobody else's; made when the first test asks for them."""
    return enrolled(site, PASSWORD)


@pytest.fixture(scope="session")
def place_of(site: LivingSite) -> PlaceOf:
    """Where a page of the registry is here; what it tells of is begun when the first is asked for."""

    def address(page: registry.Page) -> str:
        return page.path.format_map(begun(site)) if page.seed == registry.UNDER_WAY else page.path

    return address


@pytest.fixture(scope="session")
def _sign_ins() -> dict[str, Any]:
    """Cookies of who has signed in before, so that the form is filled in once for each."""
    return {}


@pytest.fixture
def contexts(browser: Browser, site: LivingSite) -> Iterator[NewContext]:
    """Makes guests' contexts; at the end of the test none of them may have hidden troubles."""
    made: list[tuple[BrowserContext, Watch]] = []

    def guest(*, of: Browser = browser, **options: Any) -> BrowserContext:
        context = of.new_context(**{"base_url": site.url, "locale": "en-GB", **options})
        context.set_default_timeout(PATIENCE)
        watch = watched(context)
        made.append((context, watch))
        context.watch = watch  # type: ignore[attr-defined]
        return context

    yield guest
    for context, _ in made:
        context.close()
    troubles = [trouble for _, watch in made for trouble in watch.troubles]
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def person(contexts: NewContext, _sign_ins: dict[str, Any]) -> NewContext:
    """Makes contexts of people who signed in through the page; "" is a guest."""

    def somebody(email: str, **options: Any) -> BrowserContext:
        context = contexts(**options)
        if not email:
            return context
        if email not in _sign_ins:
            page = context.new_page()
            sign_in(page, email)
            page.close()
            _sign_ins[email] = context.cookies()
        context.add_cookies(_sign_ins[email])
        return context

    return somebody


def sign_in(page: Page, email: str, password: str = PASSWORD, code: str = "") -> None:
    """Through the form, as people do; with a code where there is a second step."""
    page.goto("/accounts/login/")
    page.locator("main input[name=login]").fill(email)
    page.locator("main input[name=password]").fill(password)
    page.locator("main form:has(input[name=password]) button[type=submit]").click()
    if code:
        page.locator("main input[name=code]").fill(code)
        page.locator("main form:has(input[name=code]) button[type=submit]").first.click()
    page.locator(".account summary").wait_for()


def go(page: Page, path: str) -> Response:
    """To this address; who is asked for the password once more on the way gives it."""
    answer = page.goto(path)
    if AGAIN in page.url and AGAIN not in path:
        page.locator("main input[name=password]").fill(PASSWORD)
        page.locator("main form:has(input[name=password]) button[type=submit]").click()
        page.wait_for_url(lambda url: AGAIN not in url)
        answer = page.goto(path)
    assert answer is not None
    return answer


class Somebody(Protocol):
    """Makes newcomers with a keyboard and a screen reader, each in a browser of their own; `missing` are
    addresses that may refuse them. Themselves, and the address of their page."""

    def __call__(self, name: str, missing: str = "^$", **options: Any) -> tuple[Hands, str]: ...


@pytest.fixture
def somebody(contexts: NewContext, by_keyboard: ByKeyboard) -> Somebody:
    def made(name: str, missing: str = "^$", **options: Any) -> tuple[Hands, str]:
        context = contexts(**options)
        context.watch.excuse(missing, 403, 404, 422)  # type: ignore[attr-defined]
        hands = by_keyboard(context, name)
        place = introduced(hands.page, name)
        return hands, place

    return made


@pytest.fixture
def by_keyboard(request: pytest.FixtureRequest, tmp_path: Path) -> ByKeyboard:
    """Hands for a page of this context. The trees they hear are kept in the folder AKKORD_TREES, a folder for
    each journey; without it where the tests of this run keep theirs."""
    kept = Path(os.environ.get("AKKORD_TREES") or tmp_path)
    journey = kept / request.node.name.removeprefix("test_")

    def made(context: BrowserContext, who: str) -> Hands:
        listen_in(context)
        return Hands(context.new_page(), journey, who.split()[0].lower())

    return made
