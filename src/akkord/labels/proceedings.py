"""The organisation's proceedings in the rights office: what it filed, where it stands, what comes next."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from akkord.cases import proceeding_queries as queries
from akkord.cases import proceeding_words as words
from akkord.cases.writing import said_at

from .office import Office, in_office, page

PAGE = 50


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/proceedings"""
    shown = Paginator(queries.proceedings_of(office.number), PAGE).get_page(request.GET.get("page"))
    about: dict[str, Any] = {"shown": shown, "words": words, "said_at": said_at}
    return page(request, office, "proceedings", "proceedings", **about)
