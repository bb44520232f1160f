"""Sounds nobody knows through the API: what waits for them, and claiming one with evidence."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import AfterValidator, StringConstraints

from akkord.music import queries as music
from akkord.royalties import actions, queries
from akkord.royalties.queries import Sounding

from .auth import person_of
from .ownership import organisation_of
from .paging import Asked, Page, page_of
from .values import Number, without_nul

router = Router(tags=["royalties"])


Evidence = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(without_nul)
]


class NewSoundClaim(Schema):
    """Which recording a sound is, and how one knows."""

    recording: Number
    evidence: Evidence


@router.get(
    "/organisations/{number}/unmatched",
    summary="Sounds nobody knows for which money of closed months waits, most first",
    response=Page,
)
def soundings(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    organisation_of(request, number)
    return page_of(request, asked, queries.soundings(), _shapes)


@router.post(
    "/organisations/{number}/unmatched/{sound}/claims",
    summary="Claim a sound as a recording of one’s own, with evidence; the operator weighs it",
    response={201: dict},
)
def claim(request: HttpRequest, number: Number, sound: Number, new: NewSoundClaim) -> Status[dict[str, Any]]:
    organisation_of(request, number)
    made = actions.claim_sound(person_of(request), number, sound, new.recording, new.evidence)
    return Status(201, {"claim": made.pk, "state": made.state, "asked_at": made.asked_at})


def _shapes(rows: list[Sounding]) -> list[dict[str, Any]]:
    names = music.names_of_sounds(row.sound for row in rows)
    return [_shape(row, *names[row.sound]) for row in rows]


def _shape(row: Sounding, title: str, artist: str) -> dict[str, Any]:
    return {
        "sound": row.sound,
        "title": title,
        "artist": artist,
        "since": f"{row.first_month:%Y-%m}",
        "plays": row.plays,
        "territories": sorted(row.territories),
        "waiting": [{"currency": code, "amount": row.amounts[code]} for code in sorted(row.amounts)],
    }
