"""Friends, requests and followers; asking, accepting, reading; finding people."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from akkord.groups import queries as groups
from akkord.music import queries as music
from akkord.people import actions, queries
from akkord.people.errors import NoSuchPerson, PeopleError
from akkord.people.queries import Key, Person

from .listening import listener_of
from .paths import next_place

PEOPLE_SHOWN = 50


def _on_person(verb: Callable[[Person, Person], object]) -> Callable[[HttpRequest, int], HttpResponse]:
    """POST /id<n>/<verb>: done to whoever has the number; the verb itself asks whether it may."""

    @login_required
    @require_POST
    def done(request: HttpRequest, number: int) -> HttpResponse:
        me: Person = request.user  # type: ignore[assignment]
        try:
            verb(me, queries.person_by_number(number))
        except NoSuchPerson as missing:
            raise Http404 from missing
        except PeopleError as refused:
            messages.error(request, str(refused.text))
        return redirect(next_place(request, f"/id{number}"))

    return done


follow = _on_person(actions.follow)
unfollow = _on_person(actions.unfollow)
ask = _on_person(actions.ask)
take_back = _on_person(actions.take_back)
accept = _on_person(lambda me, other: actions.accept(me, other.pk))
decline = _on_person(lambda me, other: actions.decline(me, other.pk))
reconsider = _on_person(lambda me, other: actions.reconsider(me, other.pk))
remove = _on_person(actions.remove_friend)


def _whose(request: HttpRequest, key: Key) -> Person:
    """Mine, or with ?of=<n> somebody else's if it is open to me."""
    me: Person = request.user  # type: ignore[assignment]
    of = request.GET.get("of", "")
    if not (of.isascii() and of.isdigit() and len(of) < 16):
        return me
    if not queries.allows(me.pk, int(of), key):
        raise Http404
    return queries.person_by_number(int(of))


@login_required
@require_safe
def friends(request: HttpRequest) -> HttpResponse:
    """GET /friends, or ?of=<n> for somebody else's."""
    me, whose = request.user.pk, _whose(request, Key.FRIENDS)
    mine = whose.pk == me
    about = {
        "whose": whose,
        "mine": mine,
        "friends": queries.friends_shown(me, whose.pk),
        "requests": queries.requests_to(me) if mine else [],  # type: ignore[arg-type]
        "tab": "friends",
    }
    return render(request, "people/friends.html", about)


@login_required
@require_safe
def followers(request: HttpRequest) -> HttpResponse:
    """GET /followers, or ?of=<n>: who reads, and whom one reads, without being friends."""
    me, whose = request.user.pk, _whose(request, Key.FOLLOWERS)
    about = {
        "whose": whose,
        "mine": whose.pk == me,
        "followers": queries.followers_shown(me, whose.pk),
        "followed": queries.followed_shown(me, whose.pk),
        "tab": "followers",
    }
    return render(request, "people/followers.html", about)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """GET /people?q=: people by name, and the way to the same words in music and communities."""
    words = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    found = queries.find_people(request.user.pk, words, PEOPLE_SHOWN + 1)
    near = queries.near_numbers(request.user.pk) if request.user.is_authenticated else set()
    about = {
        "words": words,
        "people": found[:PEOPLE_SHOWN],
        "more": len(found) > PEOPLE_SHOWN,
        "near": near,
        "clubs": groups.find_groups(words)[:5] if words else [],
        "tracks": music.find(listener_of(request), words)[:5] if words else [],
    }
    return render(request, "people/search.html", about)
