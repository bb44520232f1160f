"""Search through the API: the same hits, through the same gates."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from akkord.music.queries import TrackRow
from akkord.search.queries import find
from akkord.search.rules import Kind

from .auth import listener_of
from .values import Text

router = Router(tags=["search"])


@router.get("/search", summary="People, communities, music and posts by words, however they are spelled")
def search(
    request: HttpRequest,
    q: Text = "",
    s: Kind | None = None,
    limit: Annotated[int, Field(ge=1, le=50)] = 10,
) -> dict[str, Any]:
    found = find(listener_of(request), q[:100], {s: limit} if s else dict.fromkeys(Kind, limit))
    return {
        "people": [{"number": person.pk, "name": person.name} for person in found.people],
        "clubs": [{"number": club.pk, "name": club.name, "kind": club.kind} for club in found.clubs],
        "audio": [_track(row) for row in found.tracks],
        "lyrics": [_track(row) for row in found.sung],
        "posts": [
            {"number": post.number, "author": post.author.pk if post.author else None, "text": post.text}
            for post in found.posts
        ],
    }


def _track(row: TrackRow) -> dict[str, Any]:
    return {"number": row.number, "title": row.title, "artist": row.artist, "state": row.state}
