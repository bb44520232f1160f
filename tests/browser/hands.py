"""Somebody who has a keyboard and a screen reader: what they reach, press and write, and what they hear."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, FileChooser, FilePayload, Page

from browser.looking import let_it_stand
from browser.tree import Node, faults, node, tree_of
from living_site import PATIENCE

REACH = 60  # presses of Tab from where one is: more is no way to go
# Said aloud is what is put into a live region that stood there before, and what comes as an alert.
LISTEN = """(() => {
    const LIVE = '[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], [role=log]';
    const said = window.saidAloud = [];
    const parts = (e, what) =>
        e.nodeType === 1 ? [...e.querySelectorAll(what), ...(e.matches(what) ? [e] : [])] : [];
    const say = (...texts) => {
        const words = texts.map((e) => e.textContent).join(' ').trim().replace(/\\s+/g, ' ');
        if (words) said.push(words);
    };
    const heard = new MutationObserver((changes) => {
        const come = changes.flatMap(({addedNodes}) => [...addedNodes]);
        const fresh = new Set(come.flatMap((e) => parts(e, LIVE)));
        for (const {target, addedNodes, type} of changes) {
            const region = (target.nodeType === 1 ? target : target.parentElement)?.closest(LIVE);
            if (!region || fresh.has(region) || !region.checkVisibility()) continue;
            say(...(type === 'characterData' ? [region] : addedNodes));
        }
        for (const alert of come.flatMap((e) => parts(e, '[role=alert]'))) say(alert);
    });
    const all = {subtree: true, childList: true, characterData: true};
    document.addEventListener('DOMContentLoaded', () => heard.observe(document, all));
})()"""
HEARD = """(words) => {
    const at = saidAloud.findIndex((each) => each.includes(words));
    return at >= 0 && Boolean(saidAloud.splice(0, at + 1));
}"""
SETTLED = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"

Said = str | re.Pattern[str]


def listen_in(context: BrowserContext) -> None:
    """From now on the pages of this context keep what they would say aloud."""
    context.add_init_script(LISTEN)


def is_called(name: str, wanted: Said) -> bool:
    return name == wanted if isinstance(wanted, str) else bool(wanted.search(name))


@dataclass
class Hands:
    """One person before one page."""

    page: Page
    journey: Path  # where its trees are kept
    who: str
    presses: int = 0
    stations: int = 0
    heard: Node = field(init=False)
    _hears: Any = field(init=False)
    _choosers: list[FileChooser] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._hears = self.page.context.new_cdp_session(self.page)
        self._hears.send("Accessibility.enable")
        self.page.on("filechooser", lambda chooser: self._choosers.append(chooser))

    def go(self, address: str) -> "Hands":
        """Typed into the browser."""
        self.page.goto(address)
        return self._stands()

    def _stands(self) -> "Hands":
        self.page.wait_for_load_state()
        let_it_stand(self.page)
        self.page.wait_for_function(SETTLED)
        return self

    def key(self, *keys: str) -> "Hands":
        for key in keys:
            self.presses += 1
            self.page.keyboard.press(key)
        return self

    def enter(self, at: str = "") -> "Hands":
        """Enter, where one is; `at` is where it leads (the address ends like this, `*` is any part)."""
        self.key("Enter")
        return self.arrives(at) if at else self

    def arrives(self, at: str) -> "Hands":
        ending = re.escape(at).replace(r"\*", "[^/?#]+") if at != "/" else "//[^/]+/"
        self.page.wait_for_url(re.compile(f"{ending}([?#].*)?$"))
        return self._stands()

    def leaves(self, place: str) -> "Hands":
        """Another page comes than that one."""
        self.page.wait_for_url(lambda url: place not in url)
        return self._stands()

    def here(self) -> Node:
        """What the keyboard is on, as it is called there."""
        focused = self._hears.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]
        asked = {"objectId": focused["objectId"], "fetchRelatives": False}
        return node(self._hears.send("Accessibility.getPartialAXTree", asked)["nodes"][0])

    def to(self, name: Said, role: str = "button", *, back: bool = False, within: int = REACH) -> "Hands":
        """By Tab to what is called so; backwards with Shift."""
        passed = []
        for _ in range(within):
            self.key("Shift+Tab" if back else "Tab")
            at = self.here()
            if at.role == role and is_called(at.name, name):
                return self
            passed.append(str(at))
        missed = f'no {role} "{name}" within {within} presses on {self.page.url}:'
        raise AssertionError("\n".join([missed, *passed]))

    def is_on(self, name: Said, role: str) -> "Hands":
        """Where the keyboard is without a press: what was pressed before has not thrown it away."""

        def there() -> bool:
            at = self.here()
            return at.role == role and is_called(at.name, name)

        self._until(there, lambda: f'{role} "{name}" to have the keyboard, which is on {self.here()}')
        return self

    def write(self, field: Said, text: str, role: str = "textbox") -> "Hands":
        """Into the field that is called so, instead of what stands there."""
        self.to(field, role).key("Control+a")
        self.page.keyboard.type(text)
        return self

    def choose(self, name: Said, value: str) -> "Hands":
        """In a list that folds out, by the arrows, from its first line on."""
        self.to(name, "combobox").key("Home")
        for _ in range(20):
            if self.here().states.get("value") == value:
                return self
            self.key("ArrowDown")
        raise AssertionError(f'no "{value}" in {self.here()}')

    def pick(self, first: Said, wanted: Said) -> "Hands":
        """Of buttons of which one is chosen: by Tab to the first, by arrows to the one that is wanted."""
        self.to(first, "radio")
        for _ in range(20):
            if is_called(self.here().name, wanted):
                return self.key("Space")
            self.key("ArrowDown")
        raise AssertionError(f'no "{wanted}" to be chosen')

    def files(self, name: Said, *files: FilePayload | Path) -> "Hands":
        """What Enter on the field of files opens is the system's own; there they are chosen."""
        self.to(name)
        self.key("Enter")
        self._until(lambda: self._choosers, lambda: f"to be asked for files by {self.here()}")
        self._choosers.pop().set_files(list(files))  # type: ignore[arg-type]
        return self

    def hears(self, station: str, *said: Said, never: tuple[str, ...] = ()) -> "Hands":
        """The page soon says this, in this order, and nothing is wrong in its tree; which is kept."""

        def there() -> bool:
            self.heard = tree_of(self._hears)
            heard = _in_order(self.dump, said) and not any(words in self.dump for words in never)
            return heard and not faults(self.heard)

        def missed() -> str:
            wrong = "\n".join(faults(self.heard))
            return f"to hear {said} and not {never} on {self.page.url}:\n{self.dump}\n{wrong}"

        try:
            self._until(there, missed)
        finally:
            self._keep(station)
        return self

    @property
    def dump(self) -> str:
        """What was heard last, line by line."""
        return "\n".join(self.heard.lines())

    def is_told(self, words: str) -> "Hands":
        """Said aloud, wherever one is, since the last time something was."""
        self._until(
            lambda: self.page.evaluate(HEARD, words),
            lambda: f"to be told “{words}” on {self.page.url}: {self.page.evaluate('saidAloud')}",
        )
        return self

    def _until(self, question: Callable[[], object], what: Callable[[], str]) -> None:
        for _ in range(int(PATIENCE) * 10):
            if question():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(what())

    def _keep(self, station: str) -> None:
        self.stations += 1
        self.journey.mkdir(parents=True, exist_ok=True)
        name = f"{self.stations:02d}-{self.who}-{station.replace(' ', '-')}.txt"
        (self.journey / name).write_text(
            f"{self.page.url}, after {self.presses} keys\n{self.dump}\n", encoding="utf-8"
        )


def _in_order(dump: str, said: tuple[Said, ...]) -> bool:
    at = 0
    for words in said:
        found = re.compile(re.escape(words) if isinstance(words, str) else words).search(dump, at)
        if not found:
            return False
        at = found.end()
    return True
