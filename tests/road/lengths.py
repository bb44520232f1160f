"""A sound of any length on its whole way: sent by tus, heard in the box, decided, played, by page and player.

Its first half is a tone, its second the same five times as high, so that all that is measured of it is known.
"""

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import av
import httpx
import numpy as np

from living_site import LivingSite, until

Done = TypeVar("Done")
RATE = 44_100
QUIET, LOUD = 0.1, 0.5
ENDS = {"live", "held", "blocked", "refused"}
OCTETS = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
PIECE = 8 << 20
END = 64 * 1024  # bytes asked for at the end of what is played
MEASURED = """
import django, json; django.setup()
from akkord.music.models import Track
sound = Track.objects.get(pk={track}).sound
print(json.dumps([sound.seconds, sound.loudness, list(sound.waveform)]))
"""


def tone(seconds: float, height: float) -> np.ndarray:
    """997 Hz on both channels, of which BS.1770 says that full scale is 0 LUFS."""
    wave = height * np.sin(2 * np.pi * 997 * np.arange(round(seconds * RATE)) / RATE)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def lufs(seconds: float) -> float:
    """How loud it is: of blocks of 400 ms every 100 the relative gate leaves those near the loud half."""
    at = np.arange(0, round(seconds * 10) - 3)
    share = np.clip((at + 4 - seconds * 5) / 4, 0, 1)  # of each block that lies in the loud half
    power = share * LOUD**2 + (1 - share) * QUIET**2
    return 10 * math.log10(power[power > power.mean() / 10].mean())


@dataclass
class Walk:
    """One file through a site; `took` are the seconds of each step."""

    site: LivingSite
    email: str
    seconds: float
    patience: float = 60.0
    coded_db: float = 0.0  # what its coding took of its level
    took: dict[str, float] = field(default_factory=dict)

    def whole(self, file: Path) -> int:
        """All steps; the track's number. AssertionError where something is not as it was made."""
        api = self.site.api(self.email)
        story = self._timed("sent by tus", lambda: self._sent(api, file))
        self._timed("until it is decided", lambda: self._decided(api, story))
        track = int(api.get(f"/uploads/{story}").json()["track"])
        self.measured(track)
        start = self._timed("until it is playable", lambda: self._playable(api, track))
        self._timed("the last bytes", lambda: self.last_bytes(start))
        self._timed("a player, near the end", lambda: self.near_the_end(track))
        return track

    def measured(self, track: int) -> None:
        found, loudness, waveform = json.loads(self.site.python(MEASURED.format(track=track)))
        assert abs(found - self.seconds) < 0.1, found
        made = lufs(self.seconds) + self.coded_db
        assert abs(loudness - made) < 0.1, (loudness, made)
        half = len(waveform) // 2
        first, second = waveform[: half - 1], waveform[half + 1 :]
        assert max(abs(value - 255 * QUIET / LOUD) for value in first) < 12, first
        assert min(second) > 235, second

    def last_bytes(self, start: httpx.Response) -> None:
        """A range at the end of what is played, and 416 behind it."""
        url = httpx.URL(self.site.url).join(start.json()["url"])
        said = httpx.get(url, headers={"Range": f"bytes=-{END}"}, timeout=60)
        span, _, size = said.headers["Content-Range"].removeprefix("bytes ").partition("/")
        assert said.status_code == 206
        assert span == f"{max(0, int(size) - END)}-{int(size) - 1}"
        assert len(said.content) == min(END, int(size))
        assert httpx.get(url, headers={"Range": f"bytes={size}-"}, timeout=60).status_code == 416
        assert abs(start.json()["seconds"] - self.seconds) < 0.1

    def near_the_end(self, track: int) -> None:
        """What a player gets that asks for what is left from a whole second on."""
        since = max(0, int(self.seconds) - 10)
        token = self.site.manage("subsonic_token", self.email, "walk").split()[-1]
        asked = {"apiKey": token, "v": "1.16.1", "c": "walk", "f": "json", "id": f"tr-{track}",
                 "format": "mp3", "maxBitRate": "64", "timeOffset": str(since)}  # fmt: skip
        url, got = f"{self.site.url}/rest/stream", list[bytes]()

        def sent() -> bool:
            answer = httpx.get(url, params=asked, timeout=200).raise_for_status()
            got[:] = [answer.content] if answer.headers["content-type"] == "audio/mpeg" else []
            return bool(got)

        until(sent, self.patience, 1, "the form for the player")
        with av.open(BytesIO(got[0])) as source:
            heard = sum(frame.samples for frame in source.decode(audio=0)) / source.streams.audio[0].rate
        assert abs(heard - (self.seconds - since)) < 0.15, heard

    def _sent(self, api: httpx.Client, file: Path) -> str:
        size, headers = file.stat().st_size, {**api.headers, **OCTETS}
        with (
            httpx.Client(base_url=self.site.url, headers=headers, timeout=300) as tus,
            file.open("rb") as source,
        ):
            named = {"Upload-Length": str(size)}
            where = tus.post("/audio/uploads/", headers=named).headers["Location"]
            while piece := source.read(PIECE):
                offset = {"Upload-Offset": str(source.tell() - len(piece))}
                assert tus.patch(where, headers=offset, content=piece).status_code == 204
        return str(where.rpartition("/")[2])

    def _decided(self, api: httpx.Client, story: str) -> None:
        said = dict[str, object]()

        def ended() -> bool:
            said.update(api.get(f"/uploads/{story}").json())
            return said["state"] in ENDS

        until(ended, self.patience, 0.2, "the decision")
        assert said["state"] == "live", said

    def _playable(self, api: httpx.Client, track: int) -> httpx.Response:
        last = list[httpx.Response]()

        def asked() -> bool:
            last[:] = [api.post(f"/tracks/{track}/listen")]
            return last[0].status_code != 503

        until(asked, self.patience, 0.3, "what is played")
        assert last[0].status_code == 200, last[0].text
        return last[0]

    def _timed(self, name: str, step: Callable[[], Done]) -> Done:
        begun = time.perf_counter()
        done = step()
        self.took[name] = time.perf_counter() - begun
        return done
