"""A player on another site: npm's subsonic-api in Chromium, at an origin that is not ours."""

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from akkord.music.models import Track
from akkord.people.models import Person
from cases import makers
from music import world
from subsonic.library import SECONDS, SIDE, Player, a_song, picture, with_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROMIUM = os.environ.get("AKKORD_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--no-first-run"]
# `npm install subsonic-api` anywhere; not ours to ship.
MODULES = Path(os.environ.get("AKKORD_NODE_MODULES") or Path(__file__).parents[3] / "node_modules")
PACKAGE = MODULES / "subsonic-api" / "lib" / "index.js"
PAGE = """<!doctype html><title>A player elsewhere</title><audio id=sound></audio><img id=cover>
<script type=module>
import {SubsonicAPI} from "./subsonic-api.js";
window.connect = (url, username, password, post) => {
    window.api = new SubsonicAPI({url, auth: {username, password}, post});
    window.elements = new SubsonicAPI({url, auth: {username, password}});  // whose addresses are elements'
};
window.ready = true;
</script>"""
# What a web player does, one step after the other; each returns what it saw.
LIBRARY = """async () => {
    const {searchResult3: {song}} = await api.search3({query: "", songCount: 100});
    const {artists: {index}} = await api.getArtists();
    const {artist: {album}} = await api.getArtist({id: index[0].artist[0].id});
    return {songs: song, artists: index.length, albums: album.length};
}"""
SEARCHED = "async (query) => (await api.search3({query})).searchResult3.song.map((each) => each.id)"
ADDRESS = """async ([call, id]) => {
    const answer = await elements.custom(call, {id});
    await answer.body.cancel();
    return {url: answer.url, type: answer.headers.get("content-type"), etag: answer.headers.get("etag"),
            ranges: answer.headers.get("accept-ranges")};
}"""
SHOWN = """async (url) => {
    cover.src = url;
    await cover.decode();
    return [cover.naturalWidth, cover.naturalHeight];
}"""
SOUNDING = """async ([url, at]) => {
    const moves = (from) => new Promise((done) => {
        const look = () => sound.currentTime > from ? done() : setTimeout(look, 50);
        look();
    });
    if (url !== sound.src) sound.src = url;
    await sound.play();
    await moves(0);
    sound.currentTime = at;
    await new Promise((done) => sound.addEventListener("seeked", done, {once: true}));
    await moves(at);
    sound.pause();
    return {duration: sound.duration, error: sound.error};
}"""
RANGE = """async (url) => {
    const answer = await fetch(url, {headers: {Range: "bytes=10-19"}});
    return [answer.status, answer.headers.get("content-range"), (await answer.arrayBuffer()).byteLength];
}"""
MARKS = """async (id) => {
    await api.star({id});
    const starred = (await api.getStarred2()).starred2.song.map((each) => each.id);
    await api.unstar({id});
    const {playlist} = await api.createPlaylist({name: "Elsewhere", songId: [id]});
    const kept = (await api.getPlaylist({id: playlist.id})).playlist.entry.map((each) => each.id);
    await api.deletePlaylist({id: playlist.id});
    return [starred.includes(id), kept];
}"""
SILENT = """async ([url, id]) => {
    sound.src = url;
    const failed = await sound.play().then(() => "it sounds", (error) => error.name);
    return {failed, at: sound.currentTime, said: await api.customJSON("stream", {id})};
}"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """A page with the player, at another port of this machine."""
    if not PACKAGE.exists():
        pytest.skip("NOT TESTED: subsonic-api is not here (AKKORD_NODE_MODULES)")
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "subsonic-api.js").write_bytes(PACKAGE.read_bytes())
    handler = functools.partial(_Quiet, directory=str(tmp_path))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *said: Any) -> None:
        pass


@pytest.fixture
def song(boris: Person) -> Track:
    """With sound and a cover that a browser understands."""
    return with_sound(a_song(boris, "Шаг", cover=picture()), 31)


@pytest.fixture
def silent_song(log: None, boris: Person) -> Track:
    """Its recording is forbidden everywhere."""
    track = with_sound(a_song(boris, "Taken down"), 32)
    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    world.slip_in_match(track.sound, recording)
    world.block(rep, label, recording)
    return track


@pytest.fixture
def page(
    elsewhere: str, address: tuple[str, int], player: Player, song: Track, silent_song: Track
) -> Iterator[Page]:
    """The player's page, opened when everything has been put in the database."""
    if CHROMIUM is None:
        pytest.skip("NOT TESTED: no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.goto(elsewhere)
        page.wait_for_function("window.ready")
        yield page
        browser.close()


def _connect(page: Page, address: tuple[str, int], player: Player, post: bool = False) -> None:
    said = [f"{address[0]}:{address[1]}", player.email, player.token, post]
    page.evaluate("(said) => void connect(...said)", said)


@pytest.mark.parametrize("post", [False, True], ids=["GET", "POST"])
def test_a_player_on_another_site_finds_plays_and_keeps_music(
    page: Page, address: tuple[str, int], player: Player, song: Track, post: bool
) -> None:
    _connect(page, address, Player(player.email, "wrong"), post)
    assert page.evaluate("async () => (await api.ping()).error.code") == 40
    _connect(page, address, player, post)
    assert page.evaluate("async () => (await api.ping()).status") == "ok"
    library = page.evaluate(LIBRARY)
    assert library["albums"] == library["artists"] == 1
    (found,) = [each for each in library["songs"] if each["id"] == f"tr-{song.pk}"]
    stream = page.evaluate(ADDRESS, ["stream", found["id"]])
    assert (stream["type"], stream["ranges"], bool(stream["etag"])) == ("audio/mpeg", "bytes", True)
    heard = page.evaluate(SOUNDING, [stream["url"], SECONDS / 2])
    assert heard["error"] is None
    assert heard["duration"] == pytest.approx(SECONDS, abs=1)
    assert page.evaluate(RANGE, stream["url"]) == [206, f"bytes 10-19/{found['size']}", 10]
    cover = page.evaluate(ADDRESS, ["getCoverArt", found["coverArt"]])
    assert page.evaluate(SHOWN, cover["url"]) == [SIDE, SIDE]
    assert page.evaluate(MARKS, found["id"]) == [True, [found["id"]]]
    assert page.evaluate(SEARCHED, "ШАГ") == [found["id"]]


def test_what_is_taken_down_is_silent_on_another_site_and_says_so(
    page: Page, address: tuple[str, int], player: Player, silent_song: Track
) -> None:
    _connect(page, address, player)
    (found,) = [each for each in page.evaluate(LIBRARY)["songs"] if each["id"] == f"tr-{silent_song.pk}"]
    assert len(found["comment"]) > 20
    stream = page.evaluate(ADDRESS, ["stream", found["id"]])
    silent = page.evaluate(SILENT, [stream["url"], found["id"]])
    assert (silent["failed"], silent["at"]) == ("NotSupportedError", 0)
    assert silent["said"]["error"]["code"] == 70
    assert "silent" in silent["said"]["error"]["message"]
