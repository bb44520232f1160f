"""The first page: a welcome for guests, the feed for members."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from akkord.flow import clock
from akkord.groups import queries as groups
from akkord.music import queries as music
from akkord.people import queries as people
from akkord.people.queries import Person
from akkord.wall import queries as walls
from akkord.words.markup import folded_tag, tags_in

from .composer import Composer, composer, write
from .context import takes_passkeys
from .feeds import page_of, tabs_of
from .listening import listener_of
from .paths import mark
from .safety import has_passkey

CLUBS_OFFERED = 3
NEWCOMER = timedelta(days=60)  # for whom the feed says what can be done first


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
    page = page_of(request)
    first_page = not {"before", "page", "list", "order"} & set(request.GET)
    box = sent
    if box is None and first_page:
        box = composer(request, f"id{person.pk}", "/feed/post", begun=page.begun)
    about = {
        "page": page,
        **tabs_of(request),
        "composer": box,
        "steps": first_steps(person, request.get_host()) if first_page and _new_here(person) else None,
    }
    return render(request, "home/feed.html", about, status=422 if sent else 200)


@require_safe
def tagged(request: HttpRequest, tag: str) -> HttpResponse:
    """GET /feed/tag/<tag>: posts with a hashtag, as far as they are shown to the reader."""
    name = folded_tag(tag)
    if tags_in(f"#{name}") != [name]:
        raise Http404
    page = walls.posts_tagged(listener_of(request), name, mark(request))
    return render(request, "home/tagged.html", {"tag": name, "page": page})


def _new_here(person: Person) -> bool:
    return clock.now() - person.date_joined < NEWCOMER


def first_steps(person: Person, host: str) -> list[tuple[str, bool]] | None:
    """What a newcomer may do first, and what of it is done; None once all of it is. No passkey where none is
    made."""
    done = [
        ("edit", bool(person.about or person.city or person.status)),
        ("people", bool(people.followed_numbers(person.pk))),
        ("clubs", bool(groups.group_numbers_of(person.pk))),
        *([("passkey", has_passkey(person))] if takes_passkeys(host) else []),
    ]
    return None if all(finished for _name, finished in done) else done


@login_required
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """GET /welcome: a newcomer's three steps, each of which can be left out."""
    person: Person = request.user  # type: ignore[assignment]
    mine = set(groups.group_numbers_of(person.pk))
    about = {
        "clubs": [(club, club.pk in mine) for club in groups.find_groups(person.pk, "")[:CLUBS_OFFERED]],
        "tracks": music.newest(listener_of(request), 5),
        "told": bool(person.about or person.city or person.status),
    }
    return render(request, "home/welcome.html", about)


@login_required
@require_http_methods(["GET", "POST"])
def write_in_feed(request: HttpRequest) -> HttpResponse:
    """POST /feed/post: a post on one's own wall, written in the feed."""
    if request.method == "GET":  # the address of a refused post, loaded anew
        return redirect("/feed")
    answer = write(request, "/feed", request.user, None)  # type: ignore[arg-type]
    return _feed(request, answer) if isinstance(answer, Composer) else answer
