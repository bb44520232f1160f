"""What the figures of a year count, and what a certificate must prove, line by line on plain values."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from akkord.disclosure import check
from tilelog.checkpoint import Checkpoint, sign_checkpoint
from tilelog.merkle import inclusion_proof, leaf_hash, root_of
from tilelog.note import Signer
from tilelog.proof import Proof, format_proof

SIGNER = Signer.generate("music.example/log")


def a_body(number: int, **changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": f"{number:032x}",
        "kind": "restrict",
        "ground": "copyright",
        "at": "2026-05-01T12:00:00Z",
        "object": {"type": "recording", "commitment": f"{number:064x}"},
    }
    return body | changes


def counted(*bodies: dict[str, Any], year: int = 2026) -> dict[str, dict[str, Any]]:
    lines = [(n, json.dumps(body).encode(), body) for n, body in enumerate(bodies)]
    return {name: figure.stated() for name, figure in check.figures(lines, year).items()}


@pytest.mark.parametrize(
    ("changes", "removals"),
    [
        ({}, 1),
        ({"kind": "extend"}, 0),
        ({"kind": "reverse"}, 0),
        ({"kind": "order", "object": {"type": "list", "commitment": ""}}, 0),
        ({"object": {"type": "policy", "commitment": ""}}, 0),
        ({"object": {"type": "account", "commitment": ""}}, 1),
        ({"ground": "uploader"}, 0),
        ({"ground": "court"}, 1),
        ({"at": "2025-12-31T23:59:59Z"}, 0),
        ({"at": "2027-01-01T00:00:00Z"}, 0),
        ({"at": "2026-12-31T23:59:59Z"}, 1),
    ],
    ids=str,
)
def test_what_is_a_removal_of_the_year(changes: dict[str, Any], removals: int) -> None:
    assert counted(a_body(0, **changes))["removals"]["value"] == removals


def test_the_median_is_over_removals_that_say_when_they_were_demanded() -> None:
    hours = [a_body(n, demanded_at=f"2026-05-01T{12 - h:02}:00:00Z") for n, h in enumerate((1, 2, 9))]
    figure = counted(*hours, a_body(3))["median_hours"]
    assert (figure["value"], figure["lines"], figure["indices"]) == (2.0, 3, [[0, 2]])
    assert counted(a_body(0))["median_hours"]["value"] is None
    assert counted(*hours[1:])["median_hours"]["value"] == 5.5


def test_recall_is_over_what_was_removed_and_sent_in_again() -> None:
    policy = a_body(1, object={"type": "policy", "commitment": ""})
    removal = a_body(0)
    carried = [removal["id"]]
    again = [a_body(2 + n, carries_out=carried, first_decision=n < 2) for n in range(3)]
    by_policy = a_body(5, carries_out=[policy["id"]], first_decision=False)
    figures = counted(removal, policy, *again, by_policy)
    assert figures["stay_down_recall"]["value"] == 0.6667
    assert (figures["stay_down_recall"]["caught"], figures["stay_down_recall"]["sent_in_again"]) == (2, 3)
    assert figures["removals"]["value"] == 1
    assert counted(removal, by_policy)["stay_down_recall"]["value"] is None


def test_a_figure_names_its_lines_and_their_root() -> None:
    bodies = [a_body(0), a_body(1, kind="reverse"), a_body(2)]
    figure = counted(*bodies)["removals"]
    root = root_of(leaf_hash(json.dumps(bodies[n]).encode()) for n in (0, 2)).hex()
    assert (figure["indices"], figure["lines_root"], figure["lines"]) == ([[0, 0], [2, 2]], root, 2)


def test_a_share_is_added_up_over_months() -> None:
    months = [{"plays": 3, "licensed": 1}, {"plays": 5, "licensed": 5}]
    assert check.licensed_share(months) == {"value": 0.75, "plays": 8, "licensed": 6}
    assert check.licensed_share([])["value"] is None


# --- a certificate -----------------------------------------------------------------------------------


def a_certificate(change: Callable[[list[dict[str, Any]]], None] = lambda bodies: None) -> dict[str, Any]:
    """Two rows that were acted on and one that was not; `change` edits the lines before they are signed."""
    order_id = "f" * 32
    rows = [a_body(n, order_ref=order_id) for n in (1, 2)]
    for n, row in enumerate(rows, 1):
        row["object"]["isrc"] = f"DEA12260000{n}"
    listed = sorted(row["object"]["commitment"] for row in rows)
    order = a_body(9, kind="order", id=order_id, count=2)
    order["list_root"] = root_of(leaf_hash(bytes.fromhex(one)) for one in listed).hex()
    bodies = [*rows, order]
    change(bodies)
    entries = [json.dumps(body).encode() for body in bodies]
    lines = [_line(entries, n, body) for n, body in enumerate(bodies)]
    acted = [
        {"row": n + 1, "class": "exact", "isrc": f"DEA12260000{n + 1}", "acted_at": "2026-05-01T12:00:00Z",
         "line": lines[n]}
        for n in range(2)
    ]  # fmt: skip
    unfound = {"row": 3, "class": "not_found", "isrc": "", "acted_at": None, "line": None}
    return {
        "format": check.CERTIFICATE,
        "order": {"line": lines[2]},
        "rows": [*acted, unfound],
        "summary": {"exact": 2, "not_found": 1, "ambiguous": 0},
    }


def _line(entries: list[bytes], number: int, body: dict[str, Any]) -> dict[str, Any]:
    hashes = [leaf_hash(entry) for entry in entries]

    def read(nodes: Any) -> list[bytes]:
        return [root_of(hashes[node.index << node.level : node.index + 1 << node.level]) for node in nodes]

    checkpoint = sign_checkpoint(Checkpoint(SIGNER.name, len(entries), root_of(hashes)), [SIGNER])
    proof = Proof(number, tuple(inclusion_proof(number, len(entries), read)), checkpoint)
    entry = entries[number].decode()
    return {"id": body["id"], "index": number, "entry": entry, "proof": format_proof(proof)}


def wrong(said: dict[str, Any]) -> list[str]:
    return [what for fine, what in check.check_certificate(said, SIGNER.verifier) if not fine]


def test_a_true_certificate_has_nothing_wrong() -> None:
    assert wrong(a_certificate()) == []


def _other_order(bodies: list[dict[str, Any]]) -> None:
    bodies[0]["order_ref"] = "e" * 32


def _lifts(bodies: list[dict[str, Any]]) -> None:
    bodies[0]["kind"] = "reverse"


def _later(bodies: list[dict[str, Any]]) -> None:
    bodies[0]["at"] = "2026-06-01T12:00:00Z"


def _other_recording(bodies: list[dict[str, Any]]) -> None:
    bodies[0]["object"]["isrc"] = "DEA122600099"


def _counts_more(bodies: list[dict[str, Any]]) -> None:
    bodies[2]["count"] = 3


def _other_list(bodies: list[dict[str, Any]]) -> None:
    bodies[2]["list_root"] = "0" * 64


def _no_order(bodies: list[dict[str, Any]]) -> None:
    bodies[2]["kind"] = "restrict"


@pytest.mark.parametrize(
    "change",
    [_other_order, _lifts, _later, _other_recording, _counts_more, _other_list, _no_order],
    ids=lambda change: change.__name__,
)
def test_lines_that_are_signed_but_say_something_else_are_noticed(change: Any) -> None:
    assert wrong(a_certificate(change))


def _swap_id(said: dict[str, Any]) -> None:
    said["rows"][0]["line"]["id"] = "0" * 32


def _move(said: dict[str, Any]) -> None:
    said["rows"][0]["line"]["index"] = 1


def _unsign(said: dict[str, Any]) -> None:
    proof = said["rows"][0]["line"]["proof"]
    said["rows"][0]["line"]["proof"] = proof[:-90] + base64.b64encode(b"0" * 64).decode() + "\n"


def _unprove_order(said: dict[str, Any]) -> None:
    said["order"]["line"]["proof"] = "x"


def _pretend(said: dict[str, Any]) -> None:
    said["rows"][2]["class"] = "exact"
    said["summary"] = {"exact": 3}


def _deny(said: dict[str, Any]) -> None:
    said["rows"][0]["class"] = "not_found"
    said["summary"] = {"exact": 1, "not_found": 2}


def _invent(said: dict[str, Any]) -> None:
    said["rows"][2]["class"] = "lost"


def _miscount(said: dict[str, Any]) -> None:
    said["summary"]["exact"] = 3


def _rename(said: dict[str, Any]) -> None:
    said["format"] = "x"


@pytest.mark.parametrize(
    "forge",
    [_swap_id, _move, _unsign, _unprove_order, _pretend, _deny, _invent, _miscount, _rename],
    ids=lambda forge: forge.__name__,
)
def test_a_document_that_says_something_else_than_its_lines_is_noticed(forge: Any) -> None:
    said = a_certificate()
    forge(said)
    assert wrong(said)
