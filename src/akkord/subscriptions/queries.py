"""Every read of subscriptions: how somebody listens, what is sold where, and what was paid for what."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from itertools import groupby

from django.db.models import Count, Exists, Max, Prefetch, Q, QuerySet

from akkord.flow.prepared import Prepared
from akkord.rights.terms import CommercialModel

from . import errors
from .models import Cover, Offer, Price, Subscription
from .models import Payment as Payment
from .payments import StandIn
from .rules import FREE, FREE_OFFER, ROYALTY_RATE, Covered, Month, Standing, by_day, earned, standing_at

PAGE = 2000  # payments in memory at once
PAYMENTS_SHOWN = 50
MOST_BY_HAND = 500


# --- for the gate to sound ---------------------------------------------------------------------------


def standing(person_id: int | None, at: datetime) -> Standing:
    """Under which offer a person listens at the instant; one query, none for a guest."""
    return FREE if person_id is None else standings([person_id], at)[person_id]


def standings(person_ids: Iterable[int], at: datetime) -> dict[int, Standing]:
    """The same for many people, in one query."""
    covers: dict[int, list[Covered]] = {person: [] for person in person_ids}
    for person, starts, ends, offer, model, sold_in in _covers(list(covers), at):
        covers[person].append(Covered(starts, ends, offer, CommercialModel(model), sold_in))
    return {person: standing_at(known, at) for person, known in covers.items()}


_covers = Prepared(
    lambda people, at: (
        Cover.objects.filter(person_id__in=people, ends__gt=at)
        .order_by("pk")
        .values_list("person_id", "starts", "ends", "offer__slug", "offer__model", "sold_in")
    )
)


def has_paid_asked(person_id: int) -> Exists:
    """As a column of another question: whether a person ever had an offer; without one they listen `FREE`."""
    return Exists(Cover.objects.filter(person_id=person_id))


def models_on_offer(at: datetime) -> list[CommercialModel]:
    """Every way in which listeners may pay at the instant, listening free of charge first.

    A closed offer is one of them: who has it keeps it.
    """
    opened = Offer.objects.filter(opened_at__lte=at).values_list("model", flat=True)
    found = {CommercialModel(model) for model in opened}
    return [FREE.model, *sorted(found - {FREE.model})]


# --- what is sold ------------------------------------------------------------------------------------


def offers() -> list[Offer]:
    """Every offer there is, with the prices that hold now; the free one first, closed ones last."""
    prices = Prefetch("prices", Price.objects.filter(until=None).order_by("territory", "currency"))
    return sorted(
        Offer.objects.prefetch_related(prices),
        key=lambda each: (each.slug != FREE_OFFER, each.closed_at is not None, each.opened_at, each.pk),
    )


def offer_by_slug(slug: str) -> Offer:
    """Raises NoSuchOffer; the free one is there even where nothing was written down of it."""
    found = Offer.objects.filter(slug=slug).first()
    if found is not None:
        return found
    if slug == FREE_OFFER:
        return Offer(slug=slug, name_en="Free", name_ru="Бесплатно", model=FREE.model.value)
    raise errors.NoSuchOffer


def prices_in(territory: str) -> list[Price]:
    """What is sold in a territory now, the cheapest of each currency first."""
    rows = Price.objects.filter(territory=territory, until=None, offer__closed_at=None)
    return list(rows.select_related("offer").order_by("currency", "amount", "pk"))


def price_there(slug: str, territory: str, currency: str = "") -> Price:
    """The price of an offer in a territory, in a currency or the first there is. Raises NoSuchOffer,
    NotSoldHere."""
    if offer_by_slug(slug).closed_at is not None:
        raise errors.NoSuchOffer
    there = [p for p in prices_in(territory) if p.offer.slug == slug and currency in ("", p.currency)]
    if not there:
        raise errors.NotSoldHere
    return there[0]


# --- what somebody has -------------------------------------------------------------------------------


def _subscriptions() -> QuerySet[Subscription]:
    return Subscription.objects.select_related("offer", "person", "given_by")


def running_of(person_id: int) -> QuerySet[Subscription]:
    """What a person pays for themselves and has begun, until it ended; cancelled ones too."""
    return _subscriptions().filter(person_id=person_id, months=0, begun_at__isnull=False, ended_at=None)


def own_subscription(person_id: int, number: uuid.UUID) -> Subscription:
    """What a person pays for themselves. Raises NoSuchSubscription."""
    return _one(_subscriptions().filter(pk=number, person_id=person_id, months=0))


def bought_by(person_id: int, number: uuid.UUID) -> Subscription:
    """What a person pays for, for themselves or a friend. Raises NoSuchSubscription."""
    mine = Q(person_id=person_id, months=0) | Q(given_by_id=person_id)
    return _one(_subscriptions().filter(mine, pk=number))


def subscription_by_number(number: uuid.UUID | str) -> Subscription:
    """For jobs and the staff. Raises NoSuchSubscription."""
    return _one(_subscriptions().filter(pk=number))


def _one(found: QuerySet[Subscription]) -> Subscription:
    one = found.first()
    if one is None:
        raise errors.NoSuchSubscription
    return one


@dataclass(frozen=True)
class Held:
    """Something bought, as whoever has it or gave it sees it. `until`: when what is laid out for it ends."""

    bought: Subscription
    until: datetime | None
    in_grace: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether further payments are awaited."""
        it = self.bought
        return not it.months and it.cancelled_at is None and it.ended_at is None

    def lasts(self, at: datetime) -> bool:
        """Whether it goes on, or is cancelled and still paid at the instant."""
        paid = self.bought.ended_at is None and self.until is not None and self.until > at
        return self.goes_on or paid


@dataclass(frozen=True)
class Mine:
    """A person's subscriptions: how they listen now, what they have and had, gave, and every receipt."""

    standing: Standing
    offer: Offer
    held: list[Held]
    given: list[Held]
    receipts: list[Payment]


def mine(person_id: int, at: datetime) -> Mine:
    """Everything of one person; a constant number of queries. Of what was never paid nothing is said."""
    begun = _subscriptions().filter(begun_at__isnull=False).order_by("-made_at")
    held, given = list(begun.filter(person_id=person_id)), list(begun.filter(given_by_id=person_id))
    ends = _ends([*held, *given])
    now = standing(person_id, at)
    grace = Cover.objects.filter(person_id=person_id, payment=None, starts__lte=at, ends__gt=at).exists()
    payer = Q(subscription__person_id=person_id, subscription__months=0) | Q(
        subscription__given_by_id=person_id
    )
    paid = Payment.objects.filter(payer).select_related("subscription__offer", "subscription__person")
    return Mine(
        now,
        offer_by_slug(now.offer),
        [_held(each, ends, at, grace) for each in held],
        [_held(each, ends, at, grace=False) for each in given],
        list(paid.order_by("-paid_at", "-pk")),
    )


def goes_until(bought: Subscription, at: datetime) -> datetime | None:
    """Until when something that is not over is paid; None where nothing paid lasts beyond the instant."""
    until = _ends([bought]).get(bought.pk)
    return until if bought.ended_at is None and until is not None and until > at else None


def _ends(bought: Sequence[Subscription]) -> dict[uuid.UUID, datetime]:
    """When what is laid out for each ends; those with nothing laid out are left out."""
    rows = Cover.objects.filter(payment__subscription__in=bought).values_list("payment__subscription")
    return dict(rows.annotate(last=Max("ends")))


def _held(bought: Subscription, ends: dict[uuid.UUID, datetime], at: datetime, grace: bool) -> Held:
    until = ends.get(bought.pk)
    over = until is not None and until <= at
    held = Held(bought, until)
    return replace(held, in_grace=grace and over and held.goes_on)


def paid_by_hand(at: datetime) -> list[Held]:
    """What the operator confirms by hand: everything that waits for a first or a next payment."""
    open_ones = _subscriptions().filter(provider=StandIn.name, cancelled_at=None, ended_at=None)
    waits = open_ones.filter(Q(months=0) | Q(begun_at=None)).annotate(paid=Count("payments"))
    waiting = list(waits.order_by("begun_at", "-made_at")[:MOST_BY_HAND])
    ends = _ends(waiting)
    return [_held(each, ends, at, grace=False) for each in waiting]


def payments_made(before: int | None = None) -> list[Payment]:
    """Payments of everybody for the staff, newest first."""
    rows = Payment.objects.select_related("subscription__offer", "subscription__person").order_by("-pk")
    return list((rows.filter(pk__lt=before) if before else rows)[:PAYMENTS_SHOWN])


# --- for royalties -----------------------------------------------------------------------------------

Sold = tuple[str, str]  # offer, home territory


def subscribers(month: Month) -> dict[Sold, list[int]]:
    """(offer, home territory) → subscribers on each day of the month; days of grace are not counted."""
    covers = Cover.objects.filter(payment__isnull=False, starts__lt=month.ends, ends__gt=month.starts)
    rows = covers.order_by("offer__slug", "sold_in", "person_id", "starts", "pk").values_list(
        "offer__slug", "sold_in", "person_id", "starts", "ends"
    )
    return {
        sold: by_day(
            (
                [(starts, ends) for *_, starts, ends in person]
                for _, person in groupby(of, lambda row: row[2])
            ),
            month,
        )
        for sold, of in groupby(rows.iterator(PAGE), lambda row: (row[0], row[1]))
    }


def average_subscribers(month: Month) -> dict[Sold, Fraction]:
    """(offer, home territory) → the average of the month's days, exact."""
    return {sold: Fraction(sum(days), month.days) for sold, days in subscribers(month).items()}


@dataclass(frozen=True, order=True)
class Fee:
    """What one listener's payments earn in a month, net, in micro-units of the currency; less than nothing
    where more was paid back."""

    offer: str
    sold_in: str
    currency: str
    payer: int
    net: int


def fees(month: Month, known_as: Callable[[int], int]) -> list[Fee]:
    """What was paid for the listening of each person in the month, by offer, home territory and currency.

    `known_as` gives the number by which a person is known to whoever asks; no other leaves this room. The
    payer of a gift's months is whoever listens. In the order of their fields; nothing earned is no row.
    """
    sums: dict[tuple[str, str, str, int], int] = {}
    for payment in _earning_in(month):
        bought = payment.subscription
        key = (bought.offer.slug, bought.sold_in, payment.currency, known_as(bought.person_id))
        net = earned(payment.earning(list(payment.covers.all())), month)
        sums[key] = sums.get(key, 0) + net
    return sorted(Fee(*key, net) for key, net in sums.items() if net)


def _earning_in(month: Month) -> Iterator[Payment]:
    """Payments that may earn or lose something in the month."""
    covered = Cover.objects.filter(payment__isnull=False, starts__lt=month.ends, ends__gt=month.starts)
    cut = Q(cut_at__gte=month.starts, cut_at__lt=month.ends)
    rows = Payment.objects.filter(Q(pk__in=covered.values("payment")) | cut | ~Q(returns=[]))
    ordered = rows.select_related("subscription__offer").order_by("pk")
    return ordered.prefetch_related("covers").iterator(PAGE)


def royalty_rates() -> dict[str, Fraction]:
    """The royalty part of each offer's net revenue, exactly; also of those that are closed."""
    rates = {slug: Fraction(rate) for slug, rate in Offer.objects.values_list("slug", "rate")}
    return {FREE_OFFER: Fraction(ROYALTY_RATE)} | rates
