"""The first bytes of a range, through the front: the first time a listener asks, and every time after.

./akkord bench range_start [--times N]      Baseline: /livez of the same site.
"""

import argparse
import time
from io import BytesIO

import _living
import httpx

from akkord.sample.music import Style, compose, render
from akkord.sample.sound_file import write_mp3

CHANGE = "import django; django.setup(); from akkord.rights.actions import note_change; note_change()"
ENDS = {"live", "held", "blocked", "refused"}


def track(api: httpx.Client) -> int:
    """A track that can be played."""
    out = BytesIO()
    write_mp3(render(compose(5, Style.FUNK, 60.0)), out, 192)
    upload = api.post("/uploads", files={"file": ("a.mp3", out.getvalue())}).json()["id"]
    while (story := api.get(f"/uploads/{upload}").json())["state"] not in ENDS:
        time.sleep(0.1)
    while api.post(f"/tracks/{story['track']}/listen").status_code == 503:
        time.sleep(0.2)
    return int(story["track"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--times", type=int, default=200)
    times = parser.parse_args().times
    with _living.site() as living, living.api(_living.EMAIL) as api:
        number = track(api)
        url = api.post(f"/tracks/{number}/listen").json()["url"]
        client = httpx.Client(base_url=living.url, timeout=60)
        near = {"Range": "bytes=0-16383"}

        def first() -> None:
            client.get(url, headers=near).raise_for_status()

        warm = _living.timed(first, times)
        cold = []
        for _ in range(10):  # facts have changed: the law is asked anew
            living.python(CHANGE)
            client.get("/livez")
            cold += _living.timed(first, 1)
        rows = [
            ("/livez", _living.timed(lambda: client.get("/livez"), times)),
            (
                "start a play (decide, token)",
                _living.timed(lambda: api.post(f"/tracks/{number}/listen"), times),
            ),
            ("16 KiB range, facts just changed", cold),
            ("16 KiB range, warm", warm),
            (
                "256 KiB range, warm",
                _living.timed(lambda: client.get(url, headers={"Range": "bytes=0-262143"}), times),
            ),
        ]
    _living.table("Range start, one client, keep-alive", rows)


if __name__ == "__main__":
    main()
