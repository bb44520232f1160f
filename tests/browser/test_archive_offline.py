"""An archive with its sounds is opened from the disk: every page is reached, and nothing asks a network."""

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.conftest import PASSWORD
from browser.roles import MEMBER, SENDER
from living_site import LivingSite


@pytest.fixture(params=[MEMBER, SENDER])
def folder(site: LivingSite, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The archive of a member of the sample world, as it lies on their disk."""
    member = site.browser(request.param, password=PASSWORD)
    member.send_form("/accounts/reauthenticate/", "/accounts/reauthenticate/", password=PASSWORD)
    answer = member.send_form("/settings/data/archive.zip", "/settings/data", sounds="yes")
    assert answer.headers["content-type"] == "application/zip", answer.text[-1000:]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        packed.extractall(tmp_path)
    assert request.param != SENDER or list(tmp_path.glob("akkord-archive/sounds/*.*"))
    return tmp_path / "akkord-archive"


def test_an_archive_opens_without_a_network_and_leads_to_all_of_its_pages(
    browser: Browser, folder: Path
) -> None:
    context = browser.new_context(offline=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    broken: list[str] = []
    context.on("requestfailed", lambda request: broken.append(request.url))
    page = context.new_page()
    todo, seen, files = [(folder / "index.html").as_uri()], set[str](), set[str]()
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        links = page.eval_on_selector_all("a", "each => each.map(a => a.href)")
        inside = {link.split("#")[0] for link in links if link.startswith("file:")}
        todo += [each for each in inside if each.endswith(".html")]
        files |= {each for each in inside if not each.endswith(".html")}
        unseen = page.eval_on_selector_all("img", "each => each.filter(i => !i.naturalWidth).map(i => i.src)")
        assert not unseen, address
    context.close()
    assert seen == {each.as_uri() for each in folder.glob("*.html")}
    packed = {each.as_uri() for kind in ("documents", "sounds") for each in folder.glob(f"{kind}/*")}
    assert files == packed
    assert not [each for each in asked if not each.startswith("file:")]
    assert not broken
