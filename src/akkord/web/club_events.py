"""Events: whether one comes, who does, and the event as a file for one's calendar."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.flow import clock
from akkord.groups import actions, errors, events
from akkord.groups.calendar import ics
from akkord.groups.queries import Group
from akkord.groups.rules import Act, Answer, Kind

from .clubs import club_of
from .paths import next_place

SHOWN = 500


def _event(request: HttpRequest, number: int) -> Group:
    group = club_of(request, number, Act.READ)
    if group.kind != Kind.EVENT:
        raise Http404
    return group


@login_required
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """POST /club<n>/answer: `said` is going, maybe, no, or "" to take it back."""
    group = _event(request, number)
    said = request.POST.get("said", "")
    if said and said not in set(Answer):
        raise Http404
    try:
        actions.answer(request.user, group, Answer(said) if said else None)  # type: ignore[arg-type]
    except errors.GroupError as refused:
        messages.error(request, str(refused.text))
    return redirect(next_place(request, f"/club{number}"))


@require_safe
def going(request: HttpRequest, number: int) -> HttpResponse:
    """GET /club<n>/going: who comes, and who perhaps."""
    group = _event(request, number)
    me = request.user.pk
    lists = [
        (_("They come"), events.who_comes(me, group, Answer.GOING, SHOWN)),
        (_("They come perhaps"), events.who_comes(me, group, Answer.MAYBE, SHOWN)),
    ]
    about = {"club": group, "lists": lists, "coming": events.coming_to(me, group)}
    return render(request, "groups/going.html", about)


@require_safe
def calendar(request: HttpRequest, number: int) -> HttpResponse:
    """GET /club<n>/event.ics."""
    group = _event(request, number)
    assert group.starts_at is not None  # a constraint of the table
    url = f"{settings.SITE_URL}/club{number}"
    body = ics(
        uid=url,
        now=clock.now(),
        begins=group.starts_at,
        ends=group.ends_at,
        name=group.name,
        place=group.place,
        words=group.about,
        url=url,
    )
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="event-{number}.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer
