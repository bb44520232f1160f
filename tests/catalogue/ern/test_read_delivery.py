"""Promises of the command read_delivery: what is understood is shown, and nothing is imported."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from writing import ANOTHER, LABEL, US, Album, Terms, new_release, purge


def shown(*arguments: str) -> tuple[str, int]:
    out, code = io.StringIO(), 0
    try:
        call_command("read_delivery", *arguments, stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return out.getvalue(), code


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(text: str, name: str = "message.xml") -> str:
        (tmp_path / name).write_text(text)
        return str(tmp_path / name)

    return write


KEYS = {
    "file", "refused", "version", "namespace", "kind", "profile", "language", "header", "update_indicator",
    "parties", "recordings", "resources", "releases", "deals", "purges", "faults", "releases_without_deals",
}  # fmt: skip


def test_a_file_is_one_json_document_with_all_its_keys(written: Any) -> None:
    deals = (Terms(excluded=("DE",), territories=()), Terms(territories=("2110",), channels=(ANOTHER,)))
    file = written(new_release("4.3", albums=(Album(tracks=True),), deals=deals))
    out, code = shown(file, "--json")
    told = json.loads(out)
    assert code == 0
    assert set(told) == KEYS
    assert (told["file"], told["refused"], told["version"], told["kind"]) == (
        "message.xml",
        False,
        "4.3",
        "NewRelease",
    )
    assert told["header"]["sender"]["dpid"] == LABEL
    assert told["header"]["control"] == "Live"
    (recording,) = told["recordings"]
    assert {key: recording[key] for key in ("isrc", "title", "artist", "duration_ms")} == {
        "isrc": "DEA122600001",
        "title": "Song",
        "artist": "The Artist",
        "duration_ms": 225_000,
    }
    assert [each["kind"] for each in told["resources"]] == ["Image"]
    assert [(each["kind"], each["icpn"], each["resources"]) for each in told["releases"]] == [
        ("main", "9008798224074", ["A1", "A99"]),
        ("track", "", ["A1"]),
    ]
    assert told["releases_without_deals"] == ["RTA1"]
    first, second = told["deals"]
    assert first["territories"] == {"worldwide": True, "except": ["DE"]}
    assert first["uses"] == ["OnDemandStream"]
    assert first["models"] == ["SubscriptionModel"]
    assert first["period"] == {
        "start_date": "2014-06-01",
        "start_datetime": None,
        "end_date": None,
        "end_datetime": None,
    }
    assert (first["for_us"], second["for_us"]) == (True, False)
    assert second["territories"] == ["BE", "LU", "NL"]
    assert second["channels"][0]["dpid"] == ANOTHER


def test_who_we_are_can_be_said(written: Any) -> None:
    file = written(new_release(deals=(Terms(channels=(ANOTHER,)),)))
    assert json.loads(shown(file, "--json", "--dpid", ANOTHER)[0])["deals"][0]["for_us"]
    assert not json.loads(shown(file, "--json", "--dpid", US)[0])["deals"][0]["for_us"]


def test_several_files_are_a_document_a_line(written: Any) -> None:
    files = [written(new_release(), "one.xml"), written(purge(), "two.xml")]
    out, code = shown(*files, "--json")
    assert [json.loads(line)["kind"] for line in out.splitlines()] == ["NewRelease", "Purge"]
    assert code == 0


def test_a_refused_file_ends_with_one_and_its_fault(written: Any) -> None:
    files = [written(new_release()[:-5], "cut.xml"), written(new_release(), "good.xml")]
    out, code = shown(*files, "--json")
    cut, good = map(json.loads, out.splitlines())
    assert code == 1
    assert (cut["refused"], good["refused"]) == (True, False)
    (fault,) = cut["faults"]
    assert (fault["severity"], fault["scope"], fault["word"]) == ("error", "message", "not_well_formed")
    assert fault["sentence"].startswith("The XML breaks off")


def test_what_is_no_message_at_all_is_a_document_too(written: Any) -> None:
    told = json.loads(shown(written("no xml"), "--json")[0])
    assert set(told) == KEYS
    assert (told["refused"], told["header"], told["version"]) == (True, None, "")


def test_people_are_shown_a_summary_in_their_language(written: Any) -> None:
    down = Terms(territories=("DE",), take_down=True)
    file = written(new_release("3.8.2", deals=(Terms(), down, Terms(channels=("X",)))))
    out, code = shown(file)
    assert code == 0
    assert out.splitlines()[0].startswith("message.xml: ERN 3.8.2 NewRelease, A Label 2014-04-03T12:00:00")
    assert "recording A1: DEA122600001  The Artist — Song" in out
    assert "R0 | DE | TAKE DOWN" in out
    assert "NOT FOR US" in out
    with translation.override("ru"):
        assert "не идентификатор участника DDEX" in shown(file)[0]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        shown(str(tmp_path / "nowhere.xml"))
