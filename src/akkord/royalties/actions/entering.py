"""Entries in the books: who entered what by which document; what was wrong is taken back and entered anew.

What a closed month was reckoned by stays as it was; entries may be made for months that are not closed.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pycountry
from django.db import transaction

from akkord.flow import clock
from akkord.royalties.errors import BadEntry, NotNow
from akkord.royalties.models import Advance, Entered, Exchange, Month, Revenue, Sharing, Terms

if TYPE_CHECKING:
    from akkord.people.models import Person

MOST = 10**16  # micro-units: ten thousand million of a currency; more is a slip of the pen


@dataclass(frozen=True)
class Earned:
    """What an offer earned where: gross, and what the terms let be taken off first, in micro-units."""

    offer: str
    sold_in: str
    currency: str
    gross: int
    deductions: int = 0


def enter_revenue(person: "Person", month: Month, earned: Earned, source: str) -> Revenue:
    """Enter what an offer earned in a month. Raises NotNow, BadEntry."""
    _open(month)
    _currency(earned.currency)
    if pycountry.countries.get(alpha_2=earned.sold_in) is None:
        raise BadEntry("sold_in")
    if not 0 <= earned.gross <= MOST:
        raise BadEntry("gross")
    if not 0 <= earned.deductions <= earned.gross:
        raise BadEntry("deductions")
    return Revenue.objects.create(
        month=month,
        offer=earned.offer,
        sold_in=earned.sold_in,
        currency=earned.currency,
        gross=earned.gross,
        deductions=earned.deductions,
        **_by(person, source),
    )


def enter_exchange(
    person: "Person", month: Month, base: str, quote: str, rate: Fraction, dated: date, source: str
) -> Exchange:
    """Enter what a unit of `base` is worth in the month; a rate entered before is taken back.

    Raises NotNow, BadEntry.
    """
    _open(month)
    _currency(base)
    _currency(quote)
    if base == quote:
        raise BadEntry("quote")
    if not 0 < rate <= 10**9:
        raise BadEntry("rate")
    with transaction.atomic():
        standing = Exchange.objects.filter(month=month, base=base, quote=quote, withdrawn_at=None)
        standing.update(withdrawn_at=clock.now())
        return Exchange.objects.create(
            month=month, base=base, quote=quote, rate=str(rate), dated=dated, **_by(person, source)
        )


def choose_sharing(
    person: "Person", starts: date, offer: str, sold_in: str, rule: str, source: str
) -> Sharing:
    """Say by which rule an offer's pools are shared from a month on: where it is sold there, or ("")
    everywhere. Raises BadEntry.
    """
    if starts.day != 1:
        raise BadEntry("starts")
    if sold_in and pycountry.countries.get(alpha_2=sold_in) is None:
        raise BadEntry("sold_in")
    if rule not in Sharing.Rule.values:
        raise BadEntry("rule")
    return Sharing.objects.create(
        starts=starts, offer=offer, sold_in=sold_in, rule=rule, **_by(person, source)
    )


def state_terms(person: "Person", terms: Terms, source: str) -> Terms:
    """State what an organisation, or everybody without terms of their own, is due. Raises BadEntry.

    `terms` has not been saved; its months are whole.
    """
    _currency(terms.currency)
    if terms.starts.day != 1:
        raise BadEntry("starts")
    if terms.ends is not None and (terms.ends.day != 1 or terms.ends <= terms.starts):
        raise BadEntry("ends")
    if terms.rate and not 0 < Fraction(terms.rate) <= 1:
        raise BadEntry("rate")
    for name in ("per_subscriber", "per_play", "per_play_above", "payout_minimum"):
        if not 0 <= getattr(terms, name) <= MOST:
            raise BadEntry(name)
    if not 0 <= terms.threshold <= MOST or (terms.per_play_above and not terms.threshold):
        raise BadEntry("threshold")
    terms.source, terms.person, terms.recorded_at = _source(source), person, clock.now()
    terms.save(force_insert=True)
    return terms


def enter_advance(person: "Person", advance: Advance, source: str) -> Advance:
    """Enter what was paid ahead. `advance` has not been saved. Raises BadEntry."""
    _currency(advance.currency)
    if not 0 < advance.amount <= MOST:
        raise BadEntry("amount")
    if advance.until is not None and advance.until < advance.paid_on:
        raise BadEntry("until")
    advance.source, advance.person, advance.recorded_at = _source(source), person, clock.now()
    advance.save(force_insert=True)
    return advance


def take_back(entry: Entered) -> None:
    """Take an entry back; it stays in the books as taken back. Raises NotNow.

    An advance of which something was recouped stays.
    """
    if isinstance(entry, Revenue | Exchange):
        _open(entry.month)
    if isinstance(entry, Advance) and entry.recoupments.exists():
        raise NotNow
    standing = type(entry)._default_manager.filter(pk=entry.pk, withdrawn_at=None)
    standing.update(withdrawn_at=clock.now())


def _open(month: Month) -> None:
    if month.state == Month.State.CLOSED:
        raise NotNow


def _currency(code: str) -> None:
    if pycountry.currencies.get(alpha_3=code) is None:
        raise BadEntry("currency")


def _source(source: str) -> str:
    if not source.strip():
        raise BadEntry("source")
    return source.strip()


def _by(person: "Person", source: str) -> dict[str, object]:
    return {"source": _source(source), "person": person, "recorded_at": clock.now()}
