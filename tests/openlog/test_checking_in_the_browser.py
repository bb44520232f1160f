"""A reader checks lines in their own browser: what holds is said to hold, what was changed is not."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from akkord.web import statics

CHROMIUM = os.environ.get("AKKORD_CHROMIUM") or shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium"),
]


def given(route: Route) -> None:
    """Scripts and styles as the site's front gives them; Django's live server knows nothing of versions."""
    found = statics.file(route.request.url.partition("/static/v/")[2].partition("/")[2])
    assert found is not None, route.request.url
    route.fulfill(body=found.body, content_type=found.mime)


@pytest.fixture
def reader(live_server, log: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:  # type: ignore[no-untyped-def]
    """A page at /log; Playwright's own loop makes Django think it is called asynchronously."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.faults = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
        page.route("**/static/**", given)
        page.goto(f"{live_server.url}/log")
        yield page
        assert page.faults == []  # type: ignore[attr-defined]
        browser.close()


def outcome(page: Page) -> tuple[str | None, list[str | None]]:
    """The verdict, and each step's."""
    verdict = page.locator("[data-check-outcome]")
    verdict.wait_for()
    steps = [step.get_attribute("data-ok") for step in page.locator(".log-steps li").all()]
    return verdict.get_attribute("data-check-outcome"), steps


def test_a_line_reached_by_links_is_checked_by_its_button(reader: Page) -> None:
    reader.click("a.log-number[href='/log/3']")
    reader.wait_for_url("**/log/3")
    reader.click("[data-check-line]")
    assert outcome(reader) == ("yes", ["yes"] * 5)


def test_a_kept_proof_and_entry_are_checked_on_the_verify_page(reader: Page) -> None:
    base = reader.url.removesuffix("/log")
    proof = reader.request.get(f"{base}/log/3/proof").text()
    entry = reader.request.get(f"{base}/log/3/entry").text()
    reader.click("a[href='/log/verify']")
    reader.wait_for_url("**/log/verify")
    reader.fill("#proof", proof)
    reader.fill("#entry", entry)
    reader.click("[data-check-kept]")
    assert outcome(reader) == ("yes", ["yes"] * 5)


def test_one_changed_byte_is_seen(reader: Page, log: Path) -> None:
    reader.click("a[href='/log/verify']")
    reader.wait_for_url("**/log/verify")
    bundle = log / "tile/entries/000.p/11"
    bundle.write_bytes(bundle.read_bytes().replace(b"Northwind", b"Southwind", 1))
    reader.wait_for_load_state("networkidle")
    reader.fill("#number", "1")
    reader.click("[data-check-number] button")
    assert outcome(reader) == ("no", ["yes", "yes", "yes", "yes", "no"])


def test_a_number_the_log_does_not_have_is_said_so(reader: Page) -> None:
    reader.goto(reader.url + "/verify")
    reader.fill("#number", "4711")
    reader.click("[data-check-number] button")
    assert outcome(reader) == ("no", [])
    assert "no line with this number" in reader.inner_text("[data-check-steps]")
