"""Court cases through the API: where each stands, what goes together with it, leaving by settlement."""

import uuid
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from akkord.cases import proceeding_queries as queries
from akkord.cases import proceedings
from akkord.cases.models import Proceeding

from .auth import person_of
from .ownership import organisation_of
from .paging import Asked, Page, each, page
from .values import Number

router = Router(tags=["court cases"])


class Settled(Schema):
    """What was agreed, in the claimant's words."""

    reason: Annotated[str, Field(max_length=2000)] = ""


@router.get(
    "/organisations/{number}/cases",
    summary="Acts of courts and authorities for the organisation, and cases it coordinates, newest first",
    response=Page,
)
def listed(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    found = queries.proceedings_of(organisation_of(request, number).pk)
    return page(request, asked, found.filter(procedure__in=proceedings.ACTS), each(_shape), ("-pk",))


@router.get(
    "/organisations/{number}/cases/{case}",
    summary="A case with those joined or coordinated with it, claimant by claimant",
)
def case(request: HttpRequest, number: Number, case: uuid.UUID) -> dict[str, Any]:
    return _together(organisation_of(request, number).pk, case)


@router.post(
    "/organisations/{number}/cases/{case}/settle",
    summary="Its claimant leaves by settlement: what it silences is decided anew, the others’ stays",
)
def settle(request: HttpRequest, number: Number, case: uuid.UUID, said: Settled) -> dict[str, Any]:
    organisation = organisation_of(request, number)
    queries.own_case(organisation.pk, case)
    proceedings.settle(person_of(request), case, said.reason)
    return _together(organisation.pk, case)


def _together(organisation: int, case: uuid.UUID) -> dict[str, Any]:
    parts = queries.case_for(organisation, case)
    rows = queries.rows_silenced(parts)
    return _shape(parts[0]) | {
        "together": [
            _shape(part) | dict(zip(("silent", "rows"), rows.get(part.pk, (0, 0)), strict=True))
            for part in sorted(parts, key=lambda part: part.pk)
        ]
    }


def _shape(found: Proceeding) -> dict[str, Any]:
    return {
        "id": str(found.public_id),
        "procedure": found.procedure,
        "state": found.state,
        "court": found.authority,
        "case_number": found.case_number,
        "filed_as": found.given.get("case_number", ""),
        "organisation": found.organisation_id,
        "claimant": found.claimant,
        "coordinator": found.coordinator_id,
        "coordination": found.coordination,
        "opened_at": found.opened_at,
        "next_date": found.falls_at,
        "closed_at": found.closed_at,
    }
