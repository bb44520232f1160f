"""The canary: the page, and the signed note for machines."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from akkord.disclosure import canary
from akkord.flow import clock


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """GET /canary."""
    found = canary.latest()
    holds = found is not None and found.expires_at > clock.now()
    return render(request, "openlog/canary.html", {"canary": found, "holds": holds})


@require_safe
def note(request: HttpRequest) -> HttpResponse:
    """GET /canary.txt: the signed note; 404 where there never was one."""
    found = canary.latest()
    if found is None:
        raise Http404
    answer = HttpResponse(found.note, content_type="text/plain; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "public, max-age=60"
    return answer
