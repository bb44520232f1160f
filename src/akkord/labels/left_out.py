"""Plays a rule of fraud left out of an organisation's recordings, on its desk: told, and appealed."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from akkord.music import queries as music
from akkord.royalties import actions, queries, words
from akkord.royalties.appeal_form import AppealForm, form_of
from akkord.royalties.errors import RoyaltyError

from .office import Office, Refusal, in_office, page

if TYPE_CHECKING:
    from akkord.people.models import Person

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET, POST /rights/<n>/left-out: what is left out, month by month; an appeal for one of them."""
    person = cast("Person", request.user)
    sent = AppealForm(request.POST) if request.method == "POST" else None
    if sent is not None and sent.is_valid():
        said = sent.cleaned_data
        try:
            month = queries.month_by_name(said["month"])
            about = (month, said["track"], said["reason"], said["text"])
            actions.appeal(person, office.number, *about)
            messages.success(request, _("The site looks at it, and answers here."))
            return redirect("labels-left-out", office.number)
        except (RoyaltyError, *Refusal) as refused:
            sent.add_error("text", str(refused))
    seen = queries.reach_of(person, office.number).whole
    shown = Paginator(queries.left_out_of(office.number) if seen else [], PAGE).get_page(
        request.GET.get("page")
    )
    about_page: dict[str, Any] = {
        "shown": shown,
        "rows": [(row, form_of(row, sent)) for row in shown.object_list],
        "names": music.names_of_tracks({row.track for row in shown.object_list}),
        "answered": [
            each for each in queries.appeals_of(office.number)[:PAGE] if seen and each.state != "asked"
        ],
        "words": words,
    }
    failed = bool(sent and sent.errors)
    return page(request, office, "left_out", "left-out", status=422 if failed else 200, **about_page)
