"""Without a mouse: the skip link, everything in reach of Tab, the ring that shows where one is, Escape."""

import pytest
from playwright.sync_api import expect

from akkord.config.registry import all_pages
from browser.conftest import NewContext
from browser.looking import walk_by_tab
from browser.roles import MEMBER

MENU = ["/feed", "/audio", "/friends", "/clubs", "/audio/upload", "/log", "/help"]


def test_the_skip_link_leads_to_the_content(person: NewContext) -> None:
    page = person(MEMBER).new_page()
    page.goto("/feed")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.getElementById('main').contains(document.activeElement)")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_tab_reaches_the_menu_and_the_content_and_shows_where_it_is(
    width: int, scheme: str, person: NewContext
) -> None:
    page = person(MEMBER, viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    page.goto("/feed")
    reached = walk_by_tab(page, 30)
    unseen = [step for step in reached if step["tag"] != "BODY" and not (step["shown"] and step["ringed"])]
    assert not unseen, unseen
    assert not [step for step in reached if step["covered"]], reached
    places = [step["href"] for step in reached]
    shown = [place for place in MENU if page.locator(f'#menu a[href="{place}"]').is_visible()]
    assert [place for place in places if place in shown][: len(shown)] == shown
    assert any(step["tag"] == "TEXTAREA" for step in reached)
    assert any(step["tag"] == "BUTTON" and "track" not in step["name"] for step in reached)


def test_escape_closes_a_menu_and_slash_begins_a_search(person: NewContext) -> None:
    page = person(MEMBER).new_page()
    page.goto("/feed")
    page.locator(".account summary").press("Enter")
    expect(page.locator(".account .drop-body")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".account .drop-body")).to_be_hidden()
    expect(page.locator(".account summary")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()


def test_over_a_photo_escape_closes_the_map_of_keys_and_the_photo_stays(person: NewContext) -> None:
    photo = next(declared.path for declared in all_pages() if declared.route == "photo")
    page = person(MEMBER).new_page()
    page.goto(photo)
    page.locator(".skip").focus()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    assert page.url.endswith(photo)
