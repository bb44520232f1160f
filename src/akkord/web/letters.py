"""A member's letters from proceedings, their strikes, the suspension of their uploads, and the lesson."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.cases import proceeding_queries as queries
from akkord.cases import school, suspending, suspension_queries
from akkord.cases.errors import CaseError, NoSuchSuspension
from akkord.cases.suspension_words import ENDINGS
from akkord.people.queries import Person

SHOWN = 200


@require_safe
@login_required
def letters(request: HttpRequest) -> HttpResponse:
    """GET /letters: what was written to the member, what strikes count, whether uploads are suspended."""
    return _page(request)


@require_POST
@login_required
def appeal(request: HttpRequest, number: int) -> HttpResponse:
    """POST /letters/suspensions/<n>/appeal: its owner says why it is wrong; a person answers."""
    text = request.POST.get("text", "")
    try:
        suspending.appeal(_person(request), number, text)
    except NoSuchSuspension as missing:
        raise Http404 from missing
    except CaseError as refused:
        return _page(request, {"text": text, "refused": str(refused)})
    messages.success(request, _("Your appeal is with the staff. Somebody who did not decide it answers."))
    return redirect("letters")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def lesson(request: HttpRequest) -> HttpResponse:
    """GET, POST /letters/school: a few questions; once they are answered right, strikes run out."""
    wrong = school.wrong(request.POST) if request.method == "POST" else []
    if request.method == "POST" and not wrong:
        school.attend(_person(request), request.POST)
        messages.success(request, _("Your strikes run out 90 days from now."))
        return redirect("letters")
    about = {"lesson": school.LESSON, "wrong": wrong, "given": request.POST}
    return render(request, "notices/school.html", about, status=422 if wrong else 200)


def _page(request: HttpRequest, given: dict[str, str] | None = None) -> HttpResponse:
    """The page; `given` is an appeal that could not be taken, and why."""
    own = _person(request).pk
    told = suspension_queries.told_of(own)
    about = {
        "letters": queries.letters_of(own)[:SHOWN],
        "strikes": queries.standing_strikes(own),
        "suspension": told,
        "behind": suspension_queries.strikes_behind(told) if told else [],
        "ends": suspension_queries.ends_by_itself(told) if told else None,
        "appealable": told is not None and suspension_queries.may_appeal(told),
        "endings": ENDINGS,
        "given": given or dict.fromkeys(("text", "refused"), ""),
    }
    return render(request, "notices/letters.html", about, status=422 if given else 200)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
