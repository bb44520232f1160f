"""One box over people, communities, posts and music."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from akkord.people import queries as people
from akkord.search.queries import find
from akkord.search.rules import Kind

from .listening import listener_of

FIRST, ALL = 5, 50
NAMES = {
    Kind.PERSON: _("People"),
    Kind.CLUB: _("Communities"),
    Kind.TRACK: _("Music"),
    Kind.LYRICS: _("Words of songs"),
    Kind.POST: _("Posts"),
}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """GET /search?q=: some of each kind; ?s=people, clubs, audio, lyrics or posts: all of one."""
    words = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    section = request.GET.get("s", "")
    kind = Kind(section) if section in set(Kind) else None
    limits = {kind: ALL} if kind else dict.fromkeys(Kind, FIRST)
    about = {
        "words": words,
        "kind": kind,
        "names": NAMES,
        "found": find(listener_of(request), words, limits),
        "near": people.near_numbers(request.user.pk) if request.user.is_authenticated else set(),
    }
    return render(request, "search/search.html", about)
