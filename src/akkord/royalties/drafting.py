"""A statement before it is issued: what a party is due for a month that was shared out, or corrected since.

The same draft is shown in the preview and issued at the close, so nobody signs what they have not seen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from akkord.catalogue import queries as catalogue
from akkord.money import Cut, floor, smallest
from akkord.rights.terms import PartyId

from . import queries
from .documents import PartSaid, PoolSaid
from .errors import NoExchange, NotNow
from .models import Month, Part, Pool
from .queries import SAME, Rate, Stated
from .rules.pools import Bucket, Wait
from .rules.terms import Advance, Due, Own, Settled, Terms, due_of, settle
from .when import last_day

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation

NOTHING = PartSaid(Bucket(None, Wait.UNMATCHED), Fraction(0), Fraction(0), 0)


@dataclass(frozen=True)
class Draft:
    """All a statement will say."""

    organisation: "Organisation"
    month: Month
    terms: Stated
    pools: tuple[PoolSaid, ...]
    plays: int
    share: int
    waiting: int
    revision: int
    carried_in: int
    due: int
    advances: tuple[Advance, ...]
    settled: Settled

    @property
    def adjustments(self) -> int:
        """What the terms add to its share of the pools, or take from it."""
        return self.due - self.share


def parties_of(month: Month, revision: int = 0) -> list[int]:
    """Every organisation with a part in a pool of the month, paid or waiting, or that a correction moved."""
    parts = Part.objects.filter(pool__month=month, party__isnull=False)
    if revision:
        parts = parts.filter(revision=revision)
    return sorted(parts.values_list("party", flat=True).distinct())


def drafts(month: Month, revision: int = 0) -> list[Draft]:
    """A draft for each party of the month or, by its number, of a correction.

    Raises NoExchange with every rate that is missing.
    """
    chosen = parties_of(month, revision)
    terms, rates = queries.terms_of(chosen, month), queries.exchange_of(month)
    organisations = catalogue.organisations_by_ids(chosen)
    parts: dict[int, list[Part]] = {number: [] for number in chosen}
    rows = Part.objects.filter(pool__month=month, party__in=chosen).select_related("pool")
    if revision:
        touched = Part.objects.filter(revision=revision, party=OuterRef("party"), pool=OuterRef("pool"))
        rows = rows.filter(Exists(touched))
    for part in rows.order_by("pool__offer", "pool__sold_in", "pool__currency", "wait"):
        parts[part.party_id].append(part)  # type: ignore[index]
    missing = {
        (part.pool.currency, terms[number].terms.currency)
        for number in chosen
        for part in parts[number]
        if part.pool.currency != terms[number].terms.currency
    } - rates.keys()
    if missing:
        raise NoExchange(sorted(missing))
    return [
        _draft(month, organisations[number], terms[number], parts[number], rates, revision)
        for number in chosen
    ]


def preview(month: Month) -> list[Draft]:
    """What would be issued if the month were closed now.

    Raises NotNow before it is shared out and after it is closed, NoExchange.
    """
    if month.state != Month.State.SHARED:
        raise NotNow
    return drafts(month)


def shortfall(drafted: Iterable[Draft]) -> list[tuple[str, int]]:
    """What the site pays beyond the pools, by currency: all that terms add, and nothing of what they take."""
    beyond: dict[str, int] = {}
    for draft in drafted:
        code = draft.terms.terms.currency
        beyond[code] = beyond.get(code, 0) + max(0, draft.adjustments)
    return sorted((code, amount) for code, amount in beyond.items() if amount)


def _draft(
    month: Month,
    organisation: "Organisation",
    stated: Stated,
    parts: list[Part],
    rates: dict[tuple[str, str], Rate],
    revision: int,
) -> Draft:
    by_pool: dict[int, list[Part]] = {}
    for part in parts:
        by_pool.setdefault(part.pool_id, []).append(part)
    currency = stated.terms.currency
    pools = tuple(
        pool_said(
            pool := each[0].pool, each, stated.terms, rates.get((pool.currency, currency), SAME), revision
        )
        for each in by_pool.values()
    )
    advances = queries.unrecouped(organisation.pk, currency)
    carried_in = queries.account_before(organisation.pk, currency)
    due = sum(pool.due.due - pool.before.due for pool in pools)
    return Draft(
        organisation=organisation,
        month=month,
        terms=stated,
        pools=pools,
        plays=sum(part.plays for each in by_pool.values() for part in each),
        share=sum(pool.due.share - pool.before.share for pool in pools),
        waiting=sum(waiting_of(pool) for pool in pools),
        revision=revision,
        carried_in=carried_in,
        due=due,
        advances=advances,
        settled=settle(
            due, carried_in, advances, stated.terms, last_day(month.first_day), smallest(currency)
        ),
    )


def waiting_of(pool: PoolSaid) -> int:
    """What of the party's claims in a pool waits, exchanged."""
    return sum(floor(part.amount * pool.exchange) for part in pool.parts if part.bucket.wait)


def pool_said(pool: Pool, parts: list[Part], terms: Terms, rate: Rate, revision: int) -> PoolSaid:
    """A pool as the party is told of it."""
    said = tuple(_part_said(part, revision) for part in parts)
    paid = next((part for part in said if not part.bucket.wait), NOTHING)
    return PoolSaid(
        offer=pool.offer,
        sold_in=pool.sold_in,
        currency=pool.currency,
        rule=pool.rule,
        gross=pool.gross,
        deductions=pool.deductions,
        rate=Fraction(pool.rate),
        carried_in=pool.carried_in,
        carried_on=pool.carried_on,
        amount=pool.amount,
        weight=Fraction(pool.weight),
        heard=Fraction(pool.heard),
        cut=Cut(Fraction(pool.cut_remainder), pool.cut_place) if pool.cut_remainder else None,
        subscribers=Fraction(pool.subscribers),
        exchange=rate.rate,
        exchange_source=rate.source,
        exchange_dated=rate.dated,
        parts=said,
        due=_due(pool, paid.amount, paid.heard, rate, terms),
        before=_due(pool, paid.amount_before, paid.heard_before, rate, terms),
    )


def _part_said(part: Part, revision: int) -> PartSaid:
    """What a correction did not move stood before as it stands."""
    moved = part.revision == revision
    party = None if part.party_id is None else PartyId(part.party_id)
    return PartSaid(
        bucket=Bucket(party, Wait(part.wait)),
        weight=Fraction(part.weight),
        heard=Fraction(part.heard),
        amount=part.amount,
        heard_before=Fraction(part.heard_before if moved else part.heard),
        amount_before=part.amount_before if moved else part.amount,
    )


def _due(pool: Pool, amount: int, heard: Fraction, rate: Rate, terms: Terms) -> Due:
    own = Own(
        amount=amount,
        pool_rate=Fraction(pool.rate),
        exchange=rate.rate,
        heard=heard,
        all_heard=Fraction(pool.heard),
        subscribers=Fraction(pool.subscribers),
    )
    return due_of(own, terms)
