"""A ruling like Gala's: that a search finds a track no more is not enough. No path gives a byte of it."""

import re
from dataclasses import dataclass

import httpx
import pytest

from living_site import Browser, until
from road import sounds
from road.conftest import Road

COURT = {
    "country": "RU",
    "subject": "music",
    "court": "Arbitration Court of St Petersburg",
    "case_number": "A56-16627/2011",
    "date": "2012-01-27",
    "claimant": "Gala Music",
    "defendant": "The site",
    "operative": "Remove the phonogram.",
    "kind": "final",
}
STAFF = (
    "import django; django.setup()\n"
    "from akkord.people.models import Person\n"
    "Person.objects.filter(email='desk@example.org').update(is_staff=True)\n"
)
RUSSIA = "127.0.1.1"


@dataclass
class Everywhere:
    """One track in all places there are, and those who find it there."""

    road: Road
    track: int
    pages: list[str]
    uploader: Browser
    fan: Browser
    guest: Browser

    def rows(self, browser: Browser) -> dict[str, list[bool]]:
        """page → whether each mention of the track there can be played."""
        found = {}
        for page in self.pages:
            row = f'<li class="track[^>]*data-track="{self.track}"[^>]*>'
            mentions = re.findall(row, browser.get(page).text)
            found[page] = ["data-playable" in mention for mention in mentions]
        return found

    def listens(self) -> list[httpx.Response]:
        """Every way to ask for the address of its bytes, in Russia."""
        browsers = (self.uploader, self.fan, self.guest)
        return [
            self.road.anna.post(f"/tracks/{self.track}/listen"),
            *(browser.send_form(f"/listen/{self.track}") for browser in browsers),
        ]


@pytest.fixture
def everywhere(road: Road) -> Everywhere:
    """Uploaded, posted on a person's and a community's wall, kept by a fan, found by search, lined up."""
    road.site.people("fan@example.org", "desk@example.org")
    road.site.python(STAFF)
    title = "Свободна от любви"
    story = road.upload(road.anna, "gala.mp3", sounds.mp3(sounds.song("gala")), title=title, artist="Гала")
    track = story["track"]
    assert road.start(road.anna, track).status_code == 200
    uploader = road.site.browser("anna@example.org", RUSSIA)
    fan = road.site.browser("fan@example.org", RUSSIA)
    number = road.anna.get("/me").json()["number"]
    post = road.anna.post("/posts", json={"text": "Слушайте", "tracks": [track]}).json()["url"]
    club = uploader.send_form("/clubs/new", name="Гала", about="Песни", kind="group", door="open").url.path
    uploader.send_form(f"{club}/post", text="И здесь", tracks=[str(track)])
    fan.send_form(f"/id{number}/follow")
    fan.send_form(f"/audio{track}/keep")
    pages = [
        *("/audio?q=Свободна", "/audio/new", f"/audio{track}", f"/audios{number}", f"/id{number}"),
        *(post, club, "/feed", "/audio"),
    ]
    return Everywhere(road, track, pages, uploader, fan, road.site.browser(address=RUSSIA))


def test_scenario_5_after_a_ruling_no_path_to_the_track_gives_a_byte(everywhere: Everywhere) -> None:
    road, track, guest = everywhere.road, everywhere.track, everywhere.guest
    assert {page: all(rows) and bool(rows) for page, rows in everywhere.rows(everywhere.fan).items()} == (
        dict.fromkeys(everywhere.pages, True)
    )
    urls = [answer.json()["url"] for answer in everywhere.listens()]
    assert all(guest.get(url).content for url in urls)

    desk = road.site.browser("desk@example.org")
    act = desk.send_form("/staff/proceedings/new/court", **COURT, rows=f"/audio{track}").url.path
    desk.send_form(f"{act}/step", event="judgment", actor="court")

    for page, rows in everywhere.rows(everywhere.fan).items():
        assert rows, f"{page}: it is not hidden, it is silent and says why"
        assert not any(rows), page
    for url in urls:
        for ask in ({}, {"Range": "bytes=0-99"}, {"Range": "bytes=100-"}, {"Range": "bytes=-100"}):
            for browser in (guest, everywhere.fan, everywhere.uploader):
                answer = browser.get(url, headers=ask)
                assert (answer.status_code, answer.content) == (403, b"silent")
        assert guest.head(url).status_code == 403
    for answer in everywhere.listens():
        assert answer.status_code == 403
        assert "url" not in answer.json()
    shown = road.anna.get(f"/tracks/{track}").json()
    assert (shown["playable"], shown["telling"]["contest"]) == (False, "court")
    assert road.start(road.boris, track).status_code == 200  # the court's word ends at the border

    assert "Arbitration Court of St Petersburg" in everywhere.guest.get(f"/audio{track}").text
    assert "Arbitration Court of St Petersburg ordered" in everywhere.uploader.get("/letters").text
    line = until(lambda: road.anna.get(f"/tracks/{track}").json()["telling"]["entry"], 30)
    said = guest.get(f"/log/{line}/entry").json()
    assert (said["kind"], said["ground"], said["territory"]) == ("restrict", "court", ["RU"])
