"""Reports of uses through the API, and claims in answer to them (DDEX DSR and CDM)."""

from collections.abc import Iterable
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import AfterValidator, Field

from akkord.royalties import actions, queries
from akkord.royalties import archive as archives
from akkord.royalties.errors import NoSuchReport

from .auth import person_of
from .ownership import organisation_of
from .paging import Asked, Page, each, page
from .values import Number, Title, without_nul

router = Router(tags=["royalties"])


class NewClaims(Schema):
    """A message of claims (CDM 2.0), as its file says it."""

    name: Title
    text: Annotated[str, Field(min_length=1, max_length=8_000_000), AfterValidator(without_nul)]


@router.get(
    "/organisations/{number}/usage-reports",
    summary="Reports of uses written for a publisher or collecting body, newest first",
    response=Page,
)
def reports(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    found = queries.usage_reports_of(number, _reach(request, number))
    return page(request, asked, found, each(_report_shape), ("-pk",))


@router.get(
    "/organisations/{number}/usage-reports/{report}/files",
    summary="The DDEX files of one report, as one ZIP file",
)
def files(request: HttpRequest, number: Number, report: Number) -> FileResponse:
    found = queries.usage_report_of(number, report, _reach(request, number))
    return _packed(queries.report_files(found))


@router.get("/organisations/{number}/claim-messages", summary="Claims sent in, newest first", response=Page)
def sent(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    found = queries.claim_messages_of(number, _reach(request, number))
    return page(request, asked, found, each(_message_shape), ("-pk",))


@router.post(
    "/organisations/{number}/claim-messages",
    summary="Send in claims (CDM): shares of works that contradict nothing are kept, and move no money",
    response={201: dict},
)
def claim(request: HttpRequest, number: Number, new: NewClaims) -> Status[dict[str, Any]]:
    organisation_of(request, number)
    taken = actions.take_claims(person_of(request), number, new.name, new.text.encode())
    return Status(201, _message_shape(taken))


@router.get(
    "/organisations/{number}/claimed-shares",
    summary="Shares of works it claims now, newest first; they move nothing of the recordings’ money",
    response=Page,
)
def shares(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    found = queries.claimed_shares_of(number, _reach(request, number))
    return page(request, asked, found, each(_share_shape), ("-pk",))


@router.get(
    "/organisations/{number}/claim-messages/{message}/answers",
    summary="What the site answers to a message as of now: files of discrepancies, as one ZIP file",
)
def answers(request: HttpRequest, number: Number, message: Number) -> FileResponse:
    found = queries.claim_messages_of(number, _reach(request, number)).filter(pk=message).first()
    if found is None:
        raise NoSuchReport
    return _packed((name, [body]) for name, body in queries.answers_to(found))


def _reach(request: HttpRequest, number: int) -> queries.Reach:
    return queries.reach_of(person_of(request), organisation_of(request, number).pk)


def _packed(files: Iterable[tuple[str, Iterable[bytes]]]) -> FileResponse:
    return FileResponse(archives.packed(files), content_type="application/zip")


def _report_shape(found: queries.UsageReport) -> dict[str, Any]:
    return {
        "report": found.pk,
        "month": f"{found.month.first_day:%Y-%m}",
        "profile": found.profile,
        "message_id": found.message_id,
        "uses": found.uses,
        "files": [{"name": name, "sha256": sha256} for name, sha256 in found.files],
        "made_at": found.made_at,
    }


def _message_shape(found: queries.ClaimMessage) -> dict[str, Any]:
    return {
        "message": found.pk,
        "message_id": found.message_id,
        "name": found.name,
        "report": found.report.message_id if found.report else None,
        "statuses": found.statuses,
        "stated": found.stated,
        "came_at": found.came_at,
    }


def _share_shape(found: queries.ClaimedShare) -> dict[str, Any]:
    return {
        "recording": found.recording_id,
        "isrc": found.recording.isrc,
        "territory": found.territory,
        "use": found.use,
        "model": found.model,
        "right": found.right,
        "share": found.share,
        "starts": found.starts,
        "ends": found.ends,
        "message_id": found.message.message_id,
    }
