"""Money of disputed claims in the office: what is held, since when, why, and whose it was in the end."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from akkord.cases import claim_queries as queries
from akkord.cases import money
from akkord.cases import proceeding_words as words

from .office import Office, in_office, page

PAGE = 50


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/held: contested claims with their disputed periods and the plays in each."""
    shown = Paginator(queries.claims_against(office.number), PAGE).get_page(request.GET.get("page"))
    held = [period for claim in shown for period in money.held_for(claim)]
    return page(request, office, "held", "contests", shown=shown, held=held, words=words)
