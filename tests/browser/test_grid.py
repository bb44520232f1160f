"""The full grid (`./akkord check pages`): every page for every reader in every theme, language and width, and
once at 400 % zoom, with letters of twice the size, from right to left, in long words, by keyboard, without
scripts; and whoever else comes gets an answer, not an error. A page is loaded once for each reader and
language; theme and width change while it is open (examining.py). `./akkord test` asks a part of it in pairs
(test_pages.py). `-k` chooses pages by their names."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import PATIENCE, go, sign_in
from browser.examining import Examiner, dress
from browser.journeys import LANGUAGES
from browser.looking import FOCUSED, WIDER, WIDTHS, barriers, let_it_stand, overflowing
from browser.test_pages import PAGES, Look, Reader, Titles, misread, reader, titles
from browser.under_way import PlaceOf
from browser.watching import Watch
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


@pytest.fixture(scope="module")
def examiner() -> Examiner:
    return Examiner()


@pytest.fixture(scope="module")
def without_scripts(reader: Reader, browser: Browser, site: LivingSite) -> Iterator[Callable[[Look], Page]]:
    """The pages of the same people, where no script runs."""
    kept: dict[str, Page] = {}

    def of(look: Look) -> Page:
        if look.role not in kept:
            context = browser.new_context(base_url=site.url, locale="en-GB", java_script_enabled=False)
            context.set_default_timeout(PATIENCE)
            context.add_cookies(reader(look)[0].cookies())  # type: ignore[arg-type]
            kept[look.role] = context.new_page()
        return kept[look.role]

    yield of
    for page in kept.values():
        page.context.close()


def opened(reader: Reader, look: Look, path: str) -> tuple[Page, Watch, str]:
    """The one page this reader has open, led there; what is wrong with the answer, if anything."""
    context, watch = reader(look)
    page = context.pages[0] if context.pages else context.new_page()
    page.set_viewport_size({"width": look.width, "height": 800})
    answer = go(page, path)
    whole = answer.status == 200 and page.url.endswith(path)
    return page, watch, "" if whole else f"{answer.status} at {page.url}"


@every_page
def test_every_page_in_every_look(
    place: int, reader: Reader, titles: Titles, examiner: Examiner, place_of: PlaceOf
) -> None:
    declared = PAGES[place]
    found: list[str] = []
    for role in declared.roles:
        # The language the page before ended in comes first: a choice takes two requests.
        for language in LANGUAGES if place // 2 % 2 else reversed(LANGUAGES):
            look = Look(role, WIDTHS[0], "light", language)
            page, watch, trouble = opened(reader, look, place_of(declared))
            said = [trouble]
            if not trouble:
                said = misread(page, look, declared.route, titles) + list(examiner.examine(page))
            found += [f"{role} {language}: {fault}" for fault in said + watch.taken()]
    assert not found, "\n".join(found)


@every_page
def test_every_page_in_the_further_ways(
    place: int, reader: Reader, without_scripts: Callable[[Look], Page], place_of: PlaceOf
) -> None:
    declared = PAGES[place]
    look = Look(declared.roles[0], WIDTHS[0], "light", "en")
    page, watch, trouble = opened(reader, look, place_of(declared))
    assert not trouble, trouble
    let_it_stand(page)
    dress(page, "light")
    said, found = page.locator("h1").first.inner_text(), []
    for way in (zoomed, by_keyboard, by_the_map_of_keys, in_large_letters, from_right_to_left, in_long_words):
        found += [f"{way.__name__}: {fault}" for fault in way(page)]
        page.set_viewport_size({"width": look.width, "height": 800})
    without = without_scripts(look)
    without.goto(place_of(declared))
    if without.locator("h1").first.inner_text() != said or not without.locator("main").inner_text().strip():
        found.append("without scripts there is nothing to read")
    found += watch.taken()
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
    page.evaluate("() => { document.documentElement.style.fontSize = ''; }")


def from_right_to_left(page: Page) -> Iterator[str]:
    page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    yield from (f"wider than {width}: {what}" for width, what in overflowing(page).items())
    if not page.evaluate(MIRRORED):
        yield "the menu stands where it stood"
    page.evaluate("() => { document.documentElement.removeAttribute('dir'); }")


def in_long_words(page: Page) -> Iterator[str]:
    """Comes last: the words stay as long as it makes them."""
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
def test_whoever_else_comes_gets_a_page_and_no_error(
    who: str, browser: Browser, site: LivingSite, place_of: PlaceOf
) -> None:
    site.python(MADE)
    context = browser.new_context(base_url=site.url, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    sign_in(context.new_page(), OTHERS[who])
    found, page = [], context.new_page()
    for declared in PAGES:
        answer = page.goto(place_of(declared))
        assert answer is not None
        if answer.status not in (200, 403, 404):
            found.append(f"{declared.path}: {answer.status}")
        found += [f"{declared.path}: axe {barrier}" for barrier in barriers(page)]
    context.close()
    assert not found, "\n".join(found)
