"""The certificate of an executed order, to read, to print and to check; and the order as a notice."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from akkord.cases.models import Order
from akkord.disclosure.certificates import Certificate
from akkord.disclosure.errors import DisclosureError
from akkord.disclosure.executed import of_order
from akkord.disclosure.notices import lumen_notice
from akkord.disclosure.paper import certificate_pdf
from akkord.disclosure.rows import counted
from akkord.disclosure.words import CERTIFIED, CLASSES

from .office import Office, in_office, page
from .orders import filed_order_of

View = Callable[[HttpRequest, Office, Order], HttpResponseBase]


def of_filed_order(view: View) -> Callable[..., HttpResponseBase]:
    """A view of an order for who filed it; what the order does not give yet is said on its own page."""

    @require_safe
    @in_office
    @wraps(view)
    def opened(request: HttpRequest, office: Office, order: uuid.UUID) -> HttpResponseBase:
        found = filed_order_of(office, order)
        try:
            return view(request, office, found)
        except DisclosureError as refused:
            messages.error(request, str(refused))
            return redirect("labels-order", office.number, found.public_id)

    return opened


@of_filed_order
def certificate(request: HttpRequest, office: Office, order: Order) -> HttpResponse:
    """GET /rights/<n>/orders/<id>/certificate: every row on one page, made for paper."""
    certified = Certificate(of_order(order))
    rows = list(certified.rows())
    about: dict[str, Any] = {
        "order": order,
        "certificate": certified,
        "rows": rows,
        "counts": [(CERTIFIED[kind.value], count) for kind, count in counted(rows).items()],
        "classes": CLASSES,
    }
    return page(request, office, "certificate", "orders", **about)


@of_filed_order
def certificate_json(request: HttpRequest, office: Office, order: Order) -> HttpResponseBase:
    """GET /rights/<n>/orders/<id>/certificate.json: the document itself, streamed."""
    answer = StreamingHttpResponse(Certificate(of_order(order)).document(), content_type="application/json")
    return _taken_away(answer, f"certificate-{order.public_id}.json")


@of_filed_order
def certificate_paper(request: HttpRequest, office: Office, order: Order) -> HttpResponseBase:
    """GET /rights/<n>/orders/<id>/certificate.pdf: to be printed, signed and filed."""
    certified = Certificate(of_order(order))
    rows = list(certified.rows())
    answer = HttpResponse(certificate_pdf(certified, rows, counted(rows)), content_type="application/pdf")
    return _taken_away(answer, f"certificate-{order.public_id}.pdf")


@of_filed_order
def notice_json(request: HttpRequest, office: Office, order: Order) -> HttpResponseBase:
    """GET /rights/<n>/orders/<id>/notice.json: the order in the fields of Lumen, without natural persons."""
    said = {"notice": lumen_notice(order)}
    answer = JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return _taken_away(answer, f"notice-{order.public_id}.json")


def _taken_away(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
