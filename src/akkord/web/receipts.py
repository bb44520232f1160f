"""Receipts of what one wrote on walls: kept from the moment of writing, also of what is gone."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from akkord.wall import actions, queries
from akkord.wall.errors import NoSuchPost

from .paths import mark, number_in

SHOWN = 50


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """GET /my/receipts: one for every time I wrote or changed a post, the latest first."""
    before = mark(request)
    mine = queries.receipts_of(request.user.pk)  # type: ignore[arg-type]
    rows = list((mine.filter(pk__lt=before) if before else mine)[: SHOWN + 1])
    after = rows[SHOWN - 1].pk if len(rows) > SHOWN else None
    return render(request, "my/receipts.html", {"rows": rows[:SHOWN], "before": after})


@login_required
@require_safe
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """GET /wall<n>/receipt: the site's signature under what its author wrote; ?kept= one of several."""
    try:
        kept = queries.receipt_for(request.user.pk, number, number_in(request.GET.get("kept", "")))
    except NoSuchPost as missing:
        raise Http404 from missing
    note = actions.signed(kept)
    if not note:
        raise Http404
    answer = HttpResponse(note, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="post-{number}-receipt.txt"'
    answer["Cache-Control"] = "private, no-store"
    return answer
