"""Sending in files through the API. Large or shaky transfers: the tus protocol at /audio/uploads/."""

import uuid
from typing import Any, Literal

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from akkord.cases import claims
from akkord.cases.models import Proceeding
from akkord.music import actions, queries
from akkord.music.queries import UploadStory

from .auth import person_of
from .listening import rows_for, telling_shape
from .paging import Asked, Page, page
from .values import Text, Words

router = Router(tags=["uploads"])


class Contested(Schema):
    """Why a claim is wrong."""

    ground: Literal["owner", "licensed", "lawful_use", "wrong_match", "other"]
    text: Words


class Complained(Schema):
    text: Words


class Declared(Schema):
    """A lawful use (Directive 2019/790 art. 17(7), or "licence"), and why it is one."""

    use: Text
    why: Text


@router.post("/uploads", summary="Send in one file; poll its story, or listen to /live", response={201: dict})
def send(
    request: HttpRequest,
    file: UploadedFile = File(...),  # noqa: B008  (ninja's way of declaring a file)
    title: Text = Form(""),  # noqa: B008
    artist: Text = Form(""),  # noqa: B008
    lawful_use: Text = Form(""),  # noqa: B008
    lawful_why: Text = Form(""),  # noqa: B008
    attested: bool = Form(default=False),
) -> Status[dict[str, Any]]:
    person = person_of(request)
    upload = actions.receive_whole(
        person,
        file.name or "file",
        file.size or 0,
        file.chunks(256 * 1024),
        title=title,
        artist=artist,
        lawful_use=lawful_use,
        lawful_why=lawful_why,
        attested=attested,
    )
    return Status(201, shape(queries.upload_story(person.pk, upload.pk)))


@router.get("/uploads", summary="My uploads, newest first", response=Page)
def mine(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    def shaped(found: list[queries.Upload]) -> list[dict[str, Any]]:
        return [shape(story) for story in queries.stories(found)]

    return page(request, asked, queries.sent_in_by(person_of(request).pk), shaped, ("-made_at", "-pk"))


@router.get("/uploads/{upload_id}", summary="What is happening to an upload, and why")
def story(request: HttpRequest, upload_id: uuid.UUID) -> dict[str, Any]:
    return shape(queries.upload_story(person_of(request).pk, upload_id))


@router.post(
    "/uploads/{upload_id}/lawful-use",
    summary="Say why the law permits the use of what is claimed; a person decides, with reasons",
)
def declare(request: HttpRequest, upload_id: uuid.UUID, said: Declared) -> dict[str, Any]:
    person = person_of(request)
    actions.declare_lawful_use(person, upload_id, said.use, said.why)
    return shape(queries.upload_story(person.pk, upload_id))


@router.post(
    "/uploads/{upload_id}/attest",
    summary="Attest that I made a recording nobody knows, or may upload it; a person then listens",
)
def attest(request: HttpRequest, upload_id: uuid.UUID) -> dict[str, Any]:
    person = person_of(request)
    actions.attest(person, upload_id)
    return shape(queries.upload_story(person.pk, upload_id))


@router.post(
    "/uploads/{upload_id}/contest",
    summary="Dispute what is claimed of my upload, or appeal; each claimant has to answer",
)
def contest(request: HttpRequest, upload_id: uuid.UUID, said: Contested) -> list[dict[str, Any]]:
    found = claims.contest(person_of(request), upload_id, said.ground, said.text)
    return [_contest_shape(claim) for claim in found]


@router.post(
    "/uploads/{upload_id}/complain",
    summary="Complain to the site about claims whose claimants said no; a person decides",
)
def complain(request: HttpRequest, upload_id: uuid.UUID, said: Complained) -> list[dict[str, Any]]:
    found = claims.complain_of_upload(person_of(request), upload_id, said.text)
    return [_contest_shape(claim) for claim in found]


@router.delete("/uploads/{upload_id}", summary="Give up an unfinished upload", response={204: None})
def abandon(request: HttpRequest, upload_id: uuid.UUID) -> Status[None]:
    actions.abandon_upload(person_of(request), upload_id)
    return Status(204, None)


@router.get("/music", summary="My music: what I uploaded and what I keep, newest track first", response=Page)
def music(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    return page(request, asked, queries.tracks_of_music(person_of(request).pk), rows_for(request))


def _contest_shape(claim: Proceeding) -> dict[str, Any]:
    return {
        "proceeding": str(claim.public_id),
        "claimant": claim.claimant,
        "state": claim.state,
        "silence_falls_at": claim.falls_at,
    }


def shape(story: UploadStory) -> dict[str, Any]:
    """An upload's story as JSON."""
    return {
        "id": str(story.id),
        "filename": story.filename,
        "size": story.size,
        "received": story.received,
        "state": story.state,
        "title": story.title,
        "artist": story.artist,
        "seconds": story.seconds,
        "track": story.track,
        "refusal": story.refusal,
        "refusal_detail": story.refusal_detail,
        "verdicts": dict(story.verdicts),
        "telling": telling_shape(story.telling),
        "entry": story.entry,
        "attested": story.attested,
        "lawful_use": story.lawful_use,
        "lawful_use_denied_at": story.denied_at,
        "matches": [
            {
                "recording": m.recording,
                "isrc": m.isrc,
                "title": m.title,
                "artist": m.artist,
                "owner": m.owner,
                "score": m.score,
                "speed": m.speed,
                "segments": m.segments,
            }
            for m in story.matches
        ],
    }
