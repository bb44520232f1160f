"""Tracks and listening through the API: the same gate as everywhere."""

import uuid
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from akkord.music import actions, queries
from akkord.music.errors import NoWords
from akkord.music.queries import Chart, TrackRow
from akkord.music.rules import Context, Telling
from akkord.music.rules.moods import Mood
from akkord.wall import actions as wall_actions
from akkord.wall import queries as wall

from .auth import listener_of, person_of
from .paging import Asked, Page, page
from .values import Number, Text, Words

router = Router(tags=["listening"])


class Heard(Schema):
    """How many seconds of a play were really heard."""

    seconds: Annotated[float, Field(ge=0, le=86_400)]


class AtMoment(Schema):
    """What is said, and at which second of the track."""

    seconds: Annotated[float, Field(ge=0, le=86_400)]
    text: Words


@router.get(
    "/tracks",
    summary="Newest tracks, or those whose title and artist hold all words of `q`",
    response=Page,
)
def tracks(request: HttpRequest, asked: Query[Asked], q: Text = "") -> dict[str, Any]:
    return page(request, asked, queries.tracks_named(q), rows_for(request))


@router.get(
    "/charts/{of}",
    summary="What was listened to on the most days of the last seven, as far as I may hear it; empty where "
    "too few people listened",
)
def chart(request: HttpRequest, of: Literal["week", "country", "city", "friends"]) -> list[dict[str, Any]]:
    found = queries.chart(listener_of(request), Chart(of))
    return [{"track": row_shape(each.row), "days": each.days, "people": each.people} for each in found]


@router.get(
    "/radio/mood/{mood}", summary="What sounds most like a mood, measured from sound; drawn anew every day"
)
def mood_radio(
    request: HttpRequest, mood: Literal["calm", "driving", "bright", "dark", "wide"]
) -> list[dict[str, Any]]:
    return [row_shape(row) for row in queries.radio_from_mood(listener_of(request), Mood(mood))]


@router.get("/tracks/{number}", summary="A track, and whether I may hear it here")
def track(request: HttpRequest, number: Number) -> dict[str, Any]:
    return row_shape(queries.track_row(listener_of(request), number))


@router.get(
    "/tracks/{number}/lyrics", summary="The words of a track, as far as I may hear it here; in time or plain"
)
def lyrics(request: HttpRequest, number: Number) -> dict[str, Any]:
    said = queries.lyrics_of(listener_of(request), queries.track_by_number(number))
    if said is None:
        raise NoWords
    return {
        "language": said.language,
        "synced": said.synced,
        "offset": said.offset,
        "lines": [
            {
                "start": line.start,
                "text": line.text,
                "words": [{"start": cue.start, "end": cue.end, "text": cue.text} for cue in line.cues],
            }
            for line in said.lines
        ],
    }


@router.get(
    "/tracks/{number}/moments", summary="What is said at moments of a track I may hear here, in its order"
)
def moments(request: HttpRequest, number: Number) -> list[dict[str, Any]]:
    return [moment_shape(each) for each in wall.moments_of(listener_of(request), number)]


@router.post("/tracks/{number}/moments", summary="Say something at a moment of a track", response={201: dict})
def say_at(request: HttpRequest, number: Number, said: AtMoment) -> Status[dict[str, Any]]:
    listener = listener_of(request)
    made = wall_actions.say_at(person_of(request), listener, number, round(said.seconds * 1000), said.text)
    return Status(201, moment_shape(wall.moment_view(listener, made.pk)))


@router.delete(
    "/moments/{number}",
    summary="Take away what I said at a moment, or what was said to my upload",
    response={204: None},
)
def forget_moment(request: HttpRequest, number: Number) -> Status[None]:
    person = person_of(request)
    wall_actions.delete_moment(person, wall.own_moment(person.pk, number))
    return Status(204, None)


@router.delete("/tracks/{number}", summary="Withdraw a track I uploaded", response={204: None})
def withdraw(request: HttpRequest, number: Number) -> Status[None]:
    actions.withdraw_track(person_of(request), queries.track_by_number(number))
    return Status(204, None)


@router.post(
    "/tracks/{number}/listen", summary="Start a play: the address of its bytes, or the reason why not"
)
def listen(request: HttpRequest, number: Number) -> dict[str, Any]:
    start = actions.start_play(listener_of(request), number, context=Context.API)
    return {"play": str(start.play_id), "url": start.url, "seconds": start.seconds, "type": "audio/webm"}


@router.post("/plays/{play_id}/count", summary="Tell how long was heard; a play counts once")
def count(request: HttpRequest, play_id: uuid.UUID, heard: Heard) -> dict[str, Any]:
    return {"counted": actions.count_play(listener_of(request), play_id, heard.seconds)}


@router.put("/music/{number}", summary="Add a track to my music", response={204: None})
def keep(request: HttpRequest, number: Number) -> Status[None]:
    actions.keep(person_of(request), number)
    return Status(204, None)


@router.delete("/music/{number}", summary="Take a track out of my music", response={204: None})
def unkeep(request: HttpRequest, number: Number) -> Status[None]:
    actions.unkeep(person_of(request), number)
    return Status(204, None)


def rows_for(request: HttpRequest) -> Callable[[list[queries.Track]], list[dict[str, Any]]]:
    """Tracks as the caller sees them here and now, as JSON."""
    return lambda tracks: [row_shape(row) for row in queries.rows_of(listener_of(request), tracks)]


def row_shape(row: TrackRow) -> dict[str, Any]:
    """A track as JSON."""
    return {
        "number": row.number,
        "title": row.title,
        "artist": row.artist,
        "seconds": row.seconds,
        "url": row.href,
        "playable": row.playable,
        "state": row.state,
        "telling": telling_shape(row.telling),
        "mine": row.mine,
        "kept": row.kept,
    }


def telling_shape(telling: Telling | None) -> dict[str, Any] | None:
    """Why something is silent, as JSON."""
    return asdict(telling) if telling else None


def moment_shape(said: wall.MomentView) -> dict[str, Any]:
    """What somebody said at a moment of a track, as JSON."""
    return {
        "number": said.number,
        "track": said.track,
        "seconds": said.seconds,
        "author": {"number": said.author.pk, "name": said.author.name},
        "text": said.text,
        "made_at": said.made_at,
        "mine": said.own,
    }
