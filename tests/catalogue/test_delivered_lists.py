"""A delivered list is read line by line, and every fault is told with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.catalogue import rules
from akkord.catalogue.faults import REFUSED_SOUNDS, SENTENCES, told
from akkord.catalogue.rules import ListedRow, ListFault, read_list
from earprint.box.errors import REASONS

HEADER = "isrc,title,artist,release,icpn,file,share,territory\n"
GOOD = "DE-AAA-26-00001,Song,Singer,Album,4006381333931,01.flac,1/2,de fr"


def one(line: str, header: str = HEADER) -> ListedRow:
    (row,) = read_list((header + line).encode())
    return row


def test_a_good_line_is_understood_and_normalised() -> None:
    assert one(GOOD) == ListedRow(
        line=2,
        isrc="DEAAA2600001",
        title="Song",
        artist="Singer",
        release="Album",
        icpn="4006381333931",
        file="01.flac",
        share="1/2",
        territory="DE FR",
    )


FAULTS = {
    "no title": ("DEAAA2600001,,Singer", "missing title"),
    "no isrc": (",Song,Singer", "missing isrc"),
    "isrc too short": ("DEAAA26,Song,Singer", "bad_isrc DEAAA26"),
    "isrc of no country": ("ZAZAA2600001X,Song,Singer", "bad_isrc ZAZAA2600001X"),
    "formula for isrc": ("=cmd|' /C calc'!A0,Song,Singer", "bad_isrc =cmd|' /C calc'!A0"),
    "open quotation mark": ('DEAAA2600001,"Song,Singer', "broken_quoting"),
    "text after the closing mark": ('DEAAA2600001,"So"ng,Singer', "broken_quoting"),
    "control character": ("DEAAA2600001,So\x00ng,Singer", "control_character"),
    "line separator inside": ("DEAAA2600001,So\x0bng,Singer", "control_character"),
    "more values than columns": ("DEAAA2600001,S,A,,,f,1,DE,what", "too_many_values"),
    "endless title": (f"DEAAA2600001,{'x' * 201},Singer", "too_long title"),
    "endless field": (f"DEAAA2600001,{'x' * 200_000},Singer", "broken_quoting"),
    "share over one": ("DEAAA2600001,S,A,,,f,3/2", "bad_share 3/2"),
    "share of nothing": ("DEAAA2600001,S,A,,,f,0", "bad_share 0"),
    "share over zero": ("DEAAA2600001,S,A,,,f,1/0", "bad_share 1/0"),
    "share that would take for ever": ("DEAAA2600001,S,A,,,f,1e999999999", "bad_share 1e999999999"),
    "country that is none": ("DEAAA2600001,S,A,,,f,1,DE QQ", "bad_territory QQ"),
    "unknown territory by name": ("DEAAA2600001,S,A,,,f,1,ZZ", "bad_territory ZZ"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_every_fault_is_named(case: str) -> None:
    line, fault = FAULTS[case]
    assert one(line).fault == fault


@pytest.mark.parametrize("case", FAULTS)
def test_every_fault_is_told_with_its_line(case: str) -> None:
    row = one(FAULTS[case][0])
    sentence = told(row.line, row.fault)
    assert sentence.startswith("line 2: ")
    assert "%" not in sentence.replace("50%", "")


def test_one_broken_line_spoils_no_other() -> None:
    rows = read_list((HEADER + 'DEAAA2600001,"Song,Singer\n' + GOOD).encode())
    assert [row.fault for row in rows] == ["broken_quoting", ""]


def test_lines_count_as_in_the_file_although_some_are_empty() -> None:
    rows = read_list((HEADER + "\n;;;\r\n" + GOOD + "\r" + "x,y,z").encode())
    assert [(row.line, row.fault.split()[0] if row.fault else "") for row in rows] == [
        (4, ""),
        (5, "bad_isrc"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_separator_with_or_without_byte_order_mark(delimiter: str, mark: str) -> None:
    text = (HEADER + GOOD).replace(",", delimiter)
    (row,) = read_list((mark + text).encode())
    assert (row.isrc, row.fault) == ("DEAAA2600001", "")


def test_headers_are_case_insensitive_in_any_order_and_unknown_ones_are_passed_over() -> None:
    assert one("Singer,x,Song,de-aaa-26-00001", " Artist ,Label,TITLE,Isrc\n").title == "Song"


def test_values_may_hold_separators_and_marks_when_quoted() -> None:
    assert one('DEAAA2600001,"Song, or ""Lied""",Singer').title == 'Song, or "Lied"'


def test_the_second_line_of_the_same_isrc_or_file_is_refused() -> None:
    other = GOOD.replace("00001", "00002")
    rows = read_list(
        (HEADER + "\n".join([GOOD, GOOD, other.replace("01.flac", "A/01.FLAC"), other])).encode()
    )
    assert [row.fault for row in rows] == ["", "isrc_twice 2", "file_twice 2", "file_twice 2"]


def test_a_wrong_product_code_is_a_warning_and_no_refusal() -> None:
    wrong, odd = one(GOOD.replace("931,", "932,")), one(GOOD.replace("4006381333931", "later"))
    assert (wrong.fault, wrong.warning, wrong.icpn) == ("", "bad_icpn 4006381333932", "4006381333932")
    assert (odd.fault, odd.warning, odd.icpn) == ("", "odd_icpn later", "")


WHOLE = {
    "not text": (b"\xff\xfei\x00s\x00r\x00c\x00", "not_text"),
    "nothing": (b"", "no_header"),
    "no header": (GOOD.encode(), "no_header"),
    "a column is missing": (b"isrc,title\nDEAAA2600001,Song", "no_header"),
    "a column twice": (b"isrc,title,artist,title\n1,2,3,4", "column_twice"),
    "header alone": (HEADER.encode() + b"\n,,\n", "empty_list"),
    "too large": (HEADER.encode() + b"\n" * (5 * 1024 * 1024), "list_too_large"),
    "too many": (HEADER.encode() + b"x\n" * 10_001, "too_many_rows"),
}


@pytest.mark.parametrize("case", WHOLE)
def test_what_cannot_be_read_at_all_is_refused_as_a_whole(case: str) -> None:
    data, word = WHOLE[case]
    with pytest.raises(ListFault) as fault:
        read_list(data)
    assert fault.value.word == word


def test_whatever_the_box_refuses_has_a_sentence() -> None:
    assert set(REASONS) <= set(REFUSED_SOUNDS)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: (HEADER + text).encode()))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        rows = read_list(data)
    except ListFault:
        return
    for row in rows:
        assert row.fault or (row.isrc and row.title and row.artist)
        for word in filter(None, (row.fault, row.warning)):
            assert word.partition(" ")[0] in SENTENCES
            assert told(row.line, word)
            assert "\x00" not in word


@pytest.mark.parametrize(
    ("text", "share"),
    [("1", "1"), ("1/3", "1/3"), ("2/4", "1/2"), ("50%", "1/2"), ("33.3 %", "333/1000"), ("0,25", "1/4")],
)
def test_shares_are_exact_fractions(text: str, share: str) -> None:
    assert rules.read_share(text) == share


@pytest.mark.parametrize(
    ("text", "territory"),
    [
        ("de,FR", "DE FR"),
        ("worldwide", "Worldwide"),
        ("Worldwide -ru -by", "Worldwide -BY -RU"),
        ("XK", "XK"),
    ],
)
def test_territories_are_written_one_way(text: str, territory: str) -> None:
    assert rules.read_territory(text) == territory


def test_territories_mean_to_the_law_what_they_say_here() -> None:
    from akkord.rights.facts_in_tables import read_territories
    from akkord.rights.territories import parse

    for text in ("de,FR", "worldwide", "Worldwide -RU", "kz"):
        assert read_territories(rules.read_territory(text)) == parse(text)


def test_file_names_are_compared_without_folder_case_or_composition() -> None:
    same = {rules.file_key(n) for n in ("Café.FLAC", "C:\\in\\Cafe\u0301.flac", "/x/CAFÉ.flac")}
    assert len(same) == 1
