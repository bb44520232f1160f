"""Every read of orders and contests, with their gates."""

import uuid

from django.db.models import Count, QuerySet

from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import NotRepresented
from akkord.flow import clock
from akkord.music import queries as music
from akkord.rights import queries as rights
from akkord.rights.queries import Block
from akkord.rights.terms import ScopeKind

from .errors import NoSuchContest, NoSuchOrder
from .models import Contest, Order, OrderRow


def orders_of(organisation_id: int) -> QuerySet[Order]:
    """Orders filed for the organisation, newest first; whoever asks has shown that they act for it."""
    return (
        Order.objects.filter(organisation_id=organisation_id)
        .select_related("entry", "on_behalf_of")
        .order_by("-pk")
    )


def order_for(person_id: int, public_id: uuid.UUID) -> Order:
    """The gate of orders: those who act for its organisation. Raises NoSuchOrder."""
    order = (
        Order.objects.select_related("organisation", "on_behalf_of", "entry", "person")
        .filter(public_id=public_id)
        .first()
    )
    if order is None:
        raise NoSuchOrder(public_id)
    try:
        catalogue.may_act_for(person_id, order.organisation_id, clock.now())
    except NotRepresented as stranger:
        raise NoSuchOrder(public_id) from stranger
    return order


def rows_of(order: Order) -> QuerySet[OrderRow]:
    """An order's rows as filed."""
    return (
        OrderRow.objects.filter(order=order).select_related("recording", "block__entry").order_by("line")
    )


def summary_of(order: Order) -> dict[str, int]:
    """class → how many rows."""
    counted = OrderRow.objects.filter(order=order).values_list("found").annotate(Count("pk"))
    return {found: 0 for found in OrderRow.Found.values} | dict(counted)


def contests_against(organisation_id: int) -> QuerySet[Contest]:
    """Contests of uploads that hold this organisation's recordings, open ones first."""
    sounds = music.sounds_of_organisation(organisation_id)
    return (
        Contest.objects.filter(upload__sound_id__in=sounds)
        .select_related("upload__track", "person")
        .order_by("-state", "-pk")
    )


def contest_against(organisation_id: int, number: int) -> Contest:
    """One of them. Raises NoSuchContest."""
    found = contests_against(organisation_id).filter(pk=number).first()
    if found is None:
        raise NoSuchContest(number)
    return found


def contests_of_upload(upload_id: uuid.UUID) -> QuerySet[Contest]:
    return Contest.objects.filter(upload_id=upload_id).order_by("-pk")


def notices_on(organisation_id: int, sound_id: int) -> list[Block]:
    """The organisation's notices over a sound: on the file, and on what was listed from it."""
    orders = OrderRow.objects.filter(sound_id=sound_id, block__claimant_id=organisation_id)
    cases = set(orders.values_list("order_id", flat=True))
    listed = catalogue.listed_from(organisation_id, sound_id)
    on_file = rights.blocks_on(ScopeKind.FILE, sound_id)
    on_listed = [block for recording in listed for block in rights.blocks_on(ScopeKind.RECORDING, recording)]
    return [b for b in [*on_file, *on_listed] if b.kind == "notice" and b.case in cases]
