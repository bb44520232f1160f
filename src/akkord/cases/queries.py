"""Every read of orders and contests, with their gates."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Q, QuerySet, When

from akkord.catalogue import queries as catalogue
from akkord.flow import clock
from akkord.music import queries as music
from akkord.rights import queries as rights
from akkord.rights.terms import ScopeKind

from . import lookup, rules
from .errors import NoSuchContest, NoSuchOrder
from .models import Contest, Order, OrderRow

if TYPE_CHECKING:
    from akkord.music.models import Upload
    from akkord.rights.models import Block


def orders_of(organisation_id: int) -> QuerySet[Order]:
    """Orders the organisation filed or that were filed for it, newest first; whoever asks acts for it."""
    filed = Q(organisation_id=organisation_id) | Q(on_behalf_of_id=organisation_id)
    orders = Order.objects.filter(filed).select_related("entry", "organisation", "on_behalf_of")
    return orders.order_by("-pk")


def order_for(person_id: int, public_id: uuid.UUID) -> Order:
    """The gate of orders: those who act for who filed it, or for whom it was filed. Raises NoSuchOrder."""
    order = any_order(public_id)
    sides = {side for side in (order.organisation_id, order.on_behalf_of_id) if side is not None}
    if not any(catalogue.ways_to_act(person_id, sides, clock.now()).values()):
        raise NoSuchOrder(public_id)
    return order


def any_order(public_id: uuid.UUID) -> Order:
    """An order, for the operator. Raises NoSuchOrder."""
    known = Order.objects.select_related("organisation", "on_behalf_of", "entry", "person")
    order = known.filter(public_id=public_id).first()
    if order is None:
        raise NoSuchOrder(public_id)
    return order


def rows_of(order: Order) -> QuerySet[OrderRow]:
    """An order's rows as filed."""
    return OrderRow.objects.filter(order=order).select_related("recording", "block__entry").order_by("line")


def names_given(rows: Iterable[OrderRow]) -> dict[int, tuple[str, str]]:
    """row → artist and title of the track it names, by its address or by that very name.

    Rows that name a recording, or nothing there ever was, are not in it.
    """
    named = {row.pk: rules.name(row.line, row.given) for row in rows}
    numbers = {pk: number for pk, one in named.items() if (number := lookup.track_number(one)) is not None}
    names = music.names_of_tracks(numbers.values())
    by_title = {pk: (one.artist, one.value) for pk, one in named.items() if one.how == rules.Names.TITLE}
    return by_title | {pk: names[number] for pk, number in numbers.items() if number in names}


def pages_given(rows: Iterable[OrderRow]) -> dict[int, str]:
    """row → path of the page of the track it names by an address."""
    numbers = {row.pk: lookup.track_number(rules.name(row.line, row.given)) for row in rows}
    return {pk: f"/audio{number}" for pk, number in numbers.items() if number is not None}


def summary_of(order: Order) -> dict[str, int]:
    """class → how many rows."""
    counted = OrderRow.objects.filter(order=order).values_list("found").annotate(Count("pk"))
    return dict.fromkeys(OrderRow.Found.values, 0) | dict(counted)


def parties_behind(upload: "Upload") -> list[int | None]:
    """Whose restrictions silence an upload somewhere now; [None], the operator, where nobody claims."""
    track = music.standing_tracks().filter(upload=upload).first()
    if track is None:
        return [None]
    reasons = music.decide_worldwide(track, clock.now()).reasons
    parties: list[int | None] = [*sorted({reason.party for reason in reasons if reason.party is not None})]
    return parties or [None]


def contests_against(organisation_id: int) -> QuerySet[Contest]:
    """Contests the organisation has to answer or has answered, open ones first."""
    found = Contest.objects.filter(organisation_id=organisation_id)
    is_open = Case(When(state=Contest.State.OPEN, then=0), default=1)
    return found.select_related("upload__track", "upload__sound", "person").order_by(is_open, "-pk")


def contest_against(organisation_id: int, number: int) -> Contest:
    """One of them. Raises NoSuchContest."""
    found = contests_against(organisation_id).filter(pk=number).first()
    if found is None:
        raise NoSuchContest(number)
    return found


def contests_of_upload(upload_id: uuid.UUID) -> QuerySet[Contest]:
    return Contest.objects.filter(upload_id=upload_id).order_by("-pk")


def notices_on(organisation_id: int, sound_id: int) -> list["Block"]:
    """The organisation's notices over a sound: on the file, and on what was listed from it."""
    notices = OrderRow.objects.filter(sound_id=sound_id, block__claimant_id=organisation_id)
    cases = set(notices.values_list("order_id", flat=True))
    listed = catalogue.listed_from(organisation_id, sound_id)
    on_file = rights.blocks_on(ScopeKind.FILE, sound_id)
    on_listed = [block for recording in listed for block in rights.blocks_on(ScopeKind.RECORDING, recording)]
    return [b for b in [*on_file, *on_listed] if b.kind == "notice" and b.case in cases]
