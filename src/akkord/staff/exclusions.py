"""Plays a rule left out of a month, with what it went by; one is let in again with a reason."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.royalties import actions, queries, words
from akkord.royalties.errors import NoSuchEntry, RoyaltyError

from .money_forms import ReasonForm
from .months import month_named
from .views import operators_only

if TYPE_CHECKING:
    from akkord.people.models import Person

PAGE = 50


@operators_only
@require_safe
def listed(request: HttpRequest, name: str) -> HttpResponse:
    """GET /staff/months/2026-10/exclusions?reason=loop"""
    return _page(request, month_named(name))


@operators_only
@require_POST
def lift(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """POST /staff/months/2026-10/exclusions/<n>/lift: the play counts after all."""
    month, form = month_named(name), ReasonForm(request.POST, auto_id=f"why_{number}_%s")
    try:
        exclusion = queries.exclusion_in(month, number)
    except NoSuchEntry as missing:
        raise Http404 from missing
    if form.is_valid():
        try:
            actions.lift_exclusion(cast("Person", request.user), exclusion, form.cleaned_data["reason"])
            messages.success(request, _("The play counts after all, when the check is taken once more."))
            return redirect("staff_exclusions", name)
        except RoyaltyError as refused:
            form.add_error(None, str(refused))
    return _page(request, month, (number, form))


def _page(
    request: HttpRequest, month: queries.Month, sent: tuple[int, ReasonForm] | None = None
) -> HttpResponse:
    reason = request.GET.get("reason", "")
    reason = reason if reason in words.REASONS else ""
    shown = Paginator(queries.exclusions_of(month, reason), PAGE).get_page(request.GET.get("page"))
    rows = [(row, _form(row.pk, sent)) for row in shown.object_list]
    about: dict[str, Any] = {
        "month": month,
        "name": f"{month.first_day:%Y-%m}",
        "reason": reason,
        "reasons": queries.exclusions_by_reason(month),
        "shown": shown,
        "rows": rows,
        "open": month.state in ("open", "counted", "checked"),
        "words": words,
    }
    return render(request, "staff/exclusions.html", about, status=422 if sent else 200)


def _form(number: int, sent: tuple[int, ReasonForm] | None) -> ReasonForm:
    if sent is not None and sent[0] == number:
        return sent[1]
    return ReasonForm(auto_id=f"why_{number}_%s")
