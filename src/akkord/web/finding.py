"""People by name, with the same words in music and communities."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from akkord.groups import queries as groups
from akkord.music import queries as music
from akkord.people import queries

from .listening import listener_of

PEOPLE_SHOWN = 50


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """GET /people?q=: people by name, and the way to the same words in music and communities."""
    words = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    found = queries.find_people(request.user.pk, words, PEOPLE_SHOWN + 1)
    near = queries.near_numbers(request.user.pk) if request.user.is_authenticated else set()
    about = {
        "words": words,
        "people": found[:PEOPLE_SHOWN],
        "more": len(found) > PEOPLE_SHOWN,
        "near": near,
        "clubs": groups.find_groups(request.user.pk, words)[:5] if words else [],
        "tracks": music.find(listener_of(request), words)[:5] if words else [],
    }
    return render(request, "people/search.html", about)
