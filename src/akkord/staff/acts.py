"""A court's act on the operator's desk: doubtful rows decided, the certificate of what was done."""

import uuid
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.cases import annex
from akkord.cases import proceeding_queries as queries
from akkord.cases.errors import CaseError, NoSuchProceeding
from akkord.cases.models import Proceeding
from akkord.disclosure.certificates import Certificate
from akkord.disclosure.errors import DisclosureError
from akkord.disclosure.executed import of_act
from akkord.disclosure.paper import certificate_pdf
from akkord.disclosure.rows import counted
from akkord.people.models import Person

from .views import operators_only


@operators_only
@require_POST
def decide(request: HttpRequest, public_id: uuid.UUID, line: int) -> HttpResponse:
    """POST /staff/proceedings/<id>/rows/<line>: which track an ambiguous row means; none of them."""
    chosen = request.POST.get("track", "")
    track = int(chosen[:18]) if chosen.isascii() and chosen.isdigit() else None
    try:
        row = annex.decide_row(cast(Person, request.user), public_id, line, track)
        messages.success(
            request,
            _("The row names it.") if row.meant else _("The row names none of them: it stays as it is."),
        )
    except CaseError as refused:
        messages.error(request, str(refused))
    return redirect("staff_proceeding", public_id)


@operators_only
@require_safe
def certificate_json(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """GET /staff/proceedings/<id>/certificate.json: with the proof of every line, streamed."""
    found = act_of(public_id)
    try:
        document = Certificate(of_act(found)).document()
    except DisclosureError as refused:
        return _not_yet(request, found, refused)
    answer = StreamingHttpResponse(document, content_type="application/json")
    return _taken_away(answer, f"certificate-{found.public_id}.json")


@operators_only
@require_safe
def certificate_paper(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """GET /staff/proceedings/<id>/certificate.pdf: to be printed, signed and sent to the court."""
    found = act_of(public_id)
    try:
        certified = Certificate(of_act(found))
    except DisclosureError as refused:
        return _not_yet(request, found, refused)
    rows = list(certified.rows())
    answer = HttpResponse(certificate_pdf(certified, rows, counted(rows)), content_type="application/pdf")
    return _taken_away(answer, f"certificate-{found.public_id}.pdf")


def act_of(public_id: uuid.UUID) -> Proceeding:
    """Raises Http404."""
    try:
        return queries.proceeding_by_id(public_id)
    except NoSuchProceeding as missing:
        raise Http404 from missing


def _not_yet(request: HttpRequest, found: Proceeding, refused: DisclosureError) -> HttpResponse:
    messages.error(request, str(refused))
    return redirect("staff_proceeding", found.public_id)


def _taken_away(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
