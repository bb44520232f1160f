"""What the operator offers, and what it costs where."""

import re
from fractions import Fraction

from django.db import IntegrityError, transaction

from akkord.flow import clock, outbox
from akkord.money import BadAmount, micro
from akkord.people import queries as people
from akkord.people.queries import Person
from akkord.rights.terms import CommercialModel
from akkord.subscriptions import errors, queries, rules
from akkord.subscriptions.models import Offer, Price

_RATE = re.compile(r"[0-9]{1,6}(/[0-9]{1,6})?")


def open_offer(
    person: Person,
    *,
    slug: str,
    name_en: str,
    name_ru: str,
    model: CommercialModel,
    rate: str = rules.ROYALTY_RATE,
    minimum: str = "",
    currency: str = "",
) -> Offer:
    """Offer something new; its model is fixed from then on.

    A first offer of its model opens the site to what is licensed for that model alone, so decisions that
    were told are told anew. Raises StaffOnly, OfferTaken, BadRate, BadMinimum.
    """
    _staff(person)
    least, unit = _minimum(minimum, currency)
    now = clock.now()
    try:
        with transaction.atomic():
            new = model not in queries.models_on_offer(now)
            made = Offer.objects.create(
                slug=slug,
                name_en=name_en,
                name_ru=name_ru,
                model=model.value,
                rate=read_rate(rate),
                play_minimum=least,
                minimum_currency=unit,
                opened_at=now,
            )
            if new:
                outbox.announce("model_offered", model=model.value)
    except IntegrityError as taken:
        raise errors.OfferTaken from taken
    return made


def amend_offer(
    person: Person, offer: Offer, *, name_en: str, name_ru: str, rate: str, minimum: str, currency: str
) -> None:
    """Its names and what it earns for those who are heard. Raises StaffOnly, BadRate, BadMinimum."""
    _staff(person)
    least, unit = _minimum(minimum, currency)
    Offer.objects.filter(pk=offer.pk).update(
        name_en=name_en,
        name_ru=name_ru,
        rate=read_rate(rate),
        play_minimum=least,
        minimum_currency=unit,
    )


def close_offer(person: Person, offer: Offer) -> None:
    """Sell it no longer; who has it keeps it. Raises StaffOnly, FreeStays."""
    _staff(person)
    _for_sale(offer)
    Offer.objects.filter(pk=offer.pk, closed_at=None).update(closed_at=clock.now())


@transaction.atomic
def set_price(person: Person, offer: Offer, territory: str, currency: str, written: str) -> Price:
    """What it costs a month there from now on; who pays another price goes on paying that.

    Raises StaffOnly, FreeStays, BadPriceWritten.
    """
    _staff(person)
    _for_sale(offer)
    try:
        amount = rules.price(written, currency)
    except rules.BadPrice as wrong:
        raise errors.BadPriceWritten from wrong
    now = clock.now()
    Offer.objects.select_for_update().get(pk=offer.pk)
    there = Price.objects.filter(offer=offer, territory=territory, currency=currency, until=None)
    there.update(until=now)
    return Price.objects.create(offer=offer, territory=territory, currency=currency, amount=amount, since=now)


def end_price(person: Person, number: int) -> None:
    """Sell it there no longer in that currency. Raises StaffOnly."""
    _staff(person)
    Price.objects.filter(pk=number, until=None).update(until=clock.now())


def read_rate(written: str) -> str:
    """A royalty rate as it is kept: "3/5", "0", "1". Raises BadRate."""
    if not _RATE.fullmatch(written):
        raise errors.BadRate
    try:
        rate = Fraction(written)
    except ZeroDivisionError as nothing:
        raise errors.BadRate from nothing
    if rate > 1:
        raise errors.BadRate
    return str(rate)


def _minimum(written: str, currency: str) -> tuple[int | None, str]:
    if not written and not currency:
        return None, ""
    try:
        amount = micro(written.replace(",", "."))
    except BadAmount as wrong:
        raise errors.BadMinimum from wrong
    if amount < 0 or not currency:
        raise errors.BadMinimum
    return amount, currency


def _for_sale(offer: Offer) -> None:
    if offer.slug == rules.FREE_OFFER:
        raise errors.FreeStays


def _staff(person: Person) -> None:
    if not people.is_operator(person.pk):
        raise errors.StaffOnly
