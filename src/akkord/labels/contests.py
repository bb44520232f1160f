"""Contests: what uploaders say against a restriction of this organisation, and its answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from akkord.cases import actions, queries
from akkord.cases.errors import NoSuchContest
from akkord.cases.whereabouts import contested_matches

from .forms import AnswerForm
from .office import Office, Refusal, in_office, page
from .words import CONTESTS, GROUNDS

PAGE = 50


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/contests: those to be answered first."""
    shown = Paginator(queries.contests_against(office.number), PAGE).get_page(request.GET.get("page"))
    return page(request, office, "contests", "contests", shown=shown, states=CONTESTS, grounds=GROUNDS)


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def contest(request: HttpRequest, office: Office, contest: int) -> HttpResponse:
    """GET, POST /rights/<n>/contests/<c>: read it and answer it."""
    try:
        found = queries.contest_against(office.number, contest)
    except NoSuchContest as missing:
        raise Http404 from missing
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm()
    if form.is_bound and form.is_valid():
        try:
            actions.answer_contest(
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
        "states": CONTESTS,
        "grounds": GROUNDS,
        "matches": contested_matches(office.number, found.upload.sound_id or 0),
    }
    return page(request, office, "contest", "contests", status=422 if form.errors else 200, **about)
