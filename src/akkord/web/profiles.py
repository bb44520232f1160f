"""Pages of people: profile with wall, friends and followers, search; following; one's own page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.groups import queries as groups
from akkord.music import queries as music
from akkord.people import actions, queries
from akkord.people.errors import NoSuchPerson, OneselfFollowed
from akkord.people.queries import Person
from akkord.wall import queries as walls

from .composer import Composer, composer, write
from .forms import ProfileForm
from .listening import listener_of
from .paths import mark, next_place

TRACKS_SHOWN, FACES_SHOWN, PEOPLE_SHOWN = 5, 6, 50


def _person(number: int) -> Person:
    try:
        return queries.person_by_number(number)
    except NoSuchPerson as missing:
        raise Http404 from missing


@require_safe
def profile(request: HttpRequest, number: int) -> HttpResponse:
    """GET /id<n>."""
    return _profile(request, _person(number))


def _profile(request: HttpRequest, whose: Person, sent: Composer | None = None) -> HttpResponse:
    me = request.user.pk
    wall = walls.posts_on_person(listener_of(request), whose.pk, mark(request))
    may_write = me is not None and walls.may_write(me, wall_person=whose.pk)
    friends, followers = queries.friends_of(whose.pk), queries.followers_of(whose.pk)
    tracks = music.music_of(listener_of(request), whose.pk)
    about = {
        "whose": whose,
        "mine": whose.pk == me,
        "wall": wall,
        "composer": sent or (composer(request, f"/id{whose.pk}/post") if may_write else None),
        "friends": friends[:FACES_SHOWN],
        "friend_count": friends.count(),
        "follower_count": followers.count(),
        "clubs": groups.groups_of(whose.pk),
        "post_count": walls.count_on_person(whose.pk),
        "tracks": tracks[:TRACKS_SHOWN],
        "track_count": len(tracks),
        "i_follow": me is not None and queries.follows(me, whose.pk),
        "follows_me": me is not None and queries.follows(whose.pk, me),
    }
    return render(request, "people/profile.html", about, status=422 if sent else 200)


@login_required
@require_http_methods(["GET", "POST"])
def write_on_wall(request: HttpRequest, number: int) -> HttpResponse:
    """POST /id<n>/post."""
    if request.method == "GET":  # the address of a refused post, loaded anew
        return redirect(f"/id{number}")
    whose = _person(number)
    answer = write(request, f"/id{whose.pk}", whose, None)
    return _profile(request, whose, answer) if isinstance(answer, Composer) else answer


@login_required
@require_POST
def follow(request: HttpRequest, number: int) -> HttpResponse:
    """POST /id<n>/follow."""
    whose = _person(number)
    try:
        actions.follow(request.user, whose)  # type: ignore[arg-type]
    except OneselfFollowed:
        messages.error(request, _("You cannot follow yourself."))
    return redirect(next_place(request, f"/id{whose.pk}"))


@login_required
@require_POST
def unfollow(request: HttpRequest, number: int) -> HttpResponse:
    """POST /id<n>/unfollow."""
    whose = _person(number)
    actions.unfollow(request.user, whose)  # type: ignore[arg-type]
    return redirect(next_place(request, f"/id{whose.pk}"))


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


@login_required
@require_safe
def friends(request: HttpRequest) -> HttpResponse:
    """GET /friends, or ?of=<n> for somebody else's."""
    of = request.GET.get("of", "")
    whose = _person(int(of)) if of.isascii() and of.isdigit() and len(of) < 16 else request.user
    mine = whose.pk == request.user.pk
    about = {
        "whose": whose,
        "mine": mine,
        "friends": queries.friends_of(whose.pk),  # type: ignore[arg-type]
        "requests": queries.requests_to(whose.pk) if mine else [],  # type: ignore[arg-type]
        "tab": "friends",
    }
    return render(request, "people/friends.html", about)


@login_required
@require_safe
def followers(request: HttpRequest) -> HttpResponse:
    """GET /followers, or ?of=<n>: who reads, and whom one reads."""
    of = request.GET.get("of", "")
    whose = _person(int(of)) if of.isascii() and of.isdigit() and len(of) < 16 else request.user
    about = {
        "whose": whose,
        "mine": whose.pk == request.user.pk,
        "followers": queries.followers_of(whose.pk),  # type: ignore[arg-type]
        "followed": queries.followed_by(whose.pk),  # type: ignore[arg-type]
        "tab": "followers",
    }
    return render(request, "people/followers.html", about)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """GET /people?q=: people by name, and the way to the same words in music and communities."""
    words = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    found = list(queries.find_people(words)[: PEOPLE_SHOWN + 1])
    read = set(queries.followed_numbers(request.user.pk)) if request.user.is_authenticated else set()
    about = {
        "words": words,
        "people": found[:PEOPLE_SHOWN],
        "more": len(found) > PEOPLE_SHOWN,
        "read": read,
        "clubs": groups.find_groups(words)[:5] if words else [],
        "tracks": music.find(listener_of(request), words)[:5] if words else [],
    }
    return render(request, "people/search.html", about)
