"""Friends, requests and followers; whom one may know, and whose birthday is near."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from akkord.people import queries
from akkord.people.queries import Key, Person

from .paths import mark, number_in

SUGGESTED = 6
FOLLOWERS_PAGE = 100


def _whose(request: HttpRequest, key: Key) -> Person:
    """Mine, or with ?of=<n> somebody else's if it is open to me."""
    me: Person = request.user  # type: ignore[assignment]
    of = number_in(request.GET.get("of", ""))
    if of is None:
        return me
    if not queries.allows(me.pk, of, key):
        raise Http404
    return queries.person_by_number(of)


@login_required
@require_safe
def friends(request: HttpRequest) -> HttpResponse:
    """GET /friends, or ?of=<n> for somebody else's; ?list=<n>: those on a list of mine."""
    me: Person = request.user  # type: ignore[assignment]
    whose = _whose(request, Key.FRIENDS)
    about = {"whose": whose, "mine": whose.pk == me.pk, "tab": "friends"}
    found = queries.friends_shown(me.pk, whose.pk)
    if whose.pk != me.pk:
        return render(request, "people/friends.html", about | _of_another(me, whose, found))
    on, chosen = queries.listed(me.pk), number_in(request.GET.get("list", ""))
    lists = queries.lists_of(me.pk)
    if chosen is not None:
        if chosen not in {each.pk for each in lists}:
            raise Http404
        found = [friend for friend in found if friend.pk in on.get(chosen, ())]
    about |= {
        "friends": found,
        "lists": lists,
        "chosen": chosen,
        "hidden": queries.hidden_friends(me.pk),
        "waiting": queries.waiting_requests(me.pk),
        "birthdays": queries.birthdays(me.pk, timezone.localdate()) if chosen is None else [],
        "suggestions": queries.suggestions(me.pk, SUGGESTED) if chosen is None else [],
    }
    return render(request, "people/friends.html", about)


def _of_another(me: Person, whose: Person, found: list[Person]) -> dict[str, object]:
    mutual = queries.mutual_friends(me.pk, whose.pk)
    return {
        "friends": found,
        "mutual": mutual,
        "lists": [],
        "chosen": None,
        "near": queries.near_numbers(me.pk),
    }


@login_required
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """GET /friends/requests: who waits for me, whom I declined, for whom I wait."""
    me: Person = request.user  # type: ignore[assignment]
    about = {
        "whose": me,
        "mine": True,
        "requests": queries.requests_to(me.pk),
        "declined": queries.requests_to(me.pk, declined=True),
        "asked": queries.requests_by(me.pk),
        "tab": "requests",
    }
    return render(request, "people/requests.html", about)


@login_required
@require_safe
def followers(request: HttpRequest) -> HttpResponse:
    """GET /followers, or ?of=<n>: who reads, the latest first, and whom one reads, without being friends;
    ?list=followed: a further page of those."""
    me, whose = request.user.pk, _whose(request, Key.FOLLOWERS)
    further = request.GET.get("list") == "followed"
    read_before, before = (mark(request), None) if further else (None, mark(request))
    followed = queries.Followed([], None)
    if before is None:
        followed = queries.followed_page(me, whose.pk, read_before, FOLLOWERS_PAGE)
    about = {
        "further": further,
        "whose": whose,
        "mine": whose.pk == me,
        "followers": queries.followers_page(me, whose.pk, before, FOLLOWERS_PAGE),
        "followed": followed,
        "tab": "followers",
    }
    return render(request, "people/followers.html", about)
