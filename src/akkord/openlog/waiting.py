"""Money that waits, for everybody: how much, why, and where sounds nobody knows were heard."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from akkord.royalties import queries, words
from akkord.words.places import country_name


@require_safe
def money_page(request: HttpRequest) -> HttpResponse:
    """GET /transparency/waiting-money: by month and reason; of sounds nobody knows by territory."""
    waiting, unmatched = queries.waiting_by_month(), queries.unmatched_by_territory()
    most: dict[str, int] = {}
    for row in waiting:
        most[row.currency] = max(most.get(row.currency, 0), row.amount)
    about = {
        "waiting": waiting,
        "unmatched": unmatched,
        "most": most,
        "waits": words.WAITS,
        "money": words.money,
        "country_name": country_name,
    }
    return render(request, "openlog/waiting_money.html", about)


@require_safe
def money_json(request: HttpRequest) -> HttpResponse:
    """GET /transparency/waiting-money.json: the same for programs; amounts in micro-units."""
    said = {
        "waiting": [row._asdict() for row in queries.waiting_by_month()],
        "unmatched": [row._asdict() for row in queries.unmatched_by_territory()],
    }
    answer = JsonResponse(said)
    answer["Content-Disposition"] = 'attachment; filename="waiting-money.json"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
