"""A newcomer's first minutes in the sample world: from a friend's link to music the two hear together."""

import re
import time

from playwright.sync_api import Page, expect

from browser import hearing
from browser.conftest import NewContext
from browser.newcomers import PASSWORD, new_address, newcomer
from browser.world import first_of_sample

MOST = 180  # s, in a browser that reads nothing; people read, and machines are quicker than this one
SLOWLY = 20_000  # ms


def test_who_comes_by_a_friends_link_hears_music_with_that_friend_within_three_minutes(
    contexts: NewContext,
) -> None:
    """By links and buttons alone: no address but the friend's is typed."""
    anna, boris = contexts(), contexts()
    for context in (anna, boris):
        hearing.listen_in(context)
        context.watch.excuse(r"/room/.*/state", 404)  # type: ignore[attr-defined]  # of a room that has ended
    hers, _ = newcomer(anna, "Anna Invites")
    hers.goto("/friends/invite")
    hers.locator('main form[action="/friends/invite"] button').first.press("Enter")
    link = hers.get_by_label("My link").input_value()

    began = time.monotonic()
    his = boris.new_page()
    his.goto(link)
    his.get_by_role("link", name="Make a page").press("Enter")
    his.locator("main input[name=name]").fill("Boris Comes")
    his.locator("main input[name=email]").fill(new_address())
    his.locator("main input[name=password1]").fill(PASSWORD)
    his.locator("main input[name=password1]").press("Enter")
    his.locator(".account summary").wait_for()

    his.locator('#menu a[href="/audio"]').press("Enter")
    his.locator('main a[href="/audio/new"]').first.press("Enter")
    his.wait_for_url("**/audio/new")
    first_of_sample(his).locator("button.track-play").press("Enter")
    hearing.wait_for_sound(his)
    his.wait_for_timeout(2500)  # the queue is written once it has settled

    his.locator('#menu a[href="/friends"]').press("Enter")
    his.locator("main").get_by_role("link", name="Anna Invites", exact=True).first.press("Enter")
    his.get_by_role("link", name="Write a message").press("Enter")
    expect(his.locator("#im-text")).to_be_focused()  # the thread stands open
    his.locator("#im-text").fill("Hello!")
    his.locator("#im-text").press("Enter")
    expect(his.locator(".msg-text", has_text="Hello!")).to_be_visible()
    his.locator('#menu a[href="/im"]').press("Enter")
    his.wait_for_url("**/im")
    his.locator("main").get_by_role("link", name=re.compile("Anna Invites")).first.press("Enter")
    expect(his.locator("#im-text")).to_be_focused()
    his.locator(".im-head summary").first.press("Enter")
    his.get_by_role("button", name="Listen together").press("Enter")
    enter(his)

    hers.locator('#menu a[href="/im"]').press("Enter")
    hers.wait_for_url("**/im")
    hers.locator("main").get_by_role("link", name=re.compile("Boris Comes")).first.press("Enter")
    expect(hers.locator("#im-text")).to_be_focused()
    hers.locator('main a[href*="/room/"]').first.press("Enter")
    hers.wait_for_url("**/room/**")
    enter(hers)
    title = "player-bar [data-role=title]"
    expect(hers.locator(title)).to_have_text(his.locator(title).inner_text(), timeout=SLOWLY)
    assert hearing.sounds(his)
    assert time.monotonic() - began < MOST


def enter(page: Page) -> None:
    page.locator("[data-room=enter]").press("Enter", timeout=SLOWLY)
    hearing.wait_for_sound(page)
