"""Entries in the books: revenue, exchange rates, terms, advances; what was wrong is taken back."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from akkord.royalties import actions, queries, words
from akkord.royalties.errors import BadEntry, NoSuchEntry, RoyaltyError
from akkord.words.places import country_name

from .money_forms import AdvanceForm, ExchangeForm, RevenueForm, SharingForm, TermsForm, begun_with
from .months import month_named, month_page
from .views import operators_only

if TYPE_CHECKING:
    from akkord.people.models import Person


@operators_only
@require_POST
def enter_revenue(request: HttpRequest, name: str) -> HttpResponse:
    """POST /staff/months/2026-10/revenue"""
    month, form = month_named(name), RevenueForm(request.POST, auto_id="revenue_%s")
    if form.is_valid():
        try:
            actions.enter_revenue(_person(request), month, form.earned(), form.cleaned_data["source"])
            messages.success(request, _("It is entered in the books."))
            return redirect("staff_month", name)
        except RoyaltyError as refused:
            refuse(form, refused)
    return month_page(request, month, revenue=form, status=422)


@operators_only
@require_POST
def enter_exchange(request: HttpRequest, name: str) -> HttpResponse:
    """POST /staff/months/2026-10/exchange: a rate entered before for the same two is taken back."""
    month, form = month_named(name), ExchangeForm(request.POST, auto_id="exchange_%s")
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.enter_exchange(
                _person(request),
                month,
                said["base"],
                said["quote"],
                said["rate"],
                said["dated"],
                said["source"],
            )
            messages.success(request, _("It is entered in the books."))
            return redirect("staff_month", name)
        except RoyaltyError as refused:
            refuse(form, refused)
    return month_page(request, month, exchange=form, status=422)


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest) -> HttpResponse:
    """GET, POST /staff/terms: what organisations and everybody else are due; advances."""
    form = begun_with(TermsForm, request.POST if request.method == "POST" else None, auto_id="terms_%s")
    if form.is_bound and form.is_valid():
        try:
            actions.state_terms(_person(request), form.terms(), form.cleaned_data["source"])
            messages.success(request, _("The terms are in the books."))
            return redirect("staff_terms")
        except RoyaltyError as refused:
            refuse(form, refused)
    return _terms_page(request, form)


@operators_only
@require_POST
def advance(request: HttpRequest) -> HttpResponse:
    """POST /staff/terms/advances"""
    form = begun_with(AdvanceForm, request.POST, auto_id="advance_%s")
    if form.is_valid():
        try:
            actions.enter_advance(_person(request), form.advance(), form.cleaned_data["source"])
            messages.success(request, _("The advance is in the books."))
            return redirect("staff_terms")
        except RoyaltyError as refused:
            refuse(form, refused)
    return _terms_page(request, ahead=form)


@operators_only
@require_POST
def choose_sharing(request: HttpRequest) -> HttpResponse:
    """POST /staff/terms/sharing: by which rule a tier's pools are shared, from a month on."""
    form = SharingForm(request.POST, auto_id="sharing_%s")
    if form.is_valid():
        try:
            actions.choose_sharing(_person(request), **form.cleaned_data)
            messages.success(request, _("It is entered in the books."))
            return redirect("staff_terms")
        except RoyaltyError as refused:
            refuse(form, refused)
    return _terms_page(request, sharing=form)


@operators_only
@require_POST
def take_back(request: HttpRequest, book: str, number: int) -> HttpResponse:
    """POST /staff/books/<revenue|exchange|terms|advance|sharing>/<n>/take-back"""
    try:
        entry = queries.entry_in(book, number)
    except NoSuchEntry as missing:
        raise Http404 from missing
    try:
        actions.take_back(entry)
        messages.success(request, _("It is taken back; the books keep that it stood there."))
    except RoyaltyError as refused:
        messages.error(request, str(refused))
    month = getattr(entry, "month", None)
    return redirect("staff_month", f"{month.first_day:%Y-%m}") if month else redirect("staff_terms")


def refuse(form: forms.Form, refused: RoyaltyError) -> None:
    """Say what the rooms below refused beside the field it is about."""
    beside = refused.field if isinstance(refused, BadEntry) and refused.field in form.fields else None
    form.add_error(beside, str(refused))


def _terms_page(
    request: HttpRequest,
    form: forms.Form | None = None,
    ahead: forms.Form | None = None,
    sharing: forms.Form | None = None,
) -> HttpResponse:
    """What was agreed; with a form that was sent and has faults, in its place."""
    faults = any(each is not None and each.errors for each in (form, ahead, sharing))
    about: dict[str, Any] = {
        "form": form or begun_with(TermsForm, None, auto_id="terms_%s"),
        "ahead": ahead or begun_with(AdvanceForm, None, auto_id="advance_%s"),
        "sharing": sharing or SharingForm(auto_id="sharing_%s"),
        "rules": list(queries.sharing_entries()),
        "terms": list(queries.standing_terms().select_related("organisation")),
        "advances": queries.advances(),
        "money": words.money,
        "words": words,
        "country_name": country_name,
    }
    return render(request, "staff/terms.html", about, status=422 if faults else 200)


def _person(request: HttpRequest) -> "Person":
    return cast("Person", request.user)
