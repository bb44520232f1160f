"""Topics of communities through the API."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from akkord.board import actions, queries
from akkord.board.queries import Topic
from akkord.groups.queries import group_for
from akkord.groups.rules import Voice

from .auth import person_of
from .values import Number, Text

router = Router(tags=["communities"])


class NewRemark(Schema):
    """What one says."""

    text: Annotated[Text, Field(max_length=4000)]
    voice: Annotated[Voice, Field(description="In whose name an editor says it")] = Voice.OWN


class NewTopic(NewRemark):
    """A topic with its first remark."""

    title: Annotated[Text, Field(max_length=120)]


@router.get("/clubs/{number}/topics", summary="Topics, the pinned first, then those last written in")
def topics(
    request: HttpRequest, number: Number, limit: Annotated[int, Field(ge=1, le=100)] = 50
) -> list[dict[str, Any]]:
    me = person_of(request).pk
    return [_shape(topic) for topic in queries.shown_topics(me, group_for(me, number), limit)]


@router.post("/clubs/{number}/topics", summary="Open a topic", response={201: dict})
def open_topic(request: HttpRequest, number: Number, new: NewTopic) -> Status[dict[str, Any]]:
    me = person_of(request)
    made = actions.open_topic(me, group_for(me.pk, number), new.title, new.text, new.voice)
    return Status(201, _shape(made))


@router.get("/clubs/{number}/topics/{topic}", summary="What is said in a topic, oldest first")
def remarks(request: HttpRequest, number: Number, topic: Number, after: int = 0) -> dict[str, Any]:
    me = person_of(request).pk
    found = queries.topic_for(me, group_for(me, number), topic)
    page = queries.remarks_in(me, found, after)
    said = [
        {
            "number": each.number,
            "author": each.author.pk if each.author else None,
            "voice": each.voice.value or None,
            "name": each.speaker.name,
            "text": each.text,
            "at": each.made_at,
        }
        for each in page.remarks
    ]
    return _shape(found) | {"said": said, "after": page.after}


@router.post("/clubs/{number}/topics/{topic}", summary="Write in a topic", response={201: dict})
def say(request: HttpRequest, number: Number, topic: Number, new: NewRemark) -> Status[dict[str, Any]]:
    me = person_of(request)
    group = group_for(me.pk, number)
    remark = actions.say(me, group, queries.topic_for(me.pk, group, topic), new.text, new.voice)
    return Status(201, {"number": remark.pk})


def _shape(topic: Topic) -> dict[str, Any]:
    return {
        "number": topic.pk,
        "title": topic.title,
        "remarks": topic.remarks,
        "pinned": topic.pinned,
        "closed": topic.closed,
        "said_at": topic.said_at,
    }
