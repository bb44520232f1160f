"""Bringing an archive of another site: handing it in, what it holds, saying yes, what is waited for."""

import uuid

from allauth.core.ratelimit import consume
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from akkord.archive import actions, queries
from akkord.archive.bringing_life import KINDS
from akkord.archive.errors import LEFT_OUT, WORDS, Fault, Refused
from akkord.archive.opening import MOST_BYTES
from akkord.people.queries import Person, people_by_numbers

from .listening import listener_of
from .paths import number_in

FORM_OVERHEAD = 1024 * 1024


def _me(request: HttpRequest) -> Person:
    person: Person = request.user  # type: ignore[assignment]
    return person


# The body is parsed only by the inner view: for a guest, or past the limit, nothing is written to disk.
@csrf_exempt
@login_required
@never_cache
def bring(request: HttpRequest) -> HttpResponse:
    """GET and POST /settings/data/bring {archive}: the archives one brought, and a form for another."""
    if request.method != "POST":
        return _page(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + FORM_OVERHEAD:
        return _page(request, str(WORDS["too_large"]), status=413)
    return _hand_in(request)


@csrf_protect
def _hand_in(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("archive")
    if file is None:
        return _page(request, _("Choose the ZIP file of your archive."), status=422)
    if not consume(request, action="bring_archive", user=_me(request)):
        often = _("You have brought several archives in the last hour. Please wait a while.")
        return _page(request, often, status=429)
    try:
        made = actions.bring(_me(request), file.chunks(), file.size or 0)
    except Refused as refused:
        return _page(request, str(WORDS[refused.fault.code]), status=422)
    return redirect(f"/settings/data/bring/{made.pk}")


def _page(request: HttpRequest, refused: str = "", status: int = 200) -> HttpResponse:
    me = _me(request)
    about = {
        "tab": "data",
        "refused": refused,
        "bringings": queries.bringings_of(me.pk),
        "people": queries.awaited_people(me.pk),
        "tracks": queries.awaits_tracks(me.pk),
        "own_tracks": queries.awaited_tracks(me.pk),
    }
    return render(request, "settings/bring.html", about, status=status)


@login_required
@require_safe
@never_cache
def one(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """GET /settings/data/bring/<id>: what it holds, how far it is, what became of it."""
    found = queries.bringing_of(_me(request).pk, number)
    if found is None:
        raise Http404
    fault = Fault(**found.fault) if found.fault else None
    about = {
        "tab": "data",
        "bringing": found,
        "came": queries.progress_of(found),
        "fault": fault,
        "why": WORDS[fault.code] if fault else "",
        "left_out": [(LEFT_OUT.get(why, why), times) for why, times in sorted(found.left_out.items())],
    }
    return render(request, "settings/bringing.html", about)


@login_required
@require_POST
def agree(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """POST /settings/data/bring/<id>/agree {part…}: these kinds are to come."""
    _own(request, number)
    actions.agree(_me(request), number, [kind for kind in KINDS if kind in request.POST.getlist("part")])
    return redirect(f"/settings/data/bring/{number}")


@login_required
@require_POST
def drop(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """POST /settings/data/bring/<id>/drop: nothing of it is to come."""
    _own(request, number)
    actions.drop(_me(request), number)
    return redirect("/settings/data/bring")


def _own(request: HttpRequest, number: uuid.UUID) -> None:
    if queries.bringing_of(_me(request).pk, number) is None:
        raise Http404


@login_required
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """POST /settings/data/bring/look: tracks that have come to this site since get their places."""
    actions.look_again(_me(request))
    return redirect("/settings/data/bring")


@login_required
@require_safe
def talks(request: HttpRequest) -> HttpResponse:
    """GET /im/kept: conversations of other sites one brought along."""
    return render(request, "im/kept.html", {"talks": queries.talks_of(_me(request).pk)[:500]})


@login_required
@require_safe
def talk(request: HttpRequest, number: int) -> HttpResponse:
    """GET /im/kept/<n>: one of them, to be read; ?before= a number of it."""
    found = queries.talk_of(_me(request).pk, number)
    if found is None:
        raise Http404
    lines, older = queries.lines_of(found, number_in(request.GET.get("before", "")))
    partner = queries.partner_of(found)
    other = people_by_numbers({partner}).get(partner) if partner else None
    about = {"talk": found, "lines": lines, "older": older, "other": other}
    about["documents"] = queries.documents_of(lines, found.person_id, listener_of(request).territory)
    return render(request, "im/kept_talk.html", about)
