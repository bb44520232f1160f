"""What outsiders take away to count for themselves: the command that checks, and each year's evidence."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from akkord.cases import flaggers, precision
from akkord.cases.law.flaggers import Standing
from akkord.cases.models import Flagger
from akkord.disclosure import check as command
from akkord.disclosure import evidence
from akkord.disclosure.errors import NoSuchYear


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """GET /transparency/check.py: the very file this site counts with; it needs the library tilelog alone."""
    text = Path(command.__file__).read_bytes()
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    return _taken_away(answer, "check.py")


@require_safe
def pack(request: HttpRequest, year: int) -> HttpResponse:
    """GET /transparency/<year>/evidence.json: the year's figures, each with the lines it is counted from."""
    try:
        said = evidence.pack_of(year)
    except NoSuchYear as missing:
        raise Http404 from missing
    return _taken_away(HttpResponse(said, content_type="application/json"), f"evidence-{year}.json")


@require_safe
def plays(request: HttpRequest, year: int) -> HttpResponse:
    """GET /transparency/<year>/plays.json: plays of months that have ended, and how many were licensed."""
    try:
        months = evidence.months_of(year)
    except NoSuchYear as missing:
        raise Http404 from missing
    return _taken_away(JsonResponse({"year": year, "months": months}), f"plays-{year}.json")


@require_safe
def precision_json(request: HttpRequest) -> HttpResponse:
    """GET /transparency/precision.json: how precise claimants and notifiers are."""
    said = [
        {
            "party": score.name or None,
            "kind": score.kind,
            "upheld": score.upheld,
            "decided": score.decided,
            "released_by_silence": score.silent,
            "interval_95": [round(end, 4) for end in score.interval],
            "sanction": score.sanction,
        }
        for score in precision.scores()
    ]
    return _taken_away(JsonResponse({"scores": said}), "precision.json")


@require_safe
def precision_page(request: HttpRequest) -> HttpResponse:
    """GET /transparency/precision: the same to read."""
    return render(request, "openlog/precision.html", {"scores": precision.scores()})


@require_safe
def flaggers_page(request: HttpRequest) -> HttpResponse:
    """GET /transparency/flaggers: trusted flaggers, by whose decision, and how precise they are."""
    return render(request, "openlog/flaggers.html", {"flaggers": _flaggers()})


@require_safe
def flaggers_json(request: HttpRequest) -> HttpResponse:
    """GET /transparency/flaggers.json: the same for programs."""
    said = [
        {
            "organisation": row.organisation.name,
            "coordinator": row.coordinator,
            "decision": row.document,
            "from": row.starts.isoformat(),
            "until": row.ends.isoformat() if row.ends else None,
            "state": state.value,
            "upheld": score.upheld if score else 0,
            "decided": score.decided if score else 0,
        }
        for row, state, score in _flaggers()
    ]
    return _taken_away(JsonResponse({"flaggers": said}), "flaggers.json")


def _flaggers() -> list[tuple[Flagger, Standing, precision.Score | None]]:
    known = {score.organisation: score for score in precision.scores() if score.kind == "trusted"}
    return [(row, flaggers.standing_of(row), known.get(row.organisation_id)) for row in flaggers.flaggers()]


def _taken_away(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
