"""DDEX messages: sent in, shown as they were understood with all that will follow, and accepted."""

from typing import Any

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.catalogue import actions, queries
from akkord.catalogue.ern.sentences import sentence
from akkord.catalogue.errors import CatalogueError, NoSuchMessage
from akkord.catalogue.models import ReleaseMessage
from akkord.catalogue.understanding import faults_of
from akkord.flow import clock
from akkord.rights import delivered
from akkord.rights.models import Licence

from .deliveries import PIECE
from .forms import MessageForm
from .office import Office, in_office, page, tell_faults
from .permissions import Shown, licence_shown, policy_shown
from .words import MESSAGE_STATES

State = ReleaseMessage.State
NOT_READ_YET: dict[str, Any] = dict.fromkeys(("header", "releases", "recordings", "deals", "purges"))


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def new(request: HttpRequest, office: Office) -> HttpResponse:
    """GET, POST /rights/<n>/messages/new"""
    if request.method != "POST":
        return page(request, office, "message_new", "deliveries", form=MessageForm())
    form = MessageForm(request.POST, request.FILES)
    sent = form.cleaned_data["messages"] if form.is_valid() else []
    taken, faults = [], [] if sent else [_("Choose at least one file.")]
    for file in sent:
        try:
            taken.append(
                actions.receive_message(
                    request.user,  # type: ignore[arg-type]
                    office.organisation,
                    file.name or "",
                    file.chunks(PIECE),
                )
            )
        except CatalogueError as refused:
            faults.append(f"{file.name}: {refused}")
    if not taken:
        for fault in faults:
            form.add_error("messages", fault)
        return page(request, office, "message_new", "deliveries", status=422, form=form)
    tell_faults(request, faults)
    if len(taken) > 1:
        return redirect("labels-deliveries", office.number)
    return redirect("labels-message", office.number, taken[0].pk)


@require_safe
@in_office
def message(request: HttpRequest, office: Office, message: int) -> HttpResponse:
    """GET /rights/<n>/messages/<m>: what was understood and what will follow; asked again under way."""
    found = _message(office, message)
    about: dict[str, Any] = {
        "message": found,
        "said": NOT_READ_YET | found.understood,
        "faults": [(each, sentence(each)) for each in faults_of(found.understood)],
        "states": MESSAGE_STATES,
        "waits": found.state in (State.ARRIVED, State.ACCEPTED, State.CATALOGUED),
    }
    if found.state == State.READ:
        change = delivered.change_by(found, clock.now(), foreseen=True)
        begins = [_shown(delivered.as_row(each)) for each in change.state]
        about |= {"begins": begins, "ends": [_shown(row) for row in change.withdraw]}
    return page(request, office, "message", "deliveries", **about)


def _shown(row: delivered.Row) -> Shown:
    return licence_shown(row) if isinstance(row, Licence) else policy_shown(row)


@require_POST
@in_office
def accept(request: HttpRequest, office: Office, message: int) -> HttpResponse:
    """POST /rights/<n>/messages/<m>/accept"""
    found = _message(office, message)
    try:
        actions.accept_message(request.user, found)  # type: ignore[arg-type]
    except CatalogueError as refused:
        notes.error(request, str(refused))
    return redirect("labels-message", office.number, found.pk)


def _message(office: Office, number: int) -> ReleaseMessage:
    """One of this organisation's. Raises Http404."""
    try:
        return queries.message_of(office.number, number)
    except NoSuchMessage as missing:
        raise Http404 from missing
