"""Batches through the API: the folders of DDEX's choreography, file by file over HTTPS, and their answers.

A batch is opened by its name, filled in any order and as often as need be, then completed: the same requests
again change nothing. What came by the operator's folder is read here too.
"""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from akkord.catalogue import answering, batch_life, batches, queries
from akkord.catalogue.ern.sentences import told
from akkord.catalogue.errors import NoSuchBatch
from akkord.catalogue.models import Batch, BatchRelease
from akkord.catalogue.roles import Duty
from akkord.catalogue.understanding import fault_of, kept
from akkord.flow import clock

from .auth import person_of
from .ownership import organisation_of
from .paging import Asked, Page, page
from .values import Number

router = Router(tags=["rights office"])

PIECE = 256 * 1024


class NewBatch(Schema):
    """The name of a batch: P_, M_ or N_ and its BatchId."""

    name: str = Field(max_length=110)


@router.post(
    "/organisations/{number}/batches",
    summary="Open a batch, or take up the one of this name",
    response={201: dict},
)
def open_batch(request: HttpRequest, number: Number, new: NewBatch) -> Status[dict[str, Any]]:
    organisation = organisation_of(request, number)
    return Status(201, _shape(batches.open_batch(person_of(request), organisation, new.name)))


@router.get(
    "/organisations/{number}/batches",
    summary="Batches, by folder and by HTTPS, newest first, without their releases",
    response=Page,
)
def listed(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    return page(request, asked, queries.batches_of(organisation_of(request, number).pk), _shapes)


@router.post(
    "/batches/{number}/files",
    summary="Put a file into a batch that is not complete; the same path again takes its place",
    response={201: dict},
)
def put_file(
    request: HttpRequest,
    number: Number,
    file: UploadedFile = File(...),  # noqa: B008
    path: str = Form(..., max_length=1000),
) -> Status[dict[str, Any]]:
    put = batches.put_file(person_of(request), _batch(request, number), path, file.chunks(PIECE))
    return Status(201, {"path": put.path, "size": put.size, "sha256": put.sha256})


@router.post("/batches/{number}/complete", summary="All files are there: read the batch")
def complete(request: HttpRequest, number: Number) -> dict[str, Any]:
    return _shape(batches.complete_batch(person_of(request), _batch(request, number)))


@router.get(
    "/batches/{number}", summary="A batch: its files, and each release with its message, faults and status"
)
def batch(request: HttpRequest, number: Number) -> dict[str, Any]:
    found = _batch(request, number)
    files = found.files.order_by("path").values("path", "size", "sha256")
    releases = [_release_shape(found, each) for each in queries.releases_in(found)]
    return _shape(found) | {"files": list(files), "releases": releases}


@router.post(
    "/batches/{number}/accept", summary="Let all messages of a batch that were read and wait take effect"
)
def accept(request: HttpRequest, number: Number) -> dict[str, Any]:
    found = _batch(request, number)
    accepted = batches.accept_batch(person_of(request), found)
    return _shape(found) | {"accepted": accepted}


@router.get(
    "/batches/{number}/acknowledgements/{release}",
    summary="The acknowledgement of a release (XML), as it is written into the sender's folder",
)
def acknowledgement(request: HttpRequest, number: Number, release: str) -> HttpResponse:
    found = _batch(request, number)
    ended = queries.release_in(found, release)
    name, written = batch_life.acknowledged(found, ended)
    answer = HttpResponse(written, content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def _batch(request: HttpRequest, number: int) -> Batch:
    """A batch of an organisation one may act for. Raises NoSuchBatch."""
    found = queries.batch_by_number(number)
    ways = queries.ways_to_act(person_of(request).pk, [found.organisation_id], clock.now(), Duty.READ)
    if not ways.get(found.organisation_id):
        raise NoSuchBatch(number)
    return found


def _shapes(found: list[Batch]) -> list[dict[str, Any]]:
    progress = queries.answered(each.pk for each in found)
    return [_head(each, progress[each.pk]) for each in found]


def _shape(found: Batch) -> dict[str, Any]:
    return _shapes([found])[0]


def _head(found: Batch, progress: queries.Answered) -> dict[str, Any]:
    return {
        "number": found.pk,
        "organisation": found.organisation_id,
        "name": found.name,
        "state": found.state,
        "by_folder": found.by_folder,
        "test": found.test,
        "faults": [each | {"sentence": told(fault_of(each))} for each in found.faults],
        "counts": {
            "releases": progress.releases,
            "read": progress.read,
            "refused": progress.refused,
            "waiting": progress.waiting,
        },
        "made_at": found.made_at,
        "completed_at": found.completed_at,
        "finished_at": found.finished_at,
    }


def _release_shape(found: Batch, release: BatchRelease) -> dict[str, Any]:
    message = release.message
    ended = release.state != BatchRelease.State.ARRIVED
    return {
        "release": release.folder,
        "state": release.state,
        "status": answering.status_of(release) if ended else None,
        "message": message.pk if message else None,
        "message_state": message.state if message else None,
        "text": message.why if message else "",
        "faults": [kept(fault) | {"sentence": told(fault)} for fault in answering.faults_of(release)],
        "sounds": sorted(release.sounds),
        "acknowledgement": f"/api/v1/batches/{found.pk}/acknowledgements/{release.folder}" if ended else None,
    }
