"""What the operator confirms and gives back; where the site is tried out, anybody confirms their own."""

import uuid

from django.conf import settings
from django.db import transaction

from akkord.flow import clock
from akkord.people import queries as people
from akkord.people.queries import Person
from akkord.subscriptions import errors, queries, rules
from akkord.subscriptions.models import Cover, Payment, Subscription
from akkord.subscriptions.payments import StandIn, provider_named
from akkord.subscriptions.rules import Event, Kind

from .applying import apply


def confirm(person: Person, number: uuid.UUID, paid: int) -> None:
    """One of the staff says that the next payment came by hand; `paid`: so many were known when they said so.

    Saying it twice is once. Raises StaffOnly, NoSuchSubscription, PaidElsewhere, CancelledAlready.
    """
    if not people.is_operator(person.pk):
        raise errors.StaffOnly
    _confirm(queries.subscription_by_number(number), paid)


def confirm_for_oneself(person: Person, number: uuid.UUID, paid: int) -> None:
    """Whoever tries the site out says that they paid, and nothing was. Raises NoSuchSubscription,
    PaidElsewhere, CancelledAlready."""
    if settings.PAYMENTS != "test":
        raise errors.PaidElsewhere
    _confirm(queries.bought_by(person.pk, number), paid)


@transaction.atomic
def _confirm(bought: Subscription, paid: int) -> None:
    if bought.provider != StandIn.name:
        raise errors.PaidElsewhere
    locked = Subscription.objects.select_for_update().get(pk=bought.pk)
    known = locked.payments.count()
    if known > paid:
        return
    if locked.cancelled_at is not None or locked.ended_at is not None or (locked.months and known):
        raise errors.CancelledAlready
    now, begins, ends = clock.now(), None, None
    if not locked.months:
        last = Cover.objects.filter(payment__subscription=locked).order_by("-ends").first()
        begins = last.ends if last is not None and last.ends > now - rules.GRACE else now
        ends = rules.later(begins, 1)
    said = Event(
        id=f"hand:{locked.pk}:{known}",
        kind=Kind.PAID,
        at=now,
        subscription=str(locked.pk),
        payment=f"hand-{locked.pk}-{known + 1}",
        amount=locked.price * (locked.months or 1),
        currency=locked.currency,
        starts=begins,
        ends=ends,
    )
    apply(StandIn.name, [said])


def give_back(person: Person, number: int, amount: int) -> None:
    """Pay so many micro-units of a payment back; with the whole of it, what it paid for ends.

    Raises StaffOnly, NoSuchPayment, TooMuchBack, PaymentRefused.
    """
    if not people.is_operator(person.pk):
        raise errors.StaffOnly
    payment = Payment.objects.select_related("subscription").filter(pk=number).first()
    if payment is None:
        raise errors.NoSuchPayment
    before, unit = payment.returned, 10 ** (6 - rules.minor_digits(payment.currency))
    if not 0 < amount <= payment.amount - before or amount % unit:
        raise errors.TooMuchBack
    bought = payment.subscription
    provider_named(bought.provider).give_back(payment.payment, amount, payment.currency, before)
    said = Event(
        id=f"back:{payment.pk}:{before}:{amount}",
        kind=Kind.RETURNED,
        at=clock.now(),
        subscription=str(bought.pk),
        payment=payment.payment,
        amount=before + amount,
        currency=payment.currency,
    )
    apply(bought.provider, [said])
