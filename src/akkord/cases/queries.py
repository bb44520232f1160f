"""Every read of orders, with their gates."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from akkord.catalogue import queries as catalogue
from akkord.catalogue.roles import Duty
from akkord.flow import clock
from akkord.music import queries as music
from akkord.rights import queries as rights
from akkord.rights.terms import ScopeKind

from . import lookup, rules
from .errors import NoSuchOrder
from .models import Order, OrderRow, ProceedingRow

if TYPE_CHECKING:
    from akkord.rights.models import Block


def orders_of(organisation_id: int) -> QuerySet[Order]:
    """Orders the organisation filed or that were filed for it, newest first; whoever asks acts for it.

    A body's own order is also that of every organisation for which a row of it stands.
    """
    rows = OrderRow.objects.filter(order=OuterRef("pk"), claimant_id=organisation_id)
    filed = Q(organisation_id=organisation_id) | Q(on_behalf_of_id=organisation_id) | Exists(rows)
    orders = Order.objects.filter(filed).select_related("entry", "organisation", "on_behalf_of")
    return orders.order_by("-pk")


def order_for(person_id: int, public_id: uuid.UUID) -> Order:
    """The gate of orders: who acts for who filed it, for whom it was filed, or for whom a row of it stands.

    Of those only the first two may see every row (`rows_for`). Raises NoSuchOrder.
    """
    order = any_order(public_id)
    if not _acts_for_any(person_id, _filers(order) | _claimants(order)):
        raise NoSuchOrder(public_id)
    return order


def filed_order_for(person_id: int, public_id: uuid.UUID) -> Order:
    """The gate of what tells of every row: who acts for its filer or its principal. Raises NoSuchOrder."""
    order = any_order(public_id)
    if not _acts_for_any(person_id, _filers(order)):
        raise NoSuchOrder(public_id)
    return order


def _acts_for_any(person_id: int, organisations: set[int]) -> bool:
    return any(catalogue.ways_to_act(person_id, organisations, clock.now(), Duty.READ).values())


def _filers(order: Order) -> set[int]:
    return {side for side in (order.organisation_id, order.on_behalf_of_id) if side is not None}


def _claimants(order: Order) -> set[int]:
    named = OrderRow.objects.filter(order=order).exclude(claimant=None)
    return set(named.values_list("claimant", flat=True))


def any_order(public_id: uuid.UUID) -> Order:
    """An order, for the operator. Raises NoSuchOrder."""
    known = Order.objects.select_related("organisation", "on_behalf_of", "entry", "person")
    order = known.filter(public_id=public_id).first()
    if order is None:
        raise NoSuchOrder(public_id)
    return order


def rows_of(order: Order, party: int | None = None) -> QuerySet[OrderRow]:
    """An order's rows as filed; for one of several claimants only its own."""
    rows = OrderRow.objects.filter(order=order)
    if party is not None and party not in (order.organisation_id, order.on_behalf_of_id):
        rows = rows.filter(claimant_id=party)
    return rows.select_related("recording", "claimant", "block__entry").order_by("line")


def rows_for(person_id: int, order: Order) -> QuerySet[OrderRow]:
    """The rows a person may see: all for its filer and its principal, else those of whom they act for."""
    if _acts_for_any(person_id, _filers(order)):
        return rows_of(order)
    ways = catalogue.ways_to_act(person_id, _claimants(order), clock.now(), Duty.READ)
    return rows_of(order).filter(claimant_id__in=[pk for pk, found in ways.items() if found])


def names_given(rows: Iterable[OrderRow | ProceedingRow]) -> dict[int, tuple[str, str]]:
    """row → artist and title of the track it names, by its address or by that very name.

    Rows that name a recording, or nothing there ever was, are not in it.
    """
    named = {row.pk: rules.name(row.line, row.given) for row in rows}
    numbers = {pk: number for pk, one in named.items() if (number := lookup.track_number(one)) is not None}
    names = music.names_of_tracks(numbers.values())
    by_title = {pk: (one.artist, one.value) for pk, one in named.items() if one.how == rules.Names.TITLE}
    return by_title | {pk: names[number] for pk, number in numbers.items() if number in names}


def pages_given(rows: Iterable[OrderRow | ProceedingRow]) -> dict[int, str]:
    """row → path of the page of the track it names by an address."""
    numbers = {row.pk: lookup.track_number(rules.name(row.line, row.given)) for row in rows}
    return {pk: f"/audio{number}" for pk, number in numbers.items() if number is not None}


def summary_of(order: Order, party: int | None = None) -> dict[str, int]:
    """class → how many rows."""
    counted = rows_of(order, party).order_by().values_list("found").annotate(Count("pk"))
    return dict.fromkeys(OrderRow.Found.values, 0) | dict(counted)


def blocks_still_standing(order: Order) -> QuerySet["Block"]:
    """What the order silenced, and what was learned from it, as far as nobody lifted it."""
    return rights.blocks_of_case(order.pk).filter(withdrawn_at=None, source=f"order {order.pk}")


def still_silent(order: Order) -> dict[int, int]:
    """claimant → how many of the order's blocks still stand."""
    counted = blocks_still_standing(order).order_by().values_list("claimant").annotate(Count("pk"))
    return {claimant: count for claimant, count in counted if claimant is not None}


def notices_on(organisation_id: int, sound_id: int) -> list["Block"]:
    """The organisation's notices over a sound: on the file, and on what was listed from it."""
    notices = OrderRow.objects.filter(sound_id=sound_id, block__claimant_id=organisation_id)
    cases = set(notices.values_list("order_id", flat=True))
    listed = catalogue.listed_from(organisation_id, sound_id)
    on_file = rights.blocks_on(ScopeKind.FILE, sound_id)
    on_listed = [block for recording in listed for block in rights.blocks_on(ScopeKind.RECORDING, recording)]
    return [b for b in [*on_file, *on_listed] if b.kind == "notice" and b.case in cases]
