"""People and walls through the API."""

from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from akkord.catalogue.queries import organisations_for
from akkord.feed import queries as feed
from akkord.flow import clock
from akkord.people import queries as people
from akkord.wall import actions as wall

from .auth import listener_of, person_of
from .values import Number, Text

router = Router(tags=["people"])


class NewPost(Schema):
    """A post on one's own wall."""

    text: Text = ""
    tracks: Annotated[list[Number], Field(max_length=100)] = []


@router.get("/me", summary="Who I am, where the network says I am, and for whom I may act")
def me(request: HttpRequest) -> dict[str, Any]:
    person = person_of(request)
    return {
        "number": person.pk,
        "name": person.name,
        "territory": listener_of(request).territory,
        "organisations": [
            {
                "number": acting.organisation.pk,
                "name": acting.organisation.name,
                "kind": acting.organisation.kind,
                "as": acting.agent.name,
            }
            for acting in organisations_for(person.pk, clock.now())
        ],
    }


@router.get("/people/{number}", summary="A person's page")
def person(request: HttpRequest, number: Number) -> dict[str, Any]:
    viewer = person_of(request).pk
    found, shown = people.person_for(viewer, number), people.open_to(viewer, number)
    city = found.city if people.Key.CITY in shown else ""
    return {"number": found.pk, "name": found.name, "status": found.status, "city": city}


@router.post("/posts", summary="Write on my wall")
def write_post(request: HttpRequest, new: NewPost) -> dict[str, Any]:
    author = person_of(request)
    post = wall.write_post(author, wall_person=author, text=new.text, track_ids=new.tracks)
    return {"number": post.pk, "url": f"/wall{post.pk}"}


@router.get("/feed", summary="What those I follow have posted, newest first")
def read_feed(request: HttpRequest, before: Number | None = None) -> dict[str, Any]:
    page = feed.page(listener_of(request), person_of(request), before)
    return {
        "posts": [
            {
                "number": view.number,
                "author": view.author.pk,
                "name": view.author.name,
                "text": view.text,
                "restriction": asdict(view.restriction) if view.restriction else None,
                "at": view.made_at,
                "tracks": [
                    {"number": t.number, "title": t.title, "artist": t.artist, "state": t.state}
                    for t in view.tracks
                ],
            }
            for view in page.posts
        ],
        "before": page.before,
    }
