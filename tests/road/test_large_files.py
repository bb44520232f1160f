"""500 MB through each door costs the web process less than 64 MiB of memory."""

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from road.conftest import Road

SIZE = 500_000_000
MOST_EXTRA = 64 * 1024 * 1024
BLOCK = os.urandom(1 << 20)


def pieces(size: int) -> Iterator[bytes]:
    """Bytes that are no sound, made as they are sent."""
    while size:
        piece = BLOCK[: min(len(BLOCK), size)]
        size -= len(piece)
        yield piece


def processes(root: int) -> list[int]:
    """A process and all that came of it."""
    children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    return [root, *(p for child in children for p in processes(int(child)))]


def memory(road: Road, what: str) -> int:
    """Bytes of VmHWM or VmRSS over the web process and its worker."""
    assert road.site.web is not None
    total = 0
    for process in processes(road.site.web.pid):
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        total += next(int(line.split()[1]) * 1024 for line in lines if line.startswith(what))
    return total


def forget_peaks(road: Road) -> None:
    assert road.site.web is not None
    for process in processes(road.site.web.pid):
        Path(f"/proc/{process}/clear_refs").write_text("5")


def extra(road: Road, send: Callable[[], None]) -> int:
    forget_peaks(road)
    before = memory(road, "VmRSS")
    send()
    return memory(road, "VmHWM") - before


def test_500_mb_by_tus_cost_little_memory(road: Road) -> None:
    said: dict[str, str] = {}

    def send() -> None:
        headers = {"Tus-Resumable": "1.0.0", "Authorization": road.anna.headers["Authorization"]}
        with httpx.Client(base_url=road.site.url, headers=headers, timeout=300) as client:
            made = client.post("/audio/uploads/", headers={"Upload-Length": str(SIZE)})
            said["id"] = made.headers["Location"].rpartition("/")[2]
            sent = client.patch(
                made.headers["Location"],
                headers={
                    "Upload-Offset": "0",
                    "Content-Type": "application/offset+octet-stream",
                    "Content-Length": str(SIZE),
                },
                content=pieces(SIZE),
            )
            assert (sent.status_code, sent.headers["Upload-Offset"]) == (204, str(SIZE))

    assert extra(road, send) < MOST_EXTRA
    story = road.ended(road.anna, said["id"], 120)
    assert (story["state"], story["refusal"]) == ("refused", "not_audio")


def test_500_mb_by_form_cost_little_memory(road: Road) -> None:
    said: dict[str, str] = {}
    mark = uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.mp3"\r\n\r\n'.encode()
    tail = f"\r\n--{mark}--\r\n".encode()

    def send() -> None:
        def body() -> Iterator[bytes]:
            yield head
            yield from pieces(SIZE - 1)
            yield tail

        answer = road.anna.post(
            "/uploads",
            content=body(),
            headers={
                "Content-Type": f"multipart/form-data; boundary={mark}",
                "Content-Length": str(len(head) + SIZE - 1 + len(tail)),
            },
            timeout=300,
        )
        assert answer.status_code == 201, answer.text
        said["id"] = answer.json()["id"]

    assert extra(road, send) < MOST_EXTRA
    assert road.ended(road.anna, said["id"], 120)["refusal"] == "not_audio"
