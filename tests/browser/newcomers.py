"""People who are new to the site, so that no other test misses a friend or finds a post more."""

import time
from collections import deque
from uuid import uuid4

from playwright.sync_api import BrowserContext, Locator, Page, expect

from browser.journeys import choose

PASSWORD = "a long enough passphrase"
MOST, WITHIN = 14, 60.0  # newcomers in so many s: a site lets in twenty of one address, some by other ways
_came: deque[float] = deque(maxlen=MOST)


def new_address() -> str:
    """Nobody's yet, also in a world that is kept between runs."""
    return f"{uuid4().hex}@akkord.example"


def newcomer(context: BrowserContext, name: str, language: str = "en", email: str = "") -> tuple[Page, str]:
    """Somebody who has just made a page; the page, and its address."""
    page = context.new_page()
    return page, introduced(page, name, language, email)


def introduced(page: Page, name: str, language: str = "en", email: str = "") -> str:
    """Makes an account before this page, when it is their turn; the address of theirs."""
    while len(_came) == MOST and (rest := _came[0] + WITHIN - time.monotonic()) > 0:
        page.wait_for_timeout(1000 * rest)
    _came.append(time.monotonic())
    page.goto("/accounts/signup/")
    page.locator("main input[name=name]").fill(name)
    page.locator("main input[name=email]").fill(email or new_address())
    page.locator("main input[name=password1]").fill(PASSWORD)
    page.locator("main form:has(input[name=password1]) button[type=submit]").click()
    page.locator(".account summary").wait_for()
    choose(page.context, language=language)
    page.goto("/feed")
    address = page.locator("#menu a").first.get_attribute("href")
    assert address is not None
    return address


def befriend(hers: Page, her_place: str, his: Page, his_place: str) -> None:
    """She asks on his page, he accepts on hers."""
    hers.goto(his_place)
    hers.get_by_role("button", name="Add as a friend").click()
    expect(hers.get_by_role("button", name="Take the request back")).to_be_visible()
    his.goto(her_place)
    his.get_by_role("button", name="Accept as a friend").click()
    expect(his.get_by_role("button", name="Remove from friends")).to_be_visible()


def post(page: Page, text: str) -> Locator:
    """The post in a list or on its page that says this."""
    return page.locator("main article.post", has=page.get_by_text(text, exact=True))


def publish(page: Page, label: str, text: str) -> str:
    """Write this in the box that is called so; the post's address."""
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Publish", exact=True).click()
    return place_of(post(page, text))


def place_of(said: Locator) -> str:
    """The address of a post or comment that is shown."""
    place = said.locator("a:has(time)").first.get_attribute("href")
    assert place is not None
    return place
