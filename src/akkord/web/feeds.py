"""The feed: its orders, what the reader leaves out of it, and what they commented."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.feed import actions, queries
from akkord.feed.errors import FeedError, NoSuchList
from akkord.feed.queries import FeedPage
from akkord.feed.rules import TERMS
from akkord.people.queries import NoSuchPerson, Person, person_for
from akkord.wall import queries as walls
from akkord.wall.errors import NoSuchPost
from akkord.wall.queries import Post

from .listening import listener_of
from .paths import mark, next_place, number_in


def _me(request: HttpRequest) -> Person:
    person: Person = request.user  # type: ignore[assignment]
    return person


def page_of(request: HttpRequest) -> FeedPage:
    """The page that ?order=, ?list=, ?before= and ?page= ask for."""
    of_list = number_in(request.GET.get("list", ""))
    try:
        if request.GET.get("order") == "important":
            number = min(number_in(request.GET.get("page", "")) or 0, 100)
            return queries.important(listener_of(request), _me(request), number, of_list=of_list)
        return queries.page(listener_of(request), _me(request), mark(request), of_list=of_list)
    except NoSuchList as missing:
        raise Http404 from missing


def tabs_of(request: HttpRequest) -> dict[str, object]:
    """How the feed is being read, and how else it can be."""
    return {
        "lists": queries.feed_lists(_me(request)),
        "order": "important" if request.GET.get("order") == "important" else "newest",
        "of_list": number_in(request.GET.get("list", "")),
    }


@login_required
@require_safe
def new_posts(request: HttpRequest) -> HttpResponse:
    """GET /feed/new?after=<post>: how many posts are newer."""
    after = number_in(request.GET.get("after", "")) or 0
    return JsonResponse({"new": queries.newer(listener_of(request), _me(request), after)})


@login_required
@require_safe
def commented(request: HttpRequest) -> HttpResponse:
    """GET /feed/comments: posts I have said something to."""
    page = walls.posts_commented(listener_of(request), mark(request))
    return render(request, "home/commented.html", {"page": page, **tabs_of(request)})


def _on_post(verb: Callable[[Person, Post], None], said: str) -> Callable[[HttpRequest, int], HttpResponse]:
    @login_required
    @require_POST
    def done(request: HttpRequest, number: int) -> HttpResponse:
        try:
            verb(_me(request), walls.post_for(request.user.pk, number))
        except NoSuchPost as missing:
            raise Http404 from missing
        messages.success(request, _(said))
        return redirect(next_place(request, "/feed"))

    return done


hide_post = _on_post(actions.hide_post, gettext_noop("The post is left out of your feed."))


@login_required
@require_POST
def show_post(request: HttpRequest, number: int) -> HttpResponse:
    """POST /feed/show/<post>."""
    actions.show_post(_me(request), number)
    messages.success(request, _("The post is shown in your feed again."))
    return redirect("/feed/muted")


@login_required
@require_POST
def mute_author(request: HttpRequest, number: int) -> HttpResponse:
    """POST /feed/mute/<person>, with days."""
    try:
        author = person_for(_me(request).pk, number)
        actions.mute_author(_me(request), author, _days(request))
    except NoSuchPerson as missing:
        raise Http404 from missing
    except FeedError as refused:
        messages.error(request, str(refused.text))
    else:
        messages.success(request, _("Posts of %(name)s are left out of your feed.") % {"name": author.name})
    return redirect(next_place(request, "/feed/muted"))


@login_required
@require_POST
def unmute_author(request: HttpRequest, number: int) -> HttpResponse:
    """POST /feed/unmute/<person>."""
    actions.unmute_author(_me(request), number)
    messages.success(request, _("Their posts are shown in your feed again."))
    return redirect("/feed/muted")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def muted(request: HttpRequest) -> HttpResponse:
    """GET /feed/muted: what I leave out; POST: another word."""
    error, word = "", request.POST.get("word", "")
    if request.method == "POST":
        try:
            actions.mute_word(_me(request), word, _days(request))
        except FeedError as refused:
            error = str(refused.text)
        else:
            messages.success(request, _("Posts with “%(word)s” are folded.") % {"word": word.strip()})
            return redirect("/feed/muted")
    found = queries.muting(_me(request))
    about = {
        "muting": found,
        "hidden": walls.posts_numbered(listener_of(request), found.hidden[:50]),
        "terms": TERMS,
        "word": word,
        "error": error,
    }
    return render(request, "home/muted.html", about, status=422 if error else 200)


@login_required
@require_POST
def unmute_word(request: HttpRequest, number: int) -> HttpResponse:
    """POST /feed/muted/<n>/remove."""
    actions.unmute_word(_me(request), number)
    messages.success(request, _("Posts with that word are shown again."))
    return redirect("/feed/muted")


def _days(request: HttpRequest) -> int | None:
    days = number_in(request.POST.get("days", ""))
    return days if days in TERMS else None
