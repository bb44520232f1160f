"""A year's evidence for those who list notorious markets: figures with their proof, for anybody to recount.

What the figures count stands in `check.py`, the very file outsiders recount with; this room only reads the
published log as they would, and adds what the log cannot hold: how many plays were licensed, month by month.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from akkord.flow import clock
from akkord.ledger import queries as ledger
from akkord.ledger.errors import LogNotBegun
from akkord.ledger.key import signing_key
from akkord.ledger.proving import Prover
from akkord.ledger.sequencing import log_folder
from akkord.music import queries as music
from tilelog.client import FolderSource

from .check import PACK, figures, licensed_share, read_lines
from .errors import NoSuchYear
from .rules.months import ended_months

FIRST_YEAR = 2000  # no site of this kind is older


def pack_of(year: int) -> bytes:
    """The evidence pack of a year as it was made last. Raises NoSuchYear."""
    try:
        return _place(year).read_bytes()
    except FileNotFoundError as missing:
        raise NoSuchYear from missing


def years_made() -> list[int]:
    """The years there is a pack of, the latest first."""
    return sorted((int(place.stem) for place in _folder().glob("[0-9]*.json")), reverse=True)


def make_packs() -> int:
    """Make the packs of all years in which lines were written, where the log or the plays went on; how many.

    Reading a log of a million lines takes half a minute: a job does it, never somebody who asks for the page.
    """
    try:
        prover = Prover()
    except LogNotBegun:
        return 0
    return sum(_make(year, prover) for year in ledger.years())


def _make(year: int, prover: Prover) -> bool:
    months, place = months_of(year), _place(year)
    if place.exists() and _stands(json.loads(place.read_bytes()), prover, months):
        return False
    place.parent.mkdir(exist_ok=True)
    draft = place.with_suffix(".draft")
    draft.write_text(json.dumps(_made(year, prover, months)), encoding="utf-8")
    draft.replace(place)  # whole or not at all
    return True


def _stands(pack: Mapping[str, Any], prover: Prover, months: list[dict[str, Any]]) -> bool:
    same_plays = pack["published"]["licensed_share"]["months"] == months
    # A year that is over gets no lines any more: its pack stays under the checkpoint it was made with.
    same_lines = pack["complete"] or prover.size == pack["log"]["size"]
    return same_plays and same_lines and pack["complete"] is _over(pack["year"])


def _over(year: int) -> bool:
    """Whether no line of the year can come any more; the last ones have a day to be signed."""
    return (clock.now() - timedelta(days=1)).year > year


def _place(year: int) -> Path:
    return _folder() / f"{year:04}.json"


def _folder() -> Path:
    return Path(settings.DATA) / "evidence"


def months_of(year: int) -> list[dict[str, Any]]:
    """The counts of plays this site publishes for the months of a year that have ended. Raises NoSuchYear."""
    if not FIRST_YEAR <= year <= clock.now().year:
        raise NoSuchYear
    counted = music.plays_by_month(year)
    return [
        {"month": month, "plays": plays, "licensed": licensed}
        for month in ended_months(year, clock.now())
        for plays, licensed in [counted.get(month, (0, 0))]
    ]


def _made(year: int, prover: Prover, months: list[dict[str, Any]]) -> dict[str, Any]:
    counted = figures(read_lines(FolderSource(log_folder().folder), prover.size), year)
    head = ledger.signed_head()
    assert head is not None  # a checkpoint is published
    return {
        "format": PACK,
        "year": year,
        "complete": _over(year),
        "site": settings.SITE_URL,
        "log": {
            "origin": head.origin,
            "vkey": signing_key(head.origin).verifier.vkey,
            "size": prover.size,
            "checkpoint": prover.checkpoint,
        },
        "figures": {
            name: figure.stated() | {"proof": prover.prove(figure.lines[-1][0]) if figure.lines else ""}
            for name, figure in counted.items()
        },
        "published": {
            "licensed_share": licensed_share(months)
            | {"months": months, "source": f"{settings.SITE_URL}/transparency/{year}/plays.json"}
        },
    }
