"""Batches: what came by folder or is sent here, how far it is, its faults and acknowledgements."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.catalogue import answering, batch_life, batches, queries
from akkord.catalogue.ern.sentences import sentence
from akkord.catalogue.errors import CatalogueError, NoSuchBatch
from akkord.catalogue.models import Batch
from akkord.catalogue.understanding import fault_of

from .deliveries import PIECE
from .forms import BatchFilesForm, BatchForm
from .office import Office, in_office, page, tell_faults
from .words import BATCH_STATES, MESSAGE_STATES

PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET, POST /rights/<n>/batches: every batch; a new one by HTTPS."""
    form, status = BatchForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                made = batches.open_batch(request.user, office.organisation, form.cleaned_data["name"])  # type: ignore[arg-type]
                return redirect("labels-batch", office.number, made.pk)
            except CatalogueError as refused:
                form.add_error("name", str(refused))
        status = 422
    found = list(queries.batches_of(office.number)[:200])
    progress = queries.answered(each.pk for each in found)
    about: dict[str, Any] = {
        "form": form,
        "rows": [(each, progress[each.pk]) for each in found],
        "states": BATCH_STATES,
    }
    return page(request, office, "batches", "deliveries", status=status, **about)


@require_POST
@in_office
def accepting(request: HttpRequest, office: Office) -> HttpResponse:
    """POST /rights/<n>/batches/accepting: take what has no error in my name, or ask each time."""
    try:
        batches.let_accept(request.user, office.organisation, accepting="accepting" in request.POST)  # type: ignore[arg-type]
    except CatalogueError as refused:
        notes.error(request, str(refused))
    return redirect("labels-batches", office.number)


@require_safe
@in_office
def batch(request: HttpRequest, office: Office, batch: int) -> HttpResponse:
    """GET /rights/<n>/batches/<b>: each release with its status; asked again while any is unread."""
    found = _batch(office, batch)
    shown = Paginator(queries.releases_in(found), PAGE).get_page(request.GET.get("page"))
    about: dict[str, Any] = {
        "batch": found,
        "progress": queries.answered([found.pk])[found.pk],
        "faults": [(fault, sentence(fault)) for fault in map(fault_of, found.faults)],
        "files": found.files.order_by("path")[:PAGE] if found.state == Batch.State.ARRIVING else [],
        "form": BatchFilesForm(),
        "shown": shown,
        "told": [
            (
                release,
                answering.status_of(release),
                [(fault, sentence(fault)) for fault in answering.faults_of(release)[:PAGE]],
            )
            for release in shown
        ],
        "states": BATCH_STATES,
        "message_states": MESSAGE_STATES,
    }
    return page(request, office, "batch", "deliveries", **about)


@require_POST
@in_office
def add_files(request: HttpRequest, office: Office, batch: int) -> HttpResponse:
    """POST /rights/<n>/batches/<b>/files: the message lies in the folder of its release, all else below."""
    found, form = _batch(office, batch), BatchFilesForm(request.POST, request.FILES)
    sent = form.cleaned_data["enclosed"] if form.is_valid() else []
    release = form.cleaned_data.get("release", "")
    faults = [] if sent and release else [_("Name the release and choose at least one file.")]
    for file in sent if release else ():
        name = str(file.name or "")
        path = f"{release}/{name}" if name.lower().endswith(".xml") else f"{release}/resources/{name}"
        try:
            batches.put_file(request.user, found, path, file.chunks(PIECE))  # type: ignore[arg-type]
        except CatalogueError as refused:
            faults.append(f"{name}: {refused}")
    tell_faults(request, faults)
    return redirect("labels-batch", office.number, found.pk)


@require_POST
@in_office
def complete(request: HttpRequest, office: Office, batch: int) -> HttpResponse:
    """POST /rights/<n>/batches/<b>/complete"""
    found = _batch(office, batch)
    try:
        batches.complete_batch(request.user, found)  # type: ignore[arg-type]
    except CatalogueError as refused:
        notes.error(request, str(refused))
    return redirect("labels-batch", office.number, found.pk)


@require_POST
@in_office
def accept(request: HttpRequest, office: Office, batch: int) -> HttpResponse:
    """POST /rights/<n>/batches/<b>/accept"""
    found = _batch(office, batch)
    try:
        count = batches.accept_batch(request.user, found)  # type: ignore[arg-type]
        notes.success(
            request,
            ngettext("%(num)d message was accepted.", "%(num)d messages were accepted.", count)
            % {"num": count},
        )
    except CatalogueError as refused:
        notes.error(request, str(refused))
    return redirect("labels-batch", office.number, found.pk)


@require_safe
@in_office
def acknowledgement(request: HttpRequest, office: Office, batch: int, release: str) -> HttpResponse:
    """GET /rights/<n>/batches/<b>/acknowledgements/<release>"""
    found = _batch(office, batch)
    try:
        ended = queries.release_in(found, release)
    except NoSuchBatch as missing:
        raise Http404 from missing
    name, written = batch_life.acknowledged(found, ended)
    answer = HttpResponse(written, content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def _batch(office: Office, number: int) -> Batch:
    """One of this organisation's. Raises Http404."""
    try:
        found = queries.batch_by_number(number)
    except NoSuchBatch as missing:
        raise Http404 from missing
    if found.organisation_id != office.number:
        raise Http404
    return found
