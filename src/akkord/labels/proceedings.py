"""The organisation's proceedings in the rights office: what it filed, where it stands, what comes next; and
cases before a court that several labels have together, each of which may leave by settlement."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.cases import proceeding_queries as queries
from akkord.cases import proceeding_words as words
from akkord.cases import proceedings
from akkord.cases.errors import NoSuchProceeding
from akkord.cases.law.terms import Party
from akkord.cases.models import Proceeding
from akkord.cases.writing import said_at

from .office import Office, Refusal, in_office, page

PAGE = 50


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/proceedings"""
    shown = Paginator(queries.proceedings_of(office.number), PAGE).get_page(request.GET.get("page"))
    about: dict[str, Any] = {
        "shown": shown,
        "words": words,
        "said_at": said_at,
        "acts": proceedings.ACTS,
    }
    return page(request, office, "proceedings", "proceedings", **about)


@require_safe
@in_office
def case(request: HttpRequest, office: Office, public_id: uuid.UUID) -> HttpResponse:
    """GET /rights/<n>/cases/<id>: a court's case with those joined with it, claimant by claimant."""
    parts = _case(office, public_id)
    about: dict[str, Any] = {
        "found": parts[0],
        "parts": sorted(parts, key=lambda part: part.pk),
        "silent": queries.rows_silenced(parts),
        "leaving": {part.pk for part in parts if _may_settle(office, part)},
        "words": words,
        "said_at": said_at,
    }
    return page(request, office, "case", "proceedings", **about)


@require_POST
@in_office
def settle(request: HttpRequest, office: Office, public_id: uuid.UUID) -> HttpResponse:
    """POST /rights/<n>/cases/<id>/settle: its claimant leaves by settlement; the others' cases go on."""
    part = _case(office, public_id)[0]
    try:
        if not _may_settle(office, part):
            raise NoSuchProceeding(public_id)
        reason = request.POST.get("reason", "").strip()[:2000]
        proceedings.settle(request.user, part.public_id, reason)  # type: ignore[arg-type]
        messages.success(request, _("Settled: what this case restricted is decided anew."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("labels-case", office.number, public_id)


def _case(office: Office, public_id: uuid.UUID) -> list[Proceeding]:
    """Raises Http404."""
    try:
        return queries.case_for(office.number, public_id)
    except NoSuchProceeding as missing:
        raise Http404 from missing


def _may_settle(office: Office, part: Proceeding) -> bool:
    """Who sits here may leave for it: its own claimant, and whoever coordinates it."""
    theirs = office.number in (part.organisation_id, part.coordinator_id)
    return office.may("act") and theirs and "settle" in queries.possible(part, Party.CLAIMANT)
