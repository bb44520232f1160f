"""Two people in one room: how far apart they hear, who steers, who hears nothing and stays."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browser import hearing
from browser.conftest import NewContext
from browser.looking import SHELL, barriers, overflowing
from browser.roles import MEMBER
from browser.test_player_journey import FORBID, LIFT
from browser.world import first_of_sample
from living_site import DidNotHappen, LivingSite, until

GUEST = "bastian@akkord.example"
MOST_APART = 200  # ms
LOOKS = 6  # one after another, half a second apart
PLACE = """async () => {
    const bar = document.querySelector("script[src$='/web/player/bar.js']").src;
    const audio = await import(new URL("audio.js", bar));
    return [Date.now(), audio.position() * 1000, audio.state()];
}"""
TITLE = "player-bar [data-role=title]"
TOLD = "listen-room [data-room=told]"


@pytest.fixture
def both(person: NewContext) -> tuple[Page, Page]:
    """The host's page and the guest's, in a room whose first track sounds."""
    contexts = [person(email, bypass_csp=True) for email in (MEMBER, GUEST)]
    for context in contexts:
        hearing.listen_in(context)
        context.watch.excuse(r"/room/.*/state", 404)  # type: ignore[attr-defined]  # of a room that has ended
    host, guest = (context.new_page() for context in contexts)
    open_room(host)
    guest.goto(host.url)
    for page in (host, guest):
        page.locator("[data-room=enter]").click()
        hearing.wait_for_sound(page)
    return host, guest


def open_room(page: Page) -> None:
    """Play something, and let others listen."""
    page.goto("/audio/new")
    first_of_sample(page).locator("button.track-play").click()
    hearing.wait_for_sound(page)
    page.wait_for_timeout(2500)  # the queue is written once it has settled
    page.locator(".player-queue").click()
    page.locator("button[form=open-room]").click()
    page.locator("listen-room").wait_for()


def apart(host: Page, guest: Page) -> float:
    """ms between the places the two hear, by the one clock of this machine; both sound the same track."""
    names = {page.locator(TITLE).inner_text() for page in (host, guest)}
    (one, here, state), (other, there, other_state) = host.evaluate(PLACE), guest.evaluate(PLACE)
    assert len(names) == 1, names
    assert (state, other_state) == ("playing", "playing")
    return abs((here - one) - (there - other))


def in_step(host: Page, guest: Page) -> None:
    """They come into step and stay in it for some seconds."""
    measured: list[float] = []

    def near() -> bool:
        measured.clear()
        try:
            measured.append(apart(host, guest))
            while len(measured) < LOOKS and measured[-1] <= MOST_APART:
                host.wait_for_timeout(500)
                measured.append(apart(host, guest))
        except AssertionError:  # one of them does not sound yet
            return False
        return max(measured) <= MOST_APART

    try:
        until(near, every=0.3, what="the two to be in step")
    except DidNotHappen as never:
        never.add_note(f"last seen apart by {measured} s")
        raise


def test_two_hear_the_same_place_also_after_a_seek_a_pause_and_the_next_track(
    both: tuple[Page, Page],
) -> None:
    host, guest = both
    in_step(host, guest)
    host.locator("[data-role=seek]").evaluate(
        "(range) => { range.value = 15; range.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    until(lambda: hearing.position(guest) > 14, what="the guest to follow")
    in_step(host, guest)
    host.locator("player-bar [data-do=toggle]").click()
    hearing.wait_for_silence(guest)
    host.locator("player-bar [data-do=toggle]").click()
    hearing.wait_for_sound(guest)
    name = guest.locator(TITLE).inner_text()
    host.locator("player-bar [data-do=next]").click()
    expect(guest.locator(TITLE)).not_to_have_text(name)
    in_step(host, guest)


def test_a_guest_steers_only_when_the_host_shares_the_hand(both: tuple[Page, Page]) -> None:
    host, guest = both
    guest.locator("player-bar [data-do=toggle]").click()
    expect(guest.locator("player-bar [data-role=message]")).to_have_text("The host of this room steers it.")
    assert hearing.sounds(host)
    host.locator("listen-room input[name=everybody]").check()
    host.locator("form.room-hand button").click()
    expect(guest.locator("listen-room .track button")).not_to_have_count(0)
    for page in both:
        assert barriers(page, but=SHELL) == []
        assert overflowing(page) == {}
    guest.locator("player-bar [data-do=toggle]").click()
    hearing.wait_for_silence(host)
    host.locator("form[action$='/leave'] button").click()
    expect(guest.locator(TOLD)).to_have_text("This room has ended.")


@pytest.fixture
def forbidden(site: LivingSite) -> Iterator[list[str]]:
    laid: list[str] = []
    yield laid
    for block in laid:
        site.python(LIFT.format(block=block))


def test_who_hears_nothing_of_a_track_is_told_stays_and_comes_back_with_the_next(
    both: tuple[Page, Page], site: LivingSite, forbidden: list[str]
) -> None:
    host, guest = both
    for page in (host, guest):
        page.context.watch.excuse(r"/(stream|listen)/", 403)  # type: ignore[attr-defined]
    following = host.locator("listen-room li.track-current + li").get_attribute("data-track")
    forbidden.append(site.python(FORBID.format(track=following)).strip())
    host.locator("player-bar [data-do=next]").click()
    for page in (host, guest):
        hearing.wait_for_silence(page)
        expect(page.locator(TOLD)).not_to_be_empty()
    expect(guest.locator(TOLD)).to_contain_text("The room goes on, and you with it.")
    host.locator("player-bar [data-do=next]").click()
    in_step(host, guest)
    expect(guest.locator(TOLD)).to_be_empty()
