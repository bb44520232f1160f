"""People and those who answer to them: reports, decisions and appeals, the log, what needs two, who is new.

Whoever acts here is new, so that no other test misses a friend; what is reported is decided before the end.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from uuid import uuid4

from playwright.sync_api import BrowserContext, Locator, Page, expect

from browser.conftest import PASSWORD, NewContext
from browser.crowd import (
    OTHERS,
    READER,
    SECOND_OPERATOR,
    SECOND_READER,
    SORTER,
    Crowd,
    Someone,
    colour,
    database,
)
from browser.journeys import choose
from browser.newcomers import newcomer, post, publish
from browser.roles import OPERATOR
from living_site import LivingSite

NEW = "What is new?"  # the box on one's own page and in the feed
SLOWLY = 60_000  # ms: what the worker does meanwhile
NUMBERED = 10  # s in which a line has its number


def again(page: Page, seen: Callable[[], bool], seconds: float = 60) -> None:
    """Look at the page anew until it is there."""
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, f"not on {page.url} within {seconds} s"
        page.wait_for_timeout(400)
        page.reload()


def report(page: Page, text: str, rule: str, words: str) -> None:
    """What a reader does on the page of a post."""
    post(page, text).get_by_role("link", name="Report this post").click()
    page.wait_for_url("**/report/post/*")
    page.get_by_role("radio", name=rule).check()
    page.get_by_label("In your words").fill(words)
    page.get_by_role("button", name="Report", exact=True).click()
    page.wait_for_url(lambda place: "/report/" not in place)


def decide(page: Page, whose: str, measure: str, words: str) -> None:
    """What a moderator does at the desk."""
    page.goto("/mod/queue")
    page.locator(".review-list").get_by_role("link", name=f"Post: {whose}").first.click()
    expect(page.locator("[data-item]")).to_contain_text(whose)
    page.get_by_role("radio", name=measure).check()
    page.get_by_label("Why, in your words").fill(words)
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("#toasts")).to_contain_text("Decided.")


def rung(page: Page, sentence: str) -> None:
    """The bell calls, and the line leads to what it is about."""
    page.goto("/feed")
    expect(page.locator(".bell .count")).to_be_visible(timeout=SLOWLY)
    page.get_by_role("link", name="Notifications").click()
    page.get_by_role("link", name=sentence).first.click()
    page.wait_for_url(re.compile("/my/"))


def test_a_report_is_decided_with_its_reason_and_an_appeal_goes_to_another_than_who_decided(
    contexts: NewContext, person: NewContext, crowd: Crowd
) -> None:
    tag = uuid4().hex[:8]
    name, text = f"Vera Rude {tag}", f"You are all fools, {tag}."
    hers, _ = newcomer(contexts(), name)
    place = publish(hers, NEW, text)
    reporter = contexts()
    reporter.watch.excuse(re.escape(place), 404)  # type: ignore[attr-defined]
    his, _ = newcomer(reporter, "Boris Reports")
    his.goto(place)
    report(his, text, "Insults and harassment", "He means us.")
    one = person(crowd[READER].email).new_page()
    decide(one, name, "Hidden from everybody", "Fools is an insult.")

    rung(his, "What you reported is decided.")
    expect(his.locator("main")).to_contain_text("It broke a rule, and was restricted.")
    his.goto(place)
    expect(his.locator("main")).not_to_contain_text(text)
    rung(hers, "The staff restricted something of yours.")
    for said in (
        "Insults and harassment",
        text,
        "Fools is an insult.",
        "Everywhere",
    ):  # rule, words, why, scope
        expect(hers.get_by_role("region", name="Decision")).to_contain_text(said)
    hers.get_by_label("Why it is wrong").fill("I quoted a play.")
    hers.get_by_role("button", name="Appeal").click()
    expect(hers.locator("#appeal")).to_contain_text("Somebody who did not decide it answers.")

    one.goto("/mod/appeals")
    waits = appeal_of(one, name)
    expect(waits).to_contain_text("Another person of the staff has to answer this appeal.")
    expect(waits.locator(".soft", has_text=f"decided by {READER}")).to_have_count(1)  # greyed
    expect(waits.get_by_role("button")).to_have_count(0)
    two = person(crowd[SECOND_READER].email).new_page()
    two.goto("/mod/appeals")
    waits = appeal_of(two, name)
    expect(waits).to_contain_text("I quoted a play.")
    expect(waits.locator(".soft", has_text=f"decided by {READER}")).to_have_count(0)
    waits.get_by_label("Why, for its owner to read").fill("It is a quotation.")
    waits.get_by_role("button", name="It was wrong: lift it").click()
    expect(two.locator("#toasts")).to_contain_text("It is lifted.")

    rung(hers, "Your appeal is answered.")
    expect(hers.locator("#appeal")).to_contain_text("It was wrong")
    expect(hers.locator("#appeal")).to_contain_text("It is a quotation.")
    his.goto(place)
    expect(post(his, text)).to_be_visible()


def appeal_of(page: Page, name: str) -> Locator:
    return page.locator("main section", has=page.get_by_role("heading", name=re.compile(re.escape(name))))


def test_a_removed_post_has_its_line_at_once_and_a_row_that_was_altered_turns_red(
    contexts: NewContext, person: NewContext, site: LivingSite, crowd: Crowd
) -> None:
    tag = uuid4().hex[:8]
    name, text = f"Vera Sells {tag}", f"Pills, cheap, {tag}."
    hers, _ = newcomer(contexts(), name)
    place = publish(hers, NEW, text)
    theirs = person(crowd[OTHERS[1]].email).new_page()
    theirs.goto(place)
    report(theirs, text, "Spam and deceit", "Under everything.")
    decide(person(crowd[READER].email).new_page(), name, "Hidden from everybody", "An advertisement.")

    hers.goto("/my/decisions")
    hers.get_by_role("link", name="Hidden from everybody but its author").click()
    link = hers.get_by_role("region", name="Decision").get_by_role("link", name=re.compile("Log line"))
    again(hers, lambda: link.count() > 0, NUMBERED)
    line = str(link.get_attribute("href"))
    guest = contexts().new_page()
    guest.goto("/log")
    guest.locator(f'.log-number[href="{line}"]').click()
    guest.wait_for_url(f"**{line}")
    expect(guest.locator("main")).to_contain_text("spam")
    again(guest, lambda: guest.get_by_role("button", name="Check in this browser").count() > 0, NUMBERED)

    assert verified(guest) == "yes"
    with altered(site, int(line.rpartition("/")[2]), b"spam", b"slip"):
        guest.reload()
        assert verified(guest) == "no"
        red, green, blue = colour(guest.locator(".log-verdict"), "color")
        assert red > 2 * max(green, blue)
    guest.reload()
    assert verified(guest) == "yes"


def verified(page: Page) -> str | None:
    page.get_by_role("button", name="Check in this browser").click()
    verdict = page.locator("[data-check-outcome]")
    expect(verdict).to_be_visible()
    return verdict.get_attribute("data-check-outcome")


@contextmanager
def altered(site: LivingSite, number: int, was: bytes, becomes: bytes) -> Iterator[None]:
    """One row of the log's table says something else for a while, past every room and rule of the site."""
    swap(site, number, was, becomes)
    try:
        yield
    finally:
        swap(site, number, becomes, was)


def swap(site: LivingSite, number: int, was: bytes, becomes: bytes) -> None:
    with database(site) as rows:
        (body,) = rows.execute("SELECT body FROM ledger_entry WHERE number = ?", (number,)).fetchone()
        assert was in body
        new = bytes(body).replace(was, becomes)
        rows.execute("UPDATE ledger_entry SET body = ? WHERE number = ?", (new, number))


def test_a_demand_for_data_is_answered_by_another_than_who_filed_it(
    person: NewContext, site: LivingSite, crowd: Crowd
) -> None:
    authority = f"Amt {uuid4().hex[:8]}"
    first = person(OPERATOR)
    choose(first, language="en")
    page = first.new_page()
    page.goto("/staff/data-demands")
    page.get_by_label("Number of the member (id…)").fill(str(crowd[OTHERS[0]].number))
    page.get_by_label("Authority").fill(authority)
    page.get_by_label("Provision").fill("StPO 100j")
    page.get_by_label("Which data").fill("Name and address.")
    page.get_by_role("button", name="File the demand").click()
    waits = page.get_by_role("region", name="Waiting for another’s answer").get_by_role("listitem")
    mine = waits.filter(has_text=authority)
    expect(mine).to_have_count(1)
    expect(mine.get_by_role("button")).to_have_count(0)

    other = person(crowd[SECOND_OPERATOR].email).new_page()
    other.goto("/staff/data-demands")
    theirs = other.get_by_role("listitem").filter(has_text=authority)
    form = {
        "csrfmiddlewaretoken": page.locator("input[name=csrfmiddlewaretoken]").first.input_value(),
        "as": "handed-over",
    }
    place = str(theirs.locator("form").get_attribute("action"))
    assert first.request.post(
        place, form=form, headers={"Referer": page.url}
    ).ok  # the page again, and why not
    other.reload()
    theirs.get_by_role("button", name="Refuse").click()
    answered = other.get_by_role("region", name="Answered").get_by_role("listitem").filter(has_text=authority)
    expect(answered).to_contain_text(SECOND_OPERATOR)
    expect(answered).to_contain_text("refused")


def test_the_header_is_amber_for_a_guest_when_the_canary_is_overdue(
    contexts: NewContext, site: LivingSite
) -> None:
    guest = contexts().new_page()
    guest.goto("/about")
    expect(guest.locator("header.top")).not_to_contain_class("amber")
    site.manage("canary", "No demand had to be kept secret.", "--days", "1")
    try:
        with database(site) as rows:
            rows.execute("UPDATE disclosure_canary SET expires_at = '2026-01-01 00:00:00'")
        with another_door(site) as address:
            guest.goto(f"{address}/about")
            header = guest.locator("header.top")
            red, green, blue = colour(header, "backgroundColor")
            assert red > green > blue  # amber
            guest.get_by_role("link", name="The canary of this site has ended and was not renewed.").click()
            expect(guest.locator("main")).to_contain_text("was not renewed")
    finally:
        with database(site) as rows:
            rows.execute("DELETE FROM disclosure_canary")


@contextmanager
def another_door(site: LivingSite) -> Iterator[str]:
    """A second web process of the same site, which has read nothing yet; its address."""
    second = LivingSite(site.data)
    try:
        second.start_web()
        yield second.url
    finally:
        second.__exit__(None, None, None)


def test_a_fresh_account_is_told_its_limits_and_the_desk_knows_them(
    contexts: NewContext, person: NewContext, crowd: Crowd
) -> None:
    name = f"Zoe Fresh {uuid4().hex[:8]}"
    fresh = contexts()
    fresh.watch.excuse(r"/feed/post$", 422)  # type: ignore[attr-defined]
    fresh.watch.excuse(r"/im/\d+", 422, 429)  # type: ignore[attr-defined]
    hers, place = newcomer(fresh, name)
    links = "https://one.example https://two.example"
    hers.get_by_label(NEW).fill(f"{links} https://three.example")
    hers.get_by_role("button", name="Publish", exact=True).click()
    expect(hers.locator("#post-error")).to_contain_text("a text carries at most two links")
    expect(hers.locator("#post-text")).to_have_value(f"{links} https://three.example")
    hers.locator("#post-text").fill(links)
    hers.get_by_role("button", name="Publish", exact=True).click()
    expect(hers.locator("main article.post").first).to_contain_text("two.example")

    *five, sixth = (crowd[each] for each in OTHERS)
    for each in five:
        write_to(hers, each)
        expect(hers.locator(".msg .msg-mark").last).to_contain_text(re.compile("Sent|Delivered"))
    write_to(hers, sixth)
    expect(hers.locator(".msg-state").last).to_contain_text("You have written to many new people today.")

    his = person(five[0].email).new_page()
    his.goto(place)
    his.get_by_text("More", exact=True).click()
    his.get_by_role("link", name="Report", exact=True).click()
    his.get_by_role("radio", name="Spam and deceit").check()
    his.get_by_label("In your words").fill("She writes to everybody.")
    his.get_by_role("button", name="Report", exact=True).click()
    desk = person(crowd[READER].email).new_page()
    desk.goto("/mod/queue")
    desk.locator(".review-list").get_by_role("link", name=f"Person: {name}").click()
    item = desk.locator("[data-item]")
    for why in (
        "Spam and deceit",
        "She writes to everybody.",
        "first week: at most 2 links in a text, 5 strangers",
    ):
        expect(item).to_contain_text(why)
    desk.get_by_role("radio", name="No rule is broken").check()
    desk.get_by_role("button", name="Decide").click()
    expect(desk.locator(".review-list")).not_to_contain_text(name)


def write_to(page: Page, other: Someone) -> None:
    page.goto(other.place)
    page.get_by_role("link", name="Write a message").click()
    page.get_by_role("textbox", name="Message", exact=True).fill("Look at my shop!")
    page.get_by_role("button", name="Send", exact=True).click()


def test_triage_escalates_and_removes_nothing_and_the_queue_is_walked_by_the_keyboard_alone(
    person: NewContext, site: LivingSite, crowd: Crowd
) -> None:
    author, reporter, sorter = crowd[OTHERS[2]], crowd[OTHERS[3]], crowd[SORTER]
    places = written_and_reported(site, author, reporter, 5)
    operator = person(OPERATOR)
    choose(operator, language="en")
    admin = operator.new_page()
    admin.goto("/mod/staff")
    admin.get_by_label("Mail address they signed up with").fill(sorter.email)
    admin.get_by_label("Role").select_option("triage")
    admin.get_by_role("button", name="Name them").click()
    expect(admin.locator("#toasts")).to_contain_text(f"{sorter.name} is on the staff.")

    triage = person(sorter.email)
    desk = triage.new_page()
    desk.goto("/mod/queue")
    for left, key in zip(range(5, 0, -1), "11eee", strict=True):
        turn_to(desk, author.name, escalated=False)
        expect(desk.get_by_role("radio")).to_have_count(1)  # that no rule is broken
        if left == 5:
            refused = forced(triage, desk)
            assert refused == 422
        desk.keyboard.press(key)
        if key == "1":
            desk.keyboard.press("d")
        expect(waiting(desk, author.name, escalated=False)).to_have_count(left - 1)
    expect(waiting(desk, author.name, escalated=True)).to_have_count(3)
    assert all(readable(site, place) for place in places)

    decider = person(crowd[READER].email).new_page()
    decider.goto("/mod/queue")
    for left in (3, 2, 1):
        turn_to(decider, author.name, escalated=True)
        expect(decider.locator("[data-item]")).to_contain_text(f"escalated by {sorter.name}")
        decider.keyboard.press("2")
        decider.keyboard.press("w")
        decider.keyboard.type("An advertisement.")
        decider.keyboard.press("Escape")
        decider.keyboard.press("d")
        expect(waiting(decider, author.name, escalated=True)).to_have_count(left - 1)
    assert [readable(site, place) for place in places].count(False) == 3

    admin.get_by_role("button", name=f"Dismiss {sorter.name}").click()
    expect(admin.locator("#toasts")).to_contain_text("They moderate no longer.")
    desk.goto("/feed")
    expect(desk.locator('#menu a[href="/mod/queue"]')).to_have_count(0)


def written_and_reported(site: LivingSite, author: Someone, reporter: Someone, many: int) -> list[str]:
    """So many posts that somebody reported; where they stand."""
    places = []
    with closing(site.browser(author.email, password=PASSWORD)) as theirs:
        for number in range(many):
            page = theirs.send_form("/feed/post", "/feed", text=f"Buy this, {number}.").text
            places.append("/wall" + re.findall(r'id="post(\d+)"', page)[0])
    with closing(site.browser(reporter.email, password=PASSWORD)) as theirs:
        for place in places:
            address = f"/report/post/{place.removeprefix('/wall')}"
            assert theirs.send_form(address, address, rule="spam", words="A shop.").status_code == 200
    return places


def waiting(page: Page, name: str, *, escalated: bool) -> Locator:
    rows = page.locator(".review-list li", has_text=name)
    mark = page.get_by_text("escalated", exact=True)
    return rows.filter(has=mark) if escalated else rows.filter(has_not=mark)


def turn_to(page: Page, name: str, *, escalated: bool) -> None:
    """By j, from the item that is shown to the next of this person."""
    page.wait_for_load_state("networkidle")
    here = waiting(page, name, escalated=escalated).filter(has=page.locator("[aria-current]"))
    while not here.count():
        before = page.url
        page.keyboard.press("j")
        page.wait_for_url(lambda place, before=before: place != before)
        page.wait_for_load_state("networkidle")


def forced(who: BrowserContext, page: Page) -> int:
    """What answers the decision that the page does not offer."""
    decision = page.locator("[data-item] form").first
    form = {
        "csrfmiddlewaretoken": decision.locator("input[name=csrfmiddlewaretoken]").input_value(),
        "measure": "hide",
        "rule": "spam",
        "words": "Away with it.",
    }
    address = str(decision.get_attribute("action"))
    return who.request.post(address, form=form, headers={"Referer": page.url}).status


def readable(site: LivingSite, place: str) -> bool:
    """For a guest."""
    with site.browser() as guest:
        return "Buy this" in guest.get(place).text
