"""The caller's own strikes through the API: what they add up to, a suspension of uploads, the appeal."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from akkord.cases import proceeding_queries as queries
from akkord.cases import suspending, suspension_queries
from akkord.cases.law.strikes import Strike as Counted
from akkord.cases.models import Strike, Suspension

from .auth import person_of
from .values import Number, Words

router = Router(tags=["strikes"])


class Appealed(Schema):
    """Why a suspension is wrong."""

    text: Words


@router.get("/strikes", summary="Strikes against my account, and whether my uploads are suspended for them")
def strikes(request: HttpRequest) -> dict[str, Any]:
    own = person_of(request).pk
    told = suspension_queries.told_of(own)
    return {
        "account": queries.account_of(own).value,
        "warned_at": suspension_queries.warned_at(own),
        "strikes": [_strike(row, counted) for row, counted in queries.standing_strikes(own)],
        "suspension": _shape(told) if told else None,
    }


@router.post(
    "/suspensions/{number}/appeal",
    summary="Say why the suspension of my uploads is wrong; a person who did not decide it answers",
)
def appeal(request: HttpRequest, number: Number, said: Appealed) -> dict[str, Any]:
    return _shape(suspending.appeal(person_of(request), number, said.text))


def _strike(row: Strike, counted: Counted) -> dict[str, Any]:
    return {
        "number": row.pk,
        "at": row.at,
        "proceeding": str(row.proceeding.public_id) if row.proceeding else None,
        "upload": str(row.upload_id) if row.upload_id else None,
        "entry": row.block.entry.number if row.block and row.block.entry else None,
        "answered": counted.countered,
        "expires": counted.expires(),
    }


def _shape(row: Suspension) -> dict[str, Any]:
    return {
        "number": row.pk,
        "at": row.at,
        "until": row.until,
        "ends": suspension_queries.ends_by_itself(row) if row.ended_at is None else row.ended_at,
        "ended_at": row.ended_at,
        "ending": row.ending,
        "strikes": sorted(row.strikes.values_list("pk", flat=True)),
        "entry": row.entry.number if row.entry else None,
        "confirmed_at": row.decided_at,
        "reason": row.reason,
        "appealed_at": row.appealed_at,
        "appeal": row.appeal,
        "answered_at": row.answered_at,
        "upheld": row.upheld,
        "answer": row.answer or row.why,
        "may_appeal": suspension_queries.may_appeal(row),
    }
