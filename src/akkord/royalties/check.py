"""For a label's own machine: recompute a statement from its inputs, and prove that it was not changed.

This one file and the library tilelog are all it takes; a site serves the file as /rights/check-statement.py.

    python check_statement.py statement-2026-10-3.zip --vkey 'music.example/log+…'

The archive holds statement.json (the inputs: pools, rates, terms, account), lines.csv and proof.json (the
line of the public log that names the statement's digest). Exit code 0: everything comes out to the
micro-unit and the log knows it. 1: something differs, and is named. Without --vkey the key in the file is
used, which shows only that the file agrees with itself.
"""

import argparse
import csv
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from tilelog.errors import TilelogError
from tilelog.note import Verifier
from tilelog.proof import verify_proof

FORMAT = "akkord-statement@v1"
STATEMENT, LINES, PROOF = "statement.json", "lines.csv", "proof.json"
COLUMNS = (
    *("id", "kind", "replaces", "offer", "sold_in", "currency", "waits", "territory", "use"),
    *("recording", "isrc", "title", "artist", "plays", "fraction", "weight", "amount"),
)
SHARE, REVERSAL, REPLACEMENT = "share", "reversal", "replacement"

Row = Mapping[str, str]
Pool = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """Where the statement says something else than what comes out of its own inputs."""

    where: str
    said: object
    found: object

    def __str__(self) -> str:
        return f"{self.where}: stated {self.said}, recomputed {self.found}"


# --- the arithmetic, once more and by itself -------------------------------------------------------------


def floor(exact: Fraction) -> int:
    return exact.numerator // exact.denominator


def part_of(pool: Pool, part: Mapping[str, Any]) -> int:
    """A bucket's part of a pool, from its own weight and the pool's amount, total and cut."""
    total = Fraction(pool["weight"])
    exact = pool["amount"] * Fraction(part["weight"]) / total if total else Fraction(0)
    whole = floor(exact)
    cut = pool["cut"]
    if cut is None:
        return whole
    last = (-Fraction(cut["remainder"]), cut["place"])
    return whole + ((whole - exact, part["place"]) <= last)


def weight_of(row: Row) -> Fraction:
    """What a line weighs. Lines from before weights were stated have none: every play weighs its part."""
    return Fraction(row["weight"]) if row.get("weight") else int(row["plays"]) * Fraction(row["fraction"])


def lines_of(amount: int, rows: Sequence[Row]) -> list[int]:
    """A bucket's amount to its lines: largest remainder, ties by recording, territory, use and fraction."""
    weights = [weight_of(row) for row in rows]
    total = sum(weights, Fraction(0))
    exact = [amount * weight / total for weight in weights] if total else [Fraction(0)] * len(rows)
    whole = [floor(each) for each in exact]
    ranked = sorted(range(len(rows)), key=lambda n: (whole[n] - exact[n], place_of(rows[n])))
    for n in ranked[: amount - sum(whole)]:
        whole[n] += 1
    return whole


def place_of(row: Row) -> tuple[int, str, str, Fraction]:
    return int(row["recording"]), row["territory"], row["use"], Fraction(row["fraction"])


def due_of(pool: Pool, part: Mapping[str, Any], terms: Mapping[str, Any]) -> dict[str, Any]:
    """What the terms give for a pool: the greatest of the three figures, and all of them."""
    exchange, rate = Fraction(pool["exchange"]["rate"]), Fraction(pool["rate"])
    own = Fraction(terms["rate"]) if terms["rate"] else rate
    heard, all_heard = Fraction(part["heard"]), Fraction(pool["heard"])
    of_all = heard / all_heard if all_heard else Fraction(0)
    threshold = terms.get("threshold", 0)
    above = max(Fraction(0), heard - threshold) if threshold else Fraction(0)
    by_plays = terms["per_play"] * (heard - above) + terms.get("per_play_above", 0) * above
    figures = {
        "share": floor(part["amount"] * exchange * own / rate),
        "per_subscriber": floor(terms["per_subscriber"] * Fraction(pool["subscribers"]) * of_all),
        "per_play": floor(by_plays),
    }
    basis = max(figures, key=lambda name: figures[name])
    return {"exchanged": floor(part["amount"] * exchange), **figures, "basis": basis, "due": figures[basis]}


def account_of(said: Mapping[str, Any], due: int, terms: Mapping[str, Any], last_day: str) -> dict[str, Any]:
    """The account after the month: advances recouped oldest first, whole coins paid, the rest carried."""
    left, recouped, advances = said["carried_in"] + due, 0, []
    for advance in sorted(said["advances"], key=lambda each: (each["paid_on"], each["number"])):
        may = advance["paid_on"] <= last_day and (advance["until"] is None or last_day <= advance["until"])
        taken = min(advance["before"], max(0, left)) if may else 0
        left, recouped = left - taken, recouped + taken
        advances.append({**advance, "taken": taken})
    payable = left - left % said["smallest"] if left > 0 else 0
    paid = payable if payable >= terms["payout_minimum"] else 0
    return {"due": due, "recouped": recouped, "paid": paid, "carried_on": left - paid, "advances": advances}


# --- a whole statement -----------------------------------------------------------------------------------


def differences(statement: Mapping[str, Any], lines: str) -> Iterator[Difference]:
    """Everything in the statement that does not follow from its inputs. `lines`: the text of lines.csv."""
    if statement.get("format") != FORMAT:
        yield Difference("format", statement.get("format"), FORMAT)
        return
    digest = hashlib.sha256(lines.encode()).hexdigest()
    if digest != statement["lines"]["sha256"]:
        yield Difference("lines.csv", statement["lines"]["sha256"], digest)
    rows = list(csv.DictReader(io.StringIO(lines)))
    if len(rows) != statement["lines"]["count"]:
        yield Difference("number of lines", statement["lines"]["count"], len(rows))
    if len({row["id"] for row in rows}) != len(rows):
        yield Difference("line numbers", "each once", "some twice")
    by_part: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        by_part.setdefault((row["offer"], row["sold_in"], row["currency"], row["waits"]), []).append(row)
    terms, due, waiting = statement["terms"], 0, 0
    for pool in statement["pools"]:
        yield from _pool(pool, statement["revision"], by_part)
        before, after = pool["before"], pool["due"]
        paid: Mapping[str, Any] = {"amount": 0, "heard": "0"}
        for part in pool["parts"]:
            if part["waits"]:
                waiting += floor(part["amount"] * Fraction(pool["exchange"]["rate"]))
            else:
                paid = part
        found = due_of(pool, paid, terms)
        if found != after:
            yield Difference(f"due for {_name(pool)}", after, found)
        due += after["due"] - before["due"]
    for key in by_part:
        yield Difference(f"lines of {' '.join(key)}", "in no pool", len(by_part[key]))
    if waiting != statement["waiting"]:
        yield Difference("what waits", statement["waiting"], waiting)
    account = statement["account"]
    for name, found_value in account_of(account, due, terms, statement["month"]["last_day"]).items():
        if account[name] != found_value:
            yield Difference(f"account, {name}", account[name], found_value)


def _name(pool: Pool) -> str:
    return f"{pool['offer']} in {pool['sold_in']}, {pool['currency']}"


def _pool(pool: Pool, revision: int, by_part: dict[tuple[str, ...], list[Row]]) -> Iterator[Difference]:
    """One pool and its lines; what is looked at is taken out of `by_part`."""
    net = pool["gross"] - pool["deductions"]
    amount = floor(net * Fraction(pool["rate"])) + pool["carried_in"] - pool["carried_on"]
    if amount != pool["amount"]:
        yield Difference(f"pool of {_name(pool)}", pool["amount"], amount)
    for part in pool["parts"]:
        where = f"{_name(pool)}{', waits: ' + part['waits'] if part['waits'] else ''}"
        key = (pool["offer"], pool["sold_in"], pool["currency"], part["waits"])
        rows = by_part.pop(key, [])
        yield from _weights(pool, rows)
        if revision == 0:
            yield from _first(pool, part, rows, where)
        else:
            yield from _corrected(part, rows, where)


def _weights(pool: Pool, rows: Sequence[Row]) -> Iterator[Difference]:
    for row in rows:
        exact = int(row["plays"]) * Fraction(row["fraction"])
        if pool["rule"] == "pro_rata" and weight_of(row) != exact:
            yield Difference(f"weight of line {row['id']}", row["weight"], exact)


def _first(pool: Pool, part: Mapping[str, Any], rows: Sequence[Row], where: str) -> Iterator[Difference]:
    """A statement as first issued: the part follows from the pool, the lines from the part."""
    if part_of(pool, part) != part["amount"]:
        yield Difference(f"part of {where}", part["amount"], part_of(pool, part))
    weight = sum((weight_of(row) for row in rows), Fraction(0))
    heard = sum((int(row["plays"]) * Fraction(row["fraction"]) for row in rows), Fraction(0))
    if weight != Fraction(part["weight"]):
        yield Difference(f"weight of {where}", part["weight"], weight)
    if heard != Fraction(part["heard"]):
        yield Difference(f"plays of {where}", part["heard"], heard)
    for row, amount in zip(rows, lines_of(part["amount"], rows), strict=True):
        if row["kind"] != SHARE or int(row["amount"]) != amount:
            yield Difference(f"line {row['id']}", row["amount"], amount)


def _corrected(part: Mapping[str, Any], rows: Sequence[Row], where: str) -> Iterator[Difference]:
    """A correction: what is taken back and put anew leads from the part before to the part after."""
    amount = part["before"]["amount"] + sum(int(row["amount"]) for row in rows)
    heard = Fraction(part["before"]["heard"])
    for row in rows:
        if row["kind"] not in (REVERSAL, REPLACEMENT):
            yield Difference(f"kind of line {row['id']}", row["kind"], f"{REVERSAL} or {REPLACEMENT}")
        if (int(row["amount"]) < 0 or int(row["plays"]) < 0) and not (
            row["kind"] == REVERSAL and row["replaces"]
        ):
            yield Difference(f"line {row['id']}", "below zero", "reverses no line")
        heard += int(row["plays"]) * Fraction(row["fraction"])
    if amount != part["amount"]:
        yield Difference(f"part of {where}", part["amount"], amount)
    if heard != Fraction(part["heard"]):
        yield Difference(f"plays of {where}", part["heard"], heard)


def unproved(statement: bytes, proof: Mapping[str, Any], vkey: str) -> Iterator[Difference]:
    """What the public log does not say of exactly these bytes."""
    digest, entry = hashlib.sha256(statement).hexdigest(), proof["entry"].encode()
    body = json.loads(entry)
    if body.get("kind") != "statement" or body.get("digest") != digest:
        yield Difference("digest in the log", body.get("digest"), digest)
    try:
        verify_proof(proof["proof"], entry, Verifier.from_vkey(vkey or proof["vkey"]))
    except TilelogError as fault:
        yield Difference("proof of the line", "holds", f"{type(fault).__name__}: {fault}")


def check(archive: Path, vkey: str = "") -> list[Difference]:
    """Everything that is wrong with a statement's archive. Raises KeyError and BadZipFile on what is none."""
    with zipfile.ZipFile(archive) as files:
        statement, lines = files.read(STATEMENT), files.read(LINES).decode()
        proof = json.loads(files.read(PROOF))
    return [*differences(json.loads(statement), lines), *unproved(statement, proof, vkey)]


def main(arguments: Sequence[str] | None = None) -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", type=Path)
    asked.add_argument("--vkey", default="", help="the log's key, from a source you trust")
    chosen = asked.parse_args(arguments)
    try:
        found = check(chosen.file, chosen.vkey)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as fault:
        print(f"not a statement: {fault!r}")
        return 1
    for difference in found:
        print(difference)
    print("differs" if found else "everything comes out, and the log knows it")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
