"""Links and forms swap the middle of a page, whoever has drawn them; the document and its sound stay."""

import pytest
from playwright.sync_api import Page

from browser.conftest import NewContext
from browser.roles import MEMBER

DRAWN = """(html) => {
    window.stays = true;
    document.getElementById('main').insertAdjacentHTML('afterbegin', html);
}"""


@pytest.fixture
def page(person: NewContext) -> Page:
    page: Page = person(MEMBER).new_page()
    page.goto("/feed")
    return page


def test_a_link_that_a_script_has_drawn_swaps_the_middle(page: Page) -> None:
    page.evaluate(DRAWN, "<p><a id='drawn' href='/friends'>Friends</a></p>")
    page.locator("#drawn").click()
    page.wait_for_url("**/friends")
    assert page.evaluate("() => window.stays")


def test_a_form_that_a_script_has_drawn_swaps_the_middle_with_the_pressed_button(page: Page) -> None:
    form = "<form action='/search'><input name='q' value='a'><button name='kind' value='people'>Go</button>"
    page.evaluate(DRAWN, form)
    page.locator("#main form[action='/search'] button").press("Enter")
    page.wait_for_url("**/search?q=a&kind=people")
    assert page.evaluate("() => window.stays")


def test_what_asks_for_a_page_of_its_own_gets_one(page: Page) -> None:
    page.evaluate(DRAWN, "<p hx-boost='false'><a id='drawn' href='/friends'>Friends</a></p>")
    page.locator("#drawn").click()
    page.wait_for_url("**/friends")
    assert not page.evaluate("() => window.stays")
