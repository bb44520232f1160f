"""Proceedings on the operator's desk: what falls next, what can be done, acts that came on paper."""

import uuid
from datetime import UTC
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from akkord.cases import doubts, proceedings
from akkord.cases import proceeding_queries as queries
from akkord.cases import proceeding_words as words
from akkord.cases.errors import CaseError, NoSuchProceeding
from akkord.cases.law.calendars import countries
from akkord.cases.law.forms import form_of
from akkord.cases.law.procedures import versions_of
from akkord.cases.law.terms import Party, Subject
from akkord.cases.models import Proceeding, ProceedingRow
from akkord.cases.rules import MOST_BYTES
from akkord.cases.writing import said_at
from akkord.catalogue import queries as catalogue
from akkord.disclosure.rows import certified
from akkord.disclosure.words import CLASSES
from akkord.words.places import country_name

from .views import operators_only

if TYPE_CHECKING:
    from akkord.people.models import Person

PAGE, ROWS = 50, 100
FOUND = {
    "recording": gettext_lazy("A recording, every copy"),
    "file": gettext_lazy("The very file"),
    "post": gettext_lazy("A post"),
    "photo": gettext_lazy("A photo"),
    "document": gettext_lazy("A document"),
    "ambiguous": gettext_lazy("Several different tracks"),
    "not_found": gettext_lazy("Not found"),
}
# For whom the staff records what reached the site on paper.
ON_PAPER = (Party.STAFF, Party.COURT, Party.AUTHORITY, Party.HOST, Party.CLAIMANT)
BY_FORM = ("check", "counter", "join")
ACCOUNTS = {
    "good": gettext_lazy("no strikes"),
    "warned": gettext_lazy("strikes, fewer than three"),
    "frozen": gettext_lazy("three strikes, some of them being answered"),
    "suspends": gettext_lazy("three strikes: uploads are suspended for them"),
}
LONG = ("operative", "reason", "rows", "places", "redress")


class ActForm(forms.Form):
    """A court's act or an authority's demand: the elements of the law, and what bears on its steps."""

    country = forms.ChoiceField(label=gettext_lazy("Country"))
    subject = forms.ChoiceField(label=gettext_lazy("About"), choices=list(words.SUBJECTS.items()))
    whole_site = forms.BooleanField(label=gettext_lazy("It is against the whole site"), required=False)
    gag_until = forms.DateTimeField(
        label=gettext_lazy("Until when a law forbids telling the person (UTC)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    suit_days = forms.IntegerField(
        label=gettext_lazy("Days the court gives for the suit"), required=False, min_value=1, max_value=15
    )
    days = forms.IntegerField(label=gettext_lazy("Days to carry it out"), required=False, min_value=1)
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("The claimant, if it is an organisation here"),
        queryset=catalogue.organisations(),
        required=False,
    )
    coordinator = forms.ModelChoiceField(
        label=gettext_lazy("The body that coordinates it with others’ cases"),
        queryset=catalogue.organisations().filter(kind="body"),
        required=False,
    )
    coordination = forms.CharField(
        label=gettext_lazy("That body’s number for it"), max_length=80, required=False
    )
    catalogue = forms.BooleanField(
        label=gettext_lazy("It is also over the claimant’s catalogue generally"), required=False
    )
    later = forms.BooleanField(
        label=gettext_lazy("…and over what the claimant will deliver while the act is in force"),
        required=False,
    )

    def __init__(self, procedure: str, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["country"].choices = [(code, country_name(code)) for code in countries()]  # type: ignore[attr-defined]
        for element in form_of(versions_of(procedure)[-1].form).elements:
            widget = forms.Textarea(attrs={"rows": 3}) if element.name in LONG else forms.TextInput()
            most = MOST_BYTES if element.name == "rows" else 20_000
            self.fields[element.name] = forms.CharField(
                label=_(element.ask), required=False, max_length=most, widget=widget
            )
        self.order_fields(["country", "subject", *(n for n in self.fields if n not in self.facts_named)])

    @property
    def given(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        if "rows" in said:
            said["rows"] = [row for row in said["rows"].splitlines() if row.strip()]
        return {name: value for name, value in said.items() if name not in self.facts_named}

    facts_named = (
        *("country", "subject", "organisation", "coordinator", "coordination", "whole_site", "gag_until"),
        *("suit_days", "days", "catalogue", "later"),
    )

    @property
    def facts(self) -> dict[str, object]:
        said = self.cleaned_data
        gag = said["gag_until"]
        wanted = ("whole_site", "suit_days", "days", "catalogue", "later")
        told = {name: said[name] for name in wanted if said[name]}
        return told | ({"gag_until": gag.replace(tzinfo=UTC).isoformat()} if gag else {})


@operators_only
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """GET /staff/proceedings: open ones first, by what falls next."""
    shown = Paginator(queries.proceedings(), PAGE).get_page(request.GET.get("page"))
    acts = [(each, words.PROCEDURES[each]) for each in proceedings.ACTS]
    about = {"shown": shown, "words": words, "said_at": said_at, "acts": acts}
    return render(request, "staff/proceedings.html", about)


@operators_only
def new(request: HttpRequest, procedure: str) -> HttpResponse:
    """GET, POST /staff/proceedings/new/<procedure>: an act or a demand that reached the site."""
    if procedure not in proceedings.ACTS:
        raise Http404
    form = ActForm(procedure, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            found = proceedings.open_act(
                procedure,
                form.given,
                person=_person(request),
                country=form.cleaned_data["country"],
                subject=Subject(form.cleaned_data["subject"]),
                facts=form.facts,
                claimant=form.cleaned_data["organisation"],
                coordinator=form.cleaned_data["coordinator"],
                coordination=form.cleaned_data["coordination"],
            )
            return redirect("staff_proceeding", found.public_id)
        except CaseError as refused:
            form.add_error(None, str(refused))
    about = {"form": form, "name": words.PROCEDURES[procedure]}
    return render(request, "staff/proceeding_new.html", about, status=422 if form.errors else 200)


@operators_only
@require_safe
def proceeding(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """GET /staff/proceedings/<id>"""
    found = _found(public_id)
    counts, rows = queries.row_counts(found), queries.rows_of(found)
    wanted = request.GET.get("found", "")
    shown = Paginator(rows.filter(found=wanted) if wanted in counts else rows, ROWS).get_page(
        request.GET.get("page")
    )
    about = {
        "found": found,
        "shown": shown,
        "classes": {row.row: CLASSES[row.found.value] for row in certified(shown)},
        "counts": [(kind, FOUND[kind], counts[kind]) for kind in FOUND if kind in counts],
        "wanted": wanted if wanted in counts else "",
        "meant": {row.line: doubts.tracks_meant(row) for row in shown if _waits(row)},
        "law": queries.procedure_of(found),
        "words": words,
        "said_at": said_at,
        "deadlines": queries.deadlines_of(found),
        "steps": [(party.value, _events(found, party)) for party in ON_PAPER if _events(found, party)],
        "history": found.steps.select_related("entry").order_by("pk"),
        "letters": found.letters.order_by("pk"),
        "approvals": queries.waiting_approvals(found),
        "two": _needing_two(found),
        "accounts": [(each, queries.account_of(each).value) for each in sorted(queries.uploaders_of(found))],
        "standings": ACCOUNTS,
        "precision": queries.precision_of(found.mail, found.organisation_id)
        if found.mail or found.organisation_id
        else None,
        "missing": found.facts.get("missing") or [],
        "together": [part for part in queries.together(found) if part.pk != found.pk],
        "joinable": "join" in queries.possible(found, Party.COURT),
    }
    return render(request, "staff/proceeding.html", about)


@operators_only
@require_POST
def join(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """POST /staff/proceedings/<id>/join: the court hears it together with another case of its own."""
    found = _found(public_id)
    try:
        proceedings.join(_person(request), found.public_id, request.POST.get("case_number", ""))
        messages.success(request, _("It is recorded."))
    except CaseError as refused:
        messages.error(request, str(refused))
    return redirect("staff_proceeding", public_id)


@operators_only
@require_POST
def step(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """POST /staff/proceedings/<id>/step: done at once, or proposed where two are needed."""
    found, event = _found(public_id), request.POST.get("event", "")
    if event in BY_FORM:
        raise Http404
    reason = request.POST.get("reason", "").strip()[:2000]
    facts: dict[str, object] = {"reason": reason} if reason else {}
    if request.POST.get("stayed"):
        facts["stayed"] = True
    try:
        if proceedings.act_of(found, event) is not None and request.POST.get("emergency"):
            proceedings.break_glass(_person(request), public_id, event, facts)
            messages.warning(
                request, _("Done by you alone. Unless somebody confirms it, it is reversed in 24 hours.")
            )
        elif proceedings.act_of(found, event) is not None:
            proceedings.propose(_person(request), public_id, event, facts)
            messages.info(request, _("Proposed. Somebody else of the staff has 24 hours to approve it."))
        else:
            by = Party(request.POST.get("actor", "staff"))
            proceedings.record_event(public_id, event, by, person=_person(request), facts=facts)
            messages.success(request, _("It is recorded."))
    except ValueError as unknown:
        raise Http404 from unknown
    except CaseError as refused:
        messages.error(request, str(refused))
    return redirect("staff_proceeding", public_id)


@operators_only
@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """POST /staff/approvals/<n>/approve: the second person says yes, and it happens."""
    try:
        found = proceedings.approve(_person(request), number)
    except CaseError as refused:
        messages.error(request, str(refused))
        return redirect("staff_proceedings")
    messages.success(request, _("Approved, and done."))
    return redirect("staff_proceeding", found.public_id)


def _waits(row: ProceedingRow) -> bool:
    """For a person to say what it names."""
    return row.found == "ambiguous" and row.decided_at is None


def _needing_two(found: Proceeding) -> set[str]:
    return {
        e for party in ON_PAPER for e in _events(found, party) if proceedings.act_of(found, e) is not None
    }


def _events(found: Proceeding, party: Party) -> list[str]:
    return [event for event in queries.possible(found, party) if event not in BY_FORM]


def _found(public_id: uuid.UUID) -> Proceeding:
    try:
        return queries.proceeding_by_id(public_id)
    except NoSuchProceeding as missing:
        raise Http404 from missing


def _person(request: HttpRequest) -> "Person":
    return cast("Person", request.user)
