"""Negotiations through the API: terms laid on the table, answered and signed, by either side.

Who acts for the organisation sits on its side; the operator's token speaks for the site. Everybody else is
told that there is no such organisation.
"""

import uuid
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, Field

from akkord.catalogue import queries as catalogue
from akkord.deals import negotiating, queries
from akkord.deals.queries import Negotiation, TrackReleased, Version
from akkord.deals.rules.talks import Side, Terms
from akkord.music import queries as music
from akkord.people.models import Person

from . import office_shapes as shapes
from .auth import person_of
from .paging import Asked, Page, each, page
from .values import Number, Text

router = Router(tags=["negotiations"])

Note = Annotated[Text, Field(max_length=2000)]


class NewTerms(Schema):
    """A licence as it is offered, and what is agreed around it."""

    licence: shapes.NewLicence
    answer_by: AwareDatetime = Field(
        description="Until then the terms lie on the table; a year ahead at most"
    )
    since: AwareDatetime | None = Field(None, description="Release money that waited since then")
    meanwhile: bool = Field(False, description="Let what is on the site be heard while the talks go on")
    note: Note = ""

    def terms(self, organisation_id: int) -> Terms:
        return Terms(self.licence.fact(organisation_id), self.answer_by, self.since, self.meanwhile)


class NewNegotiation(NewTerms):
    """Terms that begin talks."""

    offer: bool = Field(True, description="Lay them on the table at once; else they are a draft of one's own")


class OtherTerms(NewTerms):
    """Terms in the place of the version one has read."""

    version: Annotated[int, Field(ge=1, le=1_000_000)]


class Reply(Schema):
    """The version one has read; `word` is told when the talks end."""

    version: Annotated[int, Field(ge=1, le=1_000_000)]
    word: Note = ""


@router.get(
    "/organisations/{number}/negotiations", summary="Talks about licences, newest first", response=Page
)
def negotiations(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    side = _side(request, number)
    rows = queries.negotiations_of(number, side)
    return page(request, asked, rows, each(lambda found: _shape(found, side)), ("-opened_at", "-pk"))


@router.post(
    "/organisations/{number}/negotiations",
    summary="Open talks with terms; what they would have done to the past 90 days is shown to both sides",
    response={201: dict},
)
def open_talks(request: HttpRequest, number: Number, new: NewNegotiation) -> Status[dict[str, Any]]:
    side, organisation = _side(request, number), catalogue.organisation_by_number(number)
    terms = new.terms(number)
    made = negotiating.open_talks(person_of(request), organisation, terms, note=new.note, offer=new.offer)
    return Status(201, _whole(person_of(request), made, side))


@router.get(
    "/organisations/{number}/negotiations/{negotiation}",
    summary="A negotiation: every version of its terms with its dry run, and what one may do",
)
def negotiation(request: HttpRequest, number: Number, negotiation: uuid.UUID) -> dict[str, Any]:
    side = _side(request, number)
    return _whole(person_of(request), queries.negotiation_of(number, side, negotiation), side)


@router.post(
    "/organisations/{number}/negotiations/{negotiation}/terms",
    summary="Put other terms in the place of a version: one's draft is revised, an offer is countered",
    response={201: dict},
)
def lay_terms(
    request: HttpRequest, number: Number, negotiation: uuid.UUID, new: OtherTerms
) -> Status[dict[str, Any]]:
    found, side = _found(request, number, negotiation)
    laid = negotiating.lay_terms(person_of(request), found.pk, new.version, new.terms(number), note=new.note)
    return Status(201, _whole(person_of(request), laid, side))


@router.post(
    "/organisations/{number}/negotiations/{negotiation}/offer", summary="Lay one's draft on the table"
)
def offer(request: HttpRequest, number: Number, negotiation: uuid.UUID, said: Reply) -> dict[str, Any]:
    found, side = _found(request, number, negotiation)
    return _whole(person_of(request), negotiating.offer(person_of(request), found.pk, said.version), side)


@router.post(
    "/organisations/{number}/negotiations/{negotiation}/sign",
    summary="Sign a version; with both signatures its licence stands at once",
)
def sign(request: HttpRequest, number: Number, negotiation: uuid.UUID, said: Reply) -> dict[str, Any]:
    found, side = _found(request, number, negotiation)
    return _whole(person_of(request), negotiating.sign(person_of(request), found.pk, said.version), side)


@router.post(
    "/organisations/{number}/negotiations/{negotiation}/permit",
    summary="For the organisation alone: let the backlog be heard during the talks, as the terms propose",
)
def permit(request: HttpRequest, number: Number, negotiation: uuid.UUID, said: Reply) -> dict[str, Any]:
    found, side = _found(request, number, negotiation)
    return _whole(person_of(request), negotiating.permit(person_of(request), found.pk, said.version), side)


@router.post(
    "/organisations/{number}/negotiations/{negotiation}/withdraw",
    summary="Withdraw one's own terms; the talks end",
)
def withdraw(request: HttpRequest, number: Number, negotiation: uuid.UUID, said: Reply) -> dict[str, Any]:
    found, side = _found(request, number, negotiation)
    return _whole(
        person_of(request), negotiating.withdraw(person_of(request), found.pk, said.version, said.word), side
    )


@router.post(
    "/organisations/{number}/negotiations/{negotiation}/refuse",
    summary="Refuse the other side's terms; the talks end",
)
def refuse(request: HttpRequest, number: Number, negotiation: uuid.UUID, said: Reply) -> dict[str, Any]:
    found, side = _found(request, number, negotiation)
    return _whole(
        person_of(request), negotiating.refuse(person_of(request), found.pk, said.version, said.word), side
    )


@router.get(
    "/organisations/{number}/negotiations/{negotiation}/released",
    summary="Plays whose money waited and is somebody's by a signed deal, track by track",
    response=Page,
)
def released(
    request: HttpRequest, number: Number, negotiation: uuid.UUID, asked: Query[Asked]
) -> dict[str, Any]:
    found, _ = _found(request, number, negotiation)
    rows = music.tracks_numbered(queries.tracks_released(found))

    def shaped(tracks: list[music.Track]) -> list[dict[str, Any]]:
        numbers = [track.pk for track in tracks]
        return [_released_shape(row) for row in queries.released_by_track(found, numbers)]

    return page(request, asked, rows, shaped, ("pk",))


# --- the gate ----------------------------------------------------------------------------------------


def _side(request: HttpRequest, number: int) -> Side:
    """Raises NoSuchOrganisation for everybody but the two sides."""
    return queries.side_of(person_of(request), number)


def _found(request: HttpRequest, number: int, negotiation: uuid.UUID) -> tuple[Negotiation, Side]:
    side = _side(request, number)
    return queries.negotiation_of(number, side, negotiation), side


# --- what is given -----------------------------------------------------------------------------------


def _shape(found: Negotiation, side: Side) -> dict[str, Any]:
    return {
        "id": str(found.pk),
        "organisation": found.organisation_id,
        "opened_by": found.opener,
        "state": found.state,
        "you": side.value,
        "version": found.version,
        "terms_of": found.author,
        "answer_by": found.answer_by,
        "opened_at": found.opened_at,
        "changed_at": found.changed_at,
    }


def _whole(person: Person, found: Negotiation, side: Side) -> dict[str, Any]:
    return _shape(found, side) | {
        "may": sorted(queries.open_to(person, found, side)),
        "meanwhile_licence": found.meanwhile_id,
        "licences": [
            shapes.licence_shape(row) for row in found.licences.select_related("entry", "withdrawal")
        ],
        "last_word": found.last_word,
        "versions": [_version_shape(version) for version in queries.versions_of(found)],
    }


def _version_shape(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "side": version.side,
        "by": version.person.name,
        "at": version.at,
        "licence": version.licence,
        "since": version.since,
        "meanwhile": version.meanwhile,
        "answer_by": version.answer_by,
        "note": version.note,
        "signed": [{"side": s.side, "by": s.person.name, "at": s.at} for s in version.signatures.all()],
        "simulation": shapes.simulation_shape(version.simulation),
    }


def _released_shape(row: TrackReleased) -> dict[str, Any]:
    to = [{"party": party, "plays": str(fraction)} for party, fraction in row.to.items()]
    return {"track": row.track, "plays": row.plays, "to": to}
