"""Stay-downs through the API: what an organisation keeps out, what was caught, and taking it back."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from akkord.cases import kept_out
from akkord.cases.kept_out import KeptOut
from akkord.rights import queries as rights
from akkord.rights.models import Block

from .auth import person_of
from .ownership import organisation_of
from .paging import Asked, Page, each, page
from .values import Number

router = Router(tags=["stay-downs"])


class Until(Schema):
    """When a stay-down ends by itself, an instant with its zone."""

    until: datetime


@router.get(
    "/organisations/{number}/stay-downs",
    summary="What is kept out, newest first, ended too",
    response=Page,
)
def listed(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    found = rights.stay_downs_of(organisation_of(request, number).pk)
    return page(request, asked, found, each(_block_shape), ("-recorded_at", "-pk"))


@router.get(
    "/organisations/{number}/stay-downs/{block}", summary="One stay-down, its history and what it has caught"
)
def stay_down(request: HttpRequest, number: Number, block: Number) -> dict[str, Any]:
    return _shape(kept_out.kept_out_by(organisation_of(request, number).pk, block))


@router.post("/organisations/{number}/stay-downs/{block}/end", summary="Take a stay-down back")
def end(request: HttpRequest, number: Number, block: Number) -> dict[str, Any]:
    organisation = organisation_of(request, number)
    kept_out.retract(person_of(request), organisation.pk, block)
    return _shape(kept_out.kept_out_by(organisation.pk, block))


@router.post("/organisations/{number}/stay-downs/{block}/until", summary="Say when it ends by itself")
def until(request: HttpRequest, number: Number, block: Number, said: Until) -> dict[str, Any]:
    organisation = organisation_of(request, number)
    bounded = kept_out.end_at(person_of(request), organisation.pk, block, said.until)
    return _shape(kept_out.kept_out_by(organisation.pk, bounded.pk))


def _block_shape(block: Block) -> dict[str, Any]:
    return {
        "number": block.pk,
        "recording": block.scope_id,
        "territory": block.territory,
        "recorded_at": block.recorded_at,
        "ends": block.ends,
        "ended_at": block.withdrawn_at,
        "entry": block.entry.public_id,
        "ended_by_entry": block.lifting.public_id if block.lifting else None,
    }


def _shape(found: KeptOut) -> dict[str, Any]:
    return _block_shape(found.block) | {
        "active": found.active,
        "since": found.since,
        "order": str(found.order.public_id) if found.order else None,
        "ended_by": found.ended.steps.latest("pk").event if found.ended and not found.active else None,
        "licence": found.licence.pk if found.licence else None,
        # A voice note is silenced like anything else, and no number leads to it (decision 52).
        "caught": [
            {
                "track": None if upload.spoken else upload.track.pk,
                "at": upload.received_at,
                "state": upload.state,
            }
            for upload in found.caught
        ],
    }
