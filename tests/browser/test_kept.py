"""Music kept on a device: it plays without a network, is silent when its time is over, is counted once."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser import disguise, hearing
from browser.conftest import NewContext
from browser.journeys import choose
from browser.roles import MEMBER

SLOWLY = 60_000  # ms: what the worker does meanwhile
KEPT = "() => Object.values(JSON.parse(localStorage.getItem('akkord.kept'))?.tracks ?? {})"
LET_IT_END = """() => {
    const kept = JSON.parse(localStorage.getItem("akkord.kept"));
    for (const track of Object.values(kept.tracks)) track.until = Date.now() - 1;
    localStorage.setItem("akkord.kept", JSON.stringify(kept));
}"""
WAITING = "() => JSON.parse(localStorage.getItem('akkord.kept.plays') ?? '[]').length"
AUDIO = "document.querySelector('kept-music audio')"
READY = "() => navigator.serviceWorker.ready.then((it) => Boolean(it.active))"


@pytest.fixture
def member(person: NewContext) -> BrowserContext:
    context = person(MEMBER)
    hearing.listen_in(context)
    choose(context, language="en")
    return context


def kept_page(context: BrowserContext, tmp_path: Path, number: int) -> Page:
    """The page of a track of one's own, which is kept on this device."""
    page = context.new_page()
    page.goto("/audio/upload")
    song = disguise.unknown(tmp_path, f"kept {number}.mp3", 400 + number)
    page.locator("#upload-file").set_input_files(song)
    item = page.locator("[data-upload-list] .upload-item").first
    expect(item.locator(".story-steps")).to_have_attribute("data-state", "live", timeout=SLOWLY)
    item.get_by_role("link", name="Page of the track").click()
    keep = page.locator("keep-here button")
    keep.wait_for()
    page.locator("main [data-playable]").wait_for(timeout=SLOWLY)  # its row says so as soon as it is made
    keep.click()
    told = page.locator("keep-here [role=status]")
    expect(told).to_have_text("Kept: it plays without a network.", timeout=SLOWLY)
    expect(keep).to_have_attribute("aria-pressed", "true")
    page.evaluate(READY)
    return page


def take_away(page: Page) -> None:
    """Press it on the story of an upload, and see the answer's page, which has the same address."""
    with page.expect_navigation():
        page.get_by_role("button", name="Take this track away").click()


def without_network(context: BrowserContext) -> None:
    """From here on a request that finds no network is no trouble."""
    context.watch.excuse(r"", 0)  # type: ignore[attr-defined]
    context.set_offline(True)


def test_what_is_kept_plays_in_the_player_without_a_network_and_is_told_once_when_it_is_back(
    member: BrowserContext, tmp_path: Path
) -> None:
    page = kept_page(member, tmp_path, 1)
    without_network(member)
    page.locator("main [data-playable] button.track-play").first.click()
    hearing.wait_for_sound(page)
    page.wait_for_function(WAITING, timeout=SLOWLY)
    member.set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.wait_for_function(f"() => ({WAITING})() === 0", timeout=SLOWLY)


def test_without_a_network_the_kept_is_listed_and_plays_until_its_time_is_over(
    member: BrowserContext, tmp_path: Path
) -> None:
    page = kept_page(member, tmp_path, 2)
    page.goto("/audio/kept")
    expect(page.locator(".kept-list li")).to_have_count(len(page.evaluate(KEPT)))
    without_network(member)
    page.goto("/audio/new", wait_until="commit")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    page.locator(".kept-list [data-do=play]").first.click()
    page.wait_for_function(f"() => {AUDIO}.currentTime > 0.5", timeout=SLOWLY)
    page.evaluate(LET_IT_END)
    page.wait_for_function(f"() => {AUDIO}.paused", timeout=SLOWLY)
    page.reload()
    expect(page.get_by_text("Nothing is kept on this device.")).to_be_visible()
    assert page.evaluate(KEPT) == []


def test_what_is_taken_away_goes_at_the_next_contact(member: BrowserContext, tmp_path: Path) -> None:
    page = kept_page(member, tmp_path, 3)
    story = page.get_by_role("link", name="Story of this upload").get_attribute("href")
    page.goto(str(story))
    take_away(page)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.wait_for_function(f"() => ({KEPT})().length === 0", timeout=SLOWLY)


def test_what_was_taken_away_is_not_heard_from_a_copy_while_the_site_answers(
    member: BrowserContext, tmp_path: Path
) -> None:
    page = kept_page(member, tmp_path, 4)
    story = str(page.get_by_role("link", name="Story of this upload").get_attribute("href"))
    page.goto("/audio/kept")  # it is asked here, and not again for an hour
    page.wait_for_function("() => JSON.parse(localStorage.getItem('akkord.kept')).looked > 0")
    page.goto(story)
    take_away(page)
    page.goto("/audio/kept")
    expect(page.locator(".kept-list li")).to_have_count(1)
    page.locator(".kept-list [data-do=play]").click()
    expect(page.locator(".kept-list li")).to_have_count(0)
    assert page.evaluate(f"() => {AUDIO}.paused")


SITE_SAYS = """async () => {
    const kept = await import(document.querySelector("link[href*='player/kept']").href);
    const says = (status, said = {}) => async () => ({ ok: status < 400, status, json: async () => said });
    const track = { number: 7, title: "a", until: Date.now() + 1000000, leave: "old" };
    localStorage.setItem("akkord.kept", JSON.stringify({ person: "1", looked: 1, tracks: { 7: track } }));
    return [
        await kept.ask(7, () => Promise.reject(new Error("no network"))),
        await kept.ask(7, says(503)),
        await kept.ask(7, says(403)),
        await kept.ask(7, says(200, { kept: [{ track: 7, until: track.until, leave: "new" }], gone: [] })),
        kept.find(7).leave,
        await kept.ask(7, says(200, { kept: [], gone: [7] })),
        kept.find(7),
    ];
}"""
PLAYS_OF_ONE_AND_ANOTHER = """async () => {
    const kept = await import(document.querySelector("link[href*='player/kept']").href);
    const track = { number: 7, title: "a", until: Date.now() + 1000000 };
    const play = { play: "p", leave: "l", at: 1, seconds: 30, person: "1" };
    localStorage.setItem("akkord.kept", JSON.stringify({ person: "1", looked: 1, tracks: { 7: track } }));
    localStorage.setItem("akkord.kept.plays", JSON.stringify([play]));
    const told = [];
    const post = async (url, said) => {
        told.push(...said.plays.map((each) => each.play));
        return { ok: true, json: async () => ({ told: { p: true } }) };
    };
    await kept.renew("2", post);
    await kept.tell("2", post);
    const by_another = told.length;
    await kept.tell("1", post);
    await kept.tell("1", post);
    return [kept.find(7), by_another, told];
}"""


def test_a_copy_is_silent_as_the_site_says_and_plays_where_it_says_nothing(member: BrowserContext) -> None:
    page = member.new_page()
    page.goto("/offline")
    assert page.evaluate(SITE_SAYS) == ["yes", "yes", "unknown", "yes", "new", "no", None]


def test_plays_wait_for_who_made_them_and_are_told_by_nobody_else(member: BrowserContext) -> None:
    page = member.new_page()
    page.goto("/offline")
    assert page.evaluate(PLAYS_OF_ONE_AND_ANOTHER) == [None, 0, ["p"]]
