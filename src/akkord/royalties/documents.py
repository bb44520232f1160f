"""The statement as a document: all its inputs and all that follows from them, for anybody to recompute.

`check.py`, which a label runs on its own machine, reads these and computes everything anew.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from akkord.money import Cut

from .check import COLUMNS, FORMAT
from .rules.pools import Bucket, LineKey
from .rules.terms import Advance, Due, Settled, Terms


@dataclass(frozen=True)
class PartSaid:
    """What one bucket of the party has in a pool, and had before a correction."""

    bucket: Bucket
    weight: Fraction
    heard: Fraction
    amount: int
    heard_before: Fraction = Fraction(0)
    amount_before: int = 0


@dataclass(frozen=True)
class PoolSaid:
    """A pool as a party is told of it: its totals, how it was cut, and the party's own parts."""

    offer: str
    sold_in: str
    currency: str
    rule: str
    gross: int
    deductions: int
    rate: Fraction
    carried_in: int
    carried_on: int
    amount: int
    weight: Fraction
    heard: Fraction
    cut: Cut | None
    subscribers: Fraction
    exchange: Fraction
    exchange_source: str
    exchange_dated: date | None
    parts: tuple[PartSaid, ...]
    due: Due
    before: Due


@dataclass(frozen=True)
class LineSaid:
    """A line as it is stated; plays and amount are below zero where it takes an earlier one back."""

    key: LineKey
    kind: str
    isrc: str
    title: str
    artist: str
    plays: int
    weight: Fraction
    amount: int
    revision: int
    replaces: str = ""


def line_id(month: date, revision: int, key: LineKey, kind: str = "") -> str:
    """The sales transaction id of a line: the same for the same line of the same revision, always."""
    pool, bucket, what = key
    said = [
        *(f"{month:%Y-%m}", revision, kind, *pool, bucket.party, bucket.wait.value),
        *(what.recording, what.sound, what.territory, what.use, str(what.fraction)),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:24]


def lines_csv(month: date, lines: Iterable[LineSaid]) -> str:
    """The lines of a statement, in order, as the file that goes with it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in sorted(lines, key=lambda each: (each.key.place, each.kind)):
        pool, bucket, what = line.key
        reversal = line.kind if line.amount < 0 or line.plays < 0 else ""
        writer.writerow(
            [
                *(line_id(month, line.revision, line.key, reversal), line.kind, line.replaces),
                *(*pool, bucket.wait.value, what.territory, what.use, what.recording or 0),
                *(line.isrc, line.title, line.artist, line.plays, what.fraction, line.weight, line.amount),
            ]
        )
    return out.getvalue()


def document(
    *,
    number: str,
    corrects: str,
    site: str,
    organisation: Mapping[str, Any],
    first_day: date,
    last_day: date,
    revision: int,
    terms: Terms,
    terms_source: str,
    pools: Iterable[PoolSaid],
    waiting: int,
    carried_in: int,
    due: int,
    settled: Settled,
    advances: tuple[Advance, ...],
    smallest: int,
    usage: Mapping[str, Any],
    lines: str,
    issued_at: str,
) -> bytes:
    """The statement, byte for byte the same for the same inputs (JSON, keys in this order)."""
    said = {
        "format": FORMAT,
        "number": number,
        "corrects": corrects,
        "site": site,
        "issued_at": issued_at,
        "organisation": dict(organisation),
        "month": {"first_day": first_day.isoformat(), "last_day": last_day.isoformat()},
        "revision": revision,
        "currency": terms.currency,
        "terms": _terms(terms, terms_source),
        "pools": [_pool(pool) for pool in pools],
        "waiting": waiting,
        "account": _account(carried_in, due, settled, advances, smallest),
        "usage": dict(usage),
        "lines": {"sha256": hashlib.sha256(lines.encode()).hexdigest(), "count": lines.count("\n") - 1},
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _account(
    carried_in: int, due: int, settled: Settled, advances: tuple[Advance, ...], smallest: int
) -> dict[str, Any]:
    before = {advance.number: advance.left for advance in advances}
    return {
        "carried_in": carried_in,
        "due": due,
        "advances": [
            {
                "number": advance.number,
                "paid_on": advance.paid_on.isoformat(),
                "until": advance.until.isoformat() if advance.until else None,
                "before": before[advance.number],
                "taken": before[advance.number] - advance.left,
            }
            for advance in settled.advances
        ],
        "recouped": settled.recouped,
        "paid": settled.paid,
        "carried_on": settled.carried,
        "smallest": smallest,
    }


def _terms(terms: Terms, source: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "source": source,
        "rate": "" if terms.rate is None else str(terms.rate),
        "per_subscriber": terms.per_subscriber,
        "per_play": terms.per_play,
    }
    if terms.threshold:
        said |= {"threshold": terms.threshold, "per_play_above": terms.per_play_above}
    return said | {"payout_minimum": terms.payout_minimum}


def _pool(pool: PoolSaid) -> dict[str, Any]:
    return {
        "offer": pool.offer,
        "sold_in": pool.sold_in,
        "currency": pool.currency,
        "rule": pool.rule,
        "gross": pool.gross,
        "deductions": pool.deductions,
        "rate": str(pool.rate),
        "carried_in": pool.carried_in,
        "carried_on": pool.carried_on,
        "amount": pool.amount,
        "weight": str(pool.weight),
        "heard": str(pool.heard),
        "cut": {"remainder": str(pool.cut.remainder), "place": list(pool.cut.place)} if pool.cut else None,
        "subscribers": str(pool.subscribers),
        "exchange": {
            "rate": str(pool.exchange),
            "source": pool.exchange_source,
            "dated": pool.exchange_dated.isoformat() if pool.exchange_dated else None,
        },
        "parts": [_part(part) for part in pool.parts],
        "due": _due(pool.due),
        "before": _due(pool.before),
    }


def _part(part: PartSaid) -> dict[str, Any]:
    return {
        "waits": part.bucket.wait.value,
        "place": list(part.bucket.place),
        "weight": str(part.weight),
        "heard": str(part.heard),
        "amount": part.amount,
        "before": {"heard": str(part.heard_before), "amount": part.amount_before},
    }


def _due(due: Due) -> dict[str, Any]:
    return {
        "exchanged": due.share,
        "share": due.by_rate,
        "per_subscriber": due.by_subscribers,
        "per_play": due.by_plays,
        "basis": due.basis.value,
        "due": due.due,
    }
