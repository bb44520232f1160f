"""What the operator's desk reads: a month's entries, pools and exclusions; questions, corrections."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Sum

from akkord.royalties.errors import NoSuchEntry, NoSuchQuestion
from akkord.royalties.models import (
    Advance,
    Correction,
    Entered,
    Exchange,
    Exclusion,
    Month,
    Part,
    Pool,
    Query,
    Revenue,
    Sharing,
    Statement,
    Terms,
)
from akkord.royalties.when import next_month

BOOKS: Final[dict[str, type[Entered]]] = {
    "revenue": Revenue,
    "exchange": Exchange,
    "terms": Terms,
    "advance": Advance,
    "sharing": Sharing,
}


@dataclass(frozen=True)
class AdvanceLeft:
    """An advance, and what of it is still to be recouped."""

    advance: Advance
    left: int


class ByRule(NamedTuple):
    """What an organisation's plays have of the pools of one currency by either rule, waiting or not."""

    organisation: str  # "": of nobody yet
    currency: str
    by_plays: int
    by_payers: int

    @property
    def difference(self) -> int:
        return self.by_payers - self.by_plays


@dataclass(frozen=True)
class Before:
    """What an organisation was due for the month before, in its currency of then."""

    currency: str
    due: int


def entry_in(book: str, number: int) -> Entered:
    """A standing entry of "revenue", "exchange", "terms" or "advance". Raises NoSuchEntry."""
    rows = BOOKS[book]._default_manager if book in BOOKS else None
    found = rows.filter(pk=number, withdrawn_at=None).first() if rows is not None else None
    if found is None:
        raise NoSuchEntry(book, number)
    return found


def exchange_entries(month: Month) -> QuerySet[Exchange]:
    """The month's exchange rates as they were entered."""
    return Exchange.objects.filter(month=month, withdrawn_at=None).order_by("base", "quote")


def advances(organisation_id: int | None = None) -> list[AdvanceLeft]:
    """Advances that stand, of one organisation or of all, the newest first."""
    rows = Advance.objects.filter(withdrawn_at=None).select_related("organisation")
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    taken = rows.annotate(taken=Sum("recoupments__amount", default=0)).order_by("-paid_on", "-pk")
    return [AdvanceLeft(row, row.amount - row.taken) for row in taken]


def pools_of(month: Month) -> QuerySet[Pool]:
    """How the month's money was shared out; none before it was."""
    return Pool.objects.filter(month=month).order_by("offer", "sold_in", "currency")


def pool_sums(months: Iterable[Month]) -> dict[int, list[tuple[str, int]]]:
    """month → what its pools hold together, by currency."""
    rows = Pool.objects.filter(month__in=list(months)).values_list("month_id", "currency")
    sums: dict[int, list[tuple[str, int]]] = {}
    for month, currency, amount in rows.annotate(sum=Sum("amount")).order_by("month_id", "currency"):
        sums.setdefault(month, []).append((currency, amount))
    return sums


def by_rule(month: Month) -> list[ByRule]:
    """A month's pools by plays and by payers, side by side, as they were shared out; who gains or loses most
    stands first. Pools that can be shared by one rule alone are left out."""
    rows = Part.objects.filter(pool__month=month, otherwise__isnull=False)
    sums: dict[tuple[str, str], list[int]] = {}
    for name, currency, rule, chosen, other in rows.values_list(
        "party__name", "pool__currency", "pool__rule"
    ).annotate(chosen=Sum("amount"), other=Sum("otherwise")):
        both = sums.setdefault((name or "", currency), [0, 0])
        first = rule == Pool.Rule.USER_CENTRIC
        both[first], both[not first] = both[first] + chosen, both[not first] + other
    found = [ByRule(*key, *both) for key, both in sums.items()]
    return sorted(found, key=lambda each: (-abs(each.difference), each.organisation, each.currency))


def earlier_open(month: Month) -> Month | None:
    """The first month before this one that is not closed."""
    before = Month.objects.filter(first_day__lt=month.first_day).exclude(state=Month.State.CLOSED)
    return before.order_by("first_day").first()


def exclusions_of(month: Month, reason: str = "") -> QuerySet[Exclusion]:
    """Plays of the month a rule left out, those that still are first."""
    rows = Exclusion.objects.filter(month=month).select_related("track", "lifted_by")
    if reason:
        rows = rows.filter(reason=reason)
    return rows.order_by(F("lifted_at").asc(nulls_first=True), "reason", "track_id", "pk")


def exclusions_by_reason(month: Month) -> list[tuple[str, int, int]]:
    """(reason, plays left out, plays let in again) of the month."""
    rows = Exclusion.objects.filter(month=month).values("reason").order_by("reason")
    counted = rows.annotate(
        out=Count("pk", filter=Q(lifted_at=None)), back=Count("pk", filter=Q(lifted_at__isnull=False))
    )
    return [(row["reason"], row["out"], row["back"]) for row in counted]


def exclusion_in(month: Month, number: int) -> Exclusion:
    """Raises NoSuchEntry."""
    found = Exclusion.objects.filter(month=month, pk=number).select_related("month", "track").first()
    if found is None:
        raise NoSuchEntry("exclusion", number)
    return found


def due_before(month: Month) -> dict[int, Before]:
    """organisation → what it was due for the month before this one, as first stated."""
    rows = Statement.objects.filter(revision=0, month__first_day__lt=month.first_day)
    return {
        row.organisation_id: Before(row.currency, row.due)
        for row in rows.select_related("month")
        if next_month(row.month.first_day) == month.first_day
    }


def statements_in(month: Month) -> QuerySet[Statement]:
    """Every statement issued for the month, corrections behind what they correct."""
    rows = Statement.objects.filter(month=month).select_related("organisation")
    return rows.order_by("organisation__name", "revision")


def questions() -> QuerySet[Query]:
    """Every question about a line, those that wait first, and of these the oldest."""
    rows = Query.objects.select_related("statement__organisation", "person", "answered_by")
    return rows.order_by(F("answered_at").asc(nulls_first=True), "asked_at", "pk")


def question_by_number(number: int) -> Query:
    """Raises NoSuchQuestion."""
    found = questions().filter(pk=number).first()
    if found is None:
        raise NoSuchQuestion(number)
    return found


def corrections() -> QuerySet[Correction]:
    """What late facts changed in closed months, the newest first; with `moved`, the lines each moved."""
    rows = Correction.objects.select_related("month", "person").annotate(moved=Count("changes"))
    return rows.order_by("-made_at", "-pk")
