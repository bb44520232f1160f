"""Music in a real browser: nothing interrupts the sound but its listener and the law; uploads go on."""

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from living_site import LivingSite, until

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = os.environ.get("AKKORD_CHROMIUM") or shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.filterwarnings("ignore"),
]

PASSWORD = "a good long passphrase"
PEOPLE = """
from akkord.people.models import Person
for name in ("Anna", "Boris"):
    Person.objects.create_user(f"{name.lower()}@example.org", "a good long passphrase", name=name)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivingSite]:
    with LivingSite(tmp_path_factory.mktemp("site")) as living:
        living.ready()
        living.manage("shell", "-c", PEOPLE)
        token = living.manage("token", "boris@example.org").strip()
        for seed in (1, 2, 3):
            send(living, token, f"Song {seed}", song(seed))
        until(lambda: httpx.get(f"{living.url}/audio/new").text.count("data-playable") == 3, 120, 0.5)
        yield living


def song(seed: int) -> bytes:
    from akkord.sample.music import Style, compose, render
    from akkord.sample.sound_file import write_mp3

    made = io.BytesIO()
    write_mp3(render(compose(seed, list(Style)[seed], 40)), made)
    return made.getvalue()


def send(living: LivingSite, token: str, title: str, body: bytes) -> None:
    from base64 import b64encode

    headers = {
        "Authorization": f"Bearer {token}",
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(body)),
        "Upload-Metadata": f"title {b64encode(title.encode()).decode()}",
        "Content-Type": "application/offset+octet-stream",
    }
    assert httpx.post(f"{living.url}/audio/uploads/", content=body, headers=headers).status_code == 201


@pytest.fixture(scope="module")
def browser() -> "Iterator[playwright.Browser]":
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def page(site: LivingSite, browser: "playwright.Browser") -> "Iterator[playwright.Page]":
    context = browser.new_context(base_url=site.url)
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.goto("/accounts/login/?next=/audio/new")
    opened.fill("input[name=login]", "anna@example.org")
    opened.fill("input[name=password]", PASSWORD)
    opened.press("input[name=password]", "Enter")
    opened.wait_for_url("**/audio/new")
    yield opened
    context.close()
    assert troubles == []


def at(page: "playwright.Page") -> float:
    return float(page.input_value("#player [data-role=seek]"))


def sounds(page: "playwright.Page", seconds: float = 10) -> None:
    """Its place moves on."""
    page.wait_for_selector(".player-sounding", timeout=seconds * 1000)
    begun = at(page)
    until(lambda: page.wait_for_timeout(50) or at(page) > begun, seconds, 0.1, "the sound to go on")


def test_walking_through_the_site_and_back_never_interrupts_the_sound(page: "playwright.Page") -> None:
    page.click("button.track-play >> nth=0")
    sounds(page)
    page.evaluate("window.sameDocument = true")
    places = [at(page)]
    for link in ("/feed", "/friends", "/clubs", "/log", "/audio"):
        page.click(f"#menu a[href='{link}']")
        page.wait_for_url(f"**{link}")
        sounds(page)
        places.append(at(page))
    for link in ("/log", "/clubs"):
        page.go_back()
        page.wait_for_url(f"**{link}")
        sounds(page)
        places.append(at(page))
    assert page.evaluate("window.sameDocument") is True
    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_a_pressed_row_queues_its_list_and_knows_that_it_sounds(page: "playwright.Page") -> None:
    page.click("button.track-play >> nth=1")
    sounds(page)
    assert page.get_attribute("button.track-play >> nth=1", "aria-pressed") == "true"
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_selector(".track >> nth=2 >> button[aria-pressed=true]")
    page.click("#menu a[href='/feed']")
    page.wait_for_url("**/feed")
    page.click("#player .player-queue")
    page.wait_for_selector("play-queue .track-current")
    assert page.locator("play-queue .track").count() == 3


def test_a_reload_goes_on_paused_where_it_was(page: "playwright.Page") -> None:
    page.click("button.track-play >> nth=0")
    sounds(page)
    page.fill("#player [data-role=seek]", "20")
    sounds(page)
    page.reload()
    page.wait_for_selector("#player:not([hidden])")
    assert at(page) >= 20
    assert page.locator(".player-sounding").count() == 0
    page.keyboard.press("Space")
    sounds(page)
    assert at(page) >= 20


def test_keys_never_act_while_somebody_types(page: "playwright.Page") -> None:
    page.click("button.track-play >> nth=0")
    sounds(page)
    page.click("#music-words")
    page.keyboard.type("m m ")
    assert page.input_value("#music-words") == "m m "
    assert page.get_attribute("#player [data-do=mute]", "aria-pressed") == "false"
    sounds(page)


def test_of_two_tabs_one_sounds(page: "playwright.Page") -> None:
    page.click("button.track-play >> nth=0")
    sounds(page)
    second = page.context.new_page()
    second.goto("/audio/new")
    second.click("button.track-play >> nth=1")
    sounds(second)
    page.wait_for_selector("#player:not(.player-sounding)")


def test_what_is_taken_away_in_the_middle_falls_silent_and_says_so(
    page: "playwright.Page", site: LivingSite
) -> None:
    row = page.locator(".track[data-playable]").last
    number = row.get_attribute("data-track")
    row.locator("button.track-play").click()
    sounds(page)
    site.manage("shell", "-c", WITHDRAWN.format(number=number))
    page.wait_for_selector("#player:not(.player-sounding)", timeout=15_000)
    page.wait_for_function("() => document.querySelector('#player [data-role=message]').textContent !== ''")


WITHDRAWN = """
from akkord.music import actions, queries
track = queries.track_by_number({number})
actions.withdraw_track(track.person, track)
"""


def test_files_are_sent_from_the_page_and_their_stories_told(page: "playwright.Page", tmp_path: Path) -> None:
    (tmp_path / "утро.mp3").write_bytes(song(4))
    (tmp_path / "noise.mp3").write_bytes(b"this is no music at all")
    page.goto("/audio/upload")
    page.set_input_files("#upload-file", [tmp_path / "утро.mp3", tmp_path / "noise.mp3"])
    page.wait_for_selector(".story-steps[data-state=live]", timeout=60_000)
    page.wait_for_selector(".story-steps[data-state=refused]", timeout=60_000)


def test_an_upload_goes_on_after_a_reload_where_it_was_paused(
    page: "playwright.Page", tmp_path: Path
) -> None:
    (tmp_path / "long.wav").write_bytes(bytes(30 * 1024 * 1024))
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 6 * 1024 * 1024}
    network.send("Network.emulateNetworkConditions", slow)
    offsets: list[int] = []
    page.on(
        "request", lambda asked: offsets.append(int(asked.headers["upload-offset"])) if patch(asked) else None
    )
    page.goto("/audio/upload")
    page.set_input_files("#upload-file", tmp_path / "long.wav")
    until(lambda: page.wait_for_timeout(50) or len(offsets) >= 2, 30)
    page.click(".upload-item [data-do=pause]")
    page.wait_for_selector(".upload-item[data-state=paused]")
    page.reload()
    assert "long.wav" in page.inner_text("[data-unfinished]")
    offsets.clear()
    page.set_input_files("#upload-file", tmp_path / "long.wav")
    until(lambda: page.wait_for_timeout(50) or offsets, 30)
    assert offsets[0] >= 4 * 1024 * 1024
    page.click("#menu a[href='/feed']")  # it goes on while its owner walks through the site
    page.wait_for_url("**/feed")
    page.click("#menu a[href='/audio/upload']")
    page.wait_for_selector(".upload-item[data-state=done]", timeout=60_000)
    assert offsets == sorted(set(offsets))


def patch(asked: "playwright.Request") -> bool:
    return asked.method == "PATCH" and "/audio/uploads/" in asked.url
