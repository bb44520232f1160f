"""Podcasts: feeds one follows or a community does, their episodes, and bringing one here."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.groups.rules import Act
from akkord.music.errors import MusicError
from akkord.people.queries import Person
from akkord.podcasts import actions, errors, queries
from akkord.podcasts.errors import PodcastError

from .clubs import club_of
from .listening import listener_of
from .paths import mark, number_in


def _me(request: HttpRequest) -> Person:
    person: Person = request.user  # type: ignore[assignment]
    return person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def podcasts(request: HttpRequest) -> HttpResponse:
    """GET and POST /podcasts {address}: feeds one follows, the newest episodes of them, another feed."""
    refused = ""
    if request.method == "POST":
        try:
            feed = actions.follow(_me(request), request.POST.get("address", ""))
            return redirect(feed.get_absolute_url())
        except PodcastError as wrong:
            refused = str(wrong.text)
    feeds = queries.feeds_of(_me(request).pk)
    about = {
        "feeds": feeds,
        "counts": queries.counts(feeds),
        "episodes": queries.episodes(listener_of(request), feeds, limit=10),
        "names": {feed.pk: str(feed) for feed in feeds},
        "refused": refused,
        "address": request.POST.get("address", "") if refused else "",
        "tab": "podcasts",
        "words": "",
    }
    return render(request, "music/podcasts.html", about, status=422 if refused else 200)


@require_safe
def podcast(request: HttpRequest, number: int) -> HttpResponse:
    """GET /podcast<n>?before=: one feed, a page of episodes at a time."""
    feed = _feed(request, number)
    rows = queries.episodes(listener_of(request), [feed], before=mark(request), limit=queries.PAGE + 1)
    about = {
        "feed": feed,
        "follows": queries.follows(request.user.pk, feed),
        "episodes": rows[: queries.PAGE],
        "older": rows[queries.PAGE - 1].number if len(rows) > queries.PAGE else None,
        "tab": "podcasts",
        "words": "",
    }
    return render(request, "music/podcast.html", about)


def _feed(request: HttpRequest, number: int) -> queries.Feed:
    try:
        return queries.feed_for(request.user.pk, number)
    except errors.NoSuchPodcast as missing:
        raise Http404(str(missing.text)) from missing


@login_required
@require_POST
def follow(request: HttpRequest, number: int) -> HttpResponse:
    """POST /podcast<n>/follow: what a community follows one follows, too."""
    try:
        actions.follow(_me(request), _feed(request, number).address)
    except PodcastError as refused:
        messages.error(request, str(refused.text))
    return redirect(f"/podcast{number}")


@login_required
@require_POST
def unfollow(request: HttpRequest, number: int) -> HttpResponse:
    """POST /podcast<n>/unfollow."""
    actions.unfollow(_me(request), _feed(request, number))
    return redirect("/podcasts")


def _on_episode(
    verb: Callable[[Person, queries.Episode], None],
) -> Callable[[HttpRequest, int, int], HttpResponse]:
    @login_required
    @require_POST
    def done(request: HttpRequest, number: int, episode: int) -> HttpResponse:
        try:
            found = queries.episode_for(_me(request).pk, episode)
        except errors.NoSuchPodcast as missing:
            raise Http404(str(missing.text)) from missing
        if found.feed_id != number:
            raise Http404
        try:
            verb(_me(request), found)
        except (PodcastError, MusicError) as refused:
            messages.error(request, str(refused.text))
        return redirect(f"/podcast{number}#episode-{episode}")

    return done


bring = _on_episode(actions.want)
leave = _on_episode(actions.take_away)


@login_required
@require_POST
def follow_for_club(request: HttpRequest, number: int) -> HttpResponse:
    """POST /club<n>/music/follow {address}."""
    group = club_of(request, number, Act.SPEAK)
    try:
        actions.follow(_me(request), request.POST.get("address", ""), group)
    except PodcastError as refused:
        messages.error(request, str(refused.text))
    return redirect(f"/club{number}/music")


@login_required
@require_POST
def unfollow_for_club(request: HttpRequest, number: int) -> HttpResponse:
    """POST /club<n>/music/unfollow {podcast}."""
    group = club_of(request, number, Act.SPEAK)
    wanted = number_in(request.POST.get("podcast", ""))
    actions.unfollow(_me(request), _feed(request, wanted or 0), group)
    return redirect(f"/club{number}/music")
