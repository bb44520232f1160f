"""The first page: a welcome for guests, the feed for members."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from akkord.feed import queries as feed
from akkord.groups import queries as groups
from akkord.music import queries as music
from akkord.people import queries as people
from akkord.people.queries import Person

from .composer import Composer, composer, write
from .listening import listener_of
from .paths import mark
from .safety import has_passkey


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """GET /."""
    if request.user.is_authenticated:
        return _feed(request)
    tracks = music.newest(listener_of(request), 5)
    return render(request, "home/landing.html", {"tracks": tracks, "clubs": groups.find_groups(None, "")[:4]})


@login_required
@require_safe
def read_feed(request: HttpRequest) -> HttpResponse:
    """GET /feed."""
    return _feed(request)


def _feed(request: HttpRequest, sent: Composer | None = None) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    page = feed.page(listener_of(request), person, mark(request))
    first_page = mark(request) is None
    about = {
        "page": page,
        "composer": sent or (composer(request, "/feed/post") if first_page else None),
        "steps": first_steps(person) if first_page else None,
    }
    return render(request, "home/feed.html", about, status=422 if sent else 200)


def first_steps(person: Person) -> list[tuple[str, bool]] | None:
    """What a newcomer may do first, and what of it is done; None once all of it is."""
    done = [
        ("edit", bool(person.about or person.city or person.status)),
        ("people", bool(people.followed_numbers(person.pk))),
        ("clubs", bool(groups.group_numbers_of(person.pk))),
        ("passkey", has_passkey(person)),
    ]
    return None if all(finished for _name, finished in done) else done


@login_required
@require_http_methods(["GET", "POST"])
def write_in_feed(request: HttpRequest) -> HttpResponse:
    """POST /feed/post: a post on one's own wall, written in the feed."""
    if request.method == "GET":  # the address of a refused post, loaded anew
        return redirect("/feed")
    answer = write(request, "/feed", request.user, None)  # type: ignore[arg-type]
    return _feed(request, answer) if isinstance(answer, Composer) else answer
