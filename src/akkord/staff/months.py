"""The operator's months: five steps to statements, each with what stands and what is in the way."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.royalties import drafting, issuing, month_life, queries, words
from akkord.royalties.drafting import Draft
from akkord.royalties.errors import (
    REFUSED,
    EarlierMonthOpen,
    EnteredSince,
    NoExchange,
    NoSuchMonth,
    NotNow,
    RoyaltyError,
)
from akkord.words.places import country_name

from .money_forms import ExchangeForm, MonthForm, RevenueForm, begun_with
from .views import operators_only

if TYPE_CHECKING:
    from akkord.people.models import Person

PAGE = 50
STATES = ("open", "counted", "checked", "shared", "closed")


@dataclass(frozen=True)
class Step:
    """One of the five: what it is called, how it stands ("done", "now", "later"), when it was done."""

    name: str
    stands: str
    at: datetime | None


@dataclass(frozen=True)
class Compared:
    """A draft beside what its organisation was due for the month before; None where that cannot be said."""

    draft: Draft
    change: int | None


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """GET, POST /staff/months: every month in the books; a form to begin one."""
    form = MonthForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        first_day = form.cleaned_data["month"]
        try:
            month_life.open_month(first_day)
            return redirect("staff_month", f"{first_day:%Y-%m}")
        except RoyaltyError as refused:
            form.add_error("month", str(refused))
    shown = Paginator(queries.months(), PAGE).get_page(request.GET.get("page"))
    about: dict[str, Any] = {
        "form": form,
        "shown": shown,
        "sums": queries.pool_sums(shown.object_list),
        "words": words,
    }
    return render(request, "staff/months.html", about, status=422 if form.errors else 200)


@operators_only
@require_safe
def month(request: HttpRequest, name: str) -> HttpResponse:
    """GET /staff/months/2026-10: the five steps, the books, the pools, what was left out."""
    return month_page(request, month_named(name))


@operators_only
@require_POST
def step(request: HttpRequest, name: str, verb: str) -> HttpResponse:
    """POST /staff/months/2026-10/<count|check|share>"""
    found = month_named(name)
    if verb not in month_life.STEPS:
        raise Http404
    try:
        month_life.ask(found, verb)
        messages.success(request, _("It is being done. This page says how far it is."))
    except RoyaltyError as refused:
        messages.error(request, str(refused))
    return redirect("staff_month", name)


@operators_only
@require_safe
def preview(request: HttpRequest, name: str) -> HttpResponse:
    """GET /staff/months/2026-10/preview: every statement as it would be issued, and what is paid on top."""
    found = month_named(name)
    try:
        drafts = drafting.preview(found)
    except RoyaltyError as refused:
        messages.error(request, str(refused))
        return redirect("staff_month", name)
    compared = _compared(found, drafts)
    shown = Paginator(compared, PAGE).get_page(request.GET.get("page"))
    about = {
        "month": found,
        "shown": shown,
        "most": max((abs(each.change or 0) for each in compared), default=0),
        "shortfall": drafting.shortfall(drafts),
        "by_rule": (by_rule := queries.by_rule(found))[:PAGE],
        "moved": max((abs(each.difference) for each in by_rule), default=0),
        "words": words,
        "money": words.money,
    }
    return render(request, "staff/month_preview.html", about)


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, name: str) -> HttpResponse:
    """GET, POST /staff/months/2026-10/close: asked once more, with how many statements go out."""
    found = month_named(name)
    try:
        if request.method == "POST":
            issued = issuing.close_month(cast("Person", request.user), found)
            said = ngettext("%(num)s statement is issued.", "%(num)s statements are issued.", len(issued))
            messages.success(request, said % {"num": len(issued)})
            return redirect("staff_month", name)
        drafts = drafting.preview(found)
        if queries.entered_since_shared(found):
            raise EnteredSince
        if queries.earlier_open(found):
            raise EarlierMonthOpen
    except RoyaltyError as refused:
        messages.error(request, str(refused))
        return redirect("staff_month", name)
    paid: dict[str, int] = {}
    for draft in drafts:
        code = draft.terms.terms.currency
        paid[code] = paid.get(code, 0) + draft.settled.paid
    about = {
        "month": found,
        "count": len(drafts),
        "paid": sorted(paid.items()),
        "shortfall": drafting.shortfall(drafts),
        "money": words.money,
    }
    return render(request, "staff/month_close.html", about)


def month_named(name: str) -> queries.Month:
    """Raises Http404."""
    try:
        return queries.month_by_name(name)
    except NoSuchMonth as missing:
        raise Http404 from missing


def month_page(
    request: HttpRequest,
    found: queries.Month,
    revenue: RevenueForm | None = None,
    exchange: ExchangeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a month; with a form that was sent and has faults, in its place."""
    missing, earlier = _missing_rates(found), queries.earlier_open(found)
    pools = list(queries.pools_of(found))
    about: dict[str, Any] = {
        "month": found,
        "name": f"{found.first_day:%Y-%m}",
        "steps": _steps(found, clear=not missing and earlier is None),
        "earlier": earlier,
        "refused": REFUSED.get(found.refused, ""),
        "missing": [_rate_form(pair, exchange) for pair in missing],
        "exchange": exchange if exchange and _pair(exchange) not in missing else _new_exchange(),
        "revenue": revenue or begun_with(RevenueForm, None, auto_id="revenue_%s"),
        "earned": list(queries.revenue_of(found)),
        "rates": list(queries.exchange_entries(found)),
        "pools": pools,
        "most": max((pool.amount for pool in pools), default=0),
        "reasons": queries.exclusions_by_reason(found),
        "statements": list(queries.statements_in(found)[:PAGE]),
        "words": words,
        "money": words.money,
        "country_name": country_name,
    }
    return render(request, "staff/month.html", about, status=status)


def _steps(found: queries.Month, *, clear: bool) -> list[Step]:
    """Preview and close stand side by side once the pools are shared out; `clear`: nothing is in the way."""
    times = (found.counted_at, found.checked_at, found.shared_at, found.closed_at, found.closed_at)
    at = STATES.index(found.state)
    stands = ["done" if n < at else "now" if n == at else "later" for n in range(4)]
    if found.state == "closed":
        stands.append("done")
    else:
        stands.append("now" if found.state == "shared" and clear else "later")
    names = ("count", "check", "share", "preview", "close")
    return [Step(*each) for each in zip(names, stands, times, strict=True)]


def _missing_rates(found: queries.Month) -> list[tuple[str, str]]:
    try:
        drafting.preview(found)
    except NoExchange as missing:
        return missing.pairs
    except NotNow:
        pass  # nothing is exchanged yet, or all of it was
    return []


def _compared(found: queries.Month, drafts: list[Draft]) -> list[Compared]:
    before = queries.due_before(found)
    compared = []
    for draft in drafts:
        last = before.get(draft.organisation.pk)
        same = last is not None and last.currency == draft.terms.terms.currency
        compared.append(Compared(draft, draft.due - last.due if last and same else None))
    return compared


def _new_exchange() -> ExchangeForm:
    return ExchangeForm(auto_id="exchange_%s")


def _rate_form(pair: tuple[str, str], sent: ExchangeForm | None) -> ExchangeForm:
    if sent is not None and _pair(sent) == pair:
        return sent
    base, quote = pair
    return ExchangeForm(initial={"base": base, "quote": quote}, auto_id=f"rate_{base}_{quote}_%s")


def _pair(form: ExchangeForm) -> tuple[str, str]:
    return form.data.get("base", "").strip().upper(), form.data.get("quote", "").strip().upper()
