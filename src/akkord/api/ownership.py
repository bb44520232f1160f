"""Recordings through the API: who owns them, what of that counts and how it came to be; which are free."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import AwareDatetime

from akkord.cases import whereabouts
from akkord.catalogue import queries
from akkord.catalogue.errors import NoSuchOrganisation, NoSuchRecording
from akkord.catalogue.models import Organisation, Recording
from akkord.catalogue.roles import Duty
from akkord.flow import clock
from akkord.rights import actions, owning
from akkord.rights import queries as facts
from akkord.rights.models import Free, Ownership
from akkord.rights.rules.effective import Part
from akkord.rights.terms import Ground
from akkord.rights.territories import parse

from .auth import person_of
from .errors import NoSuchStatement
from .values import MOST_NUMBER, Number, Territory, Title

router = Router(tags=["ownership"])

Named = Annotated[str, Path(pattern=r"^([1-9][0-9]{0,18}|[A-Za-z]{2}-?[A-Za-z0-9]{3}-?[0-9]{2}-?[0-9]{5})$")]


@router.get(
    "/organisations/{number}/recordings/{recording}/ownership",
    summary="Who owns a recording (its number or ISRC): mine, all, effective on a day, or the history",
)
def ownership(
    request: HttpRequest,
    number: Number,
    recording: Named,
    view: Literal["mine", "all", "effective", "history"] = "all",
    at: date | None = Query(None, description="The day `effective` is about; today without it"),  # noqa: B008
    known: date | None = Query(None, description="By what was known at the start of that day"),  # noqa: B008
) -> dict[str, Any]:
    organisation = organisation_of(request, number)
    found = recording_of(organisation, recording)
    books = _midnight(known)
    if view == "effective":
        parts = owning.effective_on(found.pk, _midnight(at) or clock.now(), books)
        return {"recording": found.pk, "isrc": found.isrc, "parts": [_part_shape(part) for part in parts]}
    if view == "history":
        told = [
            {"at": each.at, "event": "withdrawn" if each.withdrawn else "recorded", **shape(each.statement)}
            for each in owning.history_of(found.pk)
        ]
        return {"recording": found.pk, "isrc": found.isrc, "history": told}
    rows = owning.statements_about(found.pk, books)
    if view == "mine":
        rows = rows.filter(party_id__in={number, *queries.principals_of(number, clock.now())})
    return {"recording": found.pk, "isrc": found.isrc, "statements": [shape(row) for row in rows]}


class NewFree(Schema):
    """Why a recording needs nobody's licence, and where that can be checked."""

    ground: Ground
    evidence: Title
    territory: Territory = "Worldwide"
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None


@router.get(
    "/organisations/{number}/recordings/{recording}/free",
    summary="Whether a recording (its number or ISRC) needs nobody's licence, on what ground and evidence",
)
def free(request: HttpRequest, number: Number, recording: Named) -> list[dict[str, Any]]:
    found = recording_of(organisation_of(request, number), recording)
    return [free_shape(row) for row in [*facts.free_of(found.pk), *facts.free_once(found.pk)]]


@router.post(
    "/organisations/{number}/recordings/{recording}/free",
    summary="State that a recording needs nobody's licence: for all its proven owners to say",
    response={201: dict},
)
def record_free(
    request: HttpRequest, number: Number, recording: Named, new: NewFree
) -> Status[dict[str, Any]]:
    found = recording_of(organisation_of(request, number), recording)
    row = actions.record_free(
        person_of(request),
        found.pk,
        new.ground,
        territories=parse(new.territory),
        starts=new.starts,
        ends=new.ends,
        source=new.evidence,
    )
    return Status(201, free_shape(row))


@router.delete("/free/{number}", summary="A recording needs licences again, from now on")
def withdraw_free(request: HttpRequest, number: Number) -> dict[str, Any]:
    row = facts.free_by_number(number)
    person = person_of(request)
    if row is None or not _concerns(person.pk, row.recording_id):
        raise NoSuchStatement(number)
    return free_shape(actions.withdraw_free(person, row))


def _concerns(person_id: int, recording_id: int) -> bool:
    """Whether the person acts for one of those who state to own the recording."""
    parties = {row.party_id for row in facts.owners_of(recording_id)}
    return any(queries.ways_to_act(person_id, parties, clock.now(), Duty.READ).values())


def organisation_of(request: HttpRequest, number: int) -> Organisation:
    """The organisation, for those who may act for it. Raises NoSuchOrganisation for everybody else."""
    if not queries.ways_to_act(person_of(request).pk, [number], clock.now(), Duty.READ).get(number):
        raise NoSuchOrganisation(number)
    return queries.organisation_by_number(number)


def recording_of(organisation: Organisation, named: str) -> Recording:
    """A recording by number or ISRC, if the organisation may see it. Raises NoSuchRecording."""
    if named.isdigit():
        number = int(named)
    else:
        known = queries.recording_by_isrc(named)
        number = known.pk if known else 0
    if not 0 < number <= MOST_NUMBER:
        raise NoSuchRecording(named)
    return whereabouts.recording_for(organisation.pk, number)


def shape(row: Ownership) -> dict[str, Any]:
    return {
        "number": row.pk,
        "party": row.party_id,
        "name": row.party.name,
        "right": row.right,
        "share": row.share,
        "territory": row.territory,
        "starts": row.starts,
        "ends": row.ends,
        "standing": row.standing,
        "document": row.source,
    }


def free_shape(row: Free) -> dict[str, Any]:
    return {
        "number": row.pk,
        "recording": row.recording_id,
        "ground": row.ground,
        "evidence": row.source,
        "territory": row.territory,
        "starts": row.starts,
        "ends": row.ends,
        "withdrawn_at": row.withdrawn_at,
    }


def _part_shape(part: Part) -> dict[str, Any]:
    return {
        "right": part.right.value,
        "territory": str(part.territories),
        "owners": [{"party": holder.party, "share": str(holder.proven)} for holder in part.holders],
        "total": str(part.total),
        "sum": part.sum.value,
    }


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
