"""supysonic beside us, in the same run: in an environment of its own, over as many tracks, the same calls.

pip makes the environment, or AKKORD_SUPYSONIC names the Python of one that has supysonic and gunicorn. Where
neither can be had, figures that were measured once stand in its place, and the table says so.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import _living
import httpx

from living_site import free_port, until

VERSION = "0.7.9"
MEASURED = {
    "ping": 1.36, "getAlbumList2": 151.0, "getArtists": 943.0, "getAlbum": 24.9, "search3": 91.0,
    "stream": 6.8, "getCoverArt": 6.6,
}  # fmt: skip  # CPU milliseconds a request over 20,000 tracks, on another, quiet machine
WHO = {"u": "bench", "p": "bench", "v": "1.12.0", "c": "bench", "f": "json"}

MAKE = """
import shutil, sys, time
from pathlib import Path
from supysonic import db
from supysonic.managers.user import UserManager
data, tracks, cover = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
db.init_database(f"sqlite:///{data}/supysonic.db")
UserManager.add("bench", "bench")
kept, chosen = data / "music" / "a.mp3", tracks // 4
kept.parent.mkdir()
kept.write_bytes(bytes(5_000_000))
shutil.copy(cover, data / "music" / "cover.png")
word = lambda n: "".join("бвгдклмнпрст"[n // 12 ** i % 12] + "аеиоуыэюя"[n // 9 ** i % 9] for i in range(4))
with db.db.atomic():
    root = db.Folder.create(root=True, name="music", path=str(kept.parent), cover_art="cover.png")
    for n in range(tracks // 10):
        artist = db.Artist.create(name=f"{word(7 * n + 1).title() if n % 2 else 'Artist'} {n}")
        album = db.Album.create(name=f"Album {n}", artist=artist)
        for number in range(10 * n, 10 * n + 10):
            made = db.Track.create(
                disc=1, number=number % 10 + 1, title=f"{word(13 * number + 5).title()} {number}",
                year=1960 + n % 60, genre=f"Genre {n % 20}", duration=210, album=album, artist=artist,
                bitrate=192, path=str(kept if number == chosen else kept.with_name(f"{number}.mp3")),
                last_modification=int(time.time()), root_folder=root, folder=root)
            named = made if number == chosen else named if number > chosen else None
print(named.id, named.album_id, word(13 * (tracks // 3) + 5))
"""
CONFIG = """[base]
database_uri = sqlite:///{data}/supysonic.db
[webapp]
cache_dir = {data}/cache
mount_webui = off
[daemon]
run_watcher = off
"""


def python(folder: Path) -> str | None:
    """The Python of an environment that has it; None where none can be made."""
    if named := os.environ.get("AKKORD_SUPYSONIC"):
        return named
    program = str(folder / "bin" / "python")
    wanted = [f"supysonic=={VERSION}", "gunicorn"]
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [program, "-m", "pip", "-q", "install", *wanted],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"supysonic is not here: {done.stderr.strip()[-200:]}")
            return None
    return program


@contextmanager
def serving(program: str, folder: Path, tracks: int, cover: Path) -> Iterator["Supysonic"]:
    """It with its tracks, one worker of four threads (gunicorn, SQLite)."""
    folder.mkdir()
    made = subprocess.run(
        [program, "-c", MAKE, str(folder), str(tracks), str(cover)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    config, port = folder / "supysonic.conf", free_port()
    config.write_text(CONFIG.format(data=folder))
    server = subprocess.Popen(
        [program, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "--threads", "4", "--log-level", "warning",
         "supysonic.web:create_application()"],
        env={**os.environ, "SUPYSONIC_CONFIG": str(config), "HOME": str(folder), "PYTHONPATH": ""},
        cwd=folder, start_new_session=True,
    )  # fmt: skip
    try:
        beside = Supysonic(server, f"http://127.0.0.1:{port}/rest/", *made.stdout.split())
        until(beside.answers, 60, 0.2, "supysonic to answer")
        yield beside
    finally:
        server.terminate()
        server.wait(20)


class Supysonic:
    """What is asked of it, and what that costs."""

    def __init__(
        self, server: "subprocess.Popen[bytes]", url: str, track: str, album: str, word: str
    ) -> None:
        self.server, self.url = server, url
        self.asked = {
            "ping": {},
            "getAlbumList2": {"type": "newest", "size": "50"},
            "getArtists": {},
            "getAlbum": {"id": album},
            "search3": {"query": word},
            "stream": {"id": track},
            "getCoverArt": {"id": track, "size": "300"},
        }

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}ping", params=WHO).status_code == 200
        except httpx.TransportError:
            return False

    def cost(self, call: str, times: int) -> float:
        """CPU milliseconds a request."""
        headers = {"Range": "bytes=0-65535"} if call == "stream" else {}
        with httpx.Client(base_url=self.url, timeout=120) as client:
            client.get(call, params={**WHO, **self.asked[call]}, headers=headers).raise_for_status()
            before = _living.cpu_of(self.server)
            for _ in range(times):
                client.get(call, params={**WHO, **self.asked[call]}, headers=headers)
            return (_living.cpu_of(self.server) - before) * 1000 / times
