"""What a page makes a browser fetch before it can be used: script and style, packed, at most 170 kB."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from factories import a_club, a_person

pytestmark = pytest.mark.django_db
MOST = 170_000
SCRIPT = re.compile(r'<script[^>]*\ssrc="/static/([^"]+)"')
STYLE = re.compile(r'<link[^>]*rel="(?:stylesheet|modulepreload)"[^>]*href="/static/([^"]+)"')
# What a module needs before it runs; `import(…)` in a function is fetched when it is asked for.
IMPORT = re.compile(r'^\s*(?:import|export)\s[^;("]*?"(\.[^"]+)"|^import\s"(\.[^"]+)"', re.MULTILINE)


def fetched(page: str) -> dict[str, int]:
    """Each file of script and style that the page asks for, and what those ask for: bytes on the way."""
    found: dict[str, int] = {}
    waiting = [name.partition("?")[0] for name in [*SCRIPT.findall(page), *STYLE.findall(page)]]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        path = finders.find(name)
        assert path is not None, name
        said = Path(path).read_bytes()
        found[name] = len(gzip.compress(said, 6))
        if name.endswith(".js"):
            named = ("".join(each) for each in IMPORT.findall(said.decode()))
            waiting += [_beside(name, each) for each in named]
    return found


def _beside(name: str, other: str) -> str:
    parts = name.split("/")[:-1]
    for step in other.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


def test_no_page_asks_for_more_than_170_kb_of_script_and_style() -> None:
    anna = a_person()
    club = a_club(anna)
    door = Client()
    door.force_login(anna, "allauth.account.auth_backends.AuthenticationBackend")
    heavy, seen = {}, 0
    for client in (door, Client()):
        for place in ("/", "/feed", f"/id{anna.pk}", "/im", "/audio", f"/club{club.pk}", "/search", "/log/"):
            page = client.get(place, follow=True)
            assert page.status_code in (200, 404), place
            files = fetched(page.content.decode())
            seen = max(seen, len(files))
            if sum(files.values()) > MOST:
                heavy[place] = sum(files.values()), sorted(files, key=files.__getitem__)[-5:]
    assert heavy == {}
    assert seen > 10
