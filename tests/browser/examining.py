"""A page that is open, examined in every theme and at every width, without asking twice what cannot differ.

What axe-core asks falls in two. Most of its rules read the document (names, roles, labels, order) and which
of its elements are shown: they are asked in the first look and again in each that shows others. Four look at
how it is drawn (contrast, links told from text, the size of targets, boxes that scroll). They are asked in
every look, save in parts of the page that were examined before under the same sheets, in the same theme and
at the same width: word for word in light and classic, whose places and sizes follow the words (header and
menu of page after page, and for the operator what a label was shown); in dark, which is light in other
colours and nothing else, by their tags, classes and states, for colours do not follow the words. Whether a
page is wider than its screen is asked in every look.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from playwright.sync_api import Page

from browser.looking import DRAWN, WIDER, WIDTHS, WRITTEN, barriers, let_it_stand

THEMES = ("light", "dark", "classic")  # light and dark are the system's choice, classic the reader's own

# As web/pages/shell.html draws it for whoever has chosen it; nothing is halfway to its new colour.
DRESSED = """(theme) => {
    document.documentElement.dataset.theme = theme;
    const scheme = document.querySelector('meta[name=color-scheme]');
    if (scheme) scheme.content = {system: 'light dark', classic: 'light'}[theme];
    for (const choice of document.querySelectorAll('button.choice[name=theme]'))
        choice.setAttribute('aria-pressed', choice.value === theme);
    getComputedStyle(document.documentElement).color;
    for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
}"""
# Which elements are shown, one letter each.
SHOWN = """() => [...document.body.querySelectorAll('*')]
    .map((e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) ? 'x' : '-').join('')"""
# What a page is put together of (its header, menu, middle, …): the elements, and what each is told apart by.
PARTS = """[...document.body.children].flatMap((e) => e.querySelector('main') ? [...e.children] : [e])"""
WORDS = "alt|aria-label|content|data-[a-z-]+|datetime|for|href|id|lang|name|placeholder|src|title|value"
TOLD = f"""(colours) => {{
    const sheets = [...document.styleSheets].map((sheet) => sheet.href ?? sheet.ownerNode.textContent).join();
    const bare = (html) => html.replace(/>[^<]+</g, '><').replace(/ ({WORDS})="[^"]*"/g, '');
    const told = (html) => colours ? bare(html) : html.replace(/<input type="hidden"[^>]*>/g, '');
    return {PARTS}.map((e) => sheets + told(e.outerHTML));
}}"""
UNMET = f"""(met) => {{ window.examined = {PARTS}.filter((_, place) => met[place]); }}"""


def dress(page: Page, theme: str) -> None:
    """What a choice of this theme would make of the page."""
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.evaluate(DRESSED, "classic" if theme == "classic" else "system")


@dataclass
class Examiner:
    """Remembers what was examined, over all pages."""

    met: set[bytes] = field(default_factory=set)
    looks: int = 0  # how many were had

    def examine(self, page: Page) -> Iterator[str]:
        """What is wrong with the open page in any theme at any width."""
        let_it_stand(page)
        asked: set[str] = set()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_function("(width) => innerWidth === width", arg=width)
            for theme in THEMES:
                self.looks += 1
                dress(page, theme)
                found = [f"wider: {what}" for what in page.evaluate(WIDER)]
                shown = page.evaluate(SHOWN)
                if shown not in asked:
                    asked.add(shown)
                    found += [f"axe {barrier}" for barrier in barriers(page, WRITTEN)]
                found += [f"axe {barrier}" for barrier in self._drawn(page, theme, width)]
                yield from (f"{theme} at {width}: {fault}" for fault in found)

    def _drawn(self, page: Page, theme: str, width: int) -> list[str]:
        """What the rules of drawing find in the parts that this look has not met yet."""
        told = page.evaluate(TOLD, theme == "dark")
        parts = [sha256(f"{theme} {width} {part}".encode()).digest() for part in told]
        known = [part in self.met for part in parts]
        if all(known):
            return []
        page.evaluate(UNMET, known)
        found = barriers(page, DRAWN, but="window.examined")
        self.met.update(parts)
        return found
