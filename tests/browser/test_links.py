"""Walking every link from the first page: nothing leads nowhere, and every place is a page of the registry or
is none for a reason (tests/web/test_registry.py)."""

import re
from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext

from akkord.config.registry import all_pages
from browser.conftest import NewContext
from browser.roles import EMAILS, ROLES
from browser.under_way import begun
from living_site import LivingSite
from web.test_registry import NO_PAGES

KNOWN = {page.route for page in all_pages()} | NO_PAGES
# What is answered before any of the addresses is asked.
BEFORE = re.compile(r"^/(static/.*|log/.+|originals\.zip|api/.*)$")
HREF = re.compile(r'<a [^>]*?href="([^"]+)"')
OF_A_KIND = 3  # pages of one route that are opened; the others are only asked whether they are there
MOST = 200


@pytest.mark.parametrize("role", [*ROLES, "artist"])
def test_no_link_leads_nowhere_and_every_page_is_declared(
    role: str, person: NewContext, site: LivingSite
) -> None:
    begun(site)
    client = person(EMAILS[role]).request
    faults: list[str] = []
    todo, seen, kinds = deque([("/", "the start")]), {"/"}, dict[str, int]()
    while todo and len(kinds) < MOST:
        path, source = todo.popleft()
        route = route_of(path)
        if route not in KNOWN and not BEFORE.match(path):
            faults.append(f"{path} on {source}: not a declared page")
        kinds[str(route)] = kinds.get(str(route), 0) + 1
        if kinds[str(route)] > OF_A_KIND:
            continue
        for link in links_of(client, site, path, source, faults):
            if link not in seen:
                seen.add(link)
                todo.append((link, path))
    assert not faults, "\n".join(faults)


def route_of(path: str) -> str | None:
    try:
        return str(resolve(urlsplit(path).path).url_name)
    except Resolver404:
        return None


def links_of(
    client: APIRequestContext, site: LivingSite, path: str, source: str, faults: list[str]
) -> list[str]:
    """Where this page leads within the site; a refusal is a fault of the page that led here."""
    answer = client.get(path)
    if answer.status >= 400:
        faults.append(f"{path} on {source}: {answer.status}")
        return []
    if "text/html" not in answer.headers.get("content-type", ""):
        return []
    found = [
        urldefrag(urljoin(answer.url, href.replace("&amp;", "&")))[0] for href in HREF.findall(answer.text())
    ]
    return [link.removeprefix(site.url) or "/" for link in found if link.startswith(site.url)]
