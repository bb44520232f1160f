"""Contests: what uploaders say against a claim of this organisation, its answer, and the clock that runs."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.cases import claim_queries as queries
from akkord.cases import claims, precision
from akkord.cases import proceeding_words as words
from akkord.cases.errors import NoSuchContest
from akkord.cases.law.terms import Party
from akkord.cases.releasing import sound_of
from akkord.cases.whereabouts import contested_matches
from akkord.cases.writing import said_at

from .forms import AnswerForm
from .office import Office, Refusal, in_office, page
from .words import GROUNDS

PAGE = 50


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/contests: those to be answered first, by their clock."""
    shown = Paginator(queries.claims_against(office.number), PAGE).get_page(request.GET.get("page"))
    about: dict[str, Any] = {"shown": shown, "words": words, "grounds": GROUNDS, "said_at": said_at}
    scores = precision.scores(office.number)
    return page(request, office, "contests", "contests", scores=scores, **about)


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def contest(request: HttpRequest, office: Office, contest: int) -> HttpResponse:
    """GET, POST /rights/<n>/contests/<c>: read it and answer it."""
    try:
        found = queries.claim_against(office.number, contest)
    except NoSuchContest as missing:
        raise Http404 from missing
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm()
    if form.is_bound and form.is_valid():
        try:
            claims.answer(
                request.user,  # type: ignore[arg-type]
                office.organisation,
                found.pk,
                release=form.cleaned_data["verdict"] == "release",
                answer=form.cleaned_data["answer"],
            )
            messages.success(request, _("Your answer was given to the uploader."))
            return redirect("labels-contests", office.number)
        except Refusal as refused:
            form.add_error(None, str(refused))
    about = {
        "contest": found,
        "form": form,
        "words": words,
        "grounds": GROUNDS,
        "deadlines": queries.deadlines_of(found),
        "events": queries.possible(found, Party.CLAIMANT),
        "said_at": said_at,
        "matches": contested_matches(office.number, sound_of(found)),
    }
    return page(request, office, "contest", "contests", status=422 if form.errors else 200, **about)


@require_POST
@in_office
def complain(request: HttpRequest, office: Office, contest: int) -> HttpResponse:
    """POST /rights/<n>/contests/<c>/complain: against what a person of the site found lawful."""
    try:
        claims.complain(
            request.user,  # type: ignore[arg-type]
            office.organisation,
            contest,
            request.POST.get("reason", ""),
        )
        messages.success(request, _("Your complaint is filed. A person who did not decide first decides it."))
    except NoSuchContest as missing:
        raise Http404 from missing
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("labels-contest", office.number, contest)
