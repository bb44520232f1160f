"""A statement on paper, in the reader's language: what is due, why, from which pools, for what."""

import csv
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils import formats
from django.utils.translation import gettext as _

from akkord.store.files import files
from akkord.words.paper import Paper

from .models import Statement
from .words import BASES, KINDS, WAITS, money

MOST_LINES: Final = 200  # on paper; all of them are in the file of lines
POOLS: Final = (0.16, 0.08, 0.16, 0.12, 0.16, 0.16, 0.16)
LINES: Final = (0.13, 0.33, 0.08, 0.12, 0.10, 0.10, 0.14)


def statement_pdf(statement: Statement) -> bytes:
    """The whole statement but for lines beyond the largest."""
    said = json.loads(files().read(statement.document))
    paper = Paper(
        _("Royalty statement %(number)s") % {"number": said["number"]}, said["organisation"]["name"]
    )
    for name, value in _facts(said, statement):
        paper.fact(name, value)
    paper.heading(_("The account"))
    for name, amount in _account(said):
        paper.fact(name, money(amount, said["currency"]))
    paper.heading(_("Pools"))
    header = [_("Tier"), _("Sold in"), _("Pool"), _("Your part"), _("Your share"), _("By"), _("Amount due")]
    paper.table(
        header, map(_pool, said["pools"], [said["currency"]] * len(said["pools"])), POOLS, {2, 3, 4, 6}
    )
    waiting = [(pool, part) for pool in said["pools"] for part in pool["parts"] if part["waits"]]
    if waiting:
        paper.heading(_("Waiting, and not due yet"))
        for pool, part in waiting:
            paper.fact(
                f"{WAITS[part['waits']]}, {pool['offer']}, {pool['sold_in']}",
                money(part["amount"], pool["currency"]),
            )
    paper.heading(_("Lines"))
    rows = list(_largest(statement))
    header = ["ISRC", _("Recording"), _("Where"), _("Use"), _("Times played"), _("Part"), _("Amount")]
    paper.table(header, rows, LINES, {4, 6})
    if said["lines"]["count"] > len(rows):
        paper.fact("", _("All %(count)s lines are in the file of lines.") % {"count": said["lines"]["count"]})
    return paper.done()


def _facts(said: Mapping[str, Any], statement: Statement) -> Iterator[tuple[str, str]]:
    month = said["month"]
    yield _("Month"), formats.date_format(statement.month.first_day, "F Y")
    yield _("From, to"), f"{month['first_day']} – {month['last_day']}"
    if said["corrects"]:
        yield _("Corrects"), said["corrects"]
    yield _("Issued"), said["issued_at"]
    yield _("By"), said["site"]
    if said["terms"]["source"]:
        yield _("Terms"), said["terms"]["source"]
    yield _("Digest of the statement"), statement.document
    yield _("Line of the public log"), statement.entry.public_id


def _account(said: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    account = said["account"]
    yield _("Carried from before"), account["carried_in"]
    yield _("Due for the month"), account["due"]
    for advance in account["advances"]:
        if advance["taken"]:
            yield _("Against the advance of %(day)s") % {"day": advance["paid_on"]}, -advance["taken"]
    yield _("Carried on"), account["carried_on"]
    yield _("Paid"), account["paid"]


def _pool(pool: Mapping[str, Any], currency: str) -> list[str]:
    paid = next((part for part in pool["parts"] if not part["waits"]), None)
    due = pool["due"]["due"] - pool["before"]["due"]
    return [
        pool["offer"],
        pool["sold_in"],
        money(pool["amount"], pool["currency"]),
        paid["heard"] if paid else "0",
        money(paid["amount"] - paid["before"]["amount"] if paid else 0, pool["currency"]),
        str(BASES[pool["due"]["basis"]]),
        money(due, currency),
    ]


def _largest(statement: Statement) -> Iterator[list[str]]:
    with files().path(statement.lines).open(newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: (-abs(int(row["amount"])), row["id"]))
    for row in rows[:MOST_LINES]:
        name = f"{row['artist']} — {row['title']}" if row["artist"] else row["title"]
        kind = "" if row["kind"] == "share" else f" ({KINDS[row['kind']]})"
        yield [
            row["isrc"],
            name + kind,
            row["territory"],
            row["use"],
            row["plays"],
            row["fraction"],
            money(int(row["amount"]), row["currency"]),
        ]
