"""Money that waits, for everybody: how much, why, and where sounds nobody knows were heard."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from akkord.royalties import queries, words
from akkord.words.places import country_name


@require_safe
def money_page(request: HttpRequest) -> HttpResponse:
    """GET /transparency/waiting-money: by month and reason; of sounds nobody knows by territory."""
    waiting, unmatched = queries.waiting_by_month(), queries.unmatched_by_territory()
    about = {
        "waiting": waiting,
        "unmatched": unmatched,
        "aged": (aged := queries.aged(unmatched)),
        "most_aged": greatest((row.currency, row.amount) for row in aged),
        "most": greatest((row.currency, row.amount) for row in waiting),
        "waits": words.WAITS,
        "money": words.money,
        "country_name": country_name,
    }
    return render(request, "openlog/waiting_money.html", about)


@require_safe
def money_json(request: HttpRequest) -> HttpResponse:
    """GET /transparency/waiting-money.json: the same for programs; amounts in micro-units."""
    unmatched = queries.unmatched_by_territory()
    said = {
        "waiting": [row._asdict() for row in queries.waiting_by_month()],
        "unmatched": [row._asdict() for row in unmatched],
        "unmatched_by_age": [row._asdict() for row in queries.aged(unmatched)],
    }
    answer = JsonResponse(said)
    answer["Content-Disposition"] = 'attachment; filename="waiting-money.json"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def greatest(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """currency → its greatest amount, which a bar is as long as."""
    most: dict[str, int] = {}
    for currency, amount in amounts:
        most[currency] = max(most.get(currency, 0), amount)
    return most
