"""An answer that is still being sent stops when an order comes, and its connection ends."""

import time

import httpx
import pytest

from akkord.sample.music import RATE
from road import sounds
from road.conftest import Road

SIZE = 48 * 1024 * 1024  # more than any buffer on the way holds
LONG = """
import django; django.setup()
from akkord.music.models import Track
from akkord.rights.actions import note_change
from akkord.sound.models import Sound
from akkord.store.files import files
kept = files().keep(bytes([n]) * 1048576 for n in range({blocks}))
Sound.objects.filter(pk=Track.objects.get(pk={track}).sound_id).update(
    rendition=kept.sha256, rendition_size=kept.size)
note_change()
"""


def test_a_slow_listeners_open_stream_ends_with_the_order(road: Road) -> None:
    story = road.upload(road.anna, "long.mp3", sounds.mp3(sounds.song("long")[: 12 * RATE]))
    road.start(road.anna, story["track"])
    road.site.python(LONG.format(blocks=SIZE >> 20, track=story["track"]))
    url = road.start(road.anna, story["track"]).json()["url"]
    received = 0
    with httpx.Client(base_url=road.site.url, timeout=20) as client, client.stream("GET", url) as answer:
        assert answer.headers["content-length"] == str(SIZE)
        pieces = answer.iter_raw(256 * 1024)
        received += len(next(pieces))
        order = road.agent.post(
            f"/organisations/{road.label}/orders",
            json={
                "title": "Long",
                "reason": "Mine",
                "rows": [f"/audio{story['track']}"],
                "execute": True,
            },
        )
        assert order.status_code == 201, order.text
        begun = time.monotonic()
        rest: list[int] = []
        with pytest.raises(httpx.RemoteProtocolError):
            rest.extend(map(len, pieces))
        received += sum(rest)
    assert received < SIZE // 2
    assert time.monotonic() - begun < 10
    assert httpx.get(road.site.url + url, headers={"Range": "bytes=0-9"}).status_code == 403
