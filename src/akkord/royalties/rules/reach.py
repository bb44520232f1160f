"""How much of an organisation's statements somebody may read who acts for it: all, or some of the lines."""

from dataclasses import dataclass
from typing import NamedTuple

from akkord.rights.territories import TerritorySet


class Way(NamedTuple):
    """One way to act: for these recordings (None: the whole catalogue), heard in these territories."""

    recordings: frozenset[int] | None
    territories: TerritorySet


@dataclass(frozen=True)
class Reach:
    """Every way somebody has. A way without limits opens the whole statement, any other its own lines."""

    ways: tuple[Way, ...]

    @property
    def whole(self) -> bool:
        everywhere = TerritorySet.worldwide()
        return any(way.recordings is None and everywhere <= way.territories for way in self.ways)


EVERYTHING = Reach((Way(None, TerritorySet.worldwide()),))
