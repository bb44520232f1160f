"""Stay-downs in the office: what is kept out, what came again and was caught, and the ends there are."""

from datetime import UTC
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from akkord.cases import kept_out
from akkord.cases import proceeding_words as words
from akkord.cases.errors import NoSuchStayDown
from akkord.cases.writing import said_at
from akkord.catalogue import queries as catalogue
from akkord.flow import clock
from akkord.rights import queries as rights

from .office import Office, Refusal, in_office, page

PAGE = 100


class UntilForm(forms.Form):
    """When it ends by itself."""

    until = forms.DateTimeField(
        label=gettext_lazy("It ends by itself on (UTC)"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/stay-downs: those that stand and those that ended."""
    shown = Paginator(rights.stay_downs_of(office.number), PAGE).get_page(request.GET.get("page"))
    about: dict[str, Any] = {
        "shown": shown,
        "now": clock.now(),
        "names": catalogue.recordings_by_ids({block.scope_id for block in shown}),
    }
    return page(request, office, "stay_downs", "stay-downs", **about)


@require_safe
@in_office
def stay_down(request: HttpRequest, office: Office, block: int) -> HttpResponse:
    """GET /rights/<n>/stay-downs/<b>"""
    return _shown(request, office, block, UntilForm())


@require_POST
@in_office
def end_at(request: HttpRequest, office: Office, block: int) -> HttpResponse:
    """POST /rights/<n>/stay-downs/<b>/until: it ends by itself on a day."""
    form = UntilForm(request.POST)
    if form.is_valid():
        ends = form.cleaned_data["until"].replace(tzinfo=UTC)
        try:
            bounded = kept_out.end_at(request.user, office.number, block, ends)  # type: ignore[arg-type]
            messages.success(request, _("Its end is set, and stands in the public log."))
            return redirect("labels-stay-down", office.number, bounded.pk)
        except NoSuchStayDown as missing:
            raise Http404 from missing
        except Refusal as refused:
            form.add_error("until", str(refused))
    return _shown(request, office, block, form, 422)


@require_POST
@in_office
def end(request: HttpRequest, office: Office, block: int) -> HttpResponse:
    """POST /rights/<n>/stay-downs/<b>/end: its claimant's word, or a court's by the operator."""
    try:
        if office.acting:
            kept_out.retract(request.user, office.number, block)  # type: ignore[arg-type]
            messages.success(request, _("It has ended. What else forbids these copies still does."))
        else:
            reason = request.POST.get("reason", "")
            kept_out.propose_court_end(request.user, office.number, block, reason)  # type: ignore[arg-type]
            messages.info(request, _("Proposed. Somebody else of the staff has 24 hours to approve it."))
    except NoSuchStayDown as missing:
        raise Http404 from missing
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("labels-stay-down", office.number, block)


def _shown(
    request: HttpRequest, office: Office, block: int, form: UntilForm, status: int = 200
) -> HttpResponse:
    try:
        found = kept_out.kept_out_by(office.number, block)
    except NoSuchStayDown as missing:
        raise Http404 from missing
    about = {"found": found, "form": form, "words": words, "said_at": said_at, "most": kept_out.MOST_CAUGHT}
    return page(request, office, "stay_down", "stay-downs", status=status, **about)
