"""For outsiders: recount a year's evidence pack from the public log, or check an order's certificate offline.

This one file and the library tilelog are all it takes; a site serves the file as /transparency/check.py.

    python check.py pack evidence-2026.json --log https://music.example/log/ --vkey 'music.example/log+…'
    python check.py certificate certificate.json --vkey 'music.example/log+…'

Exit code 0: every number and every proof is as stated. 1: something differs, and is named. Without --vkey the
key in the file is used, which shows only that the file agrees with itself.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from tilelog import tiles
from tilelog.audit import audit
from tilelog.checkpoint import open_checkpoint
from tilelog.client import Source, fetch_part, open_source
from tilelog.errors import TilelogError
from tilelog.merkle import leaf_hash, root_of
from tilelog.note import Verifier
from tilelog.proof import parse_proof, verify_proof

Body = Mapping[str, Any]
Line = tuple[int, bytes, Body]  # number, the entry's exact bytes, what it says

PACK = "akkord-evidence@v1"
CERTIFICATE = "akkord-certificate@v1"
# What a restriction of members' content or accounts is about, in the words of the log's lines.
OF_MEMBERS = {"recording", "work", "track", "file", "playlist", "post", "account", "community"}
RESTRICTS_NOBODY = {"uploader", "licence", "operation"}  # a member's own wish; permissions; the log's running
EFFECTIVE = {"exact", "sound_only"}  # classes of an order's rows that something was done about
CLASSES = (*sorted(EFFECTIVE), "ambiguous", "no_standing", "not_found")


# --- the figures of a year ---------------------------------------------------------------------------


@dataclass
class Figure:
    """A number, and the lines it is counted from."""

    said: dict[str, Any]
    lines: list[Line]

    def stated(self) -> dict[str, Any]:
        """As a pack states it: the number, which lines, and the Merkle root over them (RFC 6962)."""
        hashes = [leaf_hash(entry) for _, entry, _ in self.lines]
        numbers = [number for number, _, _ in self.lines]
        return self.said | {
            "lines": len(self.lines),
            "indices": ranges(numbers),
            "lines_root": root_of(hashes).hex(),
        }


def figures(lines: Iterable[Line], year: int) -> dict[str, Figure]:
    """The figures of a year, from the lines of the whole log up to some size, in order."""
    known: dict[str, Body] = {}
    removed: list[Line] = []
    returned: list[Line] = []
    for line in lines:
        body = line[2]
        known[body["id"]] = body
        if not restricts(body) or not body["at"].startswith(f"{year:04}-"):
            continue
        if any(restricts(known.get(name, {})) for name in body.get("carries_out", [])):
            returned.append(line)
        elif not body.get("carries_out"):
            removed.append(line)
    return {
        "removals": _removals(removed),
        "median_hours": _median_hours(removed),
        "stay_down_recall": _stay_down(returned),
    }


def restricts(body: Body) -> bool:
    """Whether the line newly restricts content or an account of members, by somebody else than themselves."""
    return (
        body.get("kind") == "restrict"
        and body["object"]["type"] in OF_MEMBERS
        and body["ground"] not in RESTRICTS_NOBODY
    )


def _removals(removed: list[Line]) -> Figure:
    grounds = Counter(body["ground"] for _, _, body in removed)
    return Figure({"value": len(removed), "by_ground": dict(sorted(grounds.items()))}, removed)


def _median_hours(removed: list[Line]) -> Figure:
    """From the demand's arrival to silence; only lines that say when it arrived."""
    demanded = [line for line in removed if "demanded_at" in line[2]]
    waits = [
        (_instant(body["at"]) - _instant(body["demanded_at"])).total_seconds() for _, _, body in demanded
    ]
    return Figure({"value": round(median(waits) / 3600, 4) if waits else None}, demanded)


def _stay_down(returned: list[Line]) -> Figure:
    """Of what was sent in again after its removal: how much was silenced before anybody could hear it."""
    caught = sum(body.get("first_decision") is True for _, _, body in returned)
    value = round(caught / len(returned), 4) if returned else None
    return Figure({"value": value, "caught": caught, "sent_in_again": len(returned)}, returned)


def ranges(numbers: Sequence[int]) -> list[list[int]]:
    """[1, 2, 3, 7] → [[1, 3], [7, 7]]"""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def licensed_share(months: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Added up from the monthly counts the site publishes; the log does not hold plays."""
    counted = list(months)
    plays = sum(month["plays"] for month in counted)
    licensed = sum(month["licensed"] for month in counted)
    share = round(licensed / plays, 4) if plays else None
    return {"value": share, "plays": plays, "licensed": licensed}


def _instant(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


# --- reading a log -----------------------------------------------------------------------------------


def read_lines(source: Source, size: int) -> Iterator[Line]:
    """Every line of a log of this size, in order. Raises TilelogError."""
    for bundle in tiles.bundles_of(size):
        entries = tiles.split_entries(bundle, fetch_part(source, bundle))
        for number, entry in enumerate(entries, bundle.start):
            yield number, entry, json.loads(entry)


# --- checking a pack ---------------------------------------------------------------------------------


def check_pack(pack: Mapping[str, Any], source: Source, verifier: Verifier) -> Iterator[tuple[bool, str]]:
    """(as stated, what was compared) for the log under the pack and for each number in it."""
    if pack.get("format") != PACK:
        yield False, f"this is no {PACK}"
        return
    checkpoint = open_checkpoint(pack["log"]["checkpoint"], verifier)
    report = audit(source, verifier, [("the pack's checkpoint", pack["log"]["checkpoint"])])
    for finding in report.findings:
        yield False, f"the log: {finding.path}: {finding.problem}"
    if report.checkpoint is None:
        return
    # At its size of today: what is only a part of a bundle then may be there no longer as a file of its own.
    lines = list(islice(read_lines(source, report.checkpoint.size), checkpoint.size))
    root = root_of(leaf_hash(entry) for _, entry, _ in lines)
    yield (
        root == checkpoint.root,
        f"the log's first {checkpoint.size} lines have the root the pack was signed under",
    )
    counted = figures(lines, pack["year"])
    for name, figure in counted.items():
        yield from _compare(name, figure, pack["figures"].get(name, {}), verifier)
    share = pack["published"]["licensed_share"]
    added = licensed_share(share["months"])
    yield (
        all(share.get(field) == value for field, value in added.items()),
        f"licensed_share {added['value']} adds up (from counts the site publishes; the log holds no plays)",
    )


def _compare(
    name: str, figure: Figure, stated: Mapping[str, Any], verifier: Verifier
) -> Iterator[tuple[bool, str]]:
    for field, value in figure.stated().items():
        said = stated.get(field)
        yield said == value, f"{name}.{field}: stated {_short(said)}, counted {_short(value)}"
    if figure.lines:
        number, entry, _ = figure.lines[-1]
        yield from _proved(f"{name}: the last line counted", stated.get("proof", ""), entry, number, verifier)


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _proved(
    what: str, proof: str, entry: bytes, number: int, verifier: Verifier
) -> Iterator[tuple[bool, str]]:
    try:
        verify_proof(proof, entry, verifier)
        placed = parse_proof(proof).index == number
    except TilelogError as error:
        yield False, f"{what}: {error}"
        return
    if not placed:
        yield False, f"{what}: the proof is for another line than {number}"


# --- checking a certificate --------------------------------------------------------------------------


def check_certificate(said: Mapping[str, Any], verifier: Verifier) -> Iterator[tuple[bool, str]]:
    """(as stated, what was compared): the order's line, its list, and every row with its line and proof."""
    if said.get("format") != CERTIFICATE:
        yield False, f"this is no {CERTIFICATE}"
        return
    order = said["order"]
    ordered = json.loads(order["line"]["entry"])
    yield from _line_proved("the order's line", order["line"], verifier)
    yield ordered["kind"] == "order", "its line is of the kind order"
    commitments: dict[str, str] = {}
    wrong = 0
    for row in said["rows"]:
        faults = [what for fine, what in _row(row, ordered, verifier) if not fine]
        wrong += bool(faults)
        yield from ((False, fault) for fault in faults)
        body = json.loads(row["line"]["entry"]) if row["line"] else {}
        if body.get("order_ref") == ordered["id"]:
            commitments[body["id"]] = body["object"]["commitment"]
    yield not wrong, f"{len(said['rows'])} rows: what was done has its line, and every line its proof"
    listed = root_of(leaf_hash(bytes.fromhex(one)) for one in sorted(commitments.values())).hex()
    count = len(commitments)
    yield (
        count == ordered.get("count"),
        f"the order counts {ordered.get('count')} lines, the rows name {count}",
    )
    yield listed == ordered.get("list_root"), "the lines of the rows are the list the order committed to"
    summary = Counter(row["class"] for row in said["rows"])
    stated = {kind: count for kind, count in said["summary"].items() if count}
    yield stated == dict(summary), f"the summary counts the rows: {dict(sorted(summary.items()))}"
    late = sum(_late(row) for row in said["rows"])
    yield said.get("late", 0) == late, f"{late} rows were silenced after they were due"


def _late(row: Mapping[str, Any]) -> bool:
    return bool(row.get("due_at") and row["acted_at"]) and _instant(row["acted_at"]) > _instant(row["due_at"])


def _row(row: Mapping[str, Any], ordered: Body, verifier: Verifier) -> Iterator[tuple[bool, str]]:
    name = f"row {row['row']}"
    yield row["class"] in CLASSES, f"{name}: no class is called {row['class']!r}"
    line, decided = row["line"], row.get("decided_at") is not None
    yield (
        (line is not None) == (row["class"] in EFFECTIVE) or (decided and row["class"] == "ambiguous"),
        f"{name}: {row['class']}, yet its line says otherwise",
    )
    if line is None:
        return
    yield from _line_proved(name, line, verifier)
    body = json.loads(line["entry"])
    # What a person decided after the order was carried out has a line of its own, which no order counts.
    orders = {ordered["id"], None} if decided else {ordered["id"]}
    yield body.get("order_ref") in orders, f"{name}: its line belongs to another order"
    yield body["kind"] == "restrict", f"{name}: its line restricts nothing"
    yield body["at"] == row["acted_at"], f"{name}: acted at {body['at']}, not {row['acted_at']}"
    isrc = body["object"].get("isrc", "")
    yield isrc in ("", row["isrc"]), f"{name}: its line is about {isrc}"


def _line_proved(what: str, line: Mapping[str, Any], verifier: Verifier) -> Iterator[tuple[bool, str]]:
    entry = line["entry"].encode()
    if json.loads(entry)["id"] != line["id"]:
        yield False, f"{what}: its entry is another line"
    yield from _proved(what, line["proof"], entry, line["index"], verifier)


# --- the command -------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """0 = all as stated, 1 = something differs or could not be read, 2 = wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        said = json.loads(options.file.read_bytes())
        verifier = Verifier.from_vkey(options.vkey or _own_key(said))
        checks: Callable[..., Iterator[tuple[bool, str]]] = options.check
        given = [open_source(options.log)] if "log" in options else []
        return _tell(checks(said, *given, verifier))
    except (TilelogError, OSError, ValueError, KeyError, TypeError) as error:
        print(f"FAILED: {type(error).__name__}: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("pack", help="recount a year's evidence pack from the log")
    command.add_argument("file", type=Path, metavar="PACK.json")
    command.add_argument("--log", required=True, metavar="URL|FOLDER")
    command.set_defaults(check=check_pack)
    command = commands.add_parser("certificate", help="check an order's certificate of compliance, offline")
    command.add_argument("file", type=Path, metavar="CERTIFICATE.json")
    command.set_defaults(check=check_certificate)
    for command in commands.choices.values():
        command.add_argument("--vkey", help="the log's verifier key, from elsewhere than the file")
    return parser


def _own_key(said: Mapping[str, Any]) -> str:
    key: str = said["log"]["vkey"]
    print(f"WARNING: the key is taken from the file itself: {key}", file=sys.stderr)
    print("WARNING: compare it with one you got elsewhere, and pass it as --vkey.", file=sys.stderr)
    return key


def _tell(checks: Iterable[tuple[bool, str]]) -> int:
    wrong = 0
    for fine, what in checks:
        print(f"{'equal    ' if fine else 'DIFFERENT'}  {what}")
        wrong += not fine
    print(f"{'OK: everything is as stated' if not wrong else f'FAILED: {wrong} differ'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
