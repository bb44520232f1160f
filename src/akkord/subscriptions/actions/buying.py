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
    running = queries.running_of(person.pk).filter(offer=price.offer)
    if any(each.cancelled_at is None or queries.goes_until(each, clock.now()) for each in running):
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


def go_on(person: Person, number: uuid.UUID) -> None:
    """Take a cancelling back while what is paid lasts. Raises NoSuchSubscription, OverAlready,
    PaymentRefused."""
    found = queries.own_subscription(person.pk, number)
    if found.cancelled_at is None or not queries.goes_until(found, clock.now()):
        raise errors.OverAlready
    _will(found, Kind.GOES_ON)


def stop(found: Subscription) -> None:
    """Tell its provider that no further payment is taken. Raises PaymentRefused."""
    _will(found, Kind.CANCELS)


def _will(found: Subscription, will: Kind) -> None:
    """Ask the provider, and write down that it was asked: its own event comes later and says the same."""
    takes, once = provider_named(found.provider), f"{found.pk}-{found.told.count()}"
    if found.agreement:
        ask = takes.cancel if will == Kind.CANCELS else takes.go_on
        ask(found.agreement, once)
    apply(found.provider, [Event(f"asked:{once}", will, clock.now(), str(found.pk))])
