"""A person's page with its wall, as the reader may see it, and the form of one's own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from akkord.groups import queries as groups
from akkord.music import queries as music
from akkord.music.rules import Listener
from akkord.people import actions, queries
from akkord.people.errors import NoSuchPerson
from akkord.people.queries import Key, Person
from akkord.wall import queries as walls

from .composer import Composer, composer, write
from .forms import ProfileForm
from .listening import listener_of
from .paths import mark

TRACKS_SHOWN, FACES_SHOWN = 5, 6


def _person(request: HttpRequest, number: int) -> Person:
    try:
        return queries.person_for(request.user.pk, number)
    except NoSuchPerson as missing:
        raise Http404 from missing


@require_safe
def profile(request: HttpRequest, number: int) -> HttpResponse:
    """GET /id<n>."""
    return _profile(request, _person(request, number))


def _profile(request: HttpRequest, whose: Person, sent: Composer | None = None) -> HttpResponse:
    me = request.user.pk
    about = {
        "whose": whose,
        "mine": whose.pk == me,
        "bond": queries.bond(me, whose.pk) if me and whose.pk != me else None,
        **shown_to(listener_of(request), whose, mark(request)),
    }
    if me and Key.WALL_WRITE in about["shown"]:
        about["composer"] = sent or composer(request, f"/id{whose.pk}/post")
    return render(request, "people/profile.html", about, status=422 if sent else 200)


def shown_to(viewer: Listener, whose: Person, before: int | None = None) -> dict[str, Any]:
    """All of a person's page that is its owner's to show, as the viewer may see it."""
    shown = queries.open_to(viewer.person_id, whose.pk)
    around = queries.circle(viewer.person_id, whose.pk)
    tracks = music.music_of(viewer, whose.pk) if Key.MUSIC in shown else []
    return {
        "shown": shown,
        "composer": None,
        "friends": around.friends[:FACES_SHOWN],
        "friend_count": len(around.friends),
        "follower_count": len(around.followers),
        "clubs": groups.groups_of(whose.pk) if Key.GROUPS in shown else [],
        "tracks": tracks[:TRACKS_SHOWN],
        "track_count": len(tracks),
        "wall": walls.posts_on_person(viewer, whose.pk, before) if Key.WALL in shown else None,
        "post_count": walls.count_on_person(viewer.person_id, whose.pk) if Key.WALL in shown else 0,
    }


@login_required
@require_http_methods(["GET", "POST"])
def write_on_wall(request: HttpRequest, number: int) -> HttpResponse:
    """POST /id<n>/post."""
    if request.method == "GET":  # the address of a refused post, loaded anew
        return redirect(f"/id{number}")
    whose = _person(request, number)
    answer = write(request, f"/id{whose.pk}", whose, None)
    return _profile(request, whose, answer) if isinstance(answer, Composer) else answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """GET and POST /edit: one's own page."""
    person: Person = request.user  # type: ignore[assignment]
    kept = {field: getattr(person, field) for field in ("name", "status", "city", "about")}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_bound and form.is_valid():
        actions.edit_profile(person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(f"/id{person.pk}")
    return render(request, "people/edit.html", {"form": form}, status=422 if form.is_bound else 200)
