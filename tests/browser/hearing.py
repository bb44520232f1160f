"""How a test hears: the player keeps its sound outside every page, so the element is caught when it plays."""

from playwright.sync_api import BrowserContext, Page

from living_site import PATIENCE, DidNotHappen, until

CATCH = """(() => {
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () { window.caught = this; return play.call(this); };
})()"""

QUESTIONS = """() => performance.getEntriesByType("resource")
    .filter(({name}) => /\\/(listen|stream)\\//.test(name)).slice(-6)
    .map(({name, responseStatus, startTime}) => [name, responseStatus, Math.round(startTime)])"""


def listen_in(context: BrowserContext) -> None:
    """From now on the pages of this context keep hold of whatever begins to sound."""
    context.add_init_script(CATCH)


def position(page: Page) -> float:
    """Seconds into the track; 0 while nothing has been played."""
    return float(page.evaluate("() => window.caught?.currentTime ?? 0"))


def sounds(page: Page) -> bool:
    return bool(page.evaluate("() => Boolean(window.caught && !window.caught.paused && window.caught.src)"))


def address(page: Page) -> str:
    """Where the sound came from last."""
    fetched = "performance.getEntriesByType('resource').filter((each) => each.name.includes('/stream/'))"
    return str(page.evaluate(f"() => {fetched}.at(-1).name"))


def wait_for_sound(page: Page, seconds: float = PATIENCE) -> None:
    try:
        until(lambda: sounds(page) and position(page) > 0, seconds, 0.1, "the track to sound")
    except DidNotHappen as silent:
        silent.add_note(f"the player: {page.locator('player-bar').inner_text()!r}, its questions:")
        silent.add_note(str(page.evaluate(QUESTIONS)))
        raise


def wait_for_silence(page: Page, seconds: float = PATIENCE) -> None:
    until(lambda: not sounds(page), seconds, 0.2, "silence")


def goes_on(page: Page, before: float) -> float:
    """Assert that it sounds, further on than `before`; the place where it is now."""
    until(lambda: position(page) > before, PATIENCE, 0.05, f"the sound to go on from {before:.1f} s")
    assert sounds(page)
    return position(page)
