"""Who may state a fact: representatives and those with a mandate, as far as it goes; else the operator."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import NotRepresented, OutsideMandate
from akkord.catalogue.queries import Acting
from akkord.flow import clock
from akkord.rights.facts_in_tables import read_territories
from akkord.rights.queries import proven_owners
from akkord.rights.territories import TerritorySet

if TYPE_CHECKING:
    from akkord.people.models import Person


@dataclass(frozen=True)
class Reach:
    """How far an act goes: where, and about which recordings; None is the whole catalogue, and what comes."""

    territories: TerritorySet
    recordings: frozenset[int] | None = None

    def within(self, way: Acting) -> bool:
        return self.territories <= read_territories(way.territory) and way.covers(self.recordings)


def acting_for(
    person: "Person",
    organisation_id: int,
    territories: TerritorySet,
    recordings: Iterable[int] | None = None,
) -> Acting:
    """How the person may act for the organisation, there and about that.

    Raises NotRepresented, OutsideMandate.
    """
    named = None if recordings is None else frozenset(recordings)
    return acting_for_all(person, {organisation_id: Reach(territories, named)})[organisation_id]


def acting_for_all(person: "Person", wanted: Mapping[int, Reach]) -> dict[int, Acting]:
    """The same for many organisations, each as far as asked; five queries."""
    ways = catalogue.ways_to_act(person.pk, wanted, clock.now())
    return {pk: _far_enough(person, pk, ways.get(pk, []), reach) for pk, reach in wanted.items()}


def acting_or_staff(
    person: "Person",
    organisation_id: int,
    territories: TerritorySet,
    recordings: Iterable[int] | None = None,
) -> Acting | None:
    """None when the person acts as the operator's staff instead of for the organisation."""
    try:
        return acting_for(person, organisation_id, territories, recordings)
    except NotRepresented:
        if not catalogue.is_operator(person):
            raise
        return None


def _far_enough(person: "Person", organisation_id: int, ways: list[Acting], reach: Reach) -> Acting:
    for way in ways:
        if reach.within(way):
            return way
    if ways:
        raise OutsideMandate(organisation_id)
    raise catalogue.no_way(person.pk, organisation_id, clock.now())


def not_theirs(claims: Mapping[int, set[int]]) -> list[int]:
    """Of claimant → recordings: the recordings the claimant has no proven share of and did not deliver."""
    asked = {recording for recordings in claims.values() for recording in recordings}
    if not asked:
        return []
    owners, delivered = proven_owners(asked), catalogue.deliverers_of(asked)
    return sorted(
        recording
        for claimant, recordings in claims.items()
        for recording in recordings
        if claimant not in owners.get(recording, ()) and delivered.get(recording) != claimant
    )
