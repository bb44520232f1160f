"""A person's page with its wall, as the reader may see it; one's own as others see it."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from akkord.flow import clock
from akkord.groups import queries as groups
from akkord.music import queries as music
from akkord.music.rules import Listener
from akkord.people import queries
from akkord.people.errors import NoSuchPerson
from akkord.people.queries import Key, Person
from akkord.wall import queries as walls

from .composer import Composer, composer, write
from .listening import listener_of
from .paths import mark, number_in

TRACKS_SHOWN, FACES_SHOWN = 5, 6
ONLINE = timedelta(minutes=5)  # who was here within is here


def person_of(request: HttpRequest, number: int) -> Person:
    """Whose page the reader may see; else there is nothing."""
    if number == request.user.pk:
        return request.user  # type: ignore[return-value]
    try:
        return queries.person_for(request.user.pk, number)
    except NoSuchPerson as missing:
        raise Http404 from missing


@require_safe
def profile(request: HttpRequest, number: int) -> HttpResponse:
    """GET /id<n>; ?as=guest, ?as=member or ?as=<a friend's number> shows its owner what those get."""
    as_whom = request.GET.get("as")
    if as_whom and number == request.user.pk:
        return _as_another(request, person_of(request, number), as_whom)
    return _profile(request, person_of(request, number))


def _profile(request: HttpRequest, whose: Person, sent: Composer | None = None) -> HttpResponse:
    me = request.user.pk
    about = {
        "whose": whose,
        "mine": whose.pk == me,
        "viewing": None,
        **shown_to(listener_of(request), whose, mark(request)),
    }
    if sent or (me and Key.WALL_WRITE in about["shown"]):  # what was refused stays to be taken along
        about["composer"] = sent or composer(request, f"id{whose.pk}")
    return render(request, "people/profile.html", about, status=422 if sent else 200)


def _as_another(request: HttpRequest, whose: Person, as_whom: str) -> HttpResponse:
    """My page as another gets it: the same question to the same gate, with their number in place of mine."""
    friends = list(queries.friends_of(whose.pk))
    by_number = {friend.pk: friend for friend in friends}
    viewers: dict[str, int | None] = {"guest": None, "member": queries.STRANGER}
    viewer = viewers[as_whom] if as_whom in viewers else number_in(as_whom)
    if as_whom not in viewers and viewer not in by_number:
        raise Http404
    listener = Listener(viewer, listener_of(request).territory)
    about = {
        "whose": whose,
        "mine": False,
        "viewing": by_number.get(viewer, as_whom) if viewer else as_whom,
        "friends_of_mine": friends,
        **shown_to(listener, whose, mark(request)),
        "bond": None,
    }
    return render(request, "people/profile.html", about)


def shown_to(viewer: Listener, whose: Person, before: int | None = None) -> dict[str, Any]:
    """All of a person's page that is its owner's to show, as the viewer may see it."""
    shown = queries.open_to(viewer.person_id, whose.pk)
    around = queries.circle(viewer.person_id, whose.pk, FACES_SHOWN)
    tracks = music.music_of(viewer, whose.pk) if Key.MUSIC in shown else []
    count = walls.count_on_person(viewer.person_id, whose.pk)
    return {
        "shown": shown,
        "address": around.address,
        "bond": around.bond,
        "seen": queries.last_seen(viewer.person_id, whose),
        "online_since": clock.now() - ONLINE,
        "playing": music.playing(viewer, whose.pk) if whose.status_plays else None,
        "composer": None,
        "friends": around.friends,
        "friend_count": around.friend_count,
        "follower_count": around.follower_count,
        "clubs": groups.groups_of(viewer.person_id, whose.pk) if Key.GROUPS in shown else [],
        "tracks": tracks[:TRACKS_SHOWN],
        "track_count": len(tracks),
        "wall": walls.posts_on_person(viewer, whose.pk, before, count) if Key.WALL in shown else None,
        "post_count": count.seen,
    }


@login_required
@require_http_methods(["GET", "POST"])
def write_on_wall(request: HttpRequest, number: int) -> HttpResponse:
    """POST /id<n>/post."""
    if request.method == "GET":  # the address of a refused post, loaded anew
        return redirect(f"/id{number}")
    whose = person_of(request, number)
    answer = write(request, f"/id{whose.pk}", whose, None)
    return _profile(request, whose, answer) if isinstance(answer, Composer) else answer
