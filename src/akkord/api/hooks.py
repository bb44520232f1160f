"""Hooks through the API: put up, listed, tried, taken down; every call and its answer."""

import uuid
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from akkord.catalogue.news import News
from akkord.hooks import actions, queries
from akkord.hooks.models import Call, Hook

from .auth import person_of
from .ownership import organisation_of
from .paging import Asked, Page, each, page
from .values import Number

router = Router(tags=["hooks"])


class NewHook(Schema):
    """Where to call, and what about; nothing is everything."""

    address: str = Field(max_length=500)
    news: list[News] = Field(default_factory=list, max_length=len(News))


@router.get("/organisations/{number}/hooks", summary="Hooks that are called, newest first", response=Page)
def hooks(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    return page(request, asked, queries.hooks_of(organisation_of(request, number).pk), each(hook_shape))


@router.post(
    "/organisations/{number}/hooks",
    summary="Call an https address when something happens at the desk; the answer holds the secret",
    response={201: dict},
)
def add_hook(request: HttpRequest, number: Number, new: NewHook) -> Status[dict[str, Any]]:
    organisation = organisation_of(request, number)
    made = actions.add_hook(person_of(request), organisation, new.address, new.news)
    return Status(201, hook_shape(made) | {"secret": queries.secret_of(made)})


@router.delete("/organisations/{number}/hooks/{hook}", summary="Call it no more", response={204: None})
def end_hook(request: HttpRequest, number: Number, hook: uuid.UUID) -> Status[None]:
    actions.end_hook(person_of(request), _hook(request, number, hook))
    return Status(204, None)


@router.post(
    "/organisations/{number}/hooks/{hook}/try", summary="Call it with nothing to tell", response={202: dict}
)
def try_hook(request: HttpRequest, number: Number, hook: uuid.UUID) -> Status[dict[str, Any]]:
    return Status(202, call_shape(actions.try_hook(person_of(request), _hook(request, number, hook))))


@router.get(
    "/organisations/{number}/hooks/{hook}/calls", summary="What was told there, newest first", response=Page
)
def calls(request: HttpRequest, number: Number, hook: uuid.UUID, asked: Query[Asked]) -> dict[str, Any]:
    return page(request, asked, queries.calls_of(_hook(request, number, hook)), each(call_shape))


@router.post(
    "/organisations/{number}/hooks/{hook}/calls/{call}/again",
    summary="Tell it once more, under the same number",
    response={202: dict},
)
def call_again(
    request: HttpRequest, number: Number, hook: uuid.UUID, call: uuid.UUID
) -> Status[dict[str, Any]]:
    found = queries.call_of(_hook(request, number, hook), call)
    actions.call_again(person_of(request), found)
    found.refresh_from_db()
    return Status(202, call_shape(found))


def _hook(request: HttpRequest, number: int, hook: uuid.UUID) -> Hook:
    return queries.hook_of(organisation_of(request, number).pk, hook)


def hook_shape(hook: Hook) -> dict[str, Any]:
    return {
        "hook": str(hook.public_id),
        "address": hook.address,
        "news": hook.news,
        "made_at": hook.made_at,
    }


def call_shape(call: Call) -> dict[str, Any]:
    return {
        "call": str(call.public_id),
        "body": call.body,
        "state": call.state,
        "attempts": call.attempts,
        "answer": call.answer,
        "made_at": call.made_at,
        "next_at": call.next_at,
    }
