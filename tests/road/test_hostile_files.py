"""Hostile files through the public doors: refused with a reason or taken correctly, the site stays quick."""

import base64
import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from road import hostile
from road.conftest import Road

SECRET = "a secret of the machine 4f1d"


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("elsewhere") / "canary.wav"
    path.write_bytes(hostile.wav(3.0) + SECRET.encode())
    return str(path)


@pytest.fixture(scope="module")
def pulse(road: Road) -> Iterator[list[float]]:
    """How quickly the site says that it lives, asked all the while."""
    took: list[float] = []
    done = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=road.site.url, timeout=30) as client:
            while not done.is_set():
                begun = time.perf_counter()
                assert client.get("/livez").status_code == 200
                took.append(time.perf_counter() - begun)
                done.wait(0.02)

    asking = threading.Thread(target=ask)
    asking.start()
    yield took
    done.set()
    asking.join()


def tus(road: Road, name: str, data: bytes) -> str:
    """Send in one creation request with its bytes; the upload's id."""
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(data)),
        "Upload-Metadata": f"filename {base64.b64encode(name.encode()).decode()}",
        "Content-Type": "application/offset+octet-stream",
        "Authorization": road.anna.headers["Authorization"],
    }
    answer = httpx.post(f"{road.site.url}/audio/uploads/", headers=headers, content=data, timeout=60)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].rpartition("/")[2]


def test_each_hostile_file_is_refused_with_a_reason_or_taken_for_what_it_is(
    road: Road, secret: str, pulse: list[float]
) -> None:
    files = {name: make(secret) for name, make in (hostile.REFUSED | hostile.EITHER).items()}
    sent = {}
    for number, (name, data) in enumerate(files.items()):
        by_tus = number % 2
        sent[name] = tus(road, "a.mp3", data) if by_tus else road.send(road.anna, "a.mp3", data)["id"]
    wrong = []
    for name, upload in sent.items():
        story = road.ended(road.anna, upload, 120)
        assert SECRET not in str(story)
        if story["state"] == "refused" and not (story["refusal"] and story["refusal_detail"]):
            wrong.append(f"{name}: refused without a reason")
        if name in hostile.REFUSED and story["state"] != "refused":
            wrong.append(f"{name}: {story['state']}, {story['seconds']} s")
        if story["seconds"] and not 0.9 < story["seconds"] < 20:
            wrong.append(f"{name}: {story['seconds']} s")
    assert wrong == []
    # Both cores are decoding meanwhile, and other tests may be running.
    assert statistics.quantiles(pulse, n=20)[18] < 1.0


def test_an_empty_file_is_refused_at_the_door(road: Road) -> None:
    answer = road.anna.post("/uploads", files={"file": ("a.mp3", b"")})
    assert (answer.status_code, answer.json()["error"]) == (422, "empty")


@pytest.mark.parametrize("name", hostile.NAMES)
def test_no_name_of_a_file_does_harm(road: Road, name: str) -> None:
    story = road.anna.get(f"/uploads/{tus(road, name, b'no sound')}").json()
    assert 0 < len(story["filename"]) <= 255
    assert "/" not in story["filename"]
    assert story["filename"].isprintable()
    assert road.anna.get("/uploads").status_code == 200


def test_afterwards_the_site_takes_a_song_as_ever(road: Road, pulse: list[float]) -> None:
    story = road.upload(road.anna, "fine.mp3", hostile.song(20))
    assert story["state"] == "live"
    assert 19 < story["seconds"] < 21
