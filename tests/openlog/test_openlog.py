"""The public log as a stranger meets it over HTTP: the static tree, the pages, the proofs."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from ledger_lines import a_line, write

from akkord.ledger import queries
from akkord.ledger.rules import Kind, Source
from akkord.ledger.sequencing import log_folder, sequence
from tilelog.note import Verifier
from tilelog.proof import verify_proof
from tilelog.tiles import bundles_of, tiles_of

STATIC = [
    "/log/checkpoint",
    "/log/vkey",
    "/log/tile/0/000.p/11",
    "/log/tile/entries/000.p/11",
    "/log/3/proof",
]


def page(client: Client, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, path
    return answer.content.decode()


# --- static files ---------------------------------------------------------------------------------------


def test_the_tree_is_served_file_by_file_as_it_lies_in_the_folder(client: Client, log: Path) -> None:
    paths = [part.path for part in (*tiles_of(11), *bundles_of(11))]
    for path in ["checkpoint", *paths]:
        assert client.get(f"/log/{path}").content == (log / path).read_bytes()


@pytest.mark.parametrize("path", STATIC)
def test_any_site_and_any_cache_may_keep_the_tree(client: Client, log: Path, path: str) -> None:
    answer = client.get(path)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    again = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == answer["ETag"]
    head = client.head(path)
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(answer.content)))
    assert client.post(path).status_code == 405


def test_tiles_are_kept_for_ever_and_the_checkpoint_for_seconds(client: Client, log: Path) -> None:
    tile, checkpoint = client.get("/log/tile/0/000.p/11"), client.get("/log/checkpoint")
    assert tile["Content-Type"] == "application/octet-stream"
    assert "immutable" in tile["Cache-Control"]
    assert checkpoint["Content-Type"] == "text/plain; charset=utf-8"
    assert int(re.search(r"max-age=(\d+)", checkpoint["Cache-Control"])[1]) <= 5


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000", "tile/0/000.p/12", "tile/0/000.p/0", "tile/0/0", "tile/0/x000/000", "tile/1/000",
        "tile/64/000", "tile/entries/001.p/1", "tile/entries/000.p/011", "tile/0/../../../log-key",
        "tile/%2e%2e/%2e%2e/log-key", "tile/0//etc/passwd", "tile/", ".sequencing", "tile/0/000.p/11/",
        "11/proof", "11/entry", "007", "99999999999999999999", "-1", "1/proof/",
    ],
)  # fmt: skip
def test_every_other_path_is_not_found(client: Client, log: Path, path: str) -> None:
    assert client.get(f"/log/{path}").status_code == 404


def test_what_is_written_but_not_signed_is_not_served(client: Client, log: Path) -> None:
    log_folder().integrate([b"{}"], 11)
    assert client.get("/log/tile/0/000.p/12").status_code == 404
    assert client.get("/log/tile/entries/000.p/12").status_code == 404


def test_every_line_comes_with_a_proof_that_its_own_bytes_open(client: Client, log: Path) -> None:
    verifier = Verifier.from_vkey(page(client, "/log/vkey").strip())
    for number in range(11):
        proof, entry = client.get(f"/log/{number}/proof"), client.get(f"/log/{number}/entry")
        assert f'"log-{number}.tlog-proof"' in proof["Content-Disposition"]
        assert verify_proof(proof.content, entry.content, verifier).size == 11
        assert entry.content == bytes(queries.entry_by_number(number).body)


@pytest.mark.django_db(transaction=True)
def test_a_stranger_audits_the_running_site(live_server, log: Path) -> None:  # type: ignore[no-untyped-def]
    """`tilelog audit URL`, and the same once one byte of an entry is changed."""
    command = [sys.executable, "-m", "tilelog", "audit", f"{live_server.url}/log/"]
    sound = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (sound.returncode, "OK" in sound.stdout) == (0, True), sound.stdout + sound.stderr
    bundle = log / "tile/entries/000.p/11"
    bundle.write_bytes(bundle.read_bytes().replace(b"Northwind", b"Southwind", 1))
    edited = subprocess.run(command, capture_output=True, text=True, check=False)
    assert edited.returncode == 1
    assert "tile/entries/000.p/11" in edited.stdout


# --- pages ----------------------------------------------------------------------------------------------


def test_the_list_says_every_line_in_one_sentence_newest_first(client: Client, log: Path) -> None:
    html = page(client, "/log")
    assert re.findall(r'href="/log/(\d+)" aria-label', html) == [str(n) for n in range(10, -1, -1)]
    assert re.search(
        r"On .* label Northwind Records blocked a recording \(ISRC QZAKK2600001\) in Germany\.", html
    )
    assert "lifted the restriction of a recording" in html
    assert "ordered 3 recordings or files silenced everywhere" in html
    assert "the automatic look-up put an uploaded track on hold everywhere" in html
    assert "everywhere except Austria, Germany" in html
    assert "this log began with its key" in html


def test_the_list_speaks_the_language_of_its_reader(client: Client, log: Path) -> None:
    assert 'lang="ru"' in page(client, "/log", accept_language="ru")


def test_the_list_is_filtered_by_kind_ground_and_order(client: Client, log: Path) -> None:
    def numbers(query: str) -> list[str]:
        return re.findall(r'href="/log/(\d+)" aria-label', page(client, f"/log?{query}"))

    assert numbers("kind=reverse") == ["2"]
    assert numbers("ground=rules") == ["10"]
    assert numbers("kind=restrict&ground=licence") == []
    assert numbers("order=6") == ["5", "4", "3"]
    assert numbers("before=3") == ["2", "1", "0"]
    assert len(numbers("kind=nonsense&ground='&before=abc&order=-1")) == 11


def test_long_lists_have_pages(client: Client, log: Path) -> None:
    write(*(a_line(number) for number in range(60)))
    sequence.func()
    first = page(client, "/log?kind=restrict")
    older = re.search(r'rel="next" href="(/log\?kind=restrict&amp;before=\d+)"', first)
    assert older
    assert 'href="/log/1"' in page(client, older[1].replace("&amp;", "&"))


def test_a_waiting_line_is_shown_before_it_has_a_number(client: Client, log: Path) -> None:
    write(a_line(9, territory="FR"))
    html = page(client, "/log")
    assert "1 line waits for its number" in html
    assert "in France" in html
    sequence.func()
    assert "waits for its number" not in page(client, "/log")


def test_a_line_shows_what_belongs_to_it(client: Client, log: Path) -> None:
    block, order, row = page(client, "/log/1"), page(client, "/log/6"), page(client, "/log/4")
    assert "Changed later by" in block
    assert 'href="/log/2"' in block
    assert all(f'href="/log/{number}"' in order for number in (3, 4, 5))
    assert 'href="/log/6"' in row
    assert "It changes" in page(client, "/log/2")


def test_a_line_shows_its_very_bytes_and_its_leaf_hash(client: Client, log: Path) -> None:
    html = page(client, "/log/1")
    body = bytes(queries.entry_by_number(1).body).decode()
    assert body.replace('"', "&#34;") in html
    assert "/log/1/proof" in html


def test_a_numbered_line_without_checkpoint_offers_no_proof_yet(client: Client, log: Path) -> None:
    entry = write(a_line())[0]
    type(entry).objects.filter(pk=entry.pk).update(number=11)
    assert "in a moment" in page(client, "/log/11")
    assert client.get("/log/11/proof").status_code == 404


def test_the_counts_are_those_of_the_log(client: Client, log: Path) -> None:
    html = page(client, "/transparency")
    assert '<a href="/log?kind=restrict&amp;ground=copyright">6</a>' in html
    assert '<a href="/log?kind=key&amp;ground=operation">1</a>' in html


def test_the_verify_page_is_there_for_everybody(client: Client, log: Path) -> None:
    assert "openlog/check.js" in page(client, "/log/verify")
    assert client.get("/log/verify?number=3")["Location"] == "/log/3"  # where scripts do not run


def test_pages_stand_before_the_log_has_begun(client: Client, db: None, settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.DATA = tmp_path
    for path in ("/log", "/log/verify", "/transparency"):
        page(client, path)
    for path in ("/log/0", "/log/checkpoint", "/log/vkey", "/log/tile/0/000", "/log/0/proof"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_line_has_its_sentence_in_both_languages(kind: Kind) -> None:
    from django.utils import translation

    from akkord.openlog import sentences

    said = {
        "kind": kind.value, "at": "2026-11-23T20:00:00Z", "action": "block", "territory": ["DE"],
        "actor": {"class": "court", "name": ""}, "object": {"type": "recording"},
    }  # fmt: skip
    for language in ("en", "ru"):
        with translation.override(language):
            assert "%(" not in sentences.sentence(said)


def test_a_line_page_says_what_those_outside_need(client: Client, log: Path) -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    write(
        a_line(20, source=Source.ARTICLE_16, content_date=at.date(), demanded_at=at, first_decision=False,
               carries_out=["a" * 32])
    )  # fmt: skip
    sequence.func()
    said = page(client, "/log/11")
    for words in ("A notice of illegal content", "2026-11-24T00:00:00Z", "<dd>2026-11-24</dd>", "a" * 32):
        assert words in said
