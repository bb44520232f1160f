"""Days at the office: a label's clerk, a body's lawyer, a wronged uploader, a reviewer, two who negotiate.

Each in both languages, by the keyboard where there is a choice, every page on the way looked at.
"""

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from akkord.sample.catalogue import RECORDINGS
from browser import disguise
from browser.conftest import PASSWORD, NewContext
from browser.journeys import LANGUAGES, Walker, choose
from browser.roles import LABEL, MEMBER, OPERATOR
from browser.world import ORIGINAL, ORIGINAL_TITLE
from browser.world import playable as playable_tracks
from living_site import LivingSite, until

BODY, OTHER_LABEL = "cadence@akkord.example", "halfway@akkord.example"
SLOWLY = 60_000  # ms: what the worker does meanwhile
ISRCS = {"en": "QZXK11400501", "ru": "QZXK11400502"}
TITLES = {"en": "Night ferry", "ru": "Ночной паром"}
IN_WORDS = {"en": "London pressing", "ru": "Лондонское издание"}

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


def test_a_labels_clerk_delivers_licenses_and_takes_back(
    person: NewContext, contexts: NewContext, language: str, tmp_path: Path
) -> None:
    context = person(LABEL)
    choose(context, language=language)
    context.watch.excuse(r"/licences/new", 422)  # type: ignore[attr-defined]
    clerk = Walker(context.new_page(), language)
    clerk.go("/rights/").press('main a[href$="/deliveries"]').at("/deliveries")
    clerk.press('main a[href$="/deliveries/new"]').at("/deliveries/new")

    row = deliver_two_lines_one_of_them_broken(clerk, tmp_path)
    clerk.press(f'{row} a[href*="/recordings/"]').at("/recordings/*")
    recording = clerk.page.url.rsplit("/", 1)[1]
    guest = contexts().new_page()
    assert playable(guest, TITLES[language]) == []

    clerk.press(f'main a[href$="/licences/new?recording={recording}"]').at("/licences/new")
    clerk.fill(territory="Nowhere").press("form.statement button.button").at("/licences/new")
    expect(
        clerk.page.locator("form.statement .error, form.statement [aria-invalid=true]").first
    ).to_be_visible()
    clerk.fill(territory="GB", source=IN_WORDS[language])
    clerk.press("form.statement button.button").at("/licences")
    expect(clerk.page.locator("main tbody tr").first).to_contain_text("GB")
    assert len(playable(guest, TITLES[language])) == 1

    clerk.press('main tbody tr:first-child a[href$="/withdraw"]').at("/withdraw")
    clerk.press("main form[method=post] button").at("/licences")
    assert playable(guest, TITLES[language]) == []


def deliver_two_lines_one_of_them_broken(clerk: Walker, folder: Path) -> str:
    """A list, looked at and accepted, then its sound file; the good line goes live, the other says what is
    wrong. The good row.
    """
    sound = disguise.unknown(folder, "ferry.mp3", 900 + LANGUAGES.index(clerk.language), 12)
    listing = folder / "list.csv"
    code, title = ISRCS[clerk.language], TITLES[clerk.language]
    listing.write_text(
        f"isrc,title,artist,file\n{code},{title},Тоня Грач,ferry.mp3\nNOT-A-CODE,Broken,Тоня Грач,none.mp3\n"
    )
    clerk.fill(name=f"Spring, {clerk.language}")
    clerk.page.locator("main input[name=listing]").set_input_files(listing)
    clerk.press("main form[enctype] button[name=look]").at("/deliveries/*")
    expect(clerk.page.locator("main tbody tr").nth(1)).to_contain_text("NOT-A-CODE")
    clerk.looks()
    clerk.press('main form[action$="/accept"] button').at("/deliveries/*")
    clerk.page.locator("main input[name=sounds]").set_input_files(sound)
    clerk.press("main form[enctype] button.button").at("/deliveries/*")
    expect(clerk.page.locator("#delivery-live tbody tr").nth(1)).to_contain_text("NOT-A-CODE")
    good = f'#delivery-live tbody tr:has-text("{title}")'
    expect(clerk.page.locator(f"{good} .badge.good")).to_be_visible(timeout=SLOWLY)
    clerk.looks()
    return good


def playable(page: Page, title: str) -> list[str]:
    """Numbers of tracks of that title a guest could play now."""
    page.goto(f"/audio?q={title}")
    rows = page.locator(f'[data-track][data-playable]:has-text("{title}")')
    return [str(row.get_attribute("data-track")) for row in rows.all()]


def test_a_label_and_the_site_negotiate_to_the_last_signature(person: NewContext, language: str) -> None:
    clerk, site = (in_language(person(mail), language) for mail in (LABEL, OPERATOR))
    clerk.go("/rights/1/negotiations").press('main a[href$="/negotiations/new"]').at("/negotiations/new")
    # The other journeys need the rest unlicensed.
    clerk.page.locator("main [name=scope][value=recordings]").check()
    clerk.page.locator("main [name=recordings]").first.check()
    clerk.fill(territory="IS", note="Iceland, to begin with.")
    clerk.press("form.statement button.button")
    expect(clerk.page.locator(".negotiated")).to_be_visible()
    room = clerk.looks().page.url

    site.go("/staff/negotiations").press('main ul.lines a[href*="/negotiations/"]').at("/negotiations/*")
    assert site.page.url == room, "what waits for the site stands first"
    expect(site.page.locator(".negotiated .said")).to_contain_text("Iceland")
    site.press('main a[href$="/terms"]').at("/terms")
    site.fill(territory="IS FO").press("form.statement button.button").at("/negotiations/*")

    for side in (clerk, site):
        side.page.goto(room)
        side.press('main form[action$="/sign"] button')
        expect(side.page.locator('main form[action$="/sign"]')).to_have_count(0)
        side.looks()
    expect(site.page.locator("section[aria-labelledby=stated] ul.plain > li")).to_have_count(1)


def in_language(context: BrowserContext, language: str) -> Walker:
    choose(context, language=language)
    return Walker(context.new_page(), language)


def test_a_bodys_lawyer_orders_for_several_labels_and_one_of_them_leaves(
    person: NewContext, contexts: NewContext, language: str
) -> None:
    theirs = next(each.isrc for each in RECORDINGS if each.key == ORIGINAL)
    guest = contexts().new_page()
    assert playable(guest, ORIGINAL_TITLE)
    label = Walker(person(OTHER_LABEL).new_page(), "en")
    other = end_the_mandate(label)

    context = person(BODY)
    choose(context, language=language)
    lawyer = Walker(context.new_page(), language)
    lawyer.go("/rights/").press('main a[href$="/orders"]').at("/orders")
    lawyer.press('main a[href$="/orders/new"]').at("/orders/new")
    lawyer.fill(
        title="A40-1/2014", reason="Coordinated, 3 April 2014", names=f"{theirs}\n{other}\nQZXK19999999"
    )
    lawyer.press("form.statement button.button").at("/orders/*")
    refused = lawyer.page.locator(f'main tbody tr:has-text("{other}")')
    expect(refused.locator(".badge.bad")).to_be_visible()
    lawyer.press('form[action$="/execute"] button').at("/orders/*")
    assert playable(guest, ORIGINAL_TITLE) == []

    lawyer.press('main a[href$="/certificate"]').at("/certificate")
    paper = lawyer.page.request.get(
        str(lawyer.page.locator('main a[href$="certificate.pdf"]').get_attribute("href"))
    )
    assert paper.body().startswith(b"%PDF")
    document = lawyer.page.request.get(lawyer.page.url + ".json").json()
    assert [row["class"] for row in document["rows"]] == ["exact", "no_standing", "not_found"]

    lawyer.page.go_back()
    lawyer.at("/orders/*").press('form[action$="/release"] button').at("/orders/*")
    assert playable(guest, ORIGINAL_TITLE)
    give_the_mandate_again(label)


def end_the_mandate(label: Walker) -> str:
    """The label takes back what it gave the body, through its own pages; the ISRC of a recording of its."""
    label.go("/rights/").press("main .desks h2 a").at("/catalogue")
    code = label.page.locator("main tbody tr:has(input[name=recording]) small").first.inner_text()
    label.press('.tabs a[href$="/mandates"]').at("/mandates")
    label.press('main a[href$="/end"]').at("/end")
    label.press("main form button").at("/mandates")
    return code


def give_the_mandate_again(label: Walker) -> None:
    label.press('main a[href$="/mandates/new"]').at("/mandates/new")
    label.page.locator("select[name=agent]").select_option(label="Open Cadence Coordination")
    label.fill(document="Agreement of 3 April").press("form.statement button.button").at("/mandates")


# The label's own recording that is part of what the uploader sends in, and how the dispute over it ends.
CLAIMED = {"en": ("QZXK11400601", "Low tide", 910), "ru": ("QZXK11400602", "Отлив", 911)}
ENDING = {"en": "release", "ru": "silence"}
MINE = {"en": "Both parts are mine: I made them myself.", "ru": "Обе части мои: я сочинил их сам."}
DAYS_PASS = """
import django; django.setup()
from datetime import timedelta
from django.db.models import F
from akkord.cases.models import Proceeding, ProceedingStep
from akkord.flow import clock
from akkord.flow.models import Job
found = Proceeding.objects.filter(procedure="claim").latest("pk")
ProceedingStep.objects.filter(proceeding=found).update(at=F("at") - timedelta(days={days}))
waiting = Job.objects.filter(state="waiting", dedupe__startswith=f"silence:{{found.pk}}:")
print(waiting.update(run_at=clock.now()))
"""


def test_an_uploader_with_a_wrong_claim_is_heard_out(
    person: NewContext, contexts: NewContext, site: LivingSite, language: str, tmp_path: Path
) -> None:
    deliver(site, language, tmp_path)
    context = person(MEMBER)
    choose(context, language=language)
    member = Walker(context.new_page(), language)
    file = send_in_what_quotes_it(member, tmp_path)

    glance = member.page.locator(".at-a-glance")
    for said in ("Лампа и Ёлка", "0:12–0:24"):  # who, and which part
        expect(glance).to_contain_text(said)
    expect(member.page.locator("#music-words")).to_have_value("")
    member.page.locator("#own-file").set_input_files(file)
    part = member.page.locator("own-part button[data-from]").first
    expect(part).to_be_enabled(timeout=SLOWLY)
    member.press("own-part button[data-from]")
    expect(part).to_have_attribute("aria-pressed", "true")

    clerk = Walker(person(LABEL).new_page(), "en")
    choose(clerk.page.context, language="en")
    contest(member, MINE[language])
    answer(clerk, file.stem, "stand", "We released it in spring.")
    member.page.reload()
    expect(member.looks().page.locator("main")).to_contain_text("We released it in spring.")
    contest(member, MINE[language])
    if ENDING[language] == "release":
        answer(clerk, file.stem, "release")
    else:
        assert site.python(DAYS_PASS.format(days=8)).strip() != "0"
    until(lambda: "live" in state_of(member.page), 60, 1, "the upload to be heard again")
    assert playable(contexts().new_page(), file.stem)
    member.press('main a[href="/letters"]').at("/letters")


def deliver(site: LivingSite, language: str, folder: Path) -> None:
    """A recording of the label that nobody may upload."""
    code, title, seed = CLAIMED[language]
    line = f"isrc,title,artist,file\n{code},{title},Тоня Грач,tide.mp3\n"
    with site.api(LABEL) as clerk:
        sent = clerk.post(
            "/organisations/1/deliveries", files={"list": ("list.csv", line.encode())}, data={"name": title}
        )
        number = sent.json()["number"]
        sound = disguise.unknown(folder, "tide.mp3", seed, 12).read_bytes()
        clerk.post(f"/deliveries/{number}/files", files=[("files", ("tide.mp3", sound))])
        until(lambda: clerk.get(f"/deliveries/{number}").json()["state"] == "live", 60, 0.5, "the delivery")


def send_in_what_quotes_it(member: Walker, folder: Path) -> Path:
    """Through the upload page, until it is blocked and the story of it lies open; the file."""
    seed = random.randrange(2_000, 10**6)  # another sound each time: a world may be kept between runs
    file = disguise.quoting(folder, f"my own {seed}.mp3", seed, CLAIMED[member.language][2])
    member.go("/audio/upload")
    member.page.locator("#upload-file").set_input_files(file)
    item = member.page.locator("[data-upload-list] .upload-item")
    expect(item.locator(".story-steps")).to_have_attribute("data-state", "blocked", timeout=SLOWLY)
    address = item.locator('a[href^="/audio/upload/"]').first.get_attribute("href")
    until(
        lambda: member.page.request.get(str(address)).text().count("contest-text"),
        every=0.5,
        what="its claim",
    )
    member.go(str(address))
    return file


def contest(member: Walker, words: str) -> None:
    """By the keyboard: the ground, the words, send."""
    ground = member.page.locator("select[name=ground]")
    ground.focus()
    ground.press("Home")
    member.fill(text=words).press('form[action$="/contest"] button')
    expect(member.page.locator('form[action$="/contest"]')).to_have_count(0)
    member.looks()
    expect(member.page.locator("main")).to_contain_text(words)


def answer(clerk: Walker, title: str, verdict: str, words: str = "") -> None:
    """The label reads what the uploader says, and answers."""
    clerk.go("/rights/1/contests").press(f'main ul.lines a:has-text("{title}")').at("/contests/*")
    clerk.page.locator(f"input[name=verdict][value={verdict}]").check()
    clerk.fill(answer=words).press("main form button.button").at("/contests")


def state_of(page: Page) -> str:
    page.reload()
    return str(page.locator(".story-steps").get_attribute("data-state"))


SECOND = "second@akkord.example"
HIRED = f"""
import django; django.setup()
from akkord.people.models import Person
if not Person.objects.filter(email="{SECOND}").exists():
    Person.objects.create_user("{SECOND}", "{PASSWORD}", name="Вторая Смена", is_staff=True)
"""
DEMAND = {
    "country": "DE",
    "subject": "music",
    "law": "StGB 130",
    "reason": "Volksverhetzung",
    "authority": "Ein Amt",
    "redress": "Widerspruch",
    "report_to": "Ein Amt",
}
REASON = {"en": "The law says so.", "ru": "Так велит закон."}


def test_a_reviewer_decides_by_the_keyboard_alone_and_what_needs_two_is_done_by_two(
    person: NewContext, site: LivingSite, language: str
) -> None:
    site.python(HIRED)
    track = next(number for number in reversed(playable_tracks(site)) if in_germany(site, number))
    desk = site.browser(OPERATOR, password=PASSWORD)
    for _ in range(2):  # so that there is a next one
        filed = desk.send_form("/staff/proceedings/new/demand", **DEMAND, places=f"/audio{track}")
    number = desk.get(filed.url.path).text.split("<h1>")[1].split("</h1>")[0].rsplit(maxsplit=1)[-1]

    first = at_the_queue(person(OPERATOR), language)
    the_next_item_is_there_at_once(first)
    decide(first, number, "review")
    decide(first, number, "comply", REASON[language])
    assert in_germany(site, track)  # proposed: one person alone changes nothing
    first.press(f'.review-list li:has-text(" {number} · ") a').at("/staff/review")
    expect(first.page.locator("[data-key=Enter]")).to_have_count(0)

    second = at_the_queue(person(SECOND), language)
    find(second, number)
    expect(second.page.locator("details[open] pre.letter-draft").first).to_be_visible()  # seen before they go
    second.looks()
    second.page.keyboard.press("Enter")
    expect(second.page.locator(f'.review-list li:has-text(" {number} · ")')).to_have_count(0)
    assert not in_germany(site, track)


def at_the_queue(context: BrowserContext, language: str) -> Walker:
    choose(context, language=language)
    return Walker(context.new_page(), language).go("/staff/review")


def the_next_item_is_there_at_once(reviewer: Walker) -> None:
    """Fetched ahead: j turns to it without leaving the page."""
    page, heading = reviewer.page, reviewer.page.locator("#item")
    before = heading.inner_text()
    page.evaluate("() => { window.stayed = true; }")
    page.keyboard.press("j")
    expect(heading).not_to_have_text(before)
    expect(heading).to_be_focused()
    assert page.evaluate("() => window.stayed")
    turned = heading.inner_text()
    page.keyboard.press("k")
    expect(heading).not_to_have_text(turned)
    reviewer.looks()


def find(reviewer: Walker, number: str) -> None:
    """Down the queue until the proceeding of this number is shown."""
    reviewer.go("/staff/review")
    heading, seen = reviewer.page.locator("#item"), set[str]()
    while f" {number}:" not in (shown := heading.inner_text()):
        assert shown not in seen, f"proceeding {number} is not in the queue"
        seen.add(shown)
        reviewer.page.keyboard.press("j")
        expect(heading).not_to_have_text(shown)


def decide(reviewer: Walker, number: str, event: str, reason: str = "") -> None:
    """Words where there are any, the letter of the act, the letters it sends, and Enter."""
    find(reviewer, number)
    page = reviewer.page
    if reason:
        page.locator("#reason").fill(reason)
        page.keyboard.press("Escape")
    key = page.locator(f"button[name=event][value={event}]").get_attribute("data-key")
    page.keyboard.press(str(key))
    page.wait_for_url(f"**event={event}**")
    expect(page.locator(f"button[value={event}][aria-pressed=true]")).to_be_visible()
    reviewer.looks()
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/review")


def in_germany(site: LivingSite, track: int) -> bool:
    """Whether it plays there."""
    with site.browser(address="127.0.2.1") as guest:
        row = re.search(f'<li class="track[^>]*data-track="{track}"[^>]*>', guest.get(f"/audio{track}").text)
    assert row is not None
    return "data-playable" in row[0]
