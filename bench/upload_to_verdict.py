"""From an upload's last byte to its verdict: 4-minute MP3s through a living site, web and worker.

./akkord bench upload_to_verdict [--uploads N]
Baseline: decoding the same file to samples, in this process. CPU is that of web, worker and box together.
"""

import argparse
import os
import sys
import time
from io import BytesIO
from pathlib import Path

import _living
import av
import httpx
import numpy as np

from akkord.sample.music import RATE, Style, compose, render
from akkord.sample.sound_file import write_mp3

ENDS = {"live", "held", "blocked", "refused"}
TICKS = os.sysconf("SC_CLK_TCK")


def songs(how_many: int) -> list[bytes]:
    """Four minutes each, every one another sound: one song, shifted in time and in colour."""
    whole = render(compose(4, Style.ROCK, 245.0))
    made = []
    for number in range(how_many):
        shifted = np.roll(whole, number * 3 * RATE, axis=0)[: 240 * RATE]
        out = BytesIO()
        write_mp3(shifted * np.float32(0.9 - number / 100), out, 192, {"title": f"Song {number}"})
        made.append(out.getvalue())
    return made


def decode(data: bytes) -> int:
    with av.open(BytesIO(data)) as source:
        return sum(frame.samples for frame in source.decode(audio=0))


def cpu_of(root: int) -> float:
    """CPU seconds of a process, its children and those it has waited for."""
    fields = Path(f"/proc/{root}/stat").read_text().rpartition(")")[2].split()
    own = sum(map(int, fields[11:15])) / TICKS
    children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    return own + sum(cpu_of(int(child)) for child in children)


def verdict(client: httpx.Client, data: bytes) -> float:
    """Milliseconds from the acknowledgement of the last byte to the end of the life."""
    half = len(data) - 1000
    headers = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
    made = client.post(
        "/audio/uploads/", headers={**headers, "Upload-Length": str(len(data))}, content=data[:half]
    )
    where = made.headers["Location"]
    begun = time.perf_counter()
    sent = client.patch(where, headers={**headers, "Upload-Offset": str(half)}, content=data[half:])
    sent.raise_for_status()
    story = f"/api/v1/uploads/{where.rpartition('/')[2]}"
    while (state := client.get(story).json()["state"]) not in ENDS:
        time.sleep(0.05)
    took = (time.perf_counter() - begun) * 1000
    if state != "live":
        sys.exit(f"a song ended {state}")
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--uploads", type=int, default=20)
    args = parser.parse_args()
    files = songs(args.uploads + 1)
    with _living.site() as living, living.api(_living.EMAIL) as api:
        client = httpx.Client(base_url=living.url, headers=api.headers, timeout=60)
        verdict(client, files[0])  # the kernels are loaded once per worker
        settle(living)
        took, used = [], []
        for data in files[1:]:
            before = total_cpu(living)
            took.append(verdict(client, data))
            used.append((total_cpu(living) - before) * 1000)
            settle(living)
        decoded = [ms for data in files[1:] for ms in _living.timed(lambda data=data: decode(data), 1)]  # type: ignore[misc]
    rows = [
        ("decoding alone", decoded),
        ("last byte to verdict", took),
        ("CPU meanwhile, all processes", used),
    ]
    _living.table("4-minute MP3 at 192 kbit/s, one at a time", rows)


def total_cpu(living: "_living.LivingSite") -> float:
    assert living.web is not None
    assert living.worker is not None
    return cpu_of(living.web.pid) + cpu_of(living.worker.pid)


def settle(living: "_living.LivingSite") -> None:
    """Wait until the last rendition is made, which comes after the verdict."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        before = total_cpu(living)
        time.sleep(0.5)
        if total_cpu(living) - before < 0.1:
            return


if __name__ == "__main__":
    main()
