"""What rings, by the keyboard alone, row 11: one line for five likes, a switch a kind, a push with no tab."""

import json
import re

from playwright.sync_api import Browser, expect

from alerts.push_service import FakeBrowser, push_service
from browser.conftest import ByKeyboard, NewContext, Somebody
from browser.crowd import OTHERS, Crowd
from browser.hands import Hands
from browser.newcomers import introduced
from browser.test_people_told import (
    SLOWLY,
    SUBSCRIBED,
    delivered,
    like,
    nothing_waits,
    opened_by,
    registration_of,
)
from living_site import LivingSite, until


def rings(hers: Hands, number: int) -> None:
    """On the page she is on; the worker may have other things to do before."""
    expect(hers.page.locator(".bell .count")).to_have_text(f"+{number}", timeout=SLOWLY)
    hers.to(f"Notifications +{number}", "link", back=True).enter("/notifications")


def test_what_rings_is_one_line_a_kind_and_is_switched_off(
    somebody: Somebody, site: LivingSite, crowd: Crowd
) -> None:
    hers, her_place = somebody("Anna Told")
    his, _ = somebody("Boris Likes")
    hers.write("What is new?", "Five will like this").to("Publish").enter().is_told("Published.")
    link = hers.page.locator("main .post").first.locator("a[href^='/wall']").first
    place = str(link.get_attribute("href"))
    for name in OTHERS[:4]:
        like(site, crowd[name], place)
    nothing_waits(site, "liked")
    his.go(her_place).key("j", "l").is_on("Post by Anna Told", "article").hears("liked", "[pressed]")
    rings(hers, 5)
    line = "Boris Likes and 4 others liked your post."
    hers.hears("rung", 'heading "Notifications" [level=1]', "listitem", "New:", line, never=("3 others",))
    hers.to(line, "link").enter(place).hears("the post", 'article "Post by Anna Told"', "Five will like this")

    hers.go("/notifications").to("Settings", "link").enter("/settings/notifications")
    hers.hears("switches", 'table "What you are told, and how"', 'checkbox "A like: On the site" [checked]')
    hers.to("A like: On the site", "checkbox").key("Space").to("Save").enter().is_told("Saved.")
    hers.hears("switched off", 'checkbox "A like: On the site" [checked=no]')
    like(site, crowd[OTHERS[4]], place)
    his.to("Comment", "disclosure").enter().write("Your comment", "I say yes").to("Send").enter()
    his.is_told("Your comment is there.")
    rings(hers, 1)
    hers.hears("rung again", "New:", "Boris Likes commented on a post of yours.", line, never=("5 others",))


def test_a_push_rings_with_every_tab_closed_and_leads_to_what_was_said(
    whole_browser: Browser,
    contexts: NewContext,
    by_keyboard: ByKeyboard,
    somebody: Somebody,
    site: LivingSite,
) -> None:
    her_browser, keys = contexts(of=whole_browser), FakeBrowser()
    her_browser.grant_permissions(["notifications"], origin=site.url)
    with push_service() as service:
        told = json.dumps([service.address, keys.p256dh, keys.auth_said])
        her_browser.add_init_script(f"({SUBSCRIBED})({told})")
        hers = by_keyboard(her_browser, "Anna Pushed")
        her_place = introduced(hers.page, "Anna Pushed")
        hers.write("What is new?", "Ring when somebody answers").to("Publish").enter().is_told("Published.")
        hers.go("/settings/notifications").to("Tell me in this browser").enter()
        hers.is_on("Tell me here no more", "button").is_told("You are told in this browser, too.")
        hers.key("Space").is_on("Tell me in this browser", "button").is_told("You are told here no more.")
        hers.key("Space").hears("begun", 'heading "In this browser" [level=2]', "Tell me here no more")
        elsewhere = her_browser.new_page()
        registration = registration_of(elsewhere, site)
        hers.page.close()

        his, _ = somebody("Boris Answers")
        his.go(her_place).key("j").to("Comment", "disclosure").enter()
        his.write("Your comment", "Here is an answer").to("Send").enter().is_told("Your comment is there.")
        until(lambda: service.came, 60, 0.2, "the push service to be told")
        body, opened = delivered(her_browser, elsewhere, registration, site, opened_by(keys, service))
    assert body == "Boris Answers commented on a post of yours."
    landed = by_keyboard(her_browser, "Anna again").go(opened.removeprefix(site.url))
    landed.hears("landed", 'heading "1 comment" [level=2]', 'link "Boris Answers"', "Here is an answer")
    landed.to(re.compile("Boris Answers"), "link", within=4)
