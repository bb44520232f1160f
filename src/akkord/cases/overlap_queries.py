"""Every read of recordings with one sound, with its gate: whoever delivered or owns one, and the staff."""

from django.db.models import Q, QuerySet

from akkord.catalogue import queries as catalogue
from akkord.catalogue.models import Organisation
from akkord.rights import queries as rights
from akkord.rights import same_sounds
from akkord.rights.models import SameSound

from .errors import NoSuchOverlap
from .law import overlaps as law
from .models import OverlapOffer


def overlaps_of(organisation_id: int) -> QuerySet[SameSound]:
    """Pairs the organisation has a recording in, what waits first."""
    return same_sounds.overlaps_of(organisation_id)


def overlaps_about(organisation_id: int, recording_id: int) -> QuerySet[SameSound]:
    """Those of them that one recording is in."""
    return overlaps_of(organisation_id).filter(Q(one=recording_id) | Q(other=recording_id))


def overlap_of(organisation_id: int, one: int, other: int) -> SameSound:
    """What stands about one of them. Raises NoSuchOverlap."""
    found = overlaps_of(organisation_id).filter(one=one, other=other).first()
    if found is None:
        raise NoSuchOverlap
    return found


def parties_of(pair: SameSound) -> list[Organisation]:
    """Whose word about the pair counts, by name."""
    owners = rights.proven_owners([pair.one_id, pair.other_id])
    theirs = [owners.get(number, set()) for number in (pair.one_id, pair.other_id)]
    named = law.parties(theirs, [pair.one.organisation_id, pair.other.organisation_id])
    return sorted(catalogue.organisations_by_ids(named).values(), key=lambda party: party.name)


def said_of(pair: SameSound) -> QuerySet[SameSound]:
    """All that was ever said of the two, newest first."""
    return same_sounds.said_of(pair.one_id, pair.other_id)


def offers_of(pair: SameSound) -> QuerySet[OverlapOffer]:
    """What parties put to the others about the two, newest first."""
    offers = OverlapOffer.objects.filter(one=pair.one_id, other=pair.other_id)
    return offers.select_related("organisation", "person").order_by("-pk")
