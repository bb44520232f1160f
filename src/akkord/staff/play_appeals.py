"""Appeals about plays a rule left out, on the operator's desk: answered with reasons."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.royalties import actions, queries, words
from akkord.royalties.errors import RoyaltyError

from .money_forms import WeighForm
from .views import operators_only

if TYPE_CHECKING:
    from akkord.people.models import Person

PAGE = 20


@operators_only
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """GET /staff/appeals: those that wait first."""
    return _page(request)


@operators_only
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """POST /staff/appeals/<n>"""
    asked = get_object_or_404(queries.appeals(), pk=number)
    form = WeighForm(request.POST, auto_id=f"weigh_{number}_%s")
    if form.is_valid():
        said = form.cleaned_data
        try:
            accepted = said["verdict"] == "accepted"
            actions.answer_appeal(cast("Person", request.user), asked, said["text"], accepted=accepted)
            messages.success(request, _("The answer is with its appeal."))
        except RoyaltyError as refused:
            messages.error(request, str(refused))
        return redirect("staff_play_appeals")
    return _page(request, (number, form))


def _page(request: HttpRequest, sent: tuple[int, WeighForm] | None = None) -> HttpResponse:
    shown = Paginator(queries.appeals(), PAGE).get_page(request.GET.get("page"))
    about: dict[str, Any] = {
        "shown": shown,
        "rows": [(asked, _form(asked.pk, sent)) for asked in shown.object_list],
        "words": words,
    }
    return render(request, "staff/play_appeals.html", about, status=422 if sent else 200)


def _form(number: int, sent: tuple[int, WeighForm] | None) -> WeighForm:
    if sent is not None and sent[0] == number:
        return sent[1]
    return WeighForm(auto_id=f"weigh_{number}_%s")
