"""Conflicts of ownership: what both sides state and rest on, and how it ends: less, proof, or shares."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from akkord.cases import conflict_queries as queries
from akkord.cases import conflict_words as words
from akkord.cases import conflicts
from akkord.cases.conflict_forms import SharesForm
from akkord.cases.errors import NoSuchConflict
from akkord.cases.models import Conflict, Settlement
from akkord.words.places import place_names

from .office import Office, Refusal, in_office, page

PAGE = 50
PIECE = 256 * 1024


class EvidenceForm(forms.Form):
    """A document, of which name and hash are kept."""

    document = forms.FileField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy("Its name and SHA-256 are kept, not its bytes: keep the document unchanged."),
    )
    text = forms.CharField(
        label=gettext_lazy("What it shows"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/conflicts: open ones first, by when an answer is due."""
    shown = Paginator(queries.conflicts_of(office.number), PAGE).get_page(request.GET.get("page"))
    return page(
        request, office, "conflicts", "conflicts", shown=shown, states=words.STATES, places=place_names
    )


@require_safe
@in_office
def conflict(request: HttpRequest, office: Office, conflict: int) -> HttpResponse:
    """GET /rights/<n>/conflicts/<c>"""
    return _shown(request, office, _found(office, conflict))


@require_POST
@in_office
def concede(request: HttpRequest, office: Office, conflict: int) -> HttpResponse:
    """POST /rights/<n>/conflicts/<c>/concede: take back what is claimed there."""
    found = _found(office, conflict)
    try:
        conflicts.concede(request.user, office.organisation, found.pk)  # type: ignore[arg-type]
        messages.success(request, _("You no longer claim this."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("labels-conflict", office.number, found.pk)


@require_POST
@in_office
def evidence(request: HttpRequest, office: Office, conflict: int) -> HttpResponse:
    """POST /rights/<n>/conflicts/<c>/evidence: name a document; it is hashed as it comes and not kept."""
    found, form = _found(office, conflict), EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        document = form.cleaned_data["document"]
        digest = hashlib.sha256()
        for piece in document.chunks(PIECE):
            digest.update(piece)
        try:
            conflicts.give_evidence(
                request.user,  # type: ignore[arg-type]
                office.organisation,
                found.pk,
                name=document.name,
                sha256=digest.hexdigest(),
                text=form.cleaned_data["text"],
            )
            messages.success(request, _("All parties see its name and hash. Show it to the operator."))
            return redirect("labels-conflict", office.number, found.pk)
        except Refusal as refused:
            form.add_error(None, str(refused))
    return _shown(request, office, found, evidence=form)


@require_POST
@in_office
def offer(request: HttpRequest, office: Office, conflict: int) -> HttpResponse:
    """POST /rights/<n>/conflicts/<c>/offer: shares the others may agree to."""
    found = _found(office, conflict)
    form = SharesForm(queries.sides_of(found), request.POST)
    if form.is_valid():
        try:
            conflicts.offer(
                request.user,  # type: ignore[arg-type]
                office.organisation,
                found.pk,
                form.shares,
                since=form.from_day,
            )
            messages.success(request, _("Offered. It holds once every party has agreed."))
            return redirect("labels-conflict", office.number, found.pk)
        except Refusal as refused:
            form.add_error(None, str(refused))
    return _shown(request, office, found, shares=form)


@require_POST
@in_office
def answer(request: HttpRequest, office: Office, conflict: int, offer: int) -> HttpResponse:
    """POST /rights/<n>/conflicts/<c>/offers/<o>: agree, or decline."""
    found = _found(office, conflict)
    if not found.settlements.filter(pk=offer).exists():
        raise Http404
    does = conflicts.agree if request.POST.get("answer") == "agree" else conflicts.decline
    try:
        does(request.user, office.organisation, offer)  # type: ignore[arg-type]
        messages.success(request, _("Your answer was given to the other parties."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("labels-conflict", office.number, found.pk)


def _found(office: Office, number: int) -> Conflict:
    try:
        return queries.conflict_of(office.number, number)
    except NoSuchConflict as missing:
        raise Http404 from missing


def _shown(request: HttpRequest, office: Office, found: Conflict, **forms: Any) -> HttpResponse:
    refused = any(form.errors for form in forms.values())
    sides, offers = queries.sides_of(found), list(queries.settlements_of(found))
    about = {
        "conflict": found,
        "sides": sides,
        "offers": offers,
        "waiting": next((each for each in offers if each.state == Settlement.State.WAITING), None),
        "words": words,
        "places": place_names,
        "evidence": forms.get("evidence") or EvidenceForm(),
        "shares": forms.get("shares") or SharesForm(sides),
    }
    return page(request, office, "conflict", "conflicts", status=422 if refused else 200, **about)
