"""Sending music in: several files at once, pausing, going on after a reload, and being told why not."""

import zipfile
from pathlib import Path

from playwright.sync_api import Locator, Page, Route, expect

from browser import disguise
from browser.conftest import NewContext
from browser.roles import MEMBER

SLOWLY = 60_000  # ms: what the worker does meanwhile
PIECES = "**/audio/uploads/*-*"


def upload_page(person: NewContext) -> Page:
    page = person(MEMBER).new_page()
    page.goto("/audio/upload")
    return page


def item(page: Page, name: str) -> Locator:
    return page.locator("[data-upload-list] .upload-item").filter(has_text=name)


def test_several_files_go_their_ways_and_a_letter_is_refused_with_a_reason(
    person: NewContext, tmp_path: Path
) -> None:
    page = upload_page(person)
    music = [disguise.unknown(tmp_path, f"sketch {n}.mp3", 90 + n) for n in (1, 2)]
    page.locator("#upload-file").set_input_files([*music, disguise.not_music(tmp_path)])
    for file in music:
        story = item(page, file.name).locator(".story-steps")
        expect(story).to_have_attribute("data-state", "live", timeout=SLOWLY)
    refused = item(page, "letter.mp3").locator(".story-steps")
    expect(refused).to_have_attribute("data-state", "refused", timeout=SLOWLY)
    assert len(refused.locator(".step-bad .story-said").inner_text()) > 10


def test_an_upload_pauses_and_goes_on_after_a_reload_where_it_stopped(
    person: NewContext, tmp_path: Path
) -> None:
    page = upload_page(person)
    file = tmp_path / "long silence.wav"
    file.write_bytes(silent_wave(60))
    held: list[Route] = []
    page.route(PIECES, lambda route: hold_second_piece(route, held))
    page.locator("#upload-file").set_input_files(file)
    sending = item(page, file.name)
    expect(sending.locator("[data-role=progress]")).to_contain_text("4.0")
    sending.locator("[data-do=pause]").click()
    expect(sending.locator("[data-do=resume]")).to_be_visible()
    page.unroute(PIECES)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("[data-unfinished]").filter(has_text=file.name)).to_be_visible()
    offsets: list[str] = []
    page.on("request", lambda sent: offsets.append(sent.headers.get("upload-offset", "")))
    page.locator("#upload-file").set_input_files(file)
    story = item(page, file.name).locator(".story-steps")
    expect(story).to_be_visible(timeout=SLOWLY)
    # Some of the piece that was held may have arrived before the pause: it is not sent twice either.
    first = int(next(offset for offset in offsets if offset))
    assert 4 * 1024 * 1024 <= first < 8 * 1024 * 1024


def hold_second_piece(route: Route, held: list[Route]) -> None:
    """The first piece arrives; what follows hangs on the line until the page lets go of it."""
    if route.request.method == "PATCH" and route.request.headers.get("upload-offset") != "0":
        held.append(route)
    else:
        route.continue_()


def silent_wave(seconds: int) -> bytes:
    """Stereo of 44.1 kHz and 16 bits with nothing in it, but long enough to need several pieces."""
    size, rate = seconds * 44100 * 4, 44100
    head = b"RIFF" + (36 + size).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    head += (1).to_bytes(2, "little") + (2).to_bytes(2, "little") + rate.to_bytes(4, "little")
    head += (rate * 4).to_bytes(4, "little") + (4).to_bytes(2, "little") + (16).to_bytes(2, "little")
    return head + b"data" + size.to_bytes(4, "little") + bytes(size)


def test_a_folder_is_sent_with_its_list_and_what_is_no_sound_is_passed_over(
    person: NewContext, tmp_path: Path
) -> None:
    page = upload_page(person)
    folder = tmp_path / "Tape"
    folder.mkdir()
    first = disguise.unknown(folder, "side one.mp3", 301)
    (folder / "Whole tape.m3u").write_text(f"#EXTM3U\n{first.name}\n")
    (folder / "cover.txt").write_text("words")
    page.locator("#upload-folder").set_input_files(folder)
    expect(item(page, "side one.mp3").locator(".story-steps")).to_have_attribute(
        "data-state", "live", timeout=SLOWLY
    )
    lists = page.locator("[data-upload-lists]")
    expect(lists).to_contain_text("Whole tape.m3u", timeout=SLOWLY)
    expect(lists).to_contain_text("1")


def test_a_zip_tells_of_each_entry_and_its_list_becomes_a_playlist(
    person: NewContext, tmp_path: Path
) -> None:
    page = upload_page(person)
    packed = tmp_path / "tape.zip"
    with zipfile.ZipFile(packed, "w") as made:
        for place, name in enumerate(("side three.mp3", "side four.mp3")):
            made.write(disguise.unknown(tmp_path, name, 311 + place), f"Tape/{name}")
        made.writestr("Tape/Both sides.m3u8", "side four.mp3\nside three.mp3\n")
        made.writestr("Tape/cover.txt", "words")
    page.locator("#upload-file").set_input_files(packed)
    told = item(page, packed.name).locator(".packed-list").first
    for name in ("side three.mp3", "side four.mp3"):
        expect(told.locator(".packed-taken").filter(has_text=name)).to_be_visible(timeout=SLOWLY)
    expect(told.locator(".packed-refused")).to_contain_text("cover.txt")
    expect_playlist(page, "Both sides")


def expect_playlist(page: Page, title: str) -> None:
    """The worker decides the sounds and makes the list meanwhile."""
    for _ in range(30):
        page.goto("/audio/playlists")
        if page.get_by_role("link", name=title).count():
            return
        page.wait_for_timeout(1000)
    raise AssertionError(f"no playlist {title}")
