"""Reports of uses to licensors of works, on the operator's desk: written for a closed month, and listed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.royalties import queries, usage_reports, words
from akkord.royalties.errors import RoyaltyError

from .months import month_named
from .views import operators_only

PAGE = 50


@operators_only
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """GET /staff/usage-reports: who is told of uses, what was written, months it can be written for."""
    about: dict[str, Any] = {
        "shown": Paginator(queries.all_usage_reports(), PAGE).get_page(request.GET.get("page")),
        "licensors": usage_reports.licensors(),
        "closed": list(queries.months().filter(state="closed")[:12]),
        "words": words,
    }
    return render(request, "staff/usage_reports.html", about)


@operators_only
@require_POST
def write(request: HttpRequest, name: str) -> HttpResponse:
    """POST /staff/months/2026-10/usage-reports"""
    try:
        usage_reports.order(month_named(name))
        messages.success(request, _("The reports are being written. They stand here in a moment."))
    except RoyaltyError as refused:
        messages.error(request, str(refused))
    return redirect("staff_usage_reports")
