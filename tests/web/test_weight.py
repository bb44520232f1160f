"""What a page makes a browser fetch before it can be used: script and style, packed, at most 170 kB."""

import re

import pytest
from django.test import Client

from akkord.web import statics
from factories import a_club, a_person

pytestmark = pytest.mark.django_db
MOST = 170_000
SCRIPT = re.compile(r'<script[^>]*\ssrc="/static/v/\w+/([^"]+)"')
STYLE = re.compile(r'<link[^>]*rel="(?:stylesheet|modulepreload)"[^>]*href="/static/v/\w+/([^"]+)"')


def fetched(page: str) -> dict[str, int]:
    """Each file of script and style that the page asks for, and what those ask for: bytes on the way."""
    named = {*SCRIPT.findall(page), *STYLE.findall(page)}
    for name in [name for name in named if name.endswith(".js")]:
        named |= set(statics.modules_of(name))
    found: dict[str, int] = {}
    for name in named:
        file = statics.file(name)
        assert file is not None, name
        found[name] = len(file.packed or file.body)
    return found


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
