"""CPU of the web's process per call of a music player, over 20,000 tracks of 2,000 artists.

./akkord bench subsonic [--times N] [--tracks N]      Beside, in the same run: supysonic (PyPI; gunicorn,
SQLite) over as many tracks; and the floor: the same server with an application that asks a thread for
nothing and answers as many bytes. All are asked in turns, so that a busy machine slows all. Everything is
asked through a socket, and all of the process is counted. Figures are medians of the turns.
"""

import argparse
import hashlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import _living
import _supysonic
import httpx

from living_site import free_port, until

GOALS = {  # CPU milliseconds a request
    "ping": 0.5, "getCoverArt": 0.5, "stream": 1.5, "getAlbum": 3.0, "getAlbumList2": 8.0, "search3": 15.0,
    "getArtists": 30.0,
}  # fmt: skip
TURNS = 8

MAKE = """
import django; django.setup()
from akkord.flow import clock
from akkord.music import rules
from akkord.music.models import Album, Artist, Hearing, Track, Upload
from akkord.people.models import Person
from akkord.people.actions import connect_device
from akkord.sound.models import Sound
from akkord.store.files import files
from earprint import levels
person = Person.objects.get(email={email!r})
sender = Person.objects.create(email="sender@example.org", name="Sender")
now, tracks = clock.now(), {tracks}
import av, numpy
from fractions import Fraction
coder = av.CodecContext.create("png", "w")
coder.width, coder.height, coder.pix_fmt, coder.time_base = 900, 900, "rgb24", Fraction(1)
shades = numpy.linspace(0, 255, 900 * 900 * 3).reshape(900, 900, 3).astype(numpy.uint8)
frame = av.VideoFrame.from_ndarray(shades, format="rgb24")
kept = files().keep([bytes(5_000_000)])
cover = files().keep(list(map(bytes, [*coder.encode(frame), *coder.encode(None)])))
word = lambda n: "".join("бвгдклмнпрст"[n // 12 ** i % 12] + "аеиоуыэюя"[n // 9 ** i % 9] for i in range(4))
names = [word(7 * n + 1).title() if n % 2 else f"Artist {{n}}" for n in range(tracks // 10)]
artists = Artist.objects.bulk_create([
    Artist(name=f"{{w}} {{n}}", key=rules.folded(f"{{w}} {{n}}")) for n, w in enumerate(names)])
albums = Album.objects.bulk_create([
    Album(title=f"Album {{n}}", key=f"album {{n}}", artist=a, person=sender, year=1960 + n % 60, made_at=now)
    for n, a in enumerate(artists)])
said = dict(size=5_000_000, state="examined", seconds=210.0, rendition=kept.sha256, rendition_size=5_000_000,
            cover=cover.sha256, loudness=-12.0, levels=levels.written({{580: 2000}}),
            container="mp3", codec="mp3", bitrate=192_000, waveform=bytes(800),
            tags={{"title": "a", "artist": "b"}})
names_of_files = [kept.sha256 if n == tracks // 4 else f"{{n:064x}}" for n in range(tracks)]
sounds = Sound.objects.bulk_create([Sound(sha256=name, **said) for name in names_of_files], batch_size=500)
Hearing.objects.bulk_create([Hearing(sound=s, generation=1, at=now) for s in sounds], batch_size=500)
uploads = Upload.objects.bulk_create([
    Upload(person=sender, filename="a.mp3", size=1, state="live", sound=s, made_at=now, decided_at=now)
    for s in sounds], batch_size=500)
rows = []
for n, (s, u) in enumerate(zip(sounds, uploads)):
    album = albums[n // 10]
    title, artist = f"{{word(13 * n + 5).title()}} {{n}}", artists[n // 10].name
    rows.append(Track(
        title=title, artist=artist, sound=s, upload=u, person=sender, seconds=210.0, made_at=now,
        by=artists[n // 10], album=album, place=n % 10 + 1, genre=f"Genre {{n // 10 % 20}}", year=album.year,
        words=f"{{rules.folded(artist)}} {{rules.folded(title)}} {{album.key}}"))
Track.objects.bulk_create(rows, batch_size=500)
word_of = rules.folded(rows[tracks // 3].title).split()[0]
print(files().path(cover.sha256))
print(connect_device(person, "bench"), rows[tracks // 4].pk, rows[tracks // 4].album_id, word_of)
"""


FLOOR = """
import asyncio
async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
    body = bytes(int(scope["path"].rpartition("/")[2]))
    await asyncio.get_running_loop().run_in_executor(None, int)
    length = str(len(body)).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
    await send({"type": "http.response.body", "body": body})
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=1600)
    parser.add_argument("--tracks", type=int, default=20_000)
    arguments = parser.parse_args()
    with ExitStack() as open_until_the_end:
        living = open_until_the_end.enter_context(_living.site())
        said = living.python(MAKE.format(email=_living.EMAIL, tracks=arguments.tracks)).split()
        cover, token, track, album, word = said[-5:]
        folder = Path(open_until_the_end.enter_context(tempfile.TemporaryDirectory(prefix="supysonic-")))
        beside = None
        if program := _supysonic.python(folder / "environment"):
            serving = _supysonic.serving(program, folder / "data", arguments.tracks, Path(cover))
            beside = open_until_the_end.enter_context(serving)
        proof = hashlib.md5((token + "salt12").encode(), usedforsecurity=False).hexdigest()
        who = {"u": _living.EMAIL, "t": proof, "s": "salt12", "v": "1.16.1", "c": "bench", "f": "json"}
        asked = {  # what is cheap first: some machines lend their speed, and are slower after hard work
            "ping": {},
            "getCoverArt": {"id": f"tr-{track}", "size": "300"},
            "stream": {"id": f"tr-{track}"},
            "getAlbum": {"id": f"al-{album}"},
            "getAlbumList2": {"type": "newest", "size": "50"},
            "search3": {"query": word},
            "getArtists": {},
        }
        print(f"\nCPU of the web per request, {arguments.tracks} tracks, milliseconds")
        when = "in this run" if beside else "MEASURED ONCE, not in this run"
        print(f"  supysonic {_supysonic.VERSION}: {when}")
        floor = open_until_the_end.enter_context(_floor(folder))
        print(f"  {'':16}{'n':>6}{'ours':>9}{'floor':>9}{'goal':>9}{'supysonic':>11}{'ratio':>8}")
        client = open_until_the_end.enter_context(httpx.Client(base_url=f"{living.url}/rest/", timeout=60))
        until(lambda: _living.at_rest(living.worker), 300, 0, "the worker has done with so many new tracks")
        for call, parameters in asked.items():
            question = _Question(client, call, {**who, **parameters})
            until(question.answered, 120, 0.5, call)
            times = max(TURNS, arguments.times // (10 if call == "getArtists" else 1))
            size = len(question.ask().content)
            turns = []
            for _ in range(TURNS):
                ours = _cost(living.web, question.ask, times // TURNS)
                alone = _cost(floor.process, lambda n=size: floor.answers(n), times // TURNS)
                few = max(1, times // TURNS // 10)
                turns.append((ours, alone, beside.cost(call, few) if beside else _supysonic.MEASURED[call]))
            ours, alone, other = (statistics.median(each) for each in zip(*turns, strict=True))
            figures = f"{ours:9.2f}{alone:9.2f}{GOALS[call]:9.1f}{other:11.2f}{other / ours:8.1f}"
            print(f"  {call:16}{times:6}{figures}", flush=True)


def _cost(process: "subprocess.Popen[bytes]", ask: Callable[[], object], times: int) -> float:
    """Milliseconds of CPU a question."""
    before = _living.cpu_of(process)
    for _ in range(times):
        ask()
    return (_living.cpu_of(process) - before) * 1000 / times


@dataclass(frozen=True)
class _Floor:
    process: "subprocess.Popen[bytes]"
    client: httpx.Client

    def answers(self, size: int) -> bool:
        """Whether it answers so many bytes."""
        try:
            return len(self.client.get(f"/{size}").content) == size
        except httpx.TransportError:
            return False


@contextmanager
def _floor(folder: Path) -> Iterator[_Floor]:
    """The server the site runs on, with an application that does nothing."""
    (folder / "floor.py").write_text(FLOOR)
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port)]
    command += ["--log-level", "warning", "floor:application"]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        found = _Floor(subprocess.Popen(command, cwd=folder, start_new_session=True), client)
        try:
            until(lambda: found.answers(2), 60, 0.2, "the server alone")
            yield found
        finally:
            found.process.terminate()
            found.process.wait(20)


class _Question:
    """A call, and what it is answered with when all is well."""

    def __init__(self, client: httpx.Client, call: str, parameters: dict[str, str]) -> None:
        self.client, self.call, self.parameters = client, call, parameters
        self.headers = {"Range": "bytes=0-65535"} if call == "stream" else {}
        self.kind = {"stream": "audio/mpeg", "getCoverArt": "image/jpeg"}.get(call, "application/json")

    def ask(self) -> httpx.Response:
        return self.client.get(self.call, params=self.parameters, headers=self.headers).raise_for_status()

    def answered(self) -> bool:
        """Once a cover has been drawn."""
        return all(self.ask().headers["content-type"].startswith(self.kind) for _ in range(20))


if __name__ == "__main__":
    main()
