"""The certificate of an executed order, to read, to print and to check; and the order as a notice."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from akkord.disclosure.certificates import Certificate
from akkord.disclosure.errors import DisclosureError
from akkord.disclosure.notices import lumen_notice
from akkord.disclosure.rows import counted

from .office import Office, in_office, page
from .orders import filed_order_of
from .paper import certificate_pdf
from .words import CERTIFIED, CLASSES


@require_safe
@in_office
def certificate(request: HttpRequest, office: Office, order: uuid.UUID) -> HttpResponse:
    """GET /rights/<n>/orders/<id>/certificate: every row on one page, made for paper."""
    found = filed_order_of(office, order)
    try:
        certified = Certificate(found)
    except DisclosureError as refused:
        messages.error(request, str(refused))
        return redirect("labels-order", office.number, found.public_id)
    rows = list(certified.rows())
    counts = counted(rows)
    return page(
        request,
        office,
        "certificate",
        "orders",
        order=found,
        certificate=certified,
        rows=rows,
        counts=[(CERTIFIED[kind.value], count) for kind, count in counts.items()],
        classes=CLASSES,
    )


@require_safe
@in_office
def certificate_json(request: HttpRequest, office: Office, order: uuid.UUID) -> HttpResponseBase:
    """GET /rights/<n>/orders/<id>/certificate.json: the document itself, streamed."""
    found = filed_order_of(office, order)
    try:
        certified = Certificate(found)
    except DisclosureError as refused:
        messages.error(request, str(refused))
        return redirect("labels-order", office.number, found.public_id)
    answer = StreamingHttpResponse(certified.document(), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="certificate-{found.public_id}.json"'
    return answer


@require_safe
@in_office
def certificate_paper(request: HttpRequest, office: Office, order: uuid.UUID) -> HttpResponse:
    """GET /rights/<n>/orders/<id>/certificate.pdf: to be printed, signed and filed."""
    found = filed_order_of(office, order)
    try:
        certified = Certificate(found)
    except DisclosureError as refused:
        messages.error(request, str(refused))
        return redirect("labels-order", office.number, found.public_id)
    rows = list(certified.rows())
    answer = HttpResponse(certificate_pdf(certified, rows, counted(rows)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="certificate-{found.public_id}.pdf"'
    return answer


@require_safe
@in_office
def notice_json(request: HttpRequest, office: Office, order: uuid.UUID) -> HttpResponse:
    """GET /rights/<n>/orders/<id>/notice.json: the order in the fields of Lumen, without natural persons."""
    found = filed_order_of(office, order)
    try:
        notice = lumen_notice(found)
    except DisclosureError as refused:
        messages.error(request, str(refused))
        return redirect("labels-order", office.number, found.public_id)
    answer = JsonResponse({"notice": notice}, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="notice-{found.public_id}.json"'
    return answer
