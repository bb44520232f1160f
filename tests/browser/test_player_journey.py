"""A long walk with the player on: pages, Backs, a form, a second tab, no network, and a removal in mid-play.

The sound is watched by the element's own clock: where the wall's clock runs ahead of it is a gap. What comes
over the line is counted by the browser, byte by byte.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser import hearing
from browser.conftest import NewContext
from browser.roles import MEMBER
from living_site import LivingSite, until

WALK = (
    *("/friends", "/clubs", "/audio", "/log", "/feed"),
    *("/im", "/friends", "/audio/upload", "/clubs", "/audio"),
)
MOST_GAP = 0.25  # s in all of the walk, on a machine that does other things besides
SILENT_WITHIN = 15  # s from a removal
TITLE = "player-bar [data-role=title]"
CLOCK = """() => {
    const clock = window.clock = {gap: 0, since: performance.now(), at: caught.currentTime};
    setInterval(() => {
        const [now, at] = [performance.now(), caught.currentTime];
        const late = (now - clock.since) / 1000 - (at - clock.at);
        if (late > 0.05) clock.gap += late;
        [clock.since, clock.at] = [now, at];
    }, 200);
}"""
LONGEST = """() => {
    const rows = [...document.querySelectorAll("main [data-playable]")];
    rows.sort((one, other) => other.dataset.seconds - one.dataset.seconds);
    return rows[0].dataset.track;
}"""
FORBID = """
import django; django.setup()
from akkord.music.models import Track
from akkord.people.models import Person
from akkord.rights import actions
from akkord.rights.terms import BlockKind, Scope
track = Track.objects.get(pk={track})
operator = Person.objects.get(email="operator@akkord.example")
made = actions.block(operator, actions.Wanted(kind=BlockKind.SAFETY, scope=Scope.file(track.sound_id)))
print(made.pk)
"""
LIFT = """
import django; django.setup()
from akkord.people.models import Person
from akkord.rights import actions
from akkord.rights.models import Block
actions.lift_block(Person.objects.get(email="operator@akkord.example"), Block.objects.get(pk={block}))
"""


@pytest.fixture
def walker(person: NewContext) -> BrowserContext:
    context = person(MEMBER)
    hearing.listen_in(context)
    return context


def playing_longest(context: BrowserContext) -> tuple[Page, int]:
    """A page on which the longest of the newest tracks sounds, and its number."""
    page = context.new_page()
    page.goto("/audio/new")
    number = int(page.evaluate(LONGEST))
    page.locator(f'main [data-track="{number}"] button.track-play').click()
    hearing.wait_for_sound(page)
    page.wait_for_timeout(1500)
    return page, number


def test_pages_backs_a_form_a_second_tab_and_no_network_leave_no_gap(walker: BrowserContext) -> None:
    page, _ = playing_longest(walker)
    name = page.locator(TITLE).inner_text()
    page.evaluate(CLOCK)
    walk_about(page)
    other = walker.new_page()
    other.goto("/clubs")
    expect(other.locator(TITLE)).to_have_text(name)
    other.close()
    walker.watch.excuse(r"", 0)  # type: ignore[attr-defined]
    walker.set_offline(True)
    page.wait_for_timeout(4000)
    walker.set_offline(False)
    page.wait_for_timeout(3000)
    assert page.locator(TITLE).inner_text() == name, "all of it on one track"
    gap = page.evaluate("() => clock.gap")
    assert gap <= MOST_GAP, f"{gap:.3f} s"


def walk_about(page: Page) -> None:
    """Ten pages by links, three times Back, a form."""
    for place in WALK:
        page.locator(f'#menu a[href="{place}"]').click()
        page.locator(f'#menu a[href="{place}"][aria-current]').wait_for()
    for place in reversed(WALK[-4:-1]):
        page.go_back()
        page.locator(f'#menu a[href="{place}"][aria-current]').wait_for()
    page.locator("#search").fill("Артём")
    page.locator("#search").press("Enter")
    page.locator("main .face-row").first.wait_for()


def test_without_network_the_queue_waits_and_goes_on_by_itself(walker: BrowserContext) -> None:
    page, _ = playing_longest(walker)
    before = page.locator(TITLE).inner_text()
    walker.watch.excuse(r"", 0)  # type: ignore[attr-defined]
    walker.set_offline(True)
    page.locator("player-bar [data-do=next]").click()
    expect(page.locator(TITLE)).not_to_have_text(before)
    expect(page.locator("player-bar [data-role=message]")).not_to_be_empty(timeout=30_000)
    assert not hearing.sounds(page)
    walker.set_offline(False)
    hearing.wait_for_sound(page)


@pytest.fixture
def forbidden(site: LivingSite) -> Iterator[list[str]]:
    """Numbers of blocks to be lifted when the test has ended."""
    laid: list[str] = []
    yield laid
    for block in laid:
        site.python(LIFT.format(block=block))


def test_after_a_removal_in_mid_play_no_byte_comes_and_the_player_falls_silent(
    walker: BrowserContext, site: LivingSite, forbidden: list[str]
) -> None:
    walker.watch.excuse(r"/(stream|listen)/", 403)  # type: ignore[attr-defined]
    page, number = playing_longest(walker)
    line = Line(page)
    forbidden.append(site.python(FORBID.format(track=number)).strip())
    line.counts()
    until(line.is_refused, SILENT_WITHIN, 0.2, "the player to be told")
    hearing.wait_for_silence(page)
    expect(page.locator("player-bar [data-role=message]")).not_to_be_empty()
    page.locator("player-bar [data-do=toggle]").click()
    page.wait_for_timeout(1500)
    assert not hearing.sounds(page)
    assert line.bytes == 0


class Line:
    """What the browser says of the bytes of sound that reach it."""

    def __init__(self, page: Page) -> None:
        self.page, self.bytes, self.refused = page, 0, False
        self._of_sound: set[str] = set()
        self._counting = False
        listening = page.context.new_cdp_session(page)
        listening.send("Network.enable")
        listening.on("Network.responseReceived", self._answered)
        listening.on("Network.dataReceived", self._received)

    def counts(self) -> None:
        """From now on."""
        self._counting = True

    def is_refused(self) -> bool:
        """Whether the browser was told since that it may not."""
        self.page.wait_for_timeout(10)  # what it has said meanwhile is heard now
        return self.refused

    def _answered(self, said: dict) -> None:  # type: ignore[type-arg]
        answer = said["response"]
        if "/stream/" in answer["url"] and answer["status"] < 300:
            self._of_sound.add(said["requestId"])
        elif "/stream/" in answer["url"]:
            self.refused = True

    def _received(self, said: dict) -> None:  # type: ignore[type-arg]
        if self._counting and said["requestId"] in self._of_sound:
            self.bytes += said["dataLength"]
