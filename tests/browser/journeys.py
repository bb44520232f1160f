"""How a journey is walked: in one language, each page as those meet it who cannot see or use a mouse."""

import re
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page

from browser.looking import barriers, overflowing

LANGUAGES = ("en", "ru")
# Words of the shell that a page in the other language must not show.
FOREIGN = {
    "ru": ("Sign in", "Sign up", "Public log", "Communities", "Friends", "Feed"),
    "en": ("Войти", "Сообщества", "Друзья", "Лента"),
}


def choose(context: BrowserContext, **look: str) -> None:
    """As the menu of looks and languages does it."""
    page = context.request.get("/help").text()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form: dict[str, str | float | bool] = {"csrfmiddlewaretoken": token, "next": "/help", **look}
    assert context.request.post("/look", form=form).ok


@dataclass
class Walker:
    """Somebody on the way through the site, in one language."""

    page: Page
    language: str

    def go(self, address: str) -> "Walker":
        """Typed into the browser."""
        self.page.goto(address)
        return self.at(address)

    def at(self, address: str) -> "Walker":
        """Arrived there (the address ends like this, `*` is any part): the page is whole for everybody."""
        ending = re.escape(address).replace(r"\*", "[^/]+")
        self.page.wait_for_url(re.compile(f"{ending}([?#].*)?$"))
        self.page.wait_for_load_state("networkidle")
        return self.looks()

    def looks(self) -> "Walker":
        """No barrier, nothing wider than its screen, every word of the shell in the reader's language."""
        self.page.evaluate("scrollTo(0, 0)")  # what is scrolled under the bar is no barrier
        found = [f"axe {barrier}" for barrier in barriers(self.page)]
        found += [f"wider than {width}: {what}" for width, what in overflowing(self.page).items()]
        shell = self.page.locator("#menu").inner_text()
        found += [f"foreign: {word}" for word in FOREIGN[self.language] if word in shell]
        if (spoken := self.page.locator("html").get_attribute("lang")) != self.language:
            found.append(f"the page says it is in {spoken}")
        assert not found, f"{self.page.url}\n" + "\n".join(found)
        return self

    def press(self, selector: str) -> "Walker":
        """Reach it and press Enter, as a hand on the keyboard does."""
        target = self.page.locator(selector).first
        target.focus()
        target.press("Enter")
        return self

    def fill(self, **fields: str) -> "Walker":
        """Write into the fields of the page's own form."""
        for name, text in fields.items():
            self.page.locator(f"main [name={name}]").first.fill(text)
        return self
