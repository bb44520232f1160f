"""Every read of subscriptions: how somebody listens, and in which ways the service is paid for."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from akkord.rights.terms import CommercialModel

from .models import Cover, Offer
from .rules import FREE, Covered, Standing, standing_at


def standing(person_id: int | None, at: datetime) -> Standing:
    """Under which offer a person listens at the instant; one query, none for a guest."""
    return FREE if person_id is None else standings([person_id], at)[person_id]


def standings(person_ids: Iterable[int], at: datetime) -> dict[int, Standing]:
    """The same for many people, in one query."""
    covers: dict[int, list[Covered]] = {person: [] for person in person_ids}
    rows = Cover.objects.filter(person_id__in=list(covers), ends__gt=at).order_by("pk")
    columns = ("person_id", "starts", "ends", "offer__slug", "offer__model", "sold_in")
    for person, starts, ends, offer, model, sold_in in rows.values_list(*columns):
        covers[person].append(Covered(starts, ends, offer, CommercialModel(model), sold_in))
    return {person: standing_at(known, at) for person, known in covers.items()}


def models_on_offer(at: datetime) -> list[CommercialModel]:
    """Every way the service is paid for at the instant, listening free of charge first."""
    standing_ones = Offer.objects.filter(Q(closed_at=None) | Q(closed_at__gt=at), opened_at__lte=at)
    found = {CommercialModel(model) for model in standing_ones.values_list("model", flat=True)}
    return [FREE.model, *sorted(found - {FREE.model})]
