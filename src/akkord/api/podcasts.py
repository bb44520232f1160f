"""Podcasts through the API: feeds one follows, their episodes, and bringing one here."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import AfterValidator, Field, StringConstraints

from akkord.podcasts import actions, queries
from akkord.podcasts.errors import NoSuchPodcast
from akkord.podcasts.queries import Episode, EpisodeRow, Feed
from akkord.podcasts.rules import MOST_ADDRESS

from .auth import listener_of, person_of
from .listening import row_shape
from .paging import Asked, Page, page
from .values import Number, without_nul

router = Router(tags=["podcasts"])
Address = Annotated[str, StringConstraints(max_length=MOST_ADDRESS), AfterValidator(without_nul)]


class Followed(Schema):
    """The address of a feed."""

    address: Annotated[Address, Field(examples=["https://radio.example/feed.xml"])]


@router.get("/podcasts", summary="Podcasts I follow, the latest first")
def followed(request: HttpRequest) -> list[dict[str, Any]]:
    feeds = queries.feeds_of(person_of(request).pk)
    counts = queries.counts(feeds)
    return [_shape(feed, counts.get(feed.pk, 0), follows=True) for feed in feeds]


@router.post(
    "/podcasts", summary="Follow a podcast by the address of its feed, read soon", response={201: dict}
)
def follow(request: HttpRequest, said: Followed) -> Status[dict[str, Any]]:
    feed = actions.follow(person_of(request), said.address)
    return Status(201, _one(request, feed))


@router.get("/podcasts/{number}", summary="A podcast I follow, or a community that I read does")
def podcast(request: HttpRequest, number: Number) -> dict[str, Any]:
    return _one(request, queries.feed_for(person_of(request).pk, number))


@router.delete("/podcasts/{number}", summary="Follow it no more", response={204: None})
def unfollow(request: HttpRequest, number: Number) -> Status[None]:
    person = person_of(request)
    actions.unfollow(person, queries.feed_for(person.pk, number))
    return Status(204, None)


@router.get("/podcasts/{number}/episodes", summary="Its episodes, the newest first", response=Page)
def episodes(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    feed = queries.feed_for(person_of(request).pk, number)

    def shaped(found: list[Episode]) -> list[dict[str, Any]]:
        return [_episode(row) for row in queries.rows_of(listener_of(request), found)]

    return page(request, asked, queries.episodes_of(feed), shaped, queries.NEWEST_FIRST)


@router.post(
    "/podcasts/{number}/episodes/{episode}",
    summary="Have an episode brought here, as an upload of mine: identified and decided before it is heard",
    response={202: None},
)
def bring(request: HttpRequest, number: Number, episode: Number) -> Status[None]:
    actions.want(person_of(request), _found(request, number, episode))
    return Status(202, None)


@router.delete(
    "/podcasts/{number}/episodes/{episode}",
    summary="Take away an episode I had brought, or wait for it no more",
    response={204: None},
)
def take_away(request: HttpRequest, number: Number, episode: Number) -> Status[None]:
    actions.take_away(person_of(request), _found(request, number, episode))
    return Status(204, None)


def _found(request: HttpRequest, number: int, episode: int) -> Episode:
    found = queries.episode_for(person_of(request).pk, episode)
    if found.feed_id != number:
        raise NoSuchPodcast(number)
    return found


def _one(request: HttpRequest, feed: Feed) -> dict[str, Any]:
    return _shape(feed, queries.counts([feed]).get(feed.pk, 0), queries.follows(person_of(request).pk, feed))


def _shape(feed: Feed, listed: int, follows: bool) -> dict[str, Any]:
    """A feed; its address for who follows it alone: some carry a key in it."""
    return {
        "number": feed.pk,
        "title": feed.title,
        "about": feed.about,
        "site": feed.site,
        "address": feed.address if follows else None,
        "follows": follows,
        "episodes": listed,
        "read_at": feed.read_at,
        "fault": feed.fault or None,
        "url": feed.get_absolute_url(),
    }


def _episode(row: EpisodeRow) -> dict[str, Any]:
    """An episode, and the track it has become here."""
    return {
        "number": row.number,
        "title": row.title,
        "about": row.about,
        "published_at": row.published_at,
        "seconds": row.seconds,
        "state": row.state,
        "fault": row.fault or None,
        "upload": row.upload,
        "track": row_shape(row.row) if row.row else None,
    }
