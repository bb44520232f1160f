"""The full grid changes the theme of an open page; that is what a choice of the theme comes to."""

import pytest
from playwright.sync_api import Page

from browser.conftest import NewContext
from browser.examining import Examiner, dress
from browser.journeys import choose
from browser.looking import let_it_stand
from browser.roles import MEMBER

# Every element as it is computed, its box and looks; not the button of the choice itself, nor the schemes a
# page is made for, of which one holds, nor margins, which the box tells and Chromium not always.
COMPUTED = """() => [...document.querySelectorAll('html, body, body :not(.choice)')].map((e) => {
    const look = getComputedStyle(e), {x, y, width, height} = e.getBoundingClientRect();
    const all = [...look].filter((name) => !/^--|^color-scheme|^margin/.test(name));
    const box = [x, y, width, height].join();
    return [`${e.tagName} ${e.className}`, box, ...all.map((name) => name + look[name])];
})"""


@pytest.mark.parametrize("address", ["/settings", "/audio/new"])
@pytest.mark.parametrize("theme", ["light", "dark", "classic"])
def test_a_theme_put_on_an_open_page_looks_as_one_that_was_chosen(
    theme: str, address: str, person: NewContext
) -> None:
    page = person(MEMBER).new_page()
    choose(page.context, theme="system")
    page.goto(address)
    for other in ("classic", "dark", "light", theme):  # what another theme leaves behind would be seen
        dress(page, other)
    chosen = person(MEMBER).new_page()
    choose(chosen.context, theme=theme)
    chosen.goto(address)
    choose(chosen.context, theme="system")
    for width in (1280, 390):
        both = []
        for each in (page, chosen):
            each.set_viewport_size({"width": width, "height": 800})
            let_it_stand(each)
            both.append(each.evaluate(COMPUTED))
        unlike = [(one[0], set(one) ^ set(other)) for one, other in zip(*both, strict=True) if one != other]
        assert not unlike


FAULTS = {
    "<style>[data-theme=classic] #main p { color: #ccc }</style>": "classic at 1280: axe color-contrast",
    "<style>@media (max-width: 330px) { #main p { color: #888 } }</style>": "light at 320: axe color",
    "<style>@media (max-width: 400px) { #main { min-width: 500px } }</style>": "light at 390: wider: ",
    "<style>:root:not([data-theme=classic]) #x { display: none }</style><img id=x>": "classic at 1280: axe",
}


@pytest.mark.parametrize("drawn", FAULTS)
def test_a_fault_of_one_look_alone_is_found(drawn: str, person: NewContext) -> None:
    page: Page = person(MEMBER, bypass_csp=True).new_page()
    examiner = Examiner()
    page.goto("/help")
    assert list(examiner.examine(page)) == []
    page.goto("/help")
    page.evaluate("(html) => document.getElementById('main').insertAdjacentHTML('beforeend', html)", drawn)
    assert any(fault.startswith(FAULTS[drawn]) for fault in examiner.examine(page))
