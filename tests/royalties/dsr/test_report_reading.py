"""What a strict reader says of a report that is not as it should be: where, what, and what to do."""

import sqlite3
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import LETTERS, plain_report
from report_world import read, words, written

NAME = "DSR_PADPIDA2026112802B_PADPIDA2026112801A_plus_2026-11_DE_1of1_20261205T120000.tsv"
UGC_HEAD = (
    "HEAD\tdsrf/1.3/1.4.1/1.4\tUGCProfile\t1.3\tm1\t2026-12-05T12:00:00Z\t{x}\t{y}\t2026-11-01\t2026-11-30"
    "\tPADPIDA2026112801A\tAkkord\tplus\tPADPIDA2026112802B\tLabel\t"
)
SUMMARY = (
    "SY02.03\t1\t\t\tSubscriptionModel\t\tDE\tplus\t{uses}\t\tEUR\t10\tA\t\t{shared}\t{amount}\t{net}"
    "\t\tMusic\t\t\t"
)
SOUND = "AS02.03\t{b}\tR1\t77\t\tSong\t\t\t\t\tSoundRecording" + "\t" * 13
UPLOAD = "RU02.02\t{b}\t1\tu1\tMine\thttps://a.example/1\t3\t\tR1"
UPLOADS = "RU01.02\t{b}\t1\tu1|u2\t1|2\tMusic\tR1"
USED = "SU03.02\t{b}\tt{b}\t1\t77\t3\t0.5\t\t\t\ttrue"
SUBSCRIBED = "ST01\t{b}\tt{b}\t1\t3"
SHARE = "LI01.03\t{b}\t1\tA\t\t\t50\t\t0.2\t0.1\t1.5\tt{b}\t"


def ugc(*blocks: list[str], x: int = 1, y: int = 1, foot: str = "", **sums: str) -> bytes:
    """A file of the UGC profile; every list is a block, its lines numbered with the block's id."""
    said = {"uses": str(3 * len(blocks)), "shared": "", "amount": "", "net": ""} | sums
    lines = [UGC_HEAD.format(x=x, y=y), SUMMARY.format(**said)]
    for number, block in enumerate(blocks, start=1):
        lines += [line.format(b=number) for line in block]
    many = len(lines) + 1
    lines.append(foot or f"FOOT\t{many}\t{many}\t1\t{len(blocks)}\t{len(blocks)}")
    return "".join(f"{line}\n" for line in lines).encode()


def faults_of(dsr: SimpleNamespace, content: bytes, name: str = NAME) -> list[Any]:
    return read(dsr, {name: content})[1]


def test_a_report_of_another_hand_is_read_without_a_fault(dsr: SimpleNamespace) -> None:
    block = [SOUND, UPLOAD, USED, SUBSCRIBED, SHARE]
    rows, faults = read(dsr, {NAME: ugc(block, block, shared="3", amount="0.2", net="0.4")})
    assert faults == []
    assert [row.record for row in rows].count("LI01.03") == 2
    assert rows[2].cells["ResourceTitle"] == "Song"


@pytest.mark.parametrize(
    ("block", "word"),
    [
        ([SOUND, UPLOAD, UPLOADS, USED], "uploads_mixed"),
        ([UPLOAD, SOUND, USED], "wrong_order"),
        ([USED], "wrong_order"),
        ([SOUND, SHARE, USED], "wrong_order"),
        ([SOUND, USED, SHARE, SUBSCRIBED], "wrong_order"),
        ([SOUND, SOUND, USED], "reference_twice"),
        ([SOUND, UPLOAD.replace("R1", "R9"), USED], "reference_missing"),
        ([SOUND, USED, SHARE.replace("t{b}", "other")], "parent_differs"),
        ([SOUND, USED, SUBSCRIBED[:-1] + "2"], "subscribers_differ"),
        ([SOUND, USED.replace("\t1\t77", "\t9\t77")], "summary_missing"),
        ([SOUND, UPLOADS.replace("1|2", "1"), USED], "lists_differ"),
        ([SOUND, USED, USED], "sale_twice"),
        ([SOUND, "SR08\t1"], "unknown_record"),
        ([SOUND, "AS09\t{b}"], "unknown_record"),
        ([SOUND, USED + "\t"], "cell_count"),
        ([SOUND, USED[:-5]], "cell_count"),
        ([SOUND, USED.replace("\t3\t", "\t3.5\t")], "bad_value"),
        ([SOUND, USED.replace("\t3\t", "\t\t")], "empty_cell"),
        ([SOUND, USED.replace("true", "yes")], "bad_value"),
        ([SOUND.replace("Song", "So|ng"), USED], "bad_value"),
        ([SOUND.replace("Song", "So\\ng"), USED], "bad_escape"),
        ([SOUND.replace("Song", "So\x02ng"), USED], "bad_value"),
        ([SOUND, USED.replace("\t\t\t\ttrue", "\t2026-02-30\t\t\ttrue")], "bad_value"),
        ([SOUND.replace("SoundRecording", "sound recording"), USED], "bad_value"),
    ],
)
def test_what_is_wrong_in_a_block(dsr: SimpleNamespace, block: list[str], word: str) -> None:
    faults = faults_of(dsr, ugc(block))
    assert word in words(faults)
    where = next(fault for fault in faults if fault.word == word)
    assert where.line >= 3
    assert where.mend


@pytest.mark.parametrize(
    ("change", "word", "cell"),
    [
        ({"uses": "4"}, "summary_differs", "TotalUsages"),
        ({"amount": "0.1"}, "summary_differs", "AllocatedRevenue"),
        ({"net": "0.000001"}, "summary_differs", "AllocatedNetRevenue"),
        ({"shared": "1"}, "summary_differs", "AllocatedUsages"),
        ({"foot": "FOOT\t5\t5\t1\t1\t2"}, "miscounted", "NumberOfBlocksInReport"),
        ({"foot": "FOOT\t5\t5\t2\t1\t1"}, "miscounted", "NumberOfSummaryRecords"),
        ({"foot": "FOOT\t4\t5\t1\t1\t1"}, "miscounted", "NumberOfLinesInFile"),
        ({"foot": "FOOT\t5\t\t1\t1\t1"}, "empty_cell", "NumberOfLinesInReport"),
        ({"foot": "#FOOT"}, "no_footer", ""),
        ({"x": 2}, "file_number", "FileNumber"),
        ({"y": 2}, "file_missing", ""),
    ],
)
def test_what_is_wrong_with_sums_and_counts(
    dsr: SimpleNamespace, change: dict[str, Any], word: str, cell: str
) -> None:
    faults = faults_of(dsr, ugc([SOUND, USED], **change))
    assert (word, cell) in {(fault.word, fault.cell) for fault in faults}


@pytest.mark.parametrize(
    ("edit", "word"),
    [
        (lambda text: b"\xef\xbb\xbf" + text, "unknown_record"),
        (lambda text: text.replace(b"Akkord", b"Akk\xf6rd"), "not_utf8"),
        (lambda text: text[:-1], "cut_short"),
        (lambda text: text + text.splitlines(keepends=True)[2], "after_footer"),
        (lambda text: b"#note\n" + text, "head_not_first"),
        (lambda text: text.replace(b"HEAD", b"#EAD"), "no_head"),
        (lambda text: text + text.splitlines(keepends=True)[0], "head_twice"),
        (lambda text: text.replace(b"UGCProfile", b"MyProfile"), "unknown_profile"),
        (lambda text: text.replace(b"2026-11-01", b"2026-12-01"), "period_backwards"),
        (lambda text: text.replace(b"SY02.03\t1\t", b"SY02.03\t2\t"), "summary_missing"),
        (lambda text: text + b"x" * (4 * 1024 * 1024 + 10) + b"\n", "line_too_long"),
        (lambda text: text.replace(b"AS02.03\t1\t", b"AS02.03\t2\t"), "wrong_order"),
    ],
)
def test_what_is_wrong_with_a_file(dsr: SimpleNamespace, edit: Callable[[bytes], bytes], word: str) -> None:
    assert word in words(faults_of(dsr, edit(ugc([SOUND, USED]))))


def test_lines_may_end_with_a_carriage_return_and_blank_ones_are_counted(dsr: SimpleNamespace) -> None:
    text = ugc([SOUND, USED]).replace(b"FOOT\t5\t5", b"\n#a note\nFOOT\t7\t7")
    assert faults_of(dsr, text.replace(b"\n", b"\r\n")) == []


@pytest.mark.parametrize(
    ("name", "word"),
    [
        (NAME.replace("plus", "free"), "name_differs"),
        (NAME.replace("DE", "FR"), "name_differs"),
        (NAME.replace("2026-11", "2026-10"), "name_differs"),
        (NAME.replace("2026-11", "2026-Q4"), "name_differs"),
        (NAME.replace("2026-11", "November"), "bad_name"),
        (NAME.replace("T120000", "T120001"), "name_differs"),
        (NAME.replace("1of1", "2of2"), "name_differs"),
        (NAME.replace("801A", "809X"), "name_differs"),
        (NAME.replace("PADPIDA2026112802B", ""), "name_differs"),
        (NAME.replace("DSR_", "dsr_"), "bad_name"),
        (NAME.replace(".tsv", ".csv"), "bad_name"),
        ("report.tsv", "bad_name"),
    ],
)
def test_a_name_that_says_something_else(dsr: SimpleNamespace, name: str, word: str) -> None:
    assert word in words(faults_of(dsr, ugc([SOUND, USED]), name))


@pytest.mark.parametrize("name", [NAME.replace("PADPIDA2026112802B", "Label"), NAME.replace("_1of1_", "__")])
def test_a_name_that_says_the_same_in_another_way(dsr: SimpleNamespace, name: str) -> None:
    assert faults_of(dsr, ugc([SOUND, USED]), name) == []


def _two(dsr: SimpleNamespace, second: bytes) -> list[Any]:
    first = ugc([SOUND, USED], x=1, y=2, uses="6", foot="FOOT\t5\t\t1\t1\t")
    names = [NAME.replace("1of1", f"{n}of2") for n in (1, 2)]
    return read(dsr, {names[1]: second, names[0]: first})[1]


SECOND = ugc([SOUND, USED], x=2, y=2, uses="6", foot="FOOT\t5\t10\t1\t1\t2").replace(b"\t1\tt1", b"\t1\tt2")
SECOND = SECOND.replace(b"AS02.03\t1", b"AS02.03\t2").replace(b"SU03.02\t1", b"SU03.02\t2")


def test_two_files_in_any_order_are_one_report(dsr: SimpleNamespace) -> None:
    assert _two(dsr, SECOND) == []


@pytest.mark.parametrize(
    ("edit", "word"),
    [
        (
            lambda text: text.replace(b"\t2\tR1", b"\t1\tR1").replace(b"SU03.02\t2", b"SU03.02\t1"),
            "block_twice",
        ),
        (lambda text: text.replace(b"\tt2\t", b"\tt1\t"), "sale_twice"),
        (lambda text: text.replace(b"\t10\t1\t1\t2", b"\t9\t1\t1\t2"), "miscounted"),
        (lambda text: text.replace(b"\tm1\t", b"\tm2\t"), "head_differs"),
        (lambda text: text.replace(b"\tEUR\t10", b"\tEUR\t11"), "summaries_differ"),
        (lambda text: text.replace(b"00Z\t2\t2", b"00Z\t1\t2"), "file_twice"),
        (lambda text: text.replace(b"\t3\t0.5", b"\t4\t0.5"), "summary_differs"),
    ],
)
def test_what_is_wrong_between_files(dsr: SimpleNamespace, edit: Callable[[bytes], bytes], word: str) -> None:
    assert word in words(_two(dsr, edit(SECOND)))


AUDIO = [
    UGC_HEAD.format(x=1, y=1).replace("UGCProfile", "BasicAudioProfile"),
    "SY01.02\t1\t\t\tPayAsYouGoModel\t\tDE\tplus\t3\t\tEUR\t10\t\t\t",
    "RE01.02\t1\tE\tr1\t\t\t\t\t\tAlbum\t\t\t\t\t\t",
    SOUND.format(b=1),
    "RE02\t1\tP\tp1\t\tR1",
    "SU01.02\t1\t1\tt1\tP\t\ttrue\t\t2\t0\t\t\t",
    "SU02.02\t1\t1\tt2\t\tR1\ttrue\t1\t\t\t",
    "FOOT\t8\t8\t1\t1\t1",
]


def test_a_report_of_audio_by_another_hand_is_read_without_a_fault(dsr: SimpleNamespace) -> None:
    assert faults_of(dsr, "".join(f"{line}\n" for line in AUDIO).encode()) == []


@pytest.mark.parametrize(
    ("was", "now", "word"),
    [
        ("SU02.02", "#SU02.02", "summary_differs"),
        ("\tt1\tP\t\t", "\tt1\t\t\t", "transacted_not_one"),
        ("\tt1\tP\t\t", "\tt1\tP\tR1\t", "transacted_not_one"),
        ("\tt1\tP\t\t", "\tt1\tX\t\t", "reference_missing"),
        ("p1\t\tR1", "p1\t\tR1|R2", "reference_missing"),
        ("RE02\t1\tP", "RE02\t1\tE", "reference_twice"),
        ("SY01.02\t1", "SY04.01\t1", "cell_count"),
        ("SU", "#SU", "block_incomplete"),
        ("SY01.02", "#SY01.02", "summaries_incomplete"),
    ],
)
def test_what_is_wrong_with_a_report_of_audio(dsr: SimpleNamespace, was: str, now: str, word: str) -> None:
    content = "".join(f"{line}\n" for line in AUDIO).replace(was, now)
    assert word in words(faults_of(dsr, content.encode()))


LABEL_EDITS = [
    (b"\t0.003003\t0.003306\n", b"\t0.003003\t0.003307\n", "summary_differs"),
    (b"\tt1\t", b"\tt0\t", "sale_twice"),
    (b"SRFO\t", b"FOOT\t", "unknown_record"),
    (b"\tUSD\t", b"\tXYZ\t", "bad_value"),
    (b"\tDE\t", b"\tDX\t", "bad_value"),
    (b"SubscriptionModel", b"Subscription", "bad_value"),
    (b"\t1.0825\t", b"\t1,0825\t", "bad_value"),
    (b"Z\t1\t1\t", b"Z\t1\t2\t", "file_number"),
    (b"\t9.99\t", b"\t\t", "empty_cell"),
]


@pytest.mark.parametrize(("was", "now", "word"), LABEL_EDITS)
def test_what_is_wrong_with_a_labels_report(dsr: SimpleNamespace, was: bytes, now: bytes, word: str) -> None:
    ((name, content),) = written(dsr, plain_report(dsr)).items()
    assert content.count(was) == 1
    assert word in words(read(dsr, {name: content.replace(was, now)})[1])


def test_records_by_their_later_names_are_the_same(dsr: SimpleNamespace) -> None:
    ((name, content),) = written(dsr, plain_report(dsr)).items()
    later = content.replace(b"\nSY10\t", b"\nSY10.01\t").replace(b"\nSR08\t", b"\nSR08.01\t")
    assert read(dsr, {name: later})[1] == []


def test_no_files_are_no_report(dsr: SimpleNamespace) -> None:
    assert words(read(dsr, {})[1]) == {"no_files"}


@given(texts=st.lists(st.lists(st.text(LETTERS, max_size=6), min_size=1, max_size=3), min_size=1, max_size=4))
def test_cells_are_cut_where_they_were_joined(dsr: SimpleNamespace, texts: list[list[str]]) -> None:
    line = "\t".join("|".join(map(dsr.text.escape, cell)) for cell in texts)
    assert dsr.reading.cutting.cut(line) == texts


def test_ids_are_kept_on_disk_and_forgotten(dsr: SimpleNamespace) -> None:
    with dsr.reading.seen.Seen() as seen:
        assert seen.first_place("sale", "t1", "a:1") is None
        assert seen.first_place("block", "t1", "a:2") is None
        assert seen.first_place("sale", "t1", "b:9") == "a:1"
    with pytest.raises(sqlite3.ProgrammingError):
        seen.first_place("sale", "t1", "c:1")
