"""People among themselves, each in their own browser: a request and its answer, privacy, a session ended.

Everybody here is new, so that no other test misses a friend.
"""

import re

import pytest
from playwright.sync_api import expect

from browser.conftest import NewContext
from browser.journeys import LANGUAGES, Walker
from browser.newcomers import PASSWORD, new_address, newcomer

SOON = 5_000  # ms: another's browser hears of it


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_of_friendship_and_its_answers_in_two_browsers(contexts: NewContext, language: str) -> None:
    hers, her_place = newcomer(contexts(), f"Anna of {language}", language)
    his, his_place = newcomer(
        contexts(viewport={"width": 390, "height": 800}), f"Boris of {language}", language
    )
    anna, boris = Walker(hers, language), Walker(his, language)

    anna.go(his_place).press(f'form[action="{his_place}/ask"] button').at(his_place)
    expect(his.locator('#menu a[href="/friends"] .count')).to_have_text("+1", timeout=SOON)  # no reload
    boris.go("/friends").press('main a[href="/friends/requests"]').at("/friends/requests")
    boris.press(f'form[action="{her_place}/decline"] button').at("/friends/requests")
    expect(his.locator('#menu a[href="/friends"] .count')).to_have_count(0)
    boris.go("/followers")
    expect(his.locator("main")).to_contain_text(f"Anna of {language}")
    boris.go("/friends/requests").press(f'form[action="{her_place}/reconsider"] button')
    boris.at("/friends/requests").press(f'form[action="{her_place}/accept"] button').at("/friends/requests")
    for walker, other in ((anna, f"Boris of {language}"), (boris, f"Anna of {language}")):
        walker.go("/friends")
        expect(walker.page.locator("main")).to_contain_text(other)


def test_each_sees_what_is_for_them_and_view_as_says_the_same(contexts: NewContext) -> None:
    hers, her_place = newcomer(contexts(), "Anna Open")
    near = contexts()
    near.watch.excuse(r"/(audios|id)\d+", 404)  # type: ignore[attr-defined]
    his, his_place = newcomer(near, "Boris Near")
    other = contexts()
    other.watch.excuse(r"/(audios|id)\d+", 404)  # type: ignore[attr-defined]
    theirs, _ = newcomer(other, "Vera Far")
    guest = contexts()
    guest.watch.excuse(r"/(audios|id)\d+", 404)  # type: ignore[attr-defined]
    unknown = guest.new_page()

    hers.goto("/edit")
    hers.locator("main input[name=born]").fill("1990-05-17")
    hers.locator("main input[name=city]").fill("Tartu")
    hers.locator("main form button").first.click()
    hers.wait_for_url(re.compile(her_place))
    his.goto(her_place)
    his.locator(f'form[action="{her_place}/ask"] button').click()
    his.locator(f'form[action="{her_place}/take-back"]').wait_for()
    hers.goto(his_place)
    hers.locator(f'form[action="{his_place}/accept"] button').click()
    hers.locator(f'form[action="{his_place}/remove"]').wait_for()

    walker = Walker(hers, "en").go("/settings/privacy")
    hers.locator("#key-music").select_option("nobody")
    hers.locator("#key-birthday").select_option("friends")
    hers.locator("#key-city").select_option("members")
    hers.locator('form[action="/settings/privacy"] .buttons button').click()
    walker.at("/settings/privacy")

    seen = {"guest": (unknown, []), "member": (theirs, ["Tartu"]), "friend": (his, ["Tartu", "17 May 1990"])}
    for who, (page, words) in seen.items():
        page.goto(her_place)
        shown = page.locator("main").inner_text()
        assert [word for word in ("Tartu", "17 May 1990") if word in shown] == words, who
        assert page.goto(her_place.replace("/id", "/audios")).status == 404  # type: ignore[union-attr]
        as_whom = his_place.removeprefix("/id") if who == "friend" else who
        walker.go(f"{her_place}?as={as_whom}") if who == "friend" else hers.goto(f"{her_place}?as={as_whom}")
        claimed = hers.locator("main").inner_text()
        assert [word for word in ("Tartu", "17 May 1990") if word in claimed] == words, who

    his.goto("/feed")
    hers.goto(his_place)
    hers.locator("details.more summary").click()
    hers.locator(f'form[action="{his_place}/block"] button').click()
    hers.wait_for_url(re.compile("/settings/blocked"))
    assert his.goto(her_place).status == 404  # type: ignore[union-attr]


def test_a_browser_that_is_signed_out_from_another_is_out_within_five_seconds(contexts: NewContext) -> None:
    here = contexts()
    email = new_address()
    page, _ = newcomer(here, "Nina Twice", email=email)
    there = contexts(user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    there.watch.excuse(r"/live", 403)  # type: ignore[attr-defined]
    away = there.new_page()
    away.goto("/accounts/login/")
    away.locator("main input[name=login]").fill(email)
    away.locator("main input[name=password]").fill(PASSWORD)
    away.locator("main form:has(input[name=password]) button[type=submit]").click()
    away.locator(".account summary").wait_for()
    away.goto("/feed")
    away.wait_for_load_state("networkidle")

    Walker(page, "en").go("/settings/security")
    page.locator("form[action$='/end'] button").first.click()
    # Out is out: how soon the page of signing in is drawn is the machine's.
    away.wait_for_url("**/accounts/login/**", wait_until="commit", timeout=SOON)
    away.locator("main input[name=login]").wait_for()
