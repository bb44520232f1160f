"""One living site for the road: a label with an agent, two members, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from living_site import LivingSite, until

ENDS = {"live", "held", "blocked", "refused", "unpacked"}


@dataclass(frozen=True)
class Road:
    """The site and the people on it, each with a client of the API; `label` is its number."""

    site: LivingSite
    label: int
    agent: httpx.Client
    anna: httpx.Client
    boris: httpx.Client  # in Germany

    def send(self, who: httpx.Client, name: str, data: bytes, **named: str) -> dict:  # type: ignore[type-arg]
        """Upload in one request; the story as it was acknowledged."""
        answer = who.post("/uploads", files={"file": (name, data)}, data=named)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def ended(self, who: httpx.Client, upload: str, seconds: float = 90) -> dict:  # type: ignore[type-arg]
        """The story when its life has ended."""

        def story() -> dict | None:  # type: ignore[type-arg]
            said = who.get(f"/uploads/{upload}").json()
            return said if said["state"] in ENDS else None

        return until(story, seconds, what=f"the end of upload {upload}")  # type: ignore[no-any-return]

    def upload(self, who: httpx.Client, name: str, data: bytes, **named: str) -> dict:  # type: ignore[type-arg]
        return self.ended(who, self.send(who, name, data, **named)["id"])

    def start(self, who: httpx.Client, track: int, seconds: float = 60) -> httpx.Response:
        """The answer to "listen" once what is played has been made."""
        last: list[httpx.Response] = []

        def asked() -> bool:
            last[:] = [who.post(f"/tracks/{track}/listen")]
            return last[0].status_code != 503

        until(asked, seconds, 0.3, "the rendition")
        return last[0]


@pytest.fixture(scope="session")
def road(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    folder: Path = tmp_path_factory.mktemp("road")
    with LivingSite(folder) as site:
        emails = ("agent@example.org", "anna@example.org", "boris@example.org")
        number = site.people(*emails, label=("Northern Light", emails[0]))
        site.ready(120)
        yield Road(
            site,
            number,
            site.api(emails[0]),
            site.api(emails[1], "127.0.1.1"),
            site.api(emails[2], "127.0.2.1"),
        )
