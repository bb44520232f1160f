"""How a page is looked at: as a reader with a small screen, a keyboard or a screen reader would meet it."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = (1280, 390, 320)
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # the rest is not read, and writing it down takes long
}
# Those of them that look at how the page is drawn, and those that read it.
SEEING = ("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable")
DRAWN = {**RULES, "runOnly": {"type": "rule", "values": SEEING}}
WRITTEN = {**RULES, "rules": {rule: {"enabled": False} for rule in SEEING}}

SHELL = "['.top', '#menu', '.player-place'].flatMap((part) => [...document.querySelectorAll(part)])"
# The entrance (signing in, resetting a password) has no player to wait for.
STANDS = """() => (!document.querySelector('player-bar') || customElements.get('player-bar'))
    && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"""

# What stands further right than the page is wide, or the whole page where nothing visible does.
WIDER = """() => {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const clipped = (e) => getComputedStyle(e).overflowX !== 'visible';
    const scrolls = (e) => e && e !== page && (clipped(e) || scrolls(e.parentElement));
    const out = (e) => e.getBoundingClientRect().right > page.clientWidth + 1 && !scrolls(e.parentElement);
    const most = [...document.querySelectorAll('body *')].filter(out).slice(0, 4);
    return [`${page.scrollWidth} px`, ...most.map((e) => e.outerHTML.slice(0, 160))];
}"""

FOCUSED = """() => {
    const e = document.activeElement, look = getComputedStyle(e), box = e.getBoundingClientRect();
    const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const mine = !over || e.contains(over) || over.contains(e) || over.closest('label');
    return {
        tag: e.tagName,
        name: (e.getAttribute('aria-label') || e.textContent || e.name || '').trim().slice(0, 40),
        href: e.getAttribute('href'),
        shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
        ringed: parseFloat(look.outlineWidth) >= 2 || look.boxShadow !== 'none',
        covered: mine ? '' : over.outerHTML.slice(0, 80),
    };
}"""


def let_it_stand(page: Page) -> None:
    """Wait until the page's player is there, where it has one, and what was pressed has come and is shown."""
    page.wait_for_function(STANDS)


def barriers(page: Page, rules: dict[str, Any] = RULES, *, but: str = "[]") -> list[str]:
    """What axe-core finds against WCAG 2.2 AA, one line for each node; without the elements that `but`, an
    expression for the page, names as examined before (SHELL: what is around the content of every page)."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(f"(rules) => axe.run({{exclude: {but}}}, rules)", rules)
    return [
        f"{violation['id']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def overflowing(page: Page) -> dict[int, list[str]]:
    """At each width, what makes the page scroll sideways; the width it had is given back."""
    before = page.viewport_size
    assert before is not None
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": before["height"]})
        if wider := page.evaluate(WIDER):
            found[width] = wider
    page.set_viewport_size(before)
    return found


def walk_by_tab(page: Page, steps: int) -> list[dict[str, Any]]:
    """What Tab reaches, one after the other, from the top of the page."""
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    reached = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    return reached
