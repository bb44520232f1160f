"""What music of one's own earns: statements of a member who licensed it alone, without a rights office."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from akkord.catalogue import queries as catalogue
from akkord.royalties import archive as archives
from akkord.royalties import paper, queries, words
from akkord.royalties.errors import NoSuchStatement, NotSignedYet
from akkord.royalties.rules.reach import EVERYTHING

MOST = 120  # ten years of months


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """GET /audio/earnings: every statement of one's own, the newest first."""
    party = catalogue.party_of_member(request.user.pk)  # type: ignore[arg-type]
    rows = list(queries.statements_of(party, EVERYTHING)[:MOST]) if party is not None else []
    about = {"rows": rows, "party": party, "money": words.money, "tab": "uploads", "words": ""}
    return render(request, "music/earnings.html", about)


def _of_mine(
    give: Callable[[HttpRequest, queries.Statement], HttpResponse],
) -> Callable[[HttpRequest, int], HttpResponse]:
    """A file of one of one's own statements."""

    @login_required
    @require_safe
    def given(request: HttpRequest, number: int) -> HttpResponse:
        party = catalogue.party_of_member(request.user.pk)  # type: ignore[arg-type]
        if party is None:
            raise Http404
        try:
            return give(request, queries.statement_of(party, number, EVERYTHING))
        except NoSuchStatement as missing:
            raise Http404 from missing

    return given


@_of_mine
def pdf(request: HttpRequest, found: queries.Statement) -> HttpResponse:
    """GET /audio/earnings/<n>.pdf: to be read and kept."""
    answer = HttpResponse(paper.statement_pdf(found), content_type="application/pdf")
    return _taken_away(answer, f"{_name(found)}.pdf")


@_of_mine
def archive(request: HttpRequest, found: queries.Statement) -> HttpResponse:
    """GET /audio/earnings/<n>.zip: document, lines and proof; check-statement.py recomputes it."""
    try:
        packed = archives.archive(found)
    except NotSignedYet as refused:
        messages.info(request, str(refused))
        return redirect("earnings")
    return _taken_away(HttpResponse(packed, content_type="application/zip"), f"{_name(found)}.zip")


def _name(found: queries.Statement) -> str:
    return f"statement-{found.number.replace('/', '-')}"


def _taken_away(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
