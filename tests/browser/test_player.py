"""The player: keys, seeking, the queue, what survives a reload, one sound at a time."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser import hearing
from browser.conftest import NewContext
from browser.world import first_of_sample

TOLD = """() => {
    const {metadata, playbackState} = navigator.mediaSession;
    return {title: metadata.title, artist: metadata.artist, state: playbackState};
}"""
SEEK = """(range, at) => {
    range.value = at;
    range.dispatchEvent(new Event("input", {bubbles: true}));
}"""
TOGGLE = "player-bar [data-do=toggle]"
ELEMENTS = """(() => {
    const {Audio} = window;
    window.elements = [];
    window.Audio = function (...said) {
        const made = new Audio(...said);
        window.elements.push(made);
        return made;
    };
    window.sounding = () => window.elements.filter((each) => each.src && !each.paused && !each.ended);
})()"""
WRITER = """async () => {
    const key = Object.keys(localStorage).find((key) => key.startsWith("akkord.shared."));
    const {device} = await (await fetch("/listen/queue")).json();
    return device === JSON.parse(localStorage.getItem(key)).device;
}"""
MEMBER = "member@akkord.example"


@pytest.fixture
def listener(contexts: NewContext) -> BrowserContext:
    context = contexts()
    hearing.listen_in(context)
    return context


@pytest.fixture
def page(listener: BrowserContext) -> Page:
    return playing(listener)


def playing(context: BrowserContext) -> Page:
    """A page of new music on which a track of the sample sounds."""
    page = context.new_page()
    page.goto("/audio/new")
    first_of_sample(page).locator("button.track-play").click()
    hearing.wait_for_sound(page)
    return page


def titles(page: Page) -> str:
    return page.locator("player-bar [data-role=title]").inner_text()


def seek(page: Page, seconds: int) -> None:
    page.locator("[data-role=seek]").evaluate(
        "(range, at) => { range.value = at; range.dispatchEvent(new Event('input', {bubbles: true})); }",
        seconds,
    )


def test_space_pauses_and_m_mutes_but_never_while_typing(page: Page) -> None:
    page.locator("main").focus()
    page.keyboard.press(" ")
    hearing.wait_for_silence(page)
    page.keyboard.press(" ")
    hearing.wait_for_sound(page)
    page.keyboard.press("m")
    assert page.evaluate("() => window.caught.muted")
    page.keyboard.press("m")
    page.locator("#search").focus()
    page.keyboard.type("my music m")
    assert page.locator("#search").input_value() == "my music m"
    assert hearing.sounds(page)
    assert not page.evaluate("() => window.caught.muted")


def test_next_and_previous_by_buttons_and_by_keys(page: Page) -> None:
    first = titles(page)
    page.locator("player-bar [data-do=next]").click()
    expect(page.locator("player-bar [data-role=title]")).not_to_have_text(first)
    second = titles(page)
    page.locator("main").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("player-bar [data-role=title]")).not_to_have_text(second)
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("player-bar [data-role=title]")).to_have_text(second)
    page.locator("player-bar [data-do=previous]").click()
    expect(page.locator("player-bar [data-role=title]")).to_have_text(first)
    hearing.wait_for_sound(page)


def test_seeking_goes_to_the_place_and_goes_on(page: Page) -> None:
    seek(page, 20)
    at = hearing.position(page)
    assert at >= 19.5
    assert hearing.goes_on(page, at) < 28
    assert str(page.locator("[data-role=seek]").get_attribute("aria-valuetext")).startswith("0:2")


def test_a_reload_comes_back_paused_at_the_same_place(page: Page) -> None:
    seek(page, 12)
    hearing.goes_on(page, 12)
    name = titles(page)
    page.reload()
    expect(page.locator("player-bar [data-role=title]")).to_have_text(name)
    assert not hearing.sounds(page)
    elapsed = page.locator("[data-role=elapsed]").inner_text()
    assert "0:12" <= elapsed <= "0:20"
    page.locator(TOGGLE).click()
    hearing.wait_for_sound(page)
    assert hearing.position(page) >= 11.5


def test_a_question_that_a_server_begun_anew_did_not_answer_is_asked_again(listener: BrowserContext) -> None:
    listener.watch.excuse("/listen/", 502)  # type: ignore[attr-defined]
    page = listener.new_page()
    page.goto("/audio/new")
    page.route("**/listen/*", lambda route: route.fulfill(status=502), times=2)
    first_of_sample(page).locator("button.track-play").click()
    hearing.wait_for_sound(page)


def test_of_two_tabs_only_the_last_one_sounds(listener: BrowserContext) -> None:
    first = playing(listener)
    second = playing(listener)
    hearing.wait_for_silence(first)
    assert hearing.sounds(second)


def test_the_queue_page_shows_what_comes_and_can_be_changed(page: Page) -> None:
    page.locator(".player-queue").click()
    queue = page.locator("play-queue [data-role=list] > li")
    expect(queue.first).to_be_visible()
    count = queue.count()
    assert count >= 6
    at = queue.evaluate_all("(rows) => rows.findIndex((row) => row.classList.contains('track-current'))")
    second = queue.nth(at + 1).locator(".track-name").inner_text()
    queue.nth(at + 1).locator("[data-act=down]").click()
    expect(queue.nth(at + 2).locator(".track-name")).to_have_text(second)
    queue.nth(at + 2).locator("[data-act=remove]").click()
    expect(queue).to_have_count(count - 1)
    queue.nth(at + 3).locator("[data-act=play]").click()
    expect(queue.nth(at + 3)).to_contain_class("track-current")
    hearing.wait_for_sound(page)


def test_rows_know_what_sounds_also_after_going_back(page: Page) -> None:
    number = first_of_sample(page).get_attribute("data-track")
    page.locator('#menu a[href="/clubs"]').click()
    page.locator('#menu a[href="/clubs"][aria-current]').wait_for()
    heard = hearing.position(page)
    page.go_back()
    row = page.locator(f'main [data-track="{number}"]')
    expect(row).to_contain_class("track-current")
    expect(row.locator("button.track-play")).to_have_attribute("aria-pressed", "true")
    hearing.goes_on(page, heard)
    row.locator("button.track-play").click()
    hearing.wait_for_silence(page)


def test_the_system_is_told_what_plays(page: Page) -> None:
    told = page.evaluate(TOLD)
    row = first_of_sample(page)
    assert told == {
        "title": row.get_attribute("data-title"),
        "artist": row.get_attribute("data-artist"),
        "state": "playing",
    }


# What follows lies in the same element, or, for a crossfade, in the other.
@pytest.mark.parametrize(("crossfade", "patience"), [("0", 700), ("3", 4500)])
def test_going_on_near_the_end_leaves_one_sound(
    listener: BrowserContext, crossfade: str, patience: int
) -> None:
    listener.add_init_script(ELEMENTS)
    page = playing(listener)
    page.locator(".player-queue").click()
    page.locator("player-full select[name=crossfade]").select_option(crossfade)
    page.wait_for_function("() => sounding().length === 1")
    page.evaluate("() => { [one] = sounding(); first = one.duration; one.currentTime = first - 9; }")
    page.wait_for_function("() => one.duration > first + 1 || elements.every((each) => each.src)")
    before = titles(page)
    page.locator("player-bar [data-do=next]").click()
    expect(page.locator("player-bar [data-role=title]")).not_to_have_text(before)
    page.wait_for_timeout(patience)
    assert page.evaluate("() => sounding().length") == 1
    assert page.locator("[data-role=elapsed]").inner_text() <= "0:08"


def test_speed_loudness_and_crossfade_are_chosen_on_the_full_view_and_kept(page: Page) -> None:
    page.locator(".player-queue").click()
    full = page.locator("player-full")
    expect(full.locator("[data-full=title]")).to_have_text(titles(page))
    full.locator("select[name=speed]").select_option("1.5")
    full.locator("select[name=crossfade]").select_option("3")
    assert page.evaluate("() => window.caught.playbackRate") == 1.5
    full.locator("select[name=normalise]").select_option("off")
    assert page.evaluate("() => window.caught.volume") == 1  # by how much it is turned down: tests/js
    expect(full.locator("[data-full=wave]")).to_have_attribute("d", re.compile("^M0.5 "))
    full.locator("[data-full=seek]").evaluate(SEEK, 15)
    assert hearing.position(page) >= 14.5
    page.reload()
    expect(full.locator("select[name=speed]")).to_have_value("1.5")
    expect(full.locator("select[name=crossfade]")).to_have_value("3")
    expect(full.locator("select[name=normalise]")).to_have_value("off")


def test_the_file_as_it_was_sent_in_is_played_where_that_is_chosen(person: NewContext) -> None:
    member = person(MEMBER)
    hearing.listen_in(member)
    page = playing(member)
    page.locator(".player-queue").click()
    page.locator("player-full select[name=quality]").select_option("original")
    with page.expect_response(lambda answer: "/stream/" in answer.url) as answered:
        page.locator("player-bar [data-do=next]").click()
    assert answered.value.headers["content-type"] in ("audio/mpeg", "audio/flac", "audio/ogg")
    hearing.wait_for_sound(page)


def test_a_second_device_takes_up_the_queue_and_the_first_falls_silent(person: NewContext) -> None:
    devices = [person(MEMBER), person(MEMBER)]
    for device in devices:
        hearing.listen_in(device)
    first = playing(devices[0])
    name = titles(first)
    first.wait_for_timeout(2500)  # the queue is written once it has settled
    second = devices[1].new_page()
    second.goto("/audio/new")
    expect(second.locator("player-bar [data-role=title]")).to_have_text(name)
    second.locator(TOGGLE).click()
    hearing.wait_for_sound(second)
    hearing.wait_for_silence(first)
    assert hearing.sounds(second)
    first.wait_for_timeout(2500)
    assert second.evaluate(WRITER), "who falls silent writes nothing over what sounds"
