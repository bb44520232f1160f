"""The rules of owning under test: the real ones, or a faulty copy of them (tests/rights/mutants)."""

import importlib
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from hypothesis import strategies as st

PACKAGE = "akkord.rights"
SONG = 101
ONE, TWO, THREE = 11, 12, 13
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


def gather() -> SimpleNamespace:
    """The rules of owning from fresh imports, in one place."""
    effective = importlib.import_module(f"{PACKAGE}.rules.effective")
    facts = importlib.import_module(f"{PACKAGE}.rules.facts")
    retro = importlib.import_module(f"{PACKAGE}.rules.retro")
    names = [importlib.import_module(f"{PACKAGE}.{name}") for name in ("terms", "territories")]
    said = {
        name: value for module in (*names, facts, effective, retro) for name, value in vars(module).items()
    }
    return SimpleNamespace(**said)


def day(count: float) -> datetime:
    return BEGINNING + timedelta(days=count)


def place(owning: SimpleNamespace, where: str) -> Any:
    """ "RU DE" are these countries, "*" is Worldwide, "* DE" is Worldwide without DE."""
    first, *rest = where.split()
    return owning.TerritorySet.worldwide(rest) if first == "*" else owning.TerritorySet.of(first, *rest)


def stated(
    owning: SimpleNamespace,
    party: int,
    share: Any = 1,
    where: str = "*",
    when: tuple[float | None, float | None] = (None, None),
    *,
    id: int = 0,
    right: str = "general",
    standing: str = "evidenced",
    known: float = 0,
    **more: Any,
) -> Any:
    return owning.Ownership(
        id=id or party,
        recording=SONG,
        party=party,
        share=Fraction(share),
        standing=owning.Standing(standing),
        right=owning.Right(right),
        territories=place(owning, where),
        valid=owning.Period(*(None if at is None else day(at) for at in when)),
        recorded_at=day(known),
        **more,
    )


# Statements in short: (party, share, where, when, right, standing), to be stated for the rules under test.
WHERES = ("*", "* DE", "* DE FR", "DE", "DE FR", "FR RU")
WHENS = ((None, None), (None, 10), (10, None), (5, 15), (10, 20), (15, 16))
RIGHTS = ("general", "make_available", "reproduction")
SHORT = st.tuples(
    st.sampled_from((ONE, TWO, THREE)),
    st.sampled_from((Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(0))),
    st.sampled_from(WHERES),
    st.sampled_from(WHENS),
    st.sampled_from(RIGHTS),
    st.sampled_from(("asserted", "evidenced", "court")),
)
POINTS = [
    (right, where, at)
    for right in ("make_available", "reproduction")
    for where in ("DE", "FR", "RU", "US", "ZZ")
    for at in (0, 5, 10, 14, 15, 16, 20, 30)
]


def all_stated(owning: SimpleNamespace, shorts: list[Any]) -> list[Any]:
    return [
        stated(owning, party, share, where, when, id=number, right=right, standing=standing)
        for number, (party, share, where, when, right, standing) in enumerate(shorts, start=1)
    ]


def speaks(fact: Any, right: str, where: str, at: float) -> bool:
    """The statement read aloud: whether it is about this right, there and then."""
    start, end, moment = fact.valid.start, fact.valid.end, day(at)
    return (
        fact.right.value in ("general", right)
        and where in fact.territories
        and (start is None or start <= moment)
        and (end is None or moment < end)
    )
