"""The full grid (`./akkord check pages`): every page for every reader in every theme, language and width, and
once at 400 % zoom, with letters of twice the size, from right to left, in long words, by keyboard, without
scripts; and whoever else comes gets an answer, not an error. Takes hours; `./akkord test` asks a part of it
in pairs (test_pages.py). `-k` chooses pages by their names."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from akkord.flow import pages as registry
from browser.conftest import PATIENCE, NewContext, sign_in
from browser.journeys import LANGUAGES
from browser.looking import FOCUSED, WIDER, WIDTHS, barriers, let_it_stand, overflowing
from browser.roles import EMAILS
from browser.test_pages import PAGES, THEMES, Look, Reader, Titles, faults, reader, titles
from living_site import LivingSite

pytestmark = pytest.mark.skipif(
    not os.environ.get("AKKORD_GRID"), reason="the full grid: ./akkord check pages"
)
__all__ = ["reader", "titles"]  # fixtures, too
every_page = pytest.mark.parametrize(
    "place",
    [
        pytest.param(place, id=page.route, marks=pytest.mark.xdist_group(str(place % 2)))
        for place, page in enumerate(PAGES)
    ],
)
ZOOMED = {"width": 320, "height": 256}  # 1280 × 1024 at 400 % (WCAG 2.2, 1.4.10)
STEPS = 400  # presses of Tab after which a page has no end

# Everything that can be reached by Tab and is shown, in the order of the document.
REACHABLE = """() => {
    const kinds = 'a[href], button, input, select, textarea, summary, [tabindex]';
    const shown = (e) => e.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true});
    const group = (e) => [...document.querySelectorAll(`input[type=radio][name="${e.name}"]`)].filter(shown);
    const chosen = (e) => group(e).find((one) => one.checked) ?? group(e)[0];
    return [...document.querySelectorAll(kinds)].filter((e) => e.tabIndex >= 0 && !e.disabled && shown(e)
        && !e.closest('details:not([open]) > :not(summary)')
        && (e.type !== 'radio' || e === chosen(e))).length;
}"""
# Every word half as long again, in brackets: what German or Finnish makes of English.
LONGER = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), all = [];
    while (texts.nextNode()) all.push(texts.currentNode);
    for (const text of all) {
        if (!text.data.trim() || text.parentElement.closest('script, style')) continue;
        const longer = (word) => word + word.slice(0, Math.ceil(word.length / 2));
        text.data = text.data.replace(/\\p{L}{2,}/gu, longer);
    }
}"""
MIRRORED = """() => {
    const left = (place) => document.querySelector(place)?.getBoundingClientRect().left ?? 0;
    return innerWidth < 900 || left('#menu') > left('#main');
}"""


@every_page
def test_every_page_in_every_look(place: int, reader: Reader, titles: Titles) -> None:
    declared = PAGES[place]
    found: list[str] = []
    for role in declared.roles:
        for theme in THEMES:
            for language in LANGUAGES:
                found += seen(declared, Look(role, WIDTHS[0], theme, language), reader, titles)
    assert not found, "\n".join(found)


def seen(declared: registry.Page, look: Look, reader: Reader, titles: Titles) -> list[str]:
    """What is wrong with a page in this look, at all widths."""
    context, watch = reader(look)
    page = context.new_page()
    page.set_viewport_size({"width": look.width, "height": 800})
    answer = page.goto(declared.path)
    assert answer is not None
    found = []
    if answer.status != 200 or not page.url.endswith(declared.path):
        found.append(f"{look}: {answer.status} at {page.url}")
    else:
        let_it_stand(page)
        found += [f"{look}: {fault}" for fault in faults(page, look, declared.route, titles)]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found += [f"{look} at {width}: axe {barrier}" for barrier in barriers(page)]
    found += [f"{look}: {trouble}" for trouble in watch.taken()]
    page.close()
    return found


@every_page
def test_every_page_in_the_further_ways(place: int, person: NewContext) -> None:
    declared = PAGES[place]
    context = person(EMAILS[declared.roles[0]])
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    found = []
    for way in (zoomed, in_large_letters, from_right_to_left, in_long_words, by_keyboard, by_the_map_of_keys):
        page.goto(declared.path)
        let_it_stand(page)
        found += [f"{way.__name__}: {fault}" for fault in way(page)]
        page.set_viewport_size({"width": 1280, "height": 800})
    said = page.locator("h1").first.inner_text()
    without = person(EMAILS[declared.roles[0]], java_script_enabled=False).new_page()
    without.goto(declared.path)
    if without.locator("h1").first.inner_text() != said or not without.locator("main").inner_text().strip():
        found.append("without scripts there is nothing to read")
    assert not found, "\n".join(found)


def zoomed(page: Page) -> Iterator[str]:
    page.set_viewport_size(ZOOMED)
    yield from (f"wider: {what}" for what in page.evaluate(WIDER))
    yield from (f"axe {barrier}" for barrier in barriers(page))


def in_large_letters(page: Page) -> Iterator[str]:
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    yield from (
        f"wider than {width}: {what}" for width, what in overflowing(page).items() if width != WIDTHS[-1]
    )


def from_right_to_left(page: Page) -> Iterator[str]:
    page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    yield from (f"wider than {width}: {what}" for width, what in overflowing(page).items())
    if not page.evaluate(MIRRORED):
        yield "the menu stands where it stood"


def in_long_words(page: Page) -> Iterator[str]:
    page.evaluate(LONGER)
    yield from (f"wider than {width}: {what}" for width, what in overflowing(page).items())


def by_keyboard(page: Page) -> Iterator[str]:
    """Tab reaches everything that is shown, one after the other, and shows where one is."""
    if page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count():
        yield "an order of its own"
    page.locator(".skip").focus()
    wanted, reached = page.evaluate(REACHABLE), 1
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        step = page.evaluate(FOCUSED)
        if step["tag"] == "BODY":
            break
        reached += 1
        if not (step["shown"] and step["ringed"]):
            yield f"unseen: {step}"
        if step["covered"]:
            yield f"covered: {step}"
    if reached < min(wanted, STEPS):
        yield f"Tab reaches {reached} of {wanted}"


def by_the_map_of_keys(page: Page) -> Iterator[str]:
    page.locator(".skip").focus()  # not in a field, where it is a letter
    page.keyboard.press("?")
    if not page.locator("#keys").is_visible():
        yield "? opens nothing"
    page.keyboard.press("Escape")
    if page.locator("#keys").is_visible():
        yield "Escape closes nothing"


OTHERS = {"moderator": "gleb@akkord.example", "blocked": "nora@akkord.example"}
MADE = """
import django; django.setup()
from akkord.care import actions as care
from akkord.care.rules import Role
from akkord.people import actions as people, queries as persons
of = persons.person_by_email
care.appoint(of("operator@akkord.example"), of("gleb@akkord.example"), Role.MODERATOR)
people.block(of("member@akkord.example"), of("nora@akkord.example"))
"""


@pytest.mark.parametrize("who", OTHERS)
def test_whoever_else_comes_gets_a_page_and_no_error(who: str, browser: Browser, site: LivingSite) -> None:
    site.python(MADE)
    context = browser.new_context(base_url=site.url, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    sign_in(context.new_page(), OTHERS[who])
    found, page = [], context.new_page()
    for declared in PAGES:
        answer = page.goto(declared.path)
        assert answer is not None
        if answer.status not in (200, 403, 404):
            found.append(f"{declared.path}: {answer.status}")
        found += [f"{declared.path}: axe {barrier}" for barrier in barriers(page)]
    context.close()
    assert not found, "\n".join(found)
