"""Who may state a fact: representatives and those with a mandate, as far as it goes; else the operator."""

from collections.abc import Mapping
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


def acting_for(person: "Person", organisation_id: int, territories: TerritorySet) -> Acting:
    """How the person may act for the organisation there. Raises NotRepresented, OutsideMandate."""
    return acting_for_all(person, {organisation_id: territories})[organisation_id]


def acting_for_all(person: "Person", wanted: Mapping[int, TerritorySet]) -> dict[int, Acting]:
    """The same for many organisations, each in its territories; four queries."""
    ways = catalogue.ways_to_act(person.pk, wanted, clock.now())
    return {pk: _far_enough(pk, ways.get(pk, []), where) for pk, where in wanted.items()}


def acting_or_staff(person: "Person", organisation_id: int, territories: TerritorySet) -> Acting | None:
    """None when the person acts as the operator's staff instead of for the organisation."""
    try:
        return acting_for(person, organisation_id, territories)
    except NotRepresented:
        if not person.is_staff:
            raise
        return None


def _far_enough(organisation_id: int, ways: list[Acting], where: TerritorySet) -> Acting:
    for way in ways:
        if where <= read_territories(way.territory):
            return way
    raise OutsideMandate(organisation_id) if ways else NotRepresented(organisation_id)


def not_theirs(claims: Mapping[int, set[int]]) -> list[int]:
    """Of claimant → recordings: the recordings the claimant has no proven share of and did not deliver."""
    asked = {recording for recordings in claims.values() for recording in recordings}
    if not asked:
        return []
    owners, delivered = proven_owners(asked), catalogue.recordings_by_ids(asked)
    return sorted(
        recording
        for claimant, recordings in claims.items()
        for recording in recordings
        if claimant not in owners.get(recording, ())
        and (recording not in delivered or delivered[recording].organisation_id != claimant)
    )
