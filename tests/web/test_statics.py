"""Promises of static files: an address says which they are, they are kept for ever under it, packed."""

import asyncio
import gzip
import re
from typing import Any

import pytest
from django.test import Client

from akkord.web import statics

pytestmark = pytest.mark.django_db
SHELL = "web/shell.js"


def asked(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """What the door answers: status, headers, body."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": lines}
    asyncio.run(statics.answer(scope, None, send))
    said = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], said, b"".join(message["body"] for message in sent[1:])


def test_what_a_page_names_is_kept_for_ever_and_is_packed() -> None:
    page = Client().get("/about").content.decode()
    address = re.search(r'src="(/static/[^"]+/web/shell\.js)"', page)
    assert address is not None
    status, said, body = asked(address[1], accept_encoding="gzip, br")
    assert (status, said["content-encoding"], said["vary"]) == (200, "gzip", "Accept-Encoding")
    assert "immutable" in said["cache-control"]
    plain = asked(address[1])
    assert "content-encoding" not in plain[1]
    assert gzip.decompress(body) == plain[2]
    assert len(body) < len(plain[2]) / 2
    assert said["etag"] != plain[1]["etag"]


@pytest.mark.parametrize("address", [f"/static/{SHELL}", f"/static/v/0123456789ab/{SHELL}"])
def test_without_our_version_the_file_is_given_to_be_asked_for_again(address: str) -> None:
    status, said, body = asked(address)
    assert status == 200
    assert body
    assert said["cache-control"] == "public, no-cache"
    again = asked(address, if_none_match=said["etag"])
    assert (again[0], again[2]) == (304, b"")


def test_a_head_has_no_body_and_nothing_is_written() -> None:
    status, said, body = asked(f"/static/{SHELL}", "HEAD")
    assert (status, body) == (200, b"")
    assert int(said["content-length"]) > 0
    assert asked(f"/static/{SHELL}", "POST")[0] == 405


@pytest.mark.parametrize(
    "name",
    ["", "nothing.js", "../config/settings.py", "web/../../pages/shell.html", "/etc/passwd", "v/", "web"],
)
def test_what_is_no_static_file_is_not_there(name: str) -> None:
    assert asked(f"/static/{name}")[0] == 404
    assert asked(f"/static/v/{statics.version()}/{name}")[0] == 404


def test_a_page_names_every_module_its_player_needs_so_that_none_waits_for_another() -> None:
    page = Client().get("/about").content.decode()
    preloaded = re.findall(r'<link rel="modulepreload"[^>]*href="/static/v/\w+/([^"]+)"', page)
    assert preloaded == list(statics.modules_of("web/player/bar.js"))
    assert "web/player/audio.js" in preloaded
    for name in preloaded:
        assert set(statics.modules_of(name)) <= {*preloaded, "web/player/bar.js"}


def test_what_is_drawn_before_anything_is_one_answer_of_all_its_parts() -> None:
    page = Client().get("/about").content.decode()
    assert re.findall(r'<link rel="stylesheet" href="/static/v/\w+/([^"]+)"', page)[0] == "web/shell.css"
    whole = asked("/static/web/shell.css")
    assert (whole[0], whole[1]["content-type"]) == (200, "text/css; charset=utf-8")
    for part in statics.TOGETHER["web/shell.css"]:
        assert asked(f"/static/{part}")[2] in whole[2]


def test_all_forms_of_a_page_carry_one_token_and_each_page_another() -> None:
    tokens = [
        re.findall(r'csrfmiddlewaretoken" value="(\w+)"', Client().get("/").content.decode()) for _ in "ab"
    ]
    assert [len(set(found)) for found in tokens] == [1, 1]
    assert tokens[0][0] != tokens[1][0]


def test_pages_are_packed_and_their_length_says_nothing_twice() -> None:
    packed = [Client().get("/about", headers={"accept-encoding": "gzip"}) for _ in range(8)]
    plain = Client().get("/about").content
    assert {answer["Content-Encoding"] for answer in packed} == {"gzip"}
    assert "Accept-Encoding" in packed[0]["Vary"]
    assert len({len(answer.content) for answer in packed}) > 1
    assert b"</html>" in gzip.decompress(packed[0].content)
    assert len(packed[0].content) < len(plain) / 2
    small = Client().get("/manifest.webmanifest", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in small


def test_every_import_of_a_module_leads_to_a_module() -> None:
    for name in [name for name in statics._paths() if name.endswith(".js") and not name.startswith("django")]:
        for needed in statics.modules_of(name):
            assert statics.file(needed) is not None, f"{needed} for {name}"
