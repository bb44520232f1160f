"""Negotiations on the operator's desk: which wait for the site, and with whom one may open others."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from akkord.catalogue import queries as catalogue
from akkord.deals import queries, words
from akkord.deals.rules.talks import Side

from .views import operators_only

PAGE = 50


@operators_only
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """GET /staff/negotiations: those that wait for the site first, each a room of its organisation."""
    found = queries.waiting_first(queries.negotiations(Side.SITE), Side.SITE)
    about = {
        "shown": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "organisations": catalogue.organisations().filter(kind__in=("label", "publisher", "body")),
        "words": words,
    }
    return render(request, "staff/negotiations.html", about)
