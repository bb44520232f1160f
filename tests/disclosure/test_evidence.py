"""The evidence pack of a year: anybody recounts it from the public log, and nothing in it can be bent."""

import json
import shutil
import subprocess
import uuid
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from alone import alone
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_lines import a_line, write
from lines import bodies

from akkord.disclosure import check, evidence, tasks
from akkord.disclosure.rules.months import ended_months
from akkord.flow import clock
from akkord.ledger.key import signing_key
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Thing
from akkord.ledger.sequencing import sequence
from akkord.music.models import Play
from cases import makers
from tilelog.checkpoint import Checkpoint, sign_checkpoint
from tilelog.client import FolderSource
from tilelog.note import Verifier
from tilelog.writer import LogFolder

MACHINE = Actor(ActorClass.AUTOMATIC)
YEAR = 2026


@pytest.fixture
def year(log: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A year of removals, re-uploads, liftings and plays; the log's folder."""
    start = datetime(YEAR, 5, 1, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: start)
    # Demanded 1, 2 and 9 hours before: the median is 2.
    removals = write(*(a_line(n, demanded_at=start - timedelta(hours=h)) for n, h in enumerate((1, 2, 9))))
    removals += write(a_line(7), a_line(8, ground=Ground.COURT, actor=Actor(ActorClass.COURT, "A court")))
    write(
        a_line(7, kind=Kind.REVERSE, action=Action.NONE, prev=removals[3].public_id),
        a_line(9, ground=Ground.UPLOADER, thing=Thing("account", "person:1")),
        a_line(9, thing=Thing("policy", "policy:1")),
        a_line(9, kind=Kind.POLICY, ground=Ground.LICENCE, thing=Thing("licence", "l:1"), action=Action.NONE),
    )
    for number, first in enumerate((True, True, True, False)):
        write(_sent_again(number, removals[0].public_id, first))
    monkeypatch.setattr(clock, "now", lambda: datetime(YEAR + 1, 2, 1, tzinfo=UTC))
    write(a_line(100), _sent_again(9, removals[0].public_id, False))
    sequence.func()
    track = makers.tracks(makers.person(), makers.sounds(1))[0]
    for month, verdict in ((1, "ALLOW"), (1, "ALLOW"), (2, "ALLOW_REPORT"), (12, "ALLOW")):
        _play(track, datetime(YEAR, month, 28, 23, tzinfo=UTC), verdict)
    _play(track, datetime(YEAR + 1, 1, 1, tzinfo=UTC), "ALLOW_REPORT")
    return log


def _sent_again(number: int, removal: str, first: bool) -> Any:
    thing = Thing("track", f"upload:{number}")
    return a_line(number, actor=MACHINE, thing=thing, carries_out=[removal], first_decision=first)


def _play(track: Any, at: datetime, verdict: str) -> None:
    Play.objects.create(
        id=uuid.uuid4(), track=track, territory="DE", use="play", verdict=verdict, facts_version=1,
        started_at=at, counted_at=at,
    )  # fmt: skip


def pack_of(client: Client, year: int = YEAR) -> dict[str, Any]:
    tasks.year_packs.func()
    answer = client.get(f"/transparency/{year}/evidence.json")
    assert answer.status_code == 200
    said: dict[str, Any] = answer.json()
    return said


def differences(pack: dict[str, Any], folder: Path) -> list[str]:
    """What somebody with the log's files and its key finds wrong."""
    checks = check.check_pack(pack, FolderSource(folder), Verifier.from_vkey(pack["log"]["vkey"]))
    return [what for fine, what in checks if not fine]


def test_scenario_19_the_packs_numbers_equal_a_strangers_recount_and_removing_a_line_is_detected(
    year: Path, client: Client, tmp_path: Path
) -> None:
    pack = pack_of(client)
    stated = {name: figure["value"] for name, figure in pack["figures"].items()}
    assert stated == {"removals": 5, "median_hours": 2.0, "stay_down_recall": 0.75}
    assert pack["figures"]["removals"]["by_ground"] == {"copyright": 4, "court": 1}
    assert pack["published"]["licensed_share"]["value"] == 0.75
    script, document = tmp_path / "check.py", tmp_path / "pack.json"
    script.write_bytes(client.get("/transparency/check.py").content)
    document.write_text(json.dumps(pack), encoding="utf-8")

    def recount(log: Path) -> subprocess.CompletedProcess[str]:
        asked = ["pack", str(document), "--log", str(log), "--vkey", pack["log"]["vkey"]]
        return alone(script, *asked)

    sound = recount(year)
    assert (sound.returncode, "DIFFERENT" in sound.stdout) == (0, False), sound.stdout + sound.stderr
    copy = tmp_path / "copy"
    shutil.copytree(year, copy)
    bundle = next((copy / "tile/entries").rglob("*.p/*"))
    _without_entry(bundle, 2)
    robbed = recount(copy)
    assert robbed.returncode == 1
    shutil.rmtree(copy)
    shutil.copytree(year, copy)
    bundle.write_bytes(bundle.read_bytes().replace(b'"copyright"', b'"operation"', 1))
    edited = recount(copy)
    assert edited.returncode == 1
    assert "tile/entries" in edited.stdout


def _without_entry(bundle: Path, place: int) -> None:
    """Take one entry out of a bundle and say it was never there: the width in the name goes down too."""
    data, at = bundle.read_bytes(), 0
    for _ in range(place):
        at += 2 + int.from_bytes(data[at : at + 2], "big")
    end = at + 2 + int.from_bytes(data[at : at + 2], "big")
    bundle.with_name(str(int(bundle.name) - 1)).write_bytes(data[:at] + data[end:])
    bundle.unlink()


def test_a_log_signed_anew_without_a_line_does_not_continue_the_pack(
    year: Path, client: Client, tmp_path: Path
) -> None:
    """The site itself drops a line and signs the rest again: the pack's checkpoint shows it."""
    pack = pack_of(client)
    lines = [entry for _, entry, _ in check.read_lines(FolderSource(year), pack["log"]["size"])]
    forged, origin = LogFolder(tmp_path / "forged"), pack["log"]["origin"]
    size, root = forged.integrate([*lines[:3], *lines[4:], *lines[-2:]], 0)
    forged.publish(sign_checkpoint(Checkpoint(origin, size, root), [signing_key(origin)]))
    assert any("are not those" in what for what in differences(pack, forged.folder))


def test_the_log_may_have_grown_since(year: Path, client: Client) -> None:
    pack = pack_of(client, YEAR + 1)
    write(a_line(300), a_line(301))
    sequence.func()
    assert differences(pack, year) == []
    grown = pack_of(client, YEAR + 1)
    assert grown["log"]["size"] == pack["log"]["size"] + 2
    assert grown["figures"]["removals"]["value"] == pack["figures"]["removals"]["value"] + 2


def test_the_pack_of_a_year_that_is_over_stays_as_it_was_made(year: Path, client: Client) -> None:
    pack = pack_of(client)
    write(a_line(300))
    sequence.func()
    assert pack_of(client) == pack
    assert evidence.make_packs() == 0
    assert pack["complete"]


@pytest.mark.parametrize(
    ("figure", "field", "value"),
    [
        ("removals", "value", 4),
        ("removals", "by_ground", {"copyright": 5}),
        ("removals", "lines", 4),
        ("removals", "lines_root", "0" * 64),
        ("removals", "indices", [[1, 4]]),
        ("removals", "proof", ""),
        ("median_hours", "value", 1.0),
        ("median_hours", "proof", "x"),
        ("stay_down_recall", "value", 1.0),
        ("stay_down_recall", "caught", 4),
        ("stay_down_recall", "sent_in_again", 3),
    ],
    ids=str,
)
def test_a_figure_that_was_bent_is_noticed(
    year: Path, client: Client, figure: str, field: str, value: object
) -> None:
    pack = pack_of(client)
    pack["figures"][figure][field] = value
    assert any(figure in what for what in differences(pack, year))


def test_a_share_that_does_not_add_up_is_noticed(year: Path, client: Client) -> None:
    pack = pack_of(client)
    pack["published"]["licensed_share"]["value"] = 0.99
    assert any("licensed_share" in what for what in differences(pack, year))


def test_a_pack_for_another_log_is_noticed(year: Path, client: Client) -> None:
    pack = pack_of(client)
    pack["log"]["checkpoint"] = pack["log"]["checkpoint"].replace("music.example", "other.example")
    with pytest.raises(check.TilelogError):
        differences(pack, year)


def test_plays_are_published_for_months_that_have_ended(year: Path, client: Client) -> None:
    months = client.get(f"/transparency/{YEAR}/plays.json").json()["months"]
    assert len(months) == 12
    assert {"month": "2026-01", "plays": 2, "licensed": 2} in months
    assert {"month": "2026-02", "plays": 1, "licensed": 0} in months
    assert len(client.get(f"/transparency/{YEAR + 1}/plays.json").json()["months"]) == 1


def test_a_year_without_lines_has_no_evidence(year: Path, client: Client) -> None:
    tasks.year_packs.func()
    for empty in (YEAR - 1, YEAR + 2, 0, 99_999):
        assert client.get(f"/transparency/{empty}/evidence.json").status_code == 404
    for never in (YEAR + 2, 0, 99_999):
        assert client.get(f"/transparency/{never}/plays.json").status_code == 404


def test_the_page_of_counts_leads_to_the_evidence(year: Path, client: Client) -> None:
    tasks.year_packs.func()
    page = client.get("/transparency").content.decode()
    assert f'href="/transparency/{YEAR}/evidence.json"' in page
    assert 'href="/transparency/check.py"' in page


@settings(max_examples=100, deadline=None)
@given(st.lists(bodies, max_size=30))
def test_every_line_is_counted_once_or_not_at_all(said: list[dict[str, Any]]) -> None:
    lines = [(n, json.dumps(body).encode(), body | {"id": f"{n:032x}"}) for n, body in enumerate(said)]
    found = check.figures(lines, 2026)
    removed = {number for number, *_ in found["removals"].lines}
    again = {number for number, *_ in found["stay_down_recall"].lines}
    assert not removed & again
    assert {number for number, *_ in found["median_hours"].lines} <= removed
    assert all(said[number]["at"].startswith("2026") for number in removed | again)


@given(st.sets(st.integers(0, 60)))
def test_ranges_say_which_lines(numbers: set[int]) -> None:
    said = check.ranges(sorted(numbers))
    assert [n for low, high in said for n in range(low, high + 1)] == sorted(numbers)
    assert all(low <= high for low, high in said)
    assert all(first[1] + 1 < second[0] for first, second in pairwise(said))


@pytest.mark.parametrize(
    ("at", "months"), [((2026, 1), 0), ((2026, 2), 1), ((2026, 12), 11), ((2027, 1), 12), ((2025, 12), 0)]
)
def test_a_month_is_over_when_the_next_has_begun(at: tuple[int, int], months: int) -> None:
    assert len(ended_months(2026, datetime(*at, 1, tzinfo=UTC))) == months
