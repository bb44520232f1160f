"""Two people talk in two browsers: live, by the keyboard, in both languages, and through a cut line."""

import re
import time
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, expect

from browser.conftest import NewContext
from browser.journeys import LANGUAGES, Walker, choose
from browser.roles import MEMBER, OPERATOR
from browser.world import playable
from living_site import LivingSite, until

FRIEND = "artem@akkord.example"
HERS, HIS = "/im/2", "/im/1"  # her dialog with him, his with her
PHONE = {"width": 390, "height": 780}


def a_page(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def write(page: Page, text: str) -> None:
    page.locator("#im-text").fill(text)
    page.locator("#im-text").press("Enter")


def said(page: Page, mark: str) -> list[str]:
    """What stands in the thread with this mark, from above to below."""
    return [text for text in page.locator(".msg .msg-text").all_inner_texts() if mark in text]


def message(page: Page, text: str):  # type: ignore[no-untyped-def]
    return page.locator(".msg", has=page.locator(f'.msg-text:text-is("{text}")'))


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_talk_live_by_the_keyboard(person: NewContext, language: str) -> None:
    mark = f"live{time.time_ns()}"
    her_context, his_context = person(MEMBER), person(FRIEND, viewport=PHONE, color_scheme="dark")
    for context in (her_context, his_context):
        choose(context, language=language)
    hers, his = a_page(her_context, HERS), a_page(his_context, HIS)
    for page in (hers, his):
        Walker(page, language).looks()

    hers.locator("#im-text").press_sequentially(mark)
    expect(his.locator(".im-typing")).to_contain_text("…")
    hers.locator("#im-text").press("Enter")
    assert message(hers, mark).is_visible(), "one's own words stand there at once"
    expect(message(his, mark)).to_have_count(1)
    expect(his.locator(".im-typing")).to_have_text("")
    his.bring_to_front()
    expect(message(hers, mark).locator('.msg-mark[data-mark="read"]')).to_be_visible()

    hers.bring_to_front()
    hers.locator("#im-text").press("ArrowUp")
    expect(hers.locator("#im-text")).to_have_value(mark)
    write(hers, f"{mark} changed")
    expect(message(his, f"{mark} changed")).to_have_count(1)

    his.bring_to_front()
    message(his, f"{mark} changed").locator(".msg-more").press("Enter")
    his.locator('.msg-menu [data-box^="reply"]').press("Enter")
    expect(his.locator(".im-box .msg-quote")).to_contain_text(mark)
    write(his, f"{mark} answer")
    expect(message(hers, f"{mark} answer").locator(".msg-quote")).to_contain_text(f"{mark} changed")

    hers.bring_to_front()
    message(hers, f"{mark} changed").locator(".msg-more").press("Enter")
    hers.locator('form[data-gone="all"] button').press("Enter")
    expect(message(his, f"{mark} changed")).to_have_count(0)
    assert said(his, mark) == [f"{mark} answer"]
    for page in (hers, his):
        Walker(page, language).looks()


def test_an_answer_is_begun_on_the_page_one_is_on(person: NewContext) -> None:
    mark = f"stay{time.time_ns()}"
    page, his = a_page(person(MEMBER), HERS), a_page(person(FRIEND), HIS)
    write(page, mark)
    his.bring_to_front()
    expect(message(page, mark).locator('.msg-mark[data-mark="read"]')).to_be_visible()
    page.bring_to_front()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition(HERS)[2]))
    for act, drawn in (("reply", ".im-box .msg-quote"), ("edit", '.im-box[action$="/edit"]')):
        message(page, mark).locator(".msg-more").press("Enter")
        page.locator(f'.msg-menu [data-box^="{act}"]').press("Enter")
        expect(page.locator(drawn)).to_have_count(1)
        page.wait_for_load_state("networkidle")
        page.keyboard.press("Escape")
        expect(page.locator(drawn)).to_have_count(0)
    assert not [address for address in asked if address.startswith("?")], "what is written would be lost"


def test_a_photo_and_a_track_are_said_in_a_chat_and_are_there_for_each_of_it(
    person: NewContext, site: LivingSite
) -> None:
    her_context, his_context = person(MEMBER), person(FRIEND, viewport=PHONE)
    for context in (her_context, his_context):
        choose(context, language="en")
    hers, his = a_page(her_context, f"/audio{playable(site)[0]}"), a_page(his_context, "/im/c1")
    if (add := hers.get_by_role("button", name=re.compile("^Add .* to my music"))).count():
        add.first.press("Enter")
        expect(hers.get_by_role("button", name=re.compile("^Remove .* from my music")).first).to_be_visible()
    hers.goto("/im/c1")
    mark = f"carried{time.time_ns()}"
    shown = BytesIO()
    Image.new("RGB", (300, 200), "#3d6a9a").save(shown, "PNG")
    hers.locator("attach-photos summary").press("Enter")
    hers.locator("attach-photos input[type=file]").set_input_files(
        {"name": "blue.png", "mimeType": "image/png", "buffer": shown.getvalue()}
    )
    expect(hers.locator("attach-photos input:checked")).to_have_count(1)
    hers.locator("attach-tracks summary").press("Enter")
    hers.locator("attach-tracks input[name=tracks]").first.check()
    write(hers, mark)
    for page in (hers, his):
        expect(message(page, mark).locator(".gallery img")).to_have_count(1)
        expect(message(page, mark).locator("[data-track]")).to_have_count(1)
        Walker(page, "en").looks()


def test_a_message_is_counted_in_the_menu_of_whatever_page_is_open(person: NewContext) -> None:
    hers, his = a_page(person(MEMBER), "/im/c1"), a_page(person(FRIEND), "/feed")
    mark = f"count{time.time_ns()}"
    write(hers, mark)
    expect(his.locator("#menu a[data-unread] .count")).to_be_visible()
    his.goto("/im/c1")
    his.bring_to_front()
    message(his, mark).scroll_into_view_if_needed()  # he stands at the first he has not read
    expect(his.locator("#menu a[data-unread] .count")).to_have_count(0)


def test_what_is_written_without_a_connection_is_sent_in_order_once(person: NewContext) -> None:
    her_context = person(MEMBER)
    her_context.watch.excuse(r"/(live|im/)")  # type: ignore[attr-defined]
    hers, his = a_page(her_context, HERS), a_page(person(FRIEND), HIS)
    mark = f"cut{time.time_ns()}"
    her_context.set_offline(True)
    for word in ("one", "two", "three"):
        write(hers, f"{mark} {word}")
    expect(hers.locator(".msg-state:not(:empty)")).to_have_count(3)
    assert said(hers, mark) == [f"{mark} {word}" for word in ("one", "two", "three")]
    assert said(his, mark) == []
    her_context.set_offline(False)
    expect(message(his, f"{mark} three")).to_have_count(1, timeout=30_000)
    expect(hers.locator(".msg-state:not(:empty)")).to_have_count(0)
    assert said(his, mark) == said(hers, mark) == [f"{mark} {word}" for word in ("one", "two", "three")]


def test_what_waits_outlives_its_page(person: NewContext) -> None:
    her_context = person(MEMBER)
    her_context.watch.excuse(r"/(live|im/)")  # type: ignore[attr-defined]
    hers, his = a_page(her_context, HERS), a_page(person(FRIEND), HIS)
    mark = f"reload{time.time_ns()}"
    her_context.set_offline(True)
    for word in ("one", "two", "three"):
        write(hers, f"{mark} {word}")
    expect(hers.locator(".msg-state:not(:empty)")).to_have_count(3)
    hers.close()  # nothing of the page is left but what the browser keeps
    her_context.set_offline(False)
    hers = a_page(her_context, "/feed")  # any page sends it
    expect(message(his, f"{mark} three")).to_have_count(1, timeout=30_000)
    hers.goto(HERS)
    assert said(his, mark) == said(hers, mark) == [f"{mark} {word}" for word in ("one", "two", "three")]


def test_scrolling_up_brings_what_was_said_before(person: NewContext) -> None:
    hers = a_page(person(MEMBER), HERS)
    mark = f"scroll{time.time_ns()}"
    for n in range(60):
        write(hers, f"{mark} {n};")
    expect(hers.locator(".msg:not([data-seq])")).to_have_count(0, timeout=60_000)
    hers.goto(f"{HERS}?end")
    assert f"{mark} 0;" not in said(hers, mark)
    for _ in range(10):
        hers.locator(".im-lines").evaluate("lines => lines.scrollTo(0, -lines.scrollHeight)")
        hers.wait_for_timeout(300)
        if f"{mark} 0;" in said(hers, mark):
            break
    assert said(hers, mark) == [f"{mark} {n};" for n in range(60)]
    his = a_page(person(FRIEND), HIS)
    expect(his.locator("#unread")).to_be_in_viewport()
    for _ in range(10):
        his.locator(".im-lines").evaluate("lines => lines.scrollTo(0, 0)")
        his.wait_for_timeout(300)
    assert said(his, mark) == [f"{mark} {n};" for n in range(60)]
    expect(his.locator(".im-down")).to_be_hidden()


def test_the_staff_sees_what_was_chosen(person: NewContext) -> None:
    hers, his = a_page(person(MEMBER), HERS), a_page(person(FRIEND), f"{HIS}?end")
    mark = f"report{time.time_ns()}"
    write(hers, f"{mark} private")
    write(hers, f"{mark} rude")
    message(his, f"{mark} rude").locator(".msg-more").press("Enter")
    his.locator('.msg-menu a[href*="/report?seq="]').press("Enter")
    his.locator("main textarea[name=words]").fill("Rude.")
    his.locator("main form.card button").press("Enter")
    his.wait_for_url("**/im/reports")
    staff = a_page(person(OPERATOR), "/staff/messages")
    expect(staff.locator("main")).to_contain_text(f"{mark} rude")
    expect(staff.locator("main")).not_to_contain_text(f"{mark} private")


def test_many_open_pages_share_one_line_and_all_hear(person: NewContext) -> None:
    her_context = person(MEMBER)
    lines: list[str] = []
    her_context.on("request", lambda request: lines.append(request.url) if "/live?" in request.url else None)
    pages = [a_page(her_context, HERS) for _ in range(7)]
    his = a_page(person(FRIEND), f"{HIS}?end")
    mark = f"many{time.time_ns()}"
    write(his, mark)
    for page in pages:
        expect(message(page, mark)).to_have_count(1)
    assert len(lines) == 1
    pages[0].close()  # the one that held it
    write(his, f"{mark} again")
    for page in pages[1:]:
        expect(message(page, f"{mark} again")).to_have_count(1)


def test_a_page_takes_its_place_though_the_list_it_was_opened_from_is_drawn_anew_meanwhile(
    person: NewContext,
) -> None:
    page = a_page(person(MEMBER), "/im")
    held: list[Route] = []
    page.route(f"**{HERS}", lambda route: held.append(route))
    page.locator(f'main a[href="{HERS}"]').first.click()
    until(lambda: page.wait_for_timeout(50) or held, what="the conversation to be asked for")
    page.evaluate(
        "() => { const list = document.querySelector('im-list'); list.innerHTML = list.innerHTML; }"
    )
    held[0].continue_()
    page.locator("#im-text").wait_for()
    expect(page.locator("header.top, #menu, main")).to_have_count(3)
