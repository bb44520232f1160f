"""What a provider tells is written down once each; what follows is worked out anew from all that is known.

So events may come late, in any order and again: the end is the same.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from akkord.flow import clock, outbox
from akkord.subscriptions import rules
from akkord.subscriptions.models import Cover, Payment, Subscription, Told
from akkord.subscriptions.rules import Event, Gift, Kind, Life, Own, Paid


@transaction.atomic
def apply(provider: str, events: Iterable[Event]) -> None:
    """Take in what the provider says happened. Twice is once."""
    touched: set[Any] = set()
    for event in events:
        row = _write(provider, event)
        if row.subscription_id is not None:
            touched.add(row.subscription_id)
    _adopt(provider, touched)
    for person in sorted(
        set(Subscription.objects.filter(pk__in=touched).values_list("person_id", flat=True))
    ):
        _work_out(person)


def _write(provider: str, event: Event) -> Told:
    said = {
        "kind": event.kind.value,
        "at": event.at,
        "agreement": event.agreement,
        "payment": event.payment,
        "amount": event.amount,
        "tax": event.tax,
        "currency": event.currency,
        "starts": event.starts,
        "ends": event.ends,
        "received_at": clock.now(),
        "subscription": _named(provider, event),
    }
    return Told.objects.get_or_create(provider=provider, number=event.id, defaults=said)[0]


def _named(provider: str, event: Event) -> Subscription | None:
    """What the event is about: by our number, else by what is known of the provider's."""
    known = Subscription.objects.filter(provider=provider)
    try:
        found = known.filter(pk=uuid.UUID(event.subscription)).first()
    except ValueError:  # no number, or one that is none of ours
        found = None
    if found is None and (event.agreement or event.payment):
        told = _about(Told.objects.filter(provider=provider), {event.agreement}, {event.payment})
        row = told.exclude(subscription=None).select_related("subscription").order_by("pk").first()
        found = row.subscription if row else None
    return found


def _about(rows: "QuerySet[Told]", agreements: set[str], payments: set[str]) -> "QuerySet[Told]":
    return rows.filter(Q(agreement__in=agreements - {""}) | Q(payment__in=payments - {""}))


def _adopt(provider: str, subscriptions: set[Any]) -> None:
    """Give each of them what came before anybody could know what it is about; one may name another."""
    lost = Told.objects.filter(provider=provider, subscription=None)
    for number in subscriptions:
        found = 1
        while found:
            known = list(Told.objects.filter(subscription=number).values_list("agreement", "payment"))
            named = _about(lost, {agreement for agreement, _ in known}, {payment for _, payment in known})
            found = named.update(subscription=number)


def _work_out(person_id: int) -> None:
    """Everything of one person anew: payments, dates, and the stretches in which they listen."""
    mine = list(
        Subscription.objects.select_for_update().filter(person_id=person_id).order_by("made_at", "pk")
    )
    lives = {each.pk: Life() for each in mine}
    told: dict[Any, list[Event]] = {}
    for row in Told.objects.filter(subscription__in=mine).order_by("pk"):
        told.setdefault(row.subscription_id, []).append(_event(row))
    lives |= {number: rules.life_of(events) for number, events in told.items()}
    for each in mine:
        _note(each, lives[each.pk])
    payments = _keep_payments(mine, lives)
    _lay_out(person_id, mine, lives, payments)
    outbox.tell(f"person:{person_id}", "subscription")


def _event(row: Told) -> Event:
    return Event(
        row.number, Kind(row.kind), row.at, str(row.subscription_id or ""), row.agreement, row.payment,
        row.amount, row.tax, row.currency, row.starts, row.ends,
    )  # fmt: skip


def _note(bought: Subscription, life: Life) -> None:
    """Its dates; what begins takes the place of what the person paid for before, and a friend is told."""
    first = bought.begun_at is None
    bought.agreement, bought.cancelled_at, bought.ended_at = life.agreement, life.cancelled_at, life.ended_at
    bought.begun_at = min((paid.at for paid in life.payments), default=None)
    bought.save(update_fields=["agreement", "cancelled_at", "ended_at", "begun_at"])
    if first and bought.begun_at is not None:
        outbox.announce("gift_paid" if bought.given_by_id else "subscription_begun", number=str(bought.pk))


def _keep_payments(mine: Sequence[Subscription], lives: dict[Any, Life]) -> dict[tuple[Any, str], Payment]:
    kept = {}
    for bought in mine:
        for paid in lives[bought.pk].payments:
            said = {
                "amount": paid.amount,
                "tax": paid.tax,
                "currency": paid.currency,
                "paid_at": paid.at,
                "days": _days(bought, paid),
                "cut_at": rules.cut_of(paid, lives[bought.pk]),
                "returns": [[at.isoformat(), amount] for at, amount in paid.returns],
            }
            kept[bought.pk, paid.payment], _ = Payment.objects.update_or_create(
                subscription=bought, payment=paid.payment, defaults=said
            )
    return kept


def _days(bought: Subscription, paid: Paid) -> int:
    if paid.starts is None or paid.ends is None:
        return rules.gift_days(paid.at, bought.months or 1)
    return rules.whole_days(paid.starts, paid.ends)


def _lay_out(
    person_id: int,
    mine: Sequence[Subscription],
    lives: dict[Any, Life],
    payments: dict[tuple[Any, str], Payment],
) -> None:
    bought = {str(each.pk): each for each in mine}
    owns = [Own(number, lives[each.pk]) for number, each in bought.items() if not each.months]
    gifts = [
        Gift(number, paid.payment, paid.at, _days(each, paid), rules.cut_of(paid, lives[each.pk]))
        for number, each in bought.items()
        if each.months
        for paid in lives[each.pk].payments
    ]
    Cover.objects.filter(person_id=person_id).delete()
    Cover.objects.bulk_create(
        Cover(
            person_id=person_id,
            offer_id=bought[each.subscription].offer_id,
            sold_in=bought[each.subscription].sold_in,
            starts=each.starts,
            ends=each.ends,
            payment=payments[bought[each.subscription].pk, each.payment] if each.payment else None,
            first=each.first,
            days=each.days,
        )
        for each in rules.laid_out(owns, gifts)
    )
