"""Promises to an operator: no file, however made, stops the reading, fills the machine or opens a file."""

import gzip
import io
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from writing import US, VERSIONS, Album, Terms, new_release, purge

from akkord.catalogue.ern import Bounds, Message
from akkord.catalogue.ern.sentences import told
from akkord.catalogue.ern.shapes import (
    deal_shape,
    header_shape,
    party_shape,
    purge_shape,
    release_shape,
    resource_shape,
)

GOOD = new_release("4.3", albums=(Album(tracks=True),))


def refusal(ern: SimpleNamespace, data: bytes | str, **options: Any) -> tuple[str, str, int]:
    message = ern.read(data, **options)
    assert message.refused
    (fault,) = [each for each in message.faults if each.refuses_message]
    return fault.word, fault.place.path, fault.place.line


def with_type(declaration: str, inside: str = "") -> str:
    start, _mark, rest = GOOD.partition("\n")
    return f"{start}\n{declaration}\n{rest.replace('A Label', inside or 'A Label', 1)}"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ATTACKS = {
    "entity that reads a file": with_type('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
    "entity from the network": with_type('<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/">]>', "&e;"),
    "parameter entity": with_type('<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'),
    "external document type": with_type('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "harmless document type": with_type("<!DOCTYPE x>"),
    "billion laughs": with_type(f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>', "&l9;"),
    "quadratic": with_type(f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 20_000),
    "entity nobody declared": GOOD.replace("A Label", "&label;", 1),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_document_types_and_entities_are_refused(ern: SimpleNamespace, attack: str) -> None:
    assert refusal(ern, attack)[0] == "document_type"


def test_a_laugh_in_an_attribute_is_refused(ern: SimpleNamespace) -> None:
    attack = with_type(f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>').replace('="en"', '="&l9;"')
    assert refusal(ern, attack)[0] == "document_type"


def test_what_is_no_xml_is_named(ern: SimpleNamespace) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("message.xml", GOOD)
    for data in (
        packed.getvalue(),
        gzip.compress(GOOD.encode()),
        b'{"isrc": 1}',
        b"isrc;title\n",
        b"fLaC\0\0\0",
    ):
        assert refusal(ern, data)[0] == "not_xml"
    for data in (b"", b"  \n"):
        assert refusal(ern, data)[0] == "empty_file"


def test_a_truncated_message_is_refused_with_its_place(ern: SimpleNamespace) -> None:
    word, path, line = refusal(ern, GOOD[: GOOD.index("<DealTerms>") + 5])
    assert (word, path) == ("not_well_formed", "/NewReleaseMessage/DealList/ReleaseDeal[1]/Deal[1]")
    assert line == 1 + GOOD[: GOOD.index("<DealTerms>")].count("\n")


def test_a_wrong_encoding_is_named(ern: SimpleNamespace) -> None:
    other = GOOD.replace("A Label", "Ä Label")
    assert refusal(ern, other.encode("latin-1"))[0] == "wrong_encoding"
    assert refusal(ern, other.replace("UTF-8", "no-such-thing"))[0] == "wrong_encoding"
    assert refusal(ern, other.replace("UTF-8", "utf-16").encode())[0] == "wrong_encoding"


@pytest.mark.parametrize("depth", [70, 300, 100_000])
def test_deep_nesting_is_refused(ern: SimpleNamespace, depth: int) -> None:
    nested = GOOD.replace("<DealTerms>", "<DealTerms>" + "<x>" * depth + "</x>" * depth, 1)
    assert refusal(ern, nested)[0] == "too_deep"
    assert refusal(ern, "<x>" * depth)[0] in ("too_deep", "other_message")


@pytest.mark.parametrize("size", [100_000, 1_000_000, 12_000_000])
def test_a_huge_attribute_is_refused(ern: SimpleNamespace, size: int) -> None:
    for place in ("<ern:NewReleaseMessage", "<MessageHeader", "<DealTerms"):
        word, *_where = refusal(ern, GOOD.replace(place, f'{place} x="{"y" * size}"', 1))
        assert word in ("attribute_too_long", "too_large_for_parser")


@pytest.mark.parametrize("size", [3_000_000, 12_000_000])
def test_a_huge_text_is_refused(ern: SimpleNamespace, size: int) -> None:
    word, *_where = refusal(ern, GOOD.replace("A Label", "y" * size, 1))
    assert word in ("text_too_long", "too_large_for_parser")


def test_too_much_of_anything_is_refused(ern: SimpleNamespace) -> None:
    many = GOOD.replace("<UseType>", "<UseType>x</UseType>" * 5_000 + "<UseType>")
    assert refusal(ern, many, bounds=Bounds(row_elements=1_000))[0] == "too_many_elements"
    assert refusal(ern, many, bounds=Bounds(elements=1_000))[0] == "too_many_elements"
    large = GOOD.replace("A Label", " " * 1_100_000 + "A Label", 1)
    assert refusal(ern, large, bounds=Bounds(megabytes=1))[0] == "file_too_large"
    assert refusal(ern, large, bounds=Bounds(row_megabytes=1, text=10_000_000))[0] == "row_too_large"


@pytest.mark.parametrize(
    ("root", "word"),
    [
        ("UpdateReleaseMessage", "update_message"),
        ("CatalogListMessage", "catalog_list"),
        ("CatalogTransferMessage", "catalog_transfer_message"),
        ("html", "other_message"),
    ],
)
def test_other_messages_are_refused_with_help(ern: SimpleNamespace, root: str, word: str) -> None:
    assert refusal(ern, GOOD.replace("NewReleaseMessage", root))[0] == word


@pytest.mark.parametrize("schema", ["http://ddex.net/xml/ern/21", "http://ddex.net/xml/ern/50"])
def test_other_generations_are_refused(ern: SimpleNamespace, schema: str) -> None:
    assert refusal(ern, GOOD.replace("http://ddex.net/xml/ern/43", schema))[0] == "unsupported_version"


def test_a_message_that_does_not_say_when_it_was_made_is_refused(ern: SimpleNamespace) -> None:
    assert refusal(ern, new_release(created=""))[0] == "no_created"
    assert refusal(ern, new_release(created="yesterday"))[0] == "bad_created"
    assert refusal(ern, "<NewReleaseMessage xmlns='http://ddex.net/xml/ern/43'/>")[0] == "no_header"


def test_a_flood_of_faults_is_told_in_part(ern: SimpleNamespace) -> None:
    flood = GOOD.replace(
        "<UseType>",
        "<UseType>x</UseType>" + "".join(f"<UseType>y{n}</UseType>" for n in range(2000)) + "<UseType>",
    )
    message = ern.read(flood)
    assert not message.refused
    assert len(message.faults) < 1100
    assert message.faults[-1].word == "more_faults"


def test_a_row_of_a_quarter_million_faults_is_read_in_seconds(ern: SimpleNamespace) -> None:
    good, bad = "<UseType>OnDemandStream</UseType>", "<UseType>x{}</UseType>"
    many = good * 120_000 + "".join(bad.format(n) for n in range(60_000))
    began = time.process_time()
    assert not ern.read(GOOD.replace("<UseType>", many + "<UseType>")).refused
    assert time.process_time() - began < 20


READ_AND_TELL = """
import sys
from akkord.catalogue.ern import read_message
message = read_message(open(sys.argv[1], "rb"), "x")
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(message.faults[-1].word, int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="NOT TESTED: memory is measured by /proc")
def test_a_hundred_megabytes_in_one_row_stay_within_the_memory(tmp_path: Path) -> None:
    start, _mark, rest = GOOD.partition("<UseType>")
    endless = tmp_path / "endless.xml"
    with endless.open("w") as out:
        out.write(start)
        for _ in range(50):
            out.write("<UseType>x</UseType>" * 100_000)
        out.write("<UseType>" + rest)
    source = Path(__file__).resolve().parents[3] / "src"
    told = subprocess.run(
        [sys.executable, "-c", READ_AND_TELL, str(endless)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(source)},
    ).stdout.split()
    assert told[0] in ("too_many_elements", "row_too_large")
    assert int(told[1]) < 200


PIECES = [
    piece
    for version in VERSIONS
    for piece in new_release(version, deals=(Terms(policy="Monetize", channels=("X",)),)).split("<")
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(VERSIONS), st.data())
def test_no_change_of_a_good_message_makes_the_reading_fail(
    ern: SimpleNamespace, version: str, data: st.DataObject
) -> None:
    """Cut, doubled, exchanged and overwritten pieces: a fault may come of it, an exception never."""
    pieces = new_release(
        version, albums=(Album(tracks=True),), deals=(Terms(policy="Monetize", channels=("X",)),)
    ).split("<")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(1, len(pieces) - 1))
        match data.draw(st.sampled_from(["drop", "double", "strange", "empty", "text", "swap"])):
            case "drop":
                del pieces[place]
            case "double":
                pieces.insert(place, pieces[place])
            case "strange":
                pieces[place] = data.draw(st.sampled_from(PIECES))
            case "empty":
                pieces[place] = pieces[place].partition(">")[0] + ">"
            case "text":
                pieces[place] = pieces[place].partition(">")[0] + ">" + data.draw(st.sampled_from(TEXTS))
            case "swap":
                other = data.draw(st.integers(1, len(pieces) - 1))
                pieces[place], pieces[other] = pieces[other], pieces[place]
    message = ern.read("<".join(pieces))
    ern.timeline([message, ern.read(purge(version))])
    shown(message)


def shown(message: Message) -> None:
    """All that read_delivery would show of it."""
    lines = [told(fault) for fault in message.faults]
    shapes = [resource_shape(each) for each in message.resources]
    shapes += [release_shape(each) for each in message.releases]
    shapes += [deal_shape(each, US) for each in message.deals]
    shapes += [purge_shape(each) for each in message.purges] + [party_shape(each) for each in message.parties]
    json.dumps([lines, shapes, header_shape(message.header) if message.header else None])


TEXTS = [
    "",
    "0",
    "-1",
    "99999999999",
    "2014-13-45",
    "0000-00-00",
    "PT",
    "P9999D",
    "é" * 50,
    "%(about)s",
    "true",
    "2120",
    "T",
]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
@example(b"<")
@example(b"\xff\xfe<\0")
@example(b"\0" * 70_000)
@example(b"<a/>" + b" " * 100_000)
def test_no_bytes_make_the_reading_fail(ern: SimpleNamespace, data: bytes) -> None:
    assert ern.read(data).refused
    assert ern.read(b"<NewReleaseMessage>" + data).refused


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 6000), st.binary(min_size=1, max_size=8))
def test_no_overwritten_bytes_make_the_reading_fail(ern: SimpleNamespace, place: int, data: bytes) -> None:
    good = GOOD.encode()
    place %= len(good)
    ern.read(good[:place] + data + good[place + len(data) :])
