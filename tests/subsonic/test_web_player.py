"""A whole web player of others in Chromium: Iris, served by Mopidy, whose Subidy asks us; GStreamer plays."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, sync_playwright

from akkord.music.models import Play
from akkord.people.models import Person
from cases import makers
from living_site import free_port, until
from music import world
from subsonic.library import SECONDS, Player, a_song, picture, with_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROMIUM = os.environ.get("AKKORD_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
# The Python of an environment with Mopidy, Mopidy-Iris and Mopidy-Subidy; not ours to ship (tests/run.py).
MOPIDY = os.environ.get("AKKORD_MOPIDY", "")
SETTINGS = """
[core]
data_dir = {folder}/data
cache_dir = {folder}/cache
config_dir = {folder}/config
[http]
hostname = 127.0.0.1
port = {port}
zeroconf =
[audio]
output = fakesink sync=true
[file]
enabled = false
[iris]
snapcast_enabled = false
[subidy]
url = {ours}
username = {player.email}
password = {player.token}
"""


@dataclass(frozen=True)
class WebPlayer:
    url: str
    log: Path

    def asked(self, method: str, **parameters: Any) -> Any:
        """What its own server says of itself."""
        question = {"jsonrpc": "2.0", "id": 1, "method": f"core.{method}", "params": parameters}
        return httpx.post(f"{self.url}/mopidy/rpc", json=question, timeout=30).json()["result"]

    def place(self) -> float:
        """Seconds of the track that have sounded."""
        return float(self.asked("playback.get_time_position")) / 1000

    def is_there(self) -> bool:
        try:
            return httpx.get(f"{self.url}/iris/").status_code == 200
        except httpx.TransportError:
            return False

    @contextmanager
    def opened(self) -> Iterator[Page]:
        """Its page, as whoever opens it for the first time comes to it."""
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"{self.url}/iris/")
            page.locator("input[type=text]").first.fill("anna")
            page.get_by_text("Save", exact=True).click()
            yield page
            browser.close()


@pytest.fixture
def iris(address: tuple[str, int], player: Player, tmp_path: Path) -> Iterator[WebPlayer]:
    if not MOPIDY or CHROMIUM is None:
        pytest.skip("NOT TESTED: Mopidy with Iris and Subidy (AKKORD_MOPIDY), or a Chromium, is not here")
    folder, port = tmp_path / "mopidy", free_port()
    folder.mkdir()
    said = SETTINGS.format(folder=folder, port=port, ours=f"{address[0]}:{address[1]}", player=player)
    (folder / "settings").write_text(said)
    made = WebPlayer(f"http://127.0.0.1:{port}", folder / "log")
    with made.log.open("w") as log:
        command = [MOPIDY, "-m", "mopidy", "--config", str(folder / "settings")]
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            until(made.is_there, what="the web player")
            yield made
        finally:
            process.terminate()
            process.wait(30)


def test_a_web_player_of_others_finds_music_and_plays_it_to_its_end(iris: WebPlayer, boris: Person) -> None:
    song = with_sound(a_song(boris, "Шаг", "Земфира", {"album": "Прогулки"}, picture()), 31)
    uri = f"subidy:song:tr-{song.pk}"
    with iris.opened() as page:
        page.get_by_text("Artists").first.click()
        page.get_by_text("Земфира").first.click()
        page.get_by_text("Прогулки").first.wait_for()
        page.get_by_text("Шаг").first.dblclick()
        until(lambda: iris.place() > 0.5, what="the song sounds")
        assert iris.asked("playback.get_current_track")["uri"] == uri
        iris.asked("playback.seek", time_position=int(SECONDS - 3) * 1000)
        until(lambda: iris.place() > SECONDS - 2.5, what="it sounds on from there")
        until(lambda: iris.asked("playback.get_state") == "stopped", what="its end")
    (found,) = iris.asked("library.search", query={"any": ["ШАГ"]}, uris=["subidy:"])
    assert [track["uri"] for track in found["tracks"]] == [uri]
    started = Play.objects.get()
    assert (started.track_id, started.context) == (song.pk, "subsonic")


def test_what_is_taken_down_is_silent_in_a_web_player_of_others(
    log: None, iris: WebPlayer, boris: Person
) -> None:
    song = with_sound(a_song(boris, "Taken down", "Земфира", {"album": "Прогулки"}), 32)
    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    world.slip_in_match(song.sound, recording)
    world.block(rep, label, recording)
    with iris.opened() as page:
        page.get_by_text("Artists").first.click()
        page.get_by_text("Земфира").first.click()
        page.get_by_text("Taken down").first.dblclick()
        until(lambda: "GStreamer error" in iris.log.read_text(), what="it meets no sound")
        until(lambda: iris.asked("playback.get_state") == "stopped", what="it gives up")
        assert iris.place() == 0
    assert not Play.objects.exists()
