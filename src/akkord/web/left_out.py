"""Plays a rule of fraud left out of what a member sent in: told with the rule, and appealed."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from akkord.music import queries as music
from akkord.people.queries import Person
from akkord.royalties import actions, queries, words
from akkord.royalties.appeal_form import AppealForm, form_of
from akkord.royalties.errors import RoyaltyError

PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """GET, POST /settings/left-out: what is left out of one's tracks; an appeal for one of them."""
    me = cast(Person, request.user)
    sent = AppealForm(request.POST) if request.method == "POST" else None
    if sent is not None and sent.is_valid():
        said = sent.cleaned_data
        try:
            month = queries.month_by_name(said["month"])
            actions.appeal_own(me, month, said["track"], said["reason"], said["text"])
            messages.success(request, _("The site looks at it, and answers here."))
            return redirect("left_out")
        except RoyaltyError as refused:
            sent.add_error("text", str(refused))
    shown = Paginator(queries.left_out_of_member(me.pk), PAGE).get_page(request.GET.get("page"))
    mine = queries.appeals().filter(organisation=None, person=me).exclude(state="asked")
    about: dict[str, Any] = {
        "shown": shown,
        "rows": [(row, form_of(row, sent)) for row in shown.object_list],
        "names": music.names_of_tracks({row.track for row in shown.object_list}),
        "answered": list(mine.order_by("-pk")[:PAGE]),
        "words": words,
        "tab": "left-out",
    }
    failed = bool(sent and sent.errors)
    return render(request, "settings/left_out.html", about, status=422 if failed else 200)
