"""Orders: filed, shown row by row, executed in one step, exported."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.cases import actions, queries
from akkord.cases.errors import AlreadyExecuted, BadList, NothingToRelease
from akkord.cases.models import Order, OrderRow
from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import NotRepresented
from akkord.catalogue.models import Organisation
from akkord.words.places import all_countries

from .csv_files import csv_answer
from .forms import MOST_LISTED, OrderForm
from .office import Office, Refusal, in_office, page
from .words import EFFECTIVE, FOUND, REFUSALS

PAGE = 200
EXPORTED = ["line", "given", "found", "refusal", "claimant", "isrc", "note", "tracks", "entry", "entry_id"]


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/orders"""
    shown = Paginator(queries.orders_of(office.number), 50).get_page(request.GET.get("page"))
    return page(request, office, "orders", "orders", shown=shown)


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def new(request: HttpRequest, office: Office) -> HttpResponse:
    """GET, POST /rights/<n>/orders/new: looks everything up and silences nothing yet."""
    own = list(catalogue.recordings_of(office.number).exclude(isrc=None)[:MOST_LISTED])
    if request.method != "POST":
        tracks = [n for n in request.GET.getlist("track")[:200] if n.isascii() and n.isdigit()]
        begun = {
            "territory": office.territory,
            "recordings": request.GET.getlist("recording"),
            "names": "\n".join(f"/audio{number[:18]}" for number in tracks),
        }
        return _asked(request, office, OrderForm(initial=begun, recordings=own))
    form = OrderForm(request.POST, request.FILES, recordings=own)
    if not form.is_valid():
        return _asked(request, office, form, 422)
    said = form.cleaned_data
    try:
        filed = actions.file_order(
            request.user,  # type: ignore[arg-type]
            office.organisation,
            title=said["title"],
            reason=said["reason"],
            text=form.text,
            territory=str(said["territory"]),
        )
    except Refusal as refused:
        form.add_error(_field_of(refused), str(refused.text))
        return _asked(request, office, form, 422)
    return redirect("labels-order", office.number, filed.public_id)


def _field_of(refused: Exception) -> str | None:
    match refused:
        case NotRepresented():
            return "territory"
        case BadList():
            return "names"
        case _:
            return None


def _asked(request: HttpRequest, office: Office, form: OrderForm, status: int = 200) -> HttpResponse:
    countries = all_countries()
    return page(request, office, "order_new", "orders", status=status, form=form, countries=countries)


@require_safe
@in_office
def order(request: HttpRequest, office: Office, order: uuid.UUID) -> HttpResponse:
    """GET /rights/<n>/orders/<id>?found=…&page=…: what every row names, and what was done."""
    found = order_of(office, order)
    counts, rows = queries.summary_of(found, office.number), queries.rows_of(found, office.number)
    wanted = request.GET.get("found", "")
    if wanted in counts:
        rows = rows.filter(found=wanted)
    about: dict[str, Any] = {
        "order": found,
        "shown": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "counts": [(kind, FOUND[kind], counts[kind]) for kind in FOUND],
        "classes": FOUND,
        "refusals": REFUSALS,
        "parties": _parties(found, office),
        "effective": sum(counts[kind] for kind in EFFECTIVE),
        "wanted": wanted if wanted in counts else "",
    }
    return page(request, office, "order", "orders", **about)


def _parties(found: Order, office: Office) -> list[tuple[Organisation, int]]:
    """(claimant, what it still silences) of an executed order, for those whom this office may release."""
    silent = queries.still_silent(found) if found.state == Order.State.EXECUTED else {}
    theirs = silent.keys() & {office.number} if office.number not in _filed_by(found) else silent.keys()
    named = catalogue.organisations_by_ids(theirs)
    return [(named[pk], silent[pk]) for pk in sorted(named, key=lambda pk: named[pk].name)]


def _filed_by(found: Order) -> set[int | None]:
    return {found.organisation_id, found.on_behalf_of_id}


@require_POST
@in_office
def release(request: HttpRequest, office: Office, order: uuid.UUID) -> HttpResponse:
    """POST /rights/<n>/orders/<id>/release: one claimant's rows are heard again, in one step."""
    found = order_of(office, order)
    named = {str(party.pk): party for party, _count in _parties(found, office)}
    claimant = named.get(request.POST.get("claimant", ""))
    try:
        if claimant is None:
            raise NothingToRelease
        count = actions.release_order(request.user, found, claimant)  # type: ignore[arg-type]
        said = ngettext("Released: %(num)s block was lifted.", "Released: %(num)s blocks were lifted.", count)
        messages.success(request, said % {"num": count})
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("labels-order", office.number, found.public_id)


@require_POST
@in_office
def execute(request: HttpRequest, office: Office, order: uuid.UUID) -> HttpResponse:
    """POST /rights/<n>/orders/<id>/execute: from the answer on, nothing it names can be heard there."""
    found = order_of(office, order)
    try:
        actions.execute_order(request.user, found)  # type: ignore[arg-type]
        messages.success(request, _("Executed: everything it names is silent there from now on."))
    except AlreadyExecuted as done:
        messages.info(request, str(done.text))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("labels-order", office.number, found.public_id)


@require_safe
@in_office
def rows_csv(request: HttpRequest, office: Office, order: uuid.UUID) -> StreamingHttpResponse:
    """GET /rights/<n>/orders/<id>/rows.csv: every row with what was found, done and written."""
    found = order_of(office, order)
    rows = queries.rows_of(found, office.number).iterator(chunk_size=1000)
    return csv_answer(f"order-{found.public_id}.csv", EXPORTED, map(_cells, rows))


def _cells(row: OrderRow) -> list[object]:
    entry = row.block.entry if row.block else None
    isrc = row.recording.isrc if row.recording else ""
    number = entry.number if entry and entry.number is not None else ""
    claimant = row.claimant.name if row.claimant else ""
    cells = [row.line, row.given, row.found, row.refusal, claimant, isrc, row.note, row.tracks, number]
    return [*cells, entry.public_id if entry else ""]


def order_of(office: Office, public_id: uuid.UUID) -> Order:
    """An order of this organisation, for those who act for it and for the operator. Raises Http404."""
    found = queries.orders_of(office.number).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def filed_order_of(office: Office, public_id: uuid.UUID) -> Order:
    """The same for what tells of every row: only who filed the order, and for whom. Raises Http404."""
    found = order_of(office, public_id)
    if office.number not in _filed_by(found):
        raise Http404
    return found
