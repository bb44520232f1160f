"""What is said at moments of a track: forms of its page, and the same for the player's full view."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from akkord.music.errors import NoSuchTrack
from akkord.people.queries import Person
from akkord.wall import actions, errors, queries
from akkord.wall.rules import moment_read

from .listening import listener_of


@require_safe
def moments(request: HttpRequest, number: int) -> HttpResponse:
    """GET /audio<n>/moments [{number, seconds, clock, name, text}]: as far as the reader hears the track."""
    try:
        found = queries.moments_of(listener_of(request), number)
    except NoSuchTrack as missing:
        raise Http404(str(missing.text)) from missing
    said = [
        {"number": m.number, "seconds": m.seconds, "clock": m.clock, "name": m.author.name, "text": m.text}
        for m in found
    ]
    answer = JsonResponse({"moments": said})
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
def say(request: HttpRequest, number: int) -> HttpResponse:
    """POST /audio<n>/moments/say {at: "1:23", text}."""
    try:
        at_ms = moment_read(request.POST.get("at", ""))
        if at_ms is None:
            raise errors.BadMoment
        text = request.POST.get("text", "")
        actions.say_at(cast(Person, request.user), listener_of(request), number, at_ms, text)
    except NoSuchTrack as missing:
        raise Http404(str(missing.text)) from missing
    except errors.WallError as refused:
        messages.error(request, str(refused.text))
    return redirect(f"/audio{number}#moments")


@require_safe
def place(request: HttpRequest, number: int) -> HttpResponse:
    """GET /moment<n>: where it stands."""
    return redirect(f"/audio{_moment(request, number).track}#moment{number}")


@login_required
@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """POST /moment<n>/delete: by its author, or by who sent the track in."""
    person = cast(Person, request.user)
    try:
        found = queries.own_moment(person.pk, number)
        actions.delete_moment(person, found)
    except errors.WallError as refused:
        raise Http404(str(refused.text)) from refused
    return redirect(f"/audio{found.track_id}#moments")


def _moment(request: HttpRequest, number: int) -> queries.MomentView:
    try:
        return queries.moment_view(listener_of(request), number)
    except errors.NoSuchMoment as missing:
        raise Http404(str(missing.text)) from missing
