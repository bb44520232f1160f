"""How far one organisation acts for another: a mandate, or two where the first may be passed on.

On plain values; a row of the table of mandates is a `Mandate` too. An agency chain is two long at most;
acting beyond it is refused row by row.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from .rules import common_territory


class Mandate(Protocol):
    """What one organisation lets another do for it, and when; `recordings` empty is the whole catalogue."""

    principal_id: int
    agent_id: int
    territory: str  # as rules.read_territory writes it
    starts: datetime
    ends: datetime | None
    ended_at: datetime | None  # taken back
    recordings: Sequence[int]
    delegable: bool


M = TypeVar("M", bound=Mandate)


def holds(mandate: Mandate, at: datetime) -> bool:
    """Whether it is in force at the instant: [starts, ends), and not taken back by then."""
    over = (mandate.ends, mandate.ended_at)
    return mandate.starts <= at and all(end is None or at < end for end in over)


def is_ahead(mandate: Mandate, at: datetime) -> bool:
    """Whether it is still to begin."""
    return mandate.ended_at is None and at < mandate.starts


def chains(first: Iterable[M], last: Iterable[M]) -> Iterator[tuple[M, ...]]:
    """Every way from the principals of `first` to the agents of `last`, all in force: the short ones first.

    `first` are the mandates of those who are acted for, `last` those given to who acts. One that is both is a
    way by itself; another may be passed on once, if it says so. A way that meets nowhere, or comes back to
    its principal, is none.
    """
    given, passed_on = list(first), defaultdict(list)
    agents = set()
    for mandate in last:
        passed_on[mandate.principal_id].append(mandate)
        agents.add(mandate.agent_id)
    yield from ((mandate,) for mandate in given if mandate.agent_id in agents)
    for mandate in given:
        for further in passed_on[mandate.agent_id] if mandate.delegable else ():
            chain = (mandate, further)
            if mandate.principal_id != further.agent_id and territory(chain):
                yield chain


def territory(chain: Iterable[Mandate]) -> str:
    """Where all of them hold; empty when that is nowhere, "Worldwide" when there are none."""
    return common_territory(["Worldwide", *(mandate.territory for mandate in chain)])


def recordings(chain: Iterable[Mandate]) -> frozenset[int] | None:
    """What all of them are about; None is the whole catalogue."""
    scopes = [frozenset(mandate.recordings) for mandate in chain if mandate.recordings]
    return frozenset.intersection(*scopes) if scopes else None


def covers(chain: Iterable[Mandate], named: Iterable[int] | None) -> bool:
    """Whether they reach these recordings, or (None) the whole catalogue and what comes."""
    scope = recordings(chain)
    return scope is None or (named is not None and scope.issuperset(named))
