"""What happened that is the caller's business, through the API."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from akkord.alerts import actions, queries, words
from akkord.alerts.rules import Kind, Way

from .auth import listener_of, person_of
from .values import Number

router = Router(tags=["notifications"])


class Switched(Schema):
    """Whether a kind is told in a way."""

    kind: Kind
    way: Way
    on: bool


class Shown(Schema):
    """The newest line that was shown."""

    number: Number


@router.get("/notifications", summary="What happened, grouped, the newest first")
def notifications(request: HttpRequest, before: Number | None = None) -> dict[str, Any]:
    page = queries.lines_for(listener_of(request), before=before)
    return {
        "unread": queries.unread(person_of(request).pk),
        "lines": [_line(told) for told in page.lines],
        "before": page.before,
    }


@router.post("/notifications/read", summary="Everything up to this line is read", response={204: None})
def read(request: HttpRequest, shown: Shown) -> Status[None]:
    actions.read_all(person_of(request).pk, shown.number)
    return Status(204, None)


@router.get("/me/notifications", summary="What I am told, and how")
def switches(request: HttpRequest) -> list[dict[str, Any]]:
    told = queries.switches_of(person_of(request).pk)
    return [{"kind": kind, "way": way, "on": on} for (kind, way), on in told.items()]


@router.patch("/me/notifications", summary="Choose what I am told, and how")
def choose(request: HttpRequest, chosen: list[Switched]) -> list[dict[str, Any]]:
    actions.choose(person_of(request), {(each.kind, each.way): each.on for each in chosen})
    return switches(request)


def _line(told: queries.Told) -> dict[str, Any]:
    return {
        "number": told.number,
        "kind": told.kind,
        "people": [{"number": person.pk, "name": person.name} for person in told.people],
        "text": words.sentence(told),
        "excerpt": told.thing.text,
        "href": told.thing.href,
        "at": told.at,
        "read": told.read,
    }
