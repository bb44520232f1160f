"""Walking every link from the first page: nothing leads nowhere, and every place is a declared page."""

import re
from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext

from akkord.config.registry import all_pages
from browser.conftest import NewContext
from browser.roles import EMAILS
from living_site import LivingSite

DECLARED = {page.route for page in all_pages()}
# Answers that are no pages: files, and places reached from a declared page by what somebody has just done.
NO_PAGES = re.compile(
    r"^/(readyz|log/.+|static/.*|rights/(\d+/.+|check-statement\.py)|accounts/.*|audio/upload/.+|audio/earnings/.+|originals\.zip|settings/data/bring/.+|im/kept/.+|doc\d+|audio\d+/(lyrics|rights|statistics)|artist\d+/statistics|share/.+|api/.*"
    r"|transparency/\d+/.+\.json|transparency/(check\.py|(precision|flaggers|waiting-money)\.json)|staff/months/.+"
    r"|wall\d+/(votes|receipt(\?.*)?)|club\d+/event\.ics|playlist[0-9_]+\.m3u8|notices/[0-9a-f-]{36}|pay/by-hand/[0-9a-f-]{36}|(staff/)?proceedings/[0-9a-f-]{36}(/rehearsal|/certificate\.(pdf|json))?(\?.*)?)$"
)
HREF = re.compile(r'<a [^>]*?href="([^"]+)"')
OF_A_KIND = 3  # pages of one route that are opened; the others are only asked whether they are there
MOST = 140


@pytest.mark.parametrize("role", ["guest", "member", "label", "operator"])
def test_no_link_leads_nowhere_and_every_page_is_declared(
    role: str, person: NewContext, site: LivingSite
) -> None:
    client = person(EMAILS[role]).request
    faults: list[str] = []
    todo, seen, kinds = deque([("/", "the start")]), {"/"}, dict[str, int]()
    while todo and len(kinds) < MOST:
        path, source = todo.popleft()
        route = route_of(path)
        if (route is None or route not in DECLARED) and not NO_PAGES.match(path):
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
