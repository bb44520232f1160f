"""A year's evidence for those who list notorious markets: figures with their proof, for anybody to recount.

What the figures count stands in `check.py`, the very file outsiders recount with; this room only reads the
published log as they would, and adds what the log cannot hold: how many plays were licensed, month by month.
"""

from typing import Any, Final

from django.conf import settings
from django.core.cache import cache

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

KEPT_SECONDS: Final = 24 * 3600  # a pack is remade for every checkpoint; within one it stays the same
FIRST_YEAR: Final = 2000


def pack_of(year: int) -> dict[str, Any]:
    """The evidence pack of a year, under the checkpoint published now. Raises NoSuchYear."""
    if not FIRST_YEAR <= year <= clock.now().year:
        raise NoSuchYear
    try:
        prover = Prover()
    except LogNotBegun as nothing:
        raise NoSuchYear from nothing
    months = months_of(year)
    key = f"evidence:{year}:{prover.size}:{len(months)}:{settings.SITE_URL}"
    kept: dict[str, Any] | None = cache.get(key)
    if kept is None:
        kept = _made(year, prover, months)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def months_of(year: int) -> list[dict[str, Any]]:
    """The counts of plays this site publishes for the months of a year that have ended."""
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
