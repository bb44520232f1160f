"""Pictures of the main pages for the documents, made only when asked for: AKKORD_SCREENSHOTS=1."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser import disguise, hearing
from browser.conftest import NewContext
from browser.roles import LABEL
from living_site import ROOT

PICTURES = ROOT / "docs" / "screenshots"
READER = "bastian@akkord.example"  # whose friends post much of the music that arrives first
SIZES = {"desktop": (1180, 760), "phone": (390, 780)}
MOST_BYTES = 200_000

pytestmark = pytest.mark.skipif(
    not os.environ.get("AKKORD_SCREENSHOTS"), reason="AKKORD_SCREENSHOTS is not set"
)


@pytest.mark.parametrize(
    ("size", "scheme"), [("desktop", "light"), ("phone", "light"), ("desktop", "dark")], ids=str
)
def test_pictures_of_the_main_pages(size: str, scheme: str, person: NewContext, tmp_path: Path) -> None:
    width, height = SIZES[size]
    look = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
    tail = size if scheme == "light" else f"{size}-{scheme}"
    context = person(READER, **look)
    hearing.listen_in(context)
    page = context.new_page()
    page.goto("/settings")
    in_english(page)
    page.goto("/feed")
    page.locator("main button.track-play").first.click()
    hearing.wait_for_sound(page)
    take(page, f"feed-{tail}")
    if scheme == "dark":
        return  # one dark picture is enough
    page.goto(str(page.locator("main [data-playable] .track-name").first.get_attribute("href")))
    take(page, f"track-{tail}")
    page.goto("/audio/upload")
    page.locator("#upload-file").set_input_files(disguise.unknown(tmp_path, f"evening {tail}.mp3", 11))
    page.locator("[data-upload-list] .story-steps").wait_for()
    page.wait_for_timeout(6000)
    take(page, f"upload-{tail}")
    office = person(LABEL, **look).new_page()
    office.goto("/rights/1/orders/new")
    take(office, f"order-{tail}")
    office.goto("/log")
    take(office, f"log-{tail}")


def in_english(page: Page) -> None:
    page.locator(".top .look summary").click()
    page.locator(".top .look button[lang=en]").click()
    page.wait_for_load_state()


def take(page: Page, name: str) -> None:
    """One small picture; the README shows the desktop's feed."""
    PICTURES.mkdir(exist_ok=True)
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    assert path.stat().st_size < MOST_BYTES
