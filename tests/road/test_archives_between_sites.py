"""What two friends take along from one living site is in place at a second, empty one.

Each site has a folder, key, database and processes of its own; the second knows of the first but its files.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from living_site import PASSWORD, Browser, LivingSite, until
from road import sounds

KINDS = ["page", "friends", "privacy", "photos", "posts", "talks", "music"]
SAID = ["Shall we?", "Yes, on Sunday", "At the lake"]


@dataclass
class Member:
    """Somebody at a site, with their browser and their page."""

    browser: Browser
    place: str

    @property
    def number(self) -> int:
        return int(self.place.removeprefix("/id"))


@dataclass
class Both:
    """The old site and the new one; `archives` are what the two friends took along."""

    old: LivingSite
    new: LivingSite
    archives: dict[str, bytes]


def member(site: LivingSite, email: str) -> Member:
    browser = site.browser(email)
    place = re.search(r'href="(/id\d+)"', browser.get("/feed").text)
    assert place is not None
    return Member(browser, place[1])


def sent(browser: Browser, address: str, page: str, **fields: str | list[str]) -> str:
    """A form of a page, sent; what its answer says."""
    answer = browser.send_form(address, page, **fields)
    assert answer.status_code == 200, (address, answer.status_code, answer.text[-1500:])
    return answer.text


def lead_their_lives(site: LivingSite) -> None:
    """Friends, posts, a conversation, a playlist of a track, all through pages."""
    anna, boris = member(site, "anna@example.org"), member(site, "boris@example.org")
    sent(anna.browser, f"{boris.place}/ask", boris.place)
    sent(boris.browser, f"{anna.place}/accept", "/friends/requests")
    sent(anna.browser, f"{anna.place}/post", anna.place, text="Long ago at the lake")
    sent(boris.browser, f"{anna.place}/post", anna.place, text="Happy birthday, Anna")
    for number, (who, other) in enumerate([(anna, boris), (boris, anna), (anna, boris)]):
        place = f"/im/{other.number}"
        sent(who.browser, f"{place}/send", place, text=SAID[number], client_id=str(uuid4()))
    api = site.api("anna@example.org")
    upload = api.post(
        "/uploads", files={"file": ("Nobody - Waltz.mp3", sounds.mp3(sounds.song("stranger")))}
    ).json()["id"]
    until(lambda: api.get(f"/uploads/{upload}").json()["state"] == "live", 90, 0.3, "the upload")
    track = api.get(f"/uploads/{upload}").json()["track"]
    sent(anna.browser, "/audio/playlists", "/audio/playlists", title="Winter")
    playlist = re.search(r"/playlist\d+_(\d+)", anna.browser.get("/audio/playlists").text)
    assert playlist is not None
    sent(anna.browser, f"/audio{track}/playlist", f"/audio{track}", playlist=playlist[1])


def took_along(site: LivingSite, email: str) -> bytes:
    """The archive as its owner downloads it, having said once more who they are."""
    browser = site.browser(email)
    sent(browser, "/accounts/reauthenticate/", "/accounts/reauthenticate/", password=PASSWORD)
    answer = browser.send_form("/settings/data/archive.zip", "/settings/data")
    assert answer.headers["content-type"] == "application/zip", answer.text[-1000:]
    return answer.content


def brought(site: LivingSite, email: str, archive: bytes) -> str:
    """Hand it in, read what it holds, say yes to all; the page once all of it is taken in."""
    browser = site.browser(email)
    page = browser.get("/settings/data/bring").text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    answer = browser.post(
        "/settings/data/bring",
        data={"csrfmiddlewaretoken": token[1]},
        files={"archive": ("akkord.zip", archive, "application/zip")},
    )
    place = answer.url.path
    assert re.fullmatch(r"/settings/data/bring/[0-9a-f-]{36}", place), answer.text[-1500:]
    held = until(lambda: "What is to come?" in (said := browser.get(place).text) and said, 60, 0.3, "a look")
    assert site.url not in held
    sent(browser, f"{place}/agree", place, part=KINDS)
    done: str = until(lambda: "It is taken in" in (said := browser.get(place).text) and said, 60, 0.3, "all")
    return done


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder: Path = tmp_path_factory.mktemp("two-sites")
    emails = ("anna@example.org", "boris@example.org")
    with LivingSite(folder / "old") as old:
        old.people(*emails)
        old.ready(120)
        lead_their_lives(old)
        archives = {email: took_along(old, email) for email in emails}
        new = LivingSite(folder / "new")
        new.url = new.env["AKKORD_URL"] = f"http://localhost:{new.port}"  # another host: nobody signs for it
        with new:
            new.people("somebody@example.org", *emails[::-1])  # other numbers than they had
            new.ready(120)
            yield Both(old, new, archives)


def test_an_archive_is_a_folder_of_pages_that_load_nothing(both: Both) -> None:
    with zipfile.ZipFile(io.BytesIO(both.archives["anna@example.org"])) as opened:
        pages = [name for name in opened.namelist() if name.endswith(".html")]
        assert {"akkord-archive/index.html", "akkord-archive/posts-1.html"} <= set(pages)
        for name in pages:
            page = opened.read(name).decode()
            loaded = re.findall(r'(?:<link|<script|<img)[^>]*(?:href|src)="([^"]+)"', page)
            assert not [each for each in loaded if "//" in each], name


def test_walls_friends_dialogs_and_playlists_are_in_place_at_a_second_site(both: Both) -> None:
    for email, archive in both.archives.items():
        assert "made on" in brought(both.new, email, archive)
    anna, boris = member(both.new, "anna@example.org"), member(both.new, "boris@example.org")
    guest = both.new.browser()

    wall = guest.get(anna.place).text
    assert "Long ago at the lake" in wall
    assert "Happy birthday, Anna" in boris.browser.get(anna.place).text
    old = member(both.old, "anna@example.org")
    there = re.findall(r'<time[^>]*datetime="([^"]+)"', old.browser.get(old.place).text)
    here = re.findall(r'<time[^>]*datetime="([^"]+)"', anna.browser.get(anna.place).text)
    assert set(there) & set(here), "posts keep their dates"

    assert f'href="{boris.place}"' in anna.browser.get("/friends").text
    assert f'href="{anna.place}"' in boris.browser.get("/friends").text

    for somebody in (anna, boris):
        talk = re.search(r'href="(/im/kept/\d+)"', somebody.browser.get("/im/kept").text)
        assert talk is not None
        shown = somebody.browser.get(talk[1]).text
        at = [shown.find(said) for said in SAID]
        assert -1 < at[0] < at[1] < at[2]

    playlist = re.search(r'href="(/playlist\d+_\d+)"', anna.browser.get("/audio/playlists").text)
    assert playlist is not None
    shown = anna.browser.get(playlist[1]).text
    assert "Winter" in shown
    assert "Waltz" in shown
