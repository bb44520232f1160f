"""Every page of the registry, for whom it is and for whom it is not, in every look a reader may choose."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from akkord.config.registry import all_pages
from akkord.flow import pages as registry
from browser.conftest import PATIENCE, NewContext, go, sign_in
from browser.examining import THEMES
from browser.journeys import FOREIGN, LANGUAGES, choose
from browser.looking import SHELL, WIDTHS, barriers, let_it_stand, overflowing
from browser.roles import EMAILS, GUARDED, ROLES
from browser.under_way import PlaceOf, code_on_paper
from browser.watching import Watch, watched
from living_site import LivingSite

PAGES = all_pages()


@dataclass(frozen=True)
class Look:
    """One way to look at a page."""

    role: str
    width: int
    theme: str  # light and dark are the system's choice, classic the reader's own
    language: str

    @property
    def scheme(self) -> Literal["light", "dark"]:
        return "dark" if self.theme == "dark" else "light"


def looks(page: registry.Page, place: int) -> list[Look]:
    """Three looks, or one for each role, that pair each role, width, theme and language with this page;
    which of them come together turns from page to page, so that over all pages every two meet."""
    return [
        Look(
            page.roles[(place + n) % len(page.roles)],
            WIDTHS[(place // 2 + n) % len(WIDTHS)],
            THEMES[(place // 3 + n) % len(THEMES)],
            LANGUAGES[(place // 6 + n // 2 + n) % 2],
        )
        for n in range(max(len(page.roles), len(WIDTHS)))
    ]


Reader = Callable[[Look], tuple[BrowserContext, Watch]]
Titles = Callable[[str, str], str]


@pytest.fixture(scope="module")
def reader(browser: Browser, site: LivingSite) -> Iterator[Reader]:
    """People who stay signed in over all pages, so that their browsers keep what never changes."""
    kept: dict[tuple[str, str], tuple[BrowserContext, Watch]] = {}
    chosen: dict[tuple[str, str], tuple[str, str]] = {}

    def of(look: Look) -> tuple[BrowserContext, Watch]:
        name = (look.role, look.scheme)
        if name not in kept:
            kept[name] = _opened(browser, site, look)
        # Whoever is signed in has one choice, in whichever browser; a guest has one in each.
        whose = name if look.role == "guest" else (look.role, "")
        choice = (look.language, "classic" if look.theme == "classic" else "system")
        if chosen.get(whose) != choice:
            choose(kept[name][0], language=choice[0], theme=choice[1])
            chosen[whose] = choice
        return kept[name]

    yield of
    for context, _ in kept.values():
        context.close()


def _opened(browser: Browser, site: LivingSite, look: Look) -> tuple[BrowserContext, Watch]:
    context = browser.new_context(locale="en-GB", base_url=site.url, color_scheme=look.scheme)
    context.set_default_timeout(PATIENCE)
    if EMAILS[look.role]:
        page = context.new_page()
        code = code_on_paper(site, GUARDED) if look.role == "guarded" else ""
        sign_in(page, EMAILS[look.role], code=code)
        page.close()
    return context, watched(context)


@pytest.fixture(scope="session")
def titles(tmp_path_factory: pytest.TempPathFactory) -> Titles:
    """Who has a title first, over all pages; kept as links in a folder, for there may be two processes."""
    folder = tmp_path_factory.getbasetemp()
    folder = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "titles"
    folder.mkdir(exist_ok=True)

    def taken_by(title: str, route: str) -> str:
        link = folder / sha256(title.encode()).hexdigest()
        with suppress(FileExistsError):
            link.symlink_to(route)
        return str(link.readlink())

    return taken_by


@pytest.fixture(scope="module")
def met() -> set[Look]:
    """Looks in which the header, the menu and the player's bar were examined; every page has the same."""
    return set()


# Two groups, so that two processes share the work.
@pytest.mark.parametrize(
    "place",
    [
        pytest.param(place, id=page.route, marks=pytest.mark.xdist_group(str(place % 2)))
        for place, page in enumerate(PAGES)
    ],
)
def test_every_page_is_whole_for_those_it_is_for(
    place: int, reader: Reader, titles: Titles, met: set[Look], place_of: PlaceOf
) -> None:
    declared = PAGES[place]
    path = place_of(declared)
    found: list[str] = []
    for look in looks(declared, place):
        context, watch = reader(look)
        page = context.pages[0] if context.pages else context.new_page()
        page.set_viewport_size({"width": look.width, "height": 800})
        answer = go(page, path)
        if answer.status != 200 or not page.url.endswith(path):
            found.append(f"{look}: {answer.status} at {page.url}")
        else:
            let_it_stand(page)
            known = SHELL if look in met else "[]"
            found += [f"{look}: axe {barrier}" for barrier in barriers(page, but=known)]
            wide = [f"wider than {width}: {what}" for width, what in overflowing(page).items()]
            found += [f"{look}: {fault}" for fault in wide + misread(page, look, declared.route, titles)]
            met.add(look)
        found += [f"{look}: {trouble}" for trouble in watch.taken()]
    assert not found, "\n".join(found)


def misread(page: Page, look: Look, route: str, titles: Titles) -> list[str]:
    """What is wrong with how this page reads."""
    said = []
    if (headings := page.locator("h1").count()) != 1:
        said.append(f"{headings} h1")
    title = page.title()
    if not title.split("·")[0].strip():
        said.append("no title")
    here = "feed" if route == "first" and look.role != "guest" else route  # one page at two addresses
    if (other := titles(title, here)) != here:
        said.append(f"title {title!r} is also that of {other}")
    if page.locator("html").get_attribute("lang") != look.language:
        said.append("html lang")
    shell = "\n".join(page.locator(".top, #menu").all_inner_texts())
    said += [f"foreign word {word!r}" for word in FOREIGN[look.language] if word in shell.split("\n")]
    return said


@pytest.mark.parametrize("role", ROLES)
def test_pages_of_others_are_refused_or_lead_elsewhere(
    role: str, person: NewContext, place_of: PlaceOf
) -> None:
    context = person(EMAILS[role])
    wrong = []
    for declared in PAGES:
        if role in declared.roles:
            continue
        answer = context.request.get(place_of(declared), max_redirects=0)
        if answer.status not in (302, 403, 404):
            wrong.append(f"{declared.path}: {answer.status}")
    assert not wrong, "\n".join(wrong)
