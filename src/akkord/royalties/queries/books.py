"""What the books say of a month: terms, revenue, exchange rates, advances, and what was carried on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from django.conf import settings
from django.db.models import Q, QuerySet, Sum

from akkord.royalties.errors import NoSuchMonth
from akkord.royalties.models import Advance, Entered, Exchange, Month, Recoupment, Revenue, Sharing, Statement
from akkord.royalties.models import Terms as Row
from akkord.royalties.rules import terms as rules

Book = TypeVar("Book", bound=Entered)


@dataclass(frozen=True)
class Stated:
    """Terms, and by what document."""

    terms: rules.Terms
    source: str


@dataclass(frozen=True)
class Rate:
    """What a unit of one currency is worth in another."""

    rate: Fraction
    source: str
    dated: date | None


SAME = Rate(Fraction(1), "", None)


def months() -> QuerySet[Month]:
    """Every month in the books, the newest first."""
    return Month.objects.order_by("-first_day")


def month_by_name(name: str) -> Month:
    """The month "2026-10". Raises NoSuchMonth."""
    try:
        return Month.objects.get(first_day=date.fromisoformat(f"{name}-01"))
    except (ValueError, Month.DoesNotExist) as unknown:
        raise NoSuchMonth from unknown


def standing_terms() -> QuerySet[Row]:
    """Terms nobody has taken back, those of the site first."""
    return Row.objects.filter(withdrawn_at=None).order_by("organisation", "-starts", "-recorded_at")


def terms_of(organisations: Iterable[int], month: Month) -> dict[int, Stated]:
    """What each organisation is due in that month: its own newest terms that hold then, or the site's.

    Of a closed month as the books stood when it was closed: what is stated later concerns later months.
    """
    wanted, first_day = list(organisations), month.first_day
    rows = _known(Row.objects.all(), month).filter(starts__lte=first_day).exclude(ends__lte=first_day)
    held: dict[int | None, Row] = {}
    for row in rows.filter(organisation__in=wanted) | rows.filter(organisation=None):
        best = held.get(row.organisation_id)
        if best is None or (row.starts, row.recorded_at, row.pk) > (best.starts, best.recorded_at, best.pk):
            held[row.organisation_id] = row
    return {number: _stated(held.get(number) or held.get(None)) for number in wanted}


def _stated(row: Row | None) -> Stated:
    if row is None:
        return Stated(rules.Terms(settings.CURRENCY), "")
    rate = Fraction(row.rate) if row.rate else None
    terms = rules.Terms(
        currency=row.currency,
        rate=rate,
        per_subscriber=row.per_subscriber,
        per_play=row.per_play,
        threshold=row.threshold,
        per_play_above=row.per_play_above,
        payout_minimum=row.payout_minimum,
    )
    return Stated(terms, row.source)


def sharing_entries() -> QuerySet[Sharing]:
    """By which rule tiers are shared, as it stands, the newest first."""
    return Sharing.objects.filter(withdrawn_at=None).order_by("-starts", "-pk")


def rules_of(month: Month, pools: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Sharing.Rule]:
    """(offer, sold_in) → by which rule it is shared in the month: what is said of the place, else of the
    offer, the newest first; by plays where nothing is said."""
    said: dict[tuple[str, str], str] = {}
    rows = _known(Sharing.objects.filter(starts__lte=month.first_day), month)
    for row in rows.order_by("starts", "recorded_at", "pk"):
        said[row.offer, row.sold_in] = row.rule
    return {
        (offer, place): Sharing.Rule(
            said.get((offer, place)) or said.get((offer, "")) or Sharing.Rule.PRO_RATA
        )
        for offer, place in pools
    }


def revenue_of(month: Month) -> QuerySet[Revenue]:
    """What was entered as earned in the month."""
    return Revenue.objects.filter(month=month, withdrawn_at=None).order_by("offer", "sold_in", "pk")


def entered_since_shared(month: Month) -> bool:
    """Whether revenue of the month, or a rule it may be shared by, was entered or taken back since."""
    later = Q(recorded_at__gt=month.shared_at) | Q(withdrawn_at__gt=month.shared_at)
    rules = Sharing.objects.filter(later, starts__lte=month.first_day)
    return Revenue.objects.filter(later, month=month).exists() or rules.exists()


def exchange_of(month: Month) -> dict[tuple[str, str], Rate]:
    """The month's rates, by (from, to); of a closed month as they stood when it was closed."""
    rows = _known(Exchange.objects.filter(month=month), month)
    return {(row.base, row.quote): Rate(Fraction(row.rate), row.source, row.dated) for row in rows}


def _known(rows: QuerySet[Book], month: Month) -> QuerySet[Book]:
    """Entries that stand, or that stood when the month was closed."""
    if month.closed_at is None:
        return rows.filter(withdrawn_at=None)
    stood = Q(withdrawn_at=None) | Q(withdrawn_at__gt=month.closed_at)
    return rows.filter(stood, recorded_at__lte=month.closed_at)


def unrecouped(organisation_id: int, currency: str) -> tuple[rules.Advance, ...]:
    """The organisation's advances in that currency, with what is left of each."""
    rows = Advance.objects.filter(organisation_id=organisation_id, currency=currency, withdrawn_at=None)
    taken = dict(
        Recoupment.objects.filter(advance__in=rows)
        .values_list("advance")
        .annotate(sum=Sum("amount"))
        .values_list("advance", "sum")
    )
    return tuple(
        rules.Advance(row.pk, row.paid_on, row.until, row.amount - taken.get(row.pk, 0))
        for row in rows.order_by("paid_on", "pk")
    )


def account_before(organisation_id: int, currency: str) -> int:
    """What the organisation's last statement in that currency carried on."""
    last = Statement.objects.filter(organisation_id=organisation_id, currency=currency)
    row = last.order_by("-pk").first()
    return row.carried_on if row else 0
