"""Reporting anything to the staff, what came of it, and decisions about what is one's own."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.care import actions, queries
from akkord.care.errors import CareError, NoSuchDecision, NoSuchThing
from akkord.care.rules import Rule, Thing, rules_for
from akkord.care.words import MEASURES, OUTCOMES, THINGS, outcome
from akkord.flow import clock
from akkord.people.queries import Person

from .listening import listener_of
from .paths import number_in

REPORTABLE = frozenset(Thing) - {Thing.MESSAGES}  # messages are chosen one by one, in their dialog


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """GET and POST /report/<kind>/<n>: which rule a thing goes against, and the reporter's words.

    A photo on a post is reported by the address that names the post, ?post=.
    """
    if kind not in REPORTABLE:
        raise Http404
    thing, refused, post = Thing(kind), "", number_in(request.GET.get("post", ""))
    try:
        seen = queries.seen_by(listener_of(request), thing, number, post)
        if request.method == "POST":
            actions.report(_me(request), thing, number, *_sent(request), listener_of(request), post)
            messages.success(request, _("The staff has your report. What comes of it is told here."))
            return redirect("my_reports")
    except NoSuchThing as missing:
        raise Http404 from missing
    except CareError as error:
        refused = str(error.text)
    about = {
        "thing": thing,
        "name": THINGS[thing],
        "seen": seen,
        "own": seen.whose == _me(request).pk,
        "rules": [(rule.name, *rule.said(_language(request))) for rule in _rules(thing)],
        "chosen": request.POST.get("rule", ""),
        "words": request.POST.get("words", ""),
        "refused": refused,
    }
    return render(request, "care/report.html", about, status=422 if refused else 200)


def _rules(thing: Thing) -> list[Rule]:
    return rules_for(thing, clock.now().date())


def _sent(request: HttpRequest) -> tuple[str, str]:
    return request.POST.get("rule", ""), request.POST.get("words", "").replace("\x00", "")


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """GET /my/reports: what I reported, and what came of it."""
    reports = queries.reports_by(_me(request).pk)
    about = {"rows": [(row, outcome(row)) for row in reports], "things": THINGS, "outcomes": OUTCOMES}
    return render(request, "care/my_reports.html", about)


@login_required
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """GET /my/decisions: what the staff restricted of mine."""
    about = {"decisions": queries.decisions_about(_me(request).pk), "things": THINGS, "measures": MEASURES}
    return render(request, "care/decisions.html", about)


@login_required
@require_safe
def decision(request: HttpRequest, number: int) -> HttpResponse:
    """GET /my/decisions/<n>: rule, words, scope, term, line, and the appeal."""
    return _decision(request, number)


@login_required
@require_POST
def appeal(request: HttpRequest, number: int) -> HttpResponse:
    """POST /my/decisions/<n>/appeal."""
    text = request.POST.get("text", "").replace("\x00", "")
    try:
        actions.appeal(_me(request), number, text)
    except NoSuchDecision as missing:
        raise Http404 from missing
    except CareError as refused:
        return _decision(request, number, text, str(refused.text))
    messages.success(request, _("Your appeal is with the staff. Somebody who did not decide it answers."))
    return redirect("my_decision", number)


def _decision(request: HttpRequest, number: int, text: str = "", refused: str = "") -> HttpResponse:
    try:
        told = queries.decision_of(_me(request).pk, number)
    except NoSuchDecision as missing:
        raise Http404 from missing
    about = {
        "told": told,
        "rule": told.rule.said(_language(request)) if told.rule else None,
        "things": THINGS,
        "measures": MEASURES,
        "text": text,
        "refused": refused,
    }
    return render(request, "care/decision.html", about, status=422 if refused else 200)


def _language(request: HttpRequest) -> str:
    return request.LANGUAGE_CODE[:2]


def _me(request: HttpRequest) -> Person:
    return cast(Person, request.user)
