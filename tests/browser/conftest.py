"""A real Chromium before a whole sample site; whatever goes wrong unseen in a page fails its test."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from browser.crowd import Crowd, enrolled
from browser.watching import Watch, watched
from browser.world import sample_world
from living_site import LivingSite

PASSWORD = "akkord-sample"
FLAGS = [
    "--no-sandbox",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--no-first-run",
]
PATIENCE = 15_000  # ms; the machine may be busy

NewContext = Callable[..., BrowserContext]


def chromium_here() -> str | None:
    """The Chromium the suite was given, or the system's."""
    return os.environ.get("AKKORD_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium_here()
    if program is None:
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
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
def _sign_ins() -> dict[str, Any]:
    """Cookies of who has signed in before, so that the form is filled in once for each."""
    return {}


@pytest.fixture
def contexts(browser: Browser, site: LivingSite) -> Iterator[NewContext]:
    """Makes guests' contexts; at the end of the test none of them may have hidden troubles."""
    made: list[tuple[BrowserContext, Watch]] = []

    def guest(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"base_url": site.url, "locale": "en-GB", **options})
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


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Through the form, as people do."""
    page.goto("/accounts/login/")
    page.locator("main input[name=login]").fill(email)
    page.locator("main input[name=password]").fill(password)
    page.locator("main form:has(input[name=password]) button[type=submit]").click()
    page.locator(".account summary").wait_for()
