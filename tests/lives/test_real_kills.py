"""Web and worker killed -9 while real files come in and are worked on: all completes, nothing twice."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from living_site import LivingSite, until
from road import sounds

EMAIL = "anna@example.org"
OCTETS = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
ENDS = {"live", "held", "blocked", "refused"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[LivingSite]:
    with LivingSite(tmp_path) as living:
        living.people(EMAIL)
        living.ready(120)
        yield living


def send_in_pieces(site: LivingSite, api: httpx.Client, data: bytes) -> str:
    """By tus in five pieces; before each the web process dies and comes again. The upload's id."""
    with httpx.Client(base_url=site.url, headers={**api.headers, **OCTETS}, timeout=60) as client:
        made = client.post("/audio/uploads/", headers={"Upload-Length": str(len(data))})
        where, offset = made.headers["Location"], 0
        while offset < len(data):
            site.kill(site.web)
            site.start_web()
            said = client.head(where)
            assert int(said.headers["Upload-Offset"]) == offset  # what was acknowledged is there
            piece = data[offset : offset + len(data) // 5 + 1]
            sent = client.patch(where, headers={"Upload-Offset": str(offset)}, content=piece)
            assert sent.status_code == 204
            offset = int(sent.headers["Upload-Offset"])
    return where.rpartition("/")[2]


def test_uploads_complete_once_though_web_and_worker_are_killed_again_and_again(site: LivingSite) -> None:
    api = site.api(EMAIL)
    files = [sounds.mp3(sounds.song("stranger"), kbit) for kbit in (96, 128)]
    uploads = [send_in_pieces(site, api, data) for data in files]

    def states() -> list[str]:
        return [api.get(f"/uploads/{upload}").json()["state"] for upload in uploads]

    for _ in range(4):
        before = states()
        site.kill(site.worker)
        site.start_worker()
        until(lambda before=before: states() != before or set(states()) <= ENDS, 60, 0.05, "a step")  # type: ignore[misc]
    until(lambda: set(states()) <= ENDS, 120, 0.2, "the end of both lives")
    assert states() == ["live", "live"]
    rows = api.get("/music").json()["items"]
    assert len(rows) == 2
    until(
        lambda: api.post(f"/tracks/{rows[0]['number']}/listen").status_code == 200, 60, 0.3, "its rendition"
    )
    counted = site.python(
        "import django; django.setup()\n"
        "from akkord.music.models import Hearing, Track\n"
        "from akkord.flow.models import Job\n"
        "print(Track.objects.count(), Hearing.objects.count(), Job.objects.filter(state='failed').count())"
    )
    assert counted.split() == ["2", "2", "0"]
    until(lambda: "OK:" in site.manage("audit", check=False), 60, 1, "the audit")
