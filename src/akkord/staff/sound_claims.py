"""Claims on sounds nobody knows, on the operator's desk: weighed, and answered with reasons."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.music import queries as music
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
    """GET /staff/sound-claims: those that wait first."""
    return _page(request)


@operators_only
@require_POST
def weigh(request: HttpRequest, number: int) -> HttpResponse:
    """POST /staff/sound-claims/<n>"""
    claim = get_object_or_404(queries.sound_claims(), pk=number)
    form = WeighForm(request.POST, auto_id=f"weigh_{number}_%s")
    if form.is_valid():
        said = form.cleaned_data
        try:
            accepted = said["verdict"] == "accepted"
            actions.weigh_claim(cast("Person", request.user), claim, said["text"], accepted=accepted)
            messages.success(request, _("The answer is with its claim."))
        except RoyaltyError as refused:
            messages.error(request, str(refused))
        return redirect("staff_sound_claims")
    return _page(request, (number, form))


def _page(request: HttpRequest, sent: tuple[int, WeighForm] | None = None) -> HttpResponse:
    shown = Paginator(queries.sound_claims(), PAGE).get_page(request.GET.get("page"))
    names = music.names_of_sounds(claim.sound_id for claim in shown.object_list)
    rows = [
        (
            claim,
            names[claim.sound_id],
            list(music.tracks_of_sound(claim.sound_id)),
            _form(claim.pk, sent),
        )
        for claim in shown.object_list
    ]
    about: dict[str, Any] = {"shown": shown, "rows": rows, "words": words}
    return render(request, "staff/sound_claims.html", about, status=422 if sent else 200)


def _form(number: int, sent: tuple[int, WeighForm] | None) -> WeighForm:
    if sent is not None and sent[0] == number:
        return sent[1]
    return WeighForm(auto_id=f"weigh_{number}_%s")
