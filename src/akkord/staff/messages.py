"""Reported messages: what members chose to show, and an answer to each."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.care import actions as care
from akkord.care.errors import CareError, NoSuchThing
from akkord.care.rules import Thing
from akkord.dialogs import queries
from akkord.dialogs.errors import NoSuchReport, NothingSaid
from akkord.documents import queries as documents
from akkord.documents.errors import NoSuchDocument
from akkord.documents.handing import handed_out
from akkord.music import queries as music
from akkord.people.queries import Person
from akkord.photos import queries as photos
from akkord.photos.errors import NoSuchPhoto

from .views import operators_only

SHOWN = 50
CARRIED = ("photo", "document")


@operators_only
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """GET /staff/messages: open reports, the oldest first."""
    reports = list(queries.open_reports()[:SHOWN])
    listener = music.listener(request.user.pk, request.territory)  # type: ignore[attr-defined]
    heard = queries.voices_disclosed(listener, reports)
    return render(request, "staff/messages.html", {"reports": reports, "heard": heard})


@operators_only
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """POST /staff/messages/3/close with outcome."""
    staff: Person = request.user  # type: ignore[assignment]
    try:
        care.answer_messages(staff, number, request.POST.get("outcome", ""))
    except NoSuchReport as missing:
        raise Http404 from missing
    except NothingSaid:
        messages.error(request, _("Say what came of it; the reporter reads this."))
    except CareError as refused:
        messages.error(request, str(refused.text))
    else:
        messages.success(request, _("The reporter has your answer."))
    return redirect("staff_messages")


@operators_only
@require_safe
def shown(request: HttpRequest, number: int, kind: str, thing: int) -> HttpResponse:
    """GET /staff/messages/3/photo/7, document/7: what a reported message carried, while its report waits."""
    if not queries.was_shown(number, f"{kind}s", thing):
        raise Http404
    try:
        if kind == "photo":
            return HttpResponse(photos.reported_picture(thing), content_type="image/jpeg")
        return handed_out(*documents.reported_bytes(thing))
    except (NoSuchPhoto, NoSuchDocument) as gone:
        raise Http404 from gone


@operators_only
@require_POST
def take_up(request: HttpRequest, number: int, kind: str, thing: int) -> HttpResponse:
    """POST /staff/messages/3/photo/7/take-up: it is decided by itself, in the queue of moderation."""
    try:
        matter = care.take_up_shown(number, Thing(kind), thing)
    except NoSuchThing as missing:
        raise Http404 from missing
    return redirect(f"/mod/queue?item={matter.pk}")
