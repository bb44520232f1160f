"""Deliveries: a list of recordings with their sound files, and what becomes of every line."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.catalogue import actions, previewing, queries
from akkord.catalogue.errors import CatalogueError, NoSuchDelivery
from akkord.catalogue.models import Delivery
from akkord.catalogue.rules import COLUMNS, NEEDED
from akkord.music import queries as music

from .forms import DeliveryForm, FilesForm
from .office import Office, in_office, page, tell_faults
from .words import COLUMN_NAMES, FORESEEN, MESSAGE_STATES, ROW_STATES

PIECE = 256 * 1024
PAGE = 500
EXAMPLE = (
    "isrc,title,artist,release,icpn,file,share,territory\r\n"
    "DEA122600001,Morning,Anna Example,First Light,4006381333931,morning.flac,1,Worldwide\r\n"
    "DEA122600002,Evening,Anna Example,First Light,4006381333931,evening.flac,1/2,DE AT CH\r\n"
    "DEA122600003,Night,Anna Example,First Light,4006381333931,night.mp3,50%,Worldwide -RU\r\n"
)


def columns() -> list[tuple[str, bool, str]]:
    """(name, needed, meaning) of every column of a list."""
    meanings = {
        "isrc": _("International Standard Recording Code, with or without hyphens"),
        "title": _("Title of the recording"),
        "artist": _("Main artist, as it is shown"),
        "release": _("Album, EP or single it stands on"),
        "icpn": _("Product code of the release (EAN or UPC)"),
        "file": _("Name of its sound file; empty when the recording is here and only its words change"),
        "share": _("Your share: 1, 1/2 or 50 %; 1 when left out"),
        "territory": _("Where you hold it: DE AT, Worldwide or Worldwide -RU; Worldwide when left out"),
    }
    return [(name, name in NEEDED, meanings[name]) for name in COLUMNS]


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/deliveries"""
    found = list(queries.deliveries_of(office.number)[:200])
    progress = queries.progress_of(d.pk for d in found)
    rows = [(delivery, progress[delivery.pk]) for delivery in found]
    told = list(queries.messages_of(office.number)[:200])
    about: dict[str, Any] = {"rows": rows, "told": told, "message_states": MESSAGE_STATES}
    return page(request, office, "deliveries", "deliveries", **about)


@require_safe
@in_office
def example(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/deliveries/example.csv"""
    answer = HttpResponse("\ufeff" + EXAMPLE, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="delivery-example.csv"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def new(request: HttpRequest, office: Office) -> HttpResponse:
    """GET, POST /rights/<n>/deliveries/new"""
    if request.method != "POST":
        return _asked(request, office, DeliveryForm(), FilesForm())
    form, files = DeliveryForm(request.POST, request.FILES), FilesForm(request.POST, request.FILES)
    if not (form.is_valid() and files.is_valid()):
        return _asked(request, office, form, files, 422)
    said = form.cleaned_data
    look = "look" in request.POST
    take = actions.propose if look else actions.deliver
    try:
        made = take(request.user, office.organisation, said["name"], said["listing"].read())  # type: ignore[arg-type]
    except CatalogueError as refused:
        form.add_error("listing", str(refused))
        return _asked(request, office, form, files, 422)
    if look and files.cleaned_data["sounds"]:
        notes.info(request, _("Add the sound files once the list is accepted."))
    elif not look:
        tell_faults(request, take_files(request, made, files.cleaned_data["sounds"]))
    return redirect("labels-delivery", office.number, made.pk)


def _asked(
    request: HttpRequest, office: Office, form: DeliveryForm, files: FilesForm, status: int = 200
) -> HttpResponse:
    about = {"form": form, "files": files, "columns": columns(), "example": EXAMPLE}
    return page(request, office, "delivery_new", "deliveries", status=status, **about)


def take_files(request: HttpRequest, delivery: Delivery, files: Iterable[Any]) -> list[str]:
    """Take in sound files one by one; what did not work, in words, for each that was refused."""
    faults = []
    for file in files:
        try:
            actions.add_file(request.user, delivery, file.name or "", file.chunks(PIECE))  # type: ignore[arg-type]
        except CatalogueError as refused:
            faults.append(f"{file.name}: {refused}")
    return faults


@require_safe
@in_office
def delivery(request: HttpRequest, office: Office, delivery: int) -> HttpResponse:
    """GET /rights/<n>/deliveries/<d>: every line as it stands; asks again while any is unfinished.

    A list that waits to be accepted shows what would become of each of its lines.
    """
    found = _delivery(office, delivery)
    if found.state == "proposed":
        return _preview(request, office, found)
    about: dict[str, Any] = {
        "delivery": found,
        "shown": Paginator(queries.rows_of(found.pk), PAGE).get_page(request.GET.get("page")),
        "states": ROW_STATES,
        "progress": queries.progress_of([found.pk])[found.pk],
        "reexamined": music.reexamined(queries.recordings_delivered(found.pk)),
        "files": FilesForm(),
    }
    return page(request, office, "delivery", "deliveries", **about)


def _preview(request: HttpRequest, office: Office, found: Delivery) -> HttpResponse:
    rows = previewing.foreseen(found)
    about: dict[str, Any] = {
        "delivery": found,
        "shown": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "counts": previewing.counted(rows),
        "words": FORESEEN,
        "columns": COLUMN_NAMES,
    }
    return page(request, office, "delivery_preview", "deliveries", **about)


@require_POST
@in_office
def accept(request: HttpRequest, office: Office, delivery: int) -> HttpResponse:
    """POST /rights/<n>/deliveries/<d>/accept"""
    found = _delivery(office, delivery)
    try:
        actions.accept_list(request.user, found)  # type: ignore[arg-type]
    except CatalogueError as refused:
        notes.error(request, str(refused))
    return redirect("labels-delivery", office.number, found.pk)


@require_POST
@in_office
def discard(request: HttpRequest, office: Office, delivery: int) -> HttpResponse:
    """POST /rights/<n>/deliveries/<d>/discard"""
    found = _delivery(office, delivery)
    try:
        actions.discard_list(request.user, found)  # type: ignore[arg-type]
    except CatalogueError as refused:
        notes.error(request, str(refused))
        return redirect("labels-delivery", office.number, found.pk)
    return redirect("labels-deliveries", office.number)


@require_POST
@in_office
def add_files(request: HttpRequest, office: Office, delivery: int) -> HttpResponse:
    """POST /rights/<n>/deliveries/<d>/files"""
    found, form = _delivery(office, delivery), FilesForm(request.POST, request.FILES)
    sent = form.cleaned_data["sounds"] if form.is_valid() else []
    faults = take_files(request, found, sent) if sent else [_("Choose at least one file.")]
    tell_faults(request, faults)
    return redirect("labels-delivery", office.number, found.pk)


def _delivery(office: Office, number: int) -> Delivery:
    """One of this organisation's. Raises Http404."""
    try:
        found = queries.delivery_by_number(number)
    except NoSuchDelivery as missing:
        raise Http404 from missing
    if found.organisation_id != office.number:
        raise Http404
    return found
