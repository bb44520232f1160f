"""What people do: subscribe, give months to a friend, cancel."""

import uuid

from django.conf import settings

from akkord.flow import clock
from akkord.people import queries as people
from akkord.people.queries import Person
from akkord.subscriptions import errors, queries
from akkord.subscriptions.models import Price, Subscription
from akkord.subscriptions.payments import Wanted, provider, provider_named
from akkord.subscriptions.rules import Event, Kind

from .applying import apply

MOST_MONTHS = 12


def subscribe(person: Person, slug: str, territory: str, currency: str = "") -> str:
    """Begin to subscribe, sold where the network says one is; gives the address where it is paid.

    Raises NoSuchOffer, NotSoldHere, HeldAlready, PaymentRefused.
    """
    price = queries.price_there(slug, territory, currency)
    running = queries.running_of(person.pk).filter(offer=price.offer, cancelled_at=None)
    if running.exists():
        raise errors.HeldAlready
    return _bought(price, person, Subscription(person=person))


def give(person: Person, friend: int, slug: str, months: int, territory: str, currency: str = "") -> str:
    """Give a friend months of an offer; gives the address where it is paid.

    Raises NoSuchOffer, NotSoldHere, NotAFriend, BadMonths, PaymentRefused.
    """
    if not 1 <= months <= MOST_MONTHS:
        raise errors.BadMonths
    if not people.are_friends(person.pk, friend):
        raise errors.NotAFriend
    price = queries.price_there(slug, territory, currency)
    return _bought(price, person, Subscription(person_id=friend, given_by=person, months=months))


def _bought(price: Price, payer: Person, made: Subscription) -> str:
    made.offer, made.sold_in, made.currency, made.price = (
        price.offer, price.territory, price.currency, price.amount,
    )  # fmt: skip
    takes = provider()
    made.provider, made.made_at = takes.name, clock.now()
    made.save()
    wanted = Wanted(
        subscription=str(made.pk),
        name=f"{settings.SITE_NAME}: {price.offer.name(payer.language)}",
        price=made.price,
        currency=made.currency,
        months=made.months,
        email=payer.email,
        language=payer.language,
        back=f"{settings.SITE_URL}/settings/subscription",
    )
    try:
        return takes.open(wanted)
    except errors.PaymentRefused:
        made.delete()
        raise


def cancel(person: Person, number: uuid.UUID) -> None:
    """Pay no further: what is paid stays until its end. Raises NoSuchSubscription, CancelledAlready,
    PaymentRefused."""
    found = queries.own_subscription(person.pk, number)
    if found.begun_at is None or found.cancelled_at is not None or found.ended_at is not None:
        raise errors.CancelledAlready
    stop(found)


def stop(found: Subscription) -> None:
    """Tell its provider that no further payment is taken. Twice is once. Raises PaymentRefused."""
    if found.agreement:
        provider_named(found.provider).cancel(found.agreement)
    said = Event(f"asked:{found.pk}:{found.payments.count()}", Kind.CANCELS, clock.now(), str(found.pk))
    apply(found.provider, [said])
