"""The main road in two browsers at once: from signing up to a removal that anybody can verify."""

import json
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from browser import disguise, hearing
from browser.conftest import NewContext
from browser.roles import LABEL, MEMBER
from browser.world import ORIGINAL_TITLE
from living_site import LivingSite

WALK = ("/friends", "/clubs", "/audio", "/log", "/feed")
SLOWLY = 60_000  # ms: what the worker does meanwhile


def test_from_signing_up_to_a_removal_that_anybody_can_verify(
    contexts: NewContext, person: NewContext, site: LivingSite, tmp_path: Path
) -> None:
    newcomer = contexts()
    me = newcomer.new_page()
    home = sign_up(me)
    track = upload_a_known_recording(me, disguise.reencoded(tmp_path))
    share(me, track)

    friend = person(MEMBER)
    hearing.listen_in(friend)
    ears = friend.new_page()
    play_in_the_feed(ears, home, track)
    walk_about(ears)
    old_address = hearing.address(ears)

    excuse_the_removal(friend)
    line = order_silence(person(LABEL).new_page(), site, track)
    hearing.wait_for_silence(ears)
    expect(ears.locator("player-bar [data-role=message] a")).to_have_attribute("href", line)
    nothing_is_left_to_hear(ears, track, old_address)
    the_way_back_is_shut(me, disguise.reencoded_again(tmp_path))

    verify(contexts().new_page(), line)


def sign_up(page: Page) -> str:
    """Through the form; the address of one's own page."""
    page.goto("/accounts/signup/")
    page.locator("input[name=name]").fill("Ника Заречная")
    page.locator("input[name=email]").fill("nika@example.org")
    page.locator("input[name=password1]").fill("a lamp, a fir tree, a tram")
    page.locator("main form button[type=submit]").click()
    page.locator(".account summary").wait_for()
    home = page.locator("#menu a").first.get_attribute("href")
    assert home is not None
    return home


def upload_a_known_recording(page: Page, file: Path) -> str:
    """Watch it being sent, recognised and let through; the address of its track."""
    page.locator('#menu a[href="/audio/upload"]').click()
    page.locator("#upload-file").set_input_files(file)
    item = page.locator("[data-upload-list] .upload-item")
    expect(item.locator(".story-steps")).to_have_attribute("data-state", "live", timeout=SLOWLY)
    expect(item.locator(".matches")).to_contain_text(ORIGINAL_TITLE)
    track = item.locator('[data-role=story] a[href^="/audio"]').last.get_attribute("href")
    assert track is not None
    return track


def share(page: Page, track: str) -> None:
    """A post on one's own wall with the track attached."""
    page.goto(track)
    page.locator('main a[href*="attach="]').click()
    page.locator("#post-text").fill("Нашла дома старую кассету.")
    page.locator("#write button").last.click()
    expect(page.locator("#wall .post").first).to_contain_text("старую кассету")
    expect(page.locator("#wall .post [data-track]").first).to_have_attribute("data-track", track[6:])


def play_in_the_feed(page: Page, home: str, track: str) -> None:
    """A friend begins to read the newcomer, finds the post in the feed and presses play."""
    page.goto(home)
    page.locator(f'form[action="{home}/follow"] button').click()
    page.locator(f'form[action="{home}/unfollow"]').wait_for()
    page.locator('#menu a[href="/feed"]').click()
    page.locator(f'.post [data-track="{track[6:]}"] button.track-play').click()
    hearing.wait_for_sound(page)


def walk_about(page: Page) -> None:
    """Five pages by links, twice Back, a form: the sound never notices."""
    heard = hearing.position(page)
    for place in WALK:
        page.locator(f'#menu a[href="{place}"]').click()
        page.locator(f'#menu a[href="{place}"][aria-current]').wait_for()
        heard = hearing.goes_on(page, heard)
    for place in reversed(WALK[2:-1]):
        page.go_back()
        page.locator(f'#menu a[href="{place}"][aria-current]').wait_for()
        heard = hearing.goes_on(page, heard)
    page.locator("#search").fill("Артём")
    page.locator("#search").press("Enter")
    page.locator("main .face-row").first.wait_for()
    heard = hearing.goes_on(page, heard)
    page.locator('#menu a[href="/feed"]').click()
    page.locator("#post-text").fill("Слушаю и хожу по страницам.")
    page.locator("#write button").last.click()
    expect(page.locator(".post").first).to_contain_text("хожу по страницам")
    hearing.goes_on(page, heard)


def excuse_the_removal(context: BrowserContext) -> None:
    """After the order the player is refused; that is what this is about."""
    context.watch.excuse(r"/(stream|listen)/", 403)  # type: ignore[attr-defined]


def order_silence(page: Page, site: LivingSite, track: str) -> str:
    """The label files an order that names the track, sees what was found, executes it; the block's line."""
    page.goto("/")
    page.locator('#menu a[href="/rights/"]').click()
    page.locator('main a[href$="/orders"]').first.click()
    page.wait_for_url("**/orders")
    page.locator('main .heading a[href$="/orders/new"]').click()
    page.wait_for_url("**/orders/new")
    page.locator("input[name=title]").fill("Not for now")
    page.locator("textarea[name=reason]").fill("The album is being mixed anew.")
    page.locator("textarea[name=names]").fill(f"{site.url}{track}")
    page.locator("form.statement button.button").first.click()
    expect(page.locator("tbody tr")).to_contain_text(ORIGINAL_TITLE)
    page.locator('form[action$="/execute"] button').click()
    line = page.locator('tbody a[href^="/log/"]')
    for _ in range(30):  # numbered within ten seconds
        if line.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    return str(line.first.get_attribute("href"))


def nothing_is_left_to_hear(page: Page, track: str, old_address: str) -> None:
    """Page, call, attachment in the feed and the address that played a moment ago."""
    page.locator('#menu a[href="/feed"]').click()
    attached = page.locator(f'.post [data-track="{track[6:]}"]')
    expect(attached).to_contain_class("track-silent")
    assert page.request.get(old_address).status in (403, 404)
    page.goto(track)
    expect(page.locator(f'[data-track="{track[6:]}"] button.track-play')).to_have_count(0)
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    refused = page.request.post(f"/listen/{track[6:]}", headers={"X-CSRFToken": token, "Referer": page.url})
    assert refused.status == 403
    assert refused.json()["telling"]


def the_way_back_is_shut(page: Page, file: Path) -> None:
    """The same music in another disguise is recognised and stays silent; its sender reads by whom and why."""
    page.goto("/audio/upload")
    page.locator("#upload-file").set_input_files(file)
    story = page.locator("[data-upload-list] .story-steps")
    expect(story).to_have_attribute("data-state", "blocked", timeout=SLOWLY)
    expect(story.locator(".step-bad")).to_contain_text("Лампа и Ёлка")


def verify(page: Page, line: str) -> None:
    """A stranger finds the line, checks it in the browser, and sees a changed one fail."""
    page.goto("/log")
    page.locator(f'.log-number[href="{line}"]').click()
    page.wait_for_url(f"**{line}")
    page.wait_for_load_state("networkidle")  # the module that checks has come with the page
    page.locator("button[data-check-line]").click()
    expect(page.locator("[data-check-outcome]")).to_have_attribute("data-check-outcome", "yes")
    assert page.locator(".log-steps li:not([data-ok=yes])").count() == 0
    proof = page.request.get(f"{line}/proof").text()
    entry = json.loads(page.request.get(f"{line}/entry").text())
    page.goto("/log/verify")
    page.locator("#proof").fill(proof)
    page.locator("#entry").fill(json.dumps(entry | {"ground": "none at all"}))
    page.locator("[data-check-kept]").click()
    expect(page.locator("[data-check-outcome]")).to_have_attribute("data-check-outcome", "no")
