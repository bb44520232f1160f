"""Conflicts of ownership and recordings with one sound through the API: seen, answered, settled."""

from fractions import Fraction
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import AfterValidator, AwareDatetime, StringConstraints

from akkord.cases import conflict_queries, conflicts, overlap_queries, overlaps
from akkord.cases.errors import NoSuchConflict, NoSuchOverlap
from akkord.cases.law.overlaps import State
from akkord.cases.models import Conflict, Evidence, OverlapOffer, Settlement
from akkord.catalogue.models import Recording
from akkord.rights.models import SameSound

from .auth import person_of
from .ownership import organisation_of, shape
from .paging import Asked, Page, each, page
from .values import Line, Number, Text, Title

router = Router(tags=["ownership"])


def _share(text: str) -> str:
    try:
        share = Fraction(text)
    except (ValueError, ZeroDivisionError) as wrong:
        raise ValueError("write a share as 1, 0, 1/2 or 0.5") from wrong
    if not 0 <= share <= 1:
        raise ValueError("a share is from 0 to 1")
    return str(share)


Share = Annotated[str, StringConstraints(max_length=20), AfterValidator(_share)]


class Document(Schema):
    """A document by name and SHA-256; its bytes stay with the party."""

    name: Annotated[Title, StringConstraints(max_length=120)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    text: Annotated[Text, StringConstraints(max_length=2000)] = ""


class Shares(Schema):
    """A share for every party, by its number, together the whole; from an instant on that may be past."""

    shares: dict[Number, Share]
    since: AwareDatetime | None = None
    text: Annotated[Text, StringConstraints(max_length=1000)] = ""


class OfferAnswer(Schema):
    answer: Literal["agree", "decline"]


class Word(Schema):
    """What two recordings with one sound are: merged is one recording, different two, disputed one and ours,
    open takes back what was said. Different and open need a reason."""

    word: Literal["merged", "different", "disputed", "open"]
    reason: Line = ""


# --- conflicts of ownership --------------------------------------------------------------------------


@router.get(
    "/organisations/{number}/conflicts",
    summary="Recordings of which more than the whole is claimed, by us too; newest first",
    response=Page,
)
def listed(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    rows = conflict_queries.conflicts_of(organisation_of(request, number).pk)
    return page(request, asked, rows, each(_conflict_shape))


@router.get(
    "/organisations/{number}/conflicts/{conflict}",
    summary="A conflict: what each party states and on which documents, and what was offered",
)
def conflict(request: HttpRequest, number: Number, conflict: Number) -> dict[str, Any]:
    return _whole(conflict_queries.conflict_of(organisation_of(request, number).pk, conflict))


@router.post(
    "/organisations/{number}/conflicts/{conflict}/evidence",
    summary="Name a document by name and SHA-256; the operator looks at it",
)
def evidence(request: HttpRequest, number: Number, conflict: Number, said: Document) -> dict[str, Any]:
    organisation = organisation_of(request, number)
    given = {"name": said.name, "sha256": said.sha256, "text": said.text}
    return _evidence_shape(conflicts.give_evidence(person_of(request), organisation, conflict, **given))


@router.post(
    "/organisations/{number}/conflicts/{conflict}/concede",
    summary="Take back all we state about the matter",
)
def concede(request: HttpRequest, number: Number, conflict: Number) -> dict[str, Any]:
    organisation = organisation_of(request, number)
    return _whole(conflicts.concede(person_of(request), organisation, conflict))


@router.post(
    "/organisations/{number}/conflicts/{conflict}/settlements",
    summary="Offer shares to the other parties; they hold once all agree",
)
def settle(request: HttpRequest, number: Number, conflict: Number, said: Shares) -> dict[str, Any]:
    organisation = organisation_of(request, number)
    shares = {party: Fraction(share) for party, share in said.shares.items()}
    offered = conflicts.offer(
        person_of(request), organisation, conflict, shares, since=said.since, text=said.text
    )
    return _settlement_shape(offered)


@router.post(
    "/organisations/{number}/conflicts/{conflict}/settlements/{settlement}",
    summary="Agree to what another party offered, or decline",
)
def answer(
    request: HttpRequest, number: Number, conflict: Number, settlement: Number, said: OfferAnswer
) -> dict[str, Any]:
    organisation = organisation_of(request, number)
    found = conflict_queries.conflict_of(organisation.pk, conflict)
    if not found.settlements.filter(pk=settlement).exists():
        raise NoSuchConflict
    does = conflicts.agree if said.answer == "agree" else conflicts.decline
    does(person_of(request), organisation, settlement)
    return _whole(conflict_queries.conflict_of(organisation.pk, conflict))


# --- recordings with one sound -----------------------------------------------------------------------


@router.get(
    "/organisations/{number}/overlaps",
    summary="Recordings of ours with the sound of another one, or of each other; newest first",
    response=Page,
)
def overlap_list(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    return page(
        request,
        asked,
        overlap_queries.overlaps_of(organisation_of(request, number).pk),
        each(_overlap_shape),
    )


@router.get(
    "/organisations/{number}/overlaps/{one}/{other}",
    summary="Two recordings with one sound: how alike, whose word counts, what was said and offered",
)
def overlap(request: HttpRequest, number: Number, one: Number, other: Number) -> dict[str, Any]:
    return _whole_overlap(overlap_queries.overlap_of(organisation_of(request, number).pk, one, other))


@router.post(
    "/organisations/{number}/overlaps/{one}/{other}",
    summary="Say that they are one recording, different, or in dispute; or take back what was said",
)
def say(request: HttpRequest, number: Number, one: Number, other: Number, said: Word) -> dict[str, Any]:
    organisation = organisation_of(request, number)
    pair = overlap_queries.overlap_of(organisation.pk, one, other)
    word = State(said.word)
    return _whole_overlap(overlaps.say(person_of(request), organisation, pair, word, reason=said.reason))


@router.post(
    "/organisations/{number}/overlaps/{one}/{other}/offers/{offer}",
    summary="Agree to what another party says of them, or decline",
)
def answer_overlap(
    request: HttpRequest, number: Number, one: Number, other: Number, offer: Number, said: OfferAnswer
) -> dict[str, Any]:
    organisation = organisation_of(request, number)
    pair = overlap_queries.overlap_of(organisation.pk, one, other)
    if not overlap_queries.offers_of(pair).filter(pk=offer).exists():
        raise NoSuchOverlap
    does = overlaps.agree if said.answer == "agree" else overlaps.decline
    return _whole_overlap(does(person_of(request), organisation, offer))


# --- shapes ------------------------------------------------------------------------------------------


def _conflict_shape(found: Conflict) -> dict[str, Any]:
    return {
        "number": found.pk,
        "recording": _recording_shape(found.recording),
        "parties": [{"number": party.pk, "name": party.name} for party in found.parties.all()],
        "state": found.state,
        "rights": found.rights,
        "territory": found.territory,
        "starts": found.starts,
        "ends": found.ends,
        "proven": found.proven,
        "opened_at": found.opened_at,
        "answer_by": found.answer_by,
        "closed_at": found.closed_at,
    }


def _whole(found: Conflict) -> dict[str, Any]:
    sides = [
        {
            "number": side.number,
            "name": side.name,
            "statements": [shape(row) for row in side.statements],
            "evidence": [_evidence_shape(each) for each in side.evidence],
        }
        for side in conflict_queries.sides_of(found)
    ]
    offers = [_settlement_shape(each) for each in conflict_queries.settlements_of(found)]
    return _conflict_shape(found) | {"sides": sides, "settlements": offers}


def _evidence_shape(named: Evidence) -> dict[str, Any]:
    seen = named.accepted_at or named.set_aside_at
    return {
        "number": named.pk,
        "name": named.name,
        "sha256": named.sha256,
        "text": named.text,
        "at": named.at,
        "looked_at": seen,
        "proves": named.accepted_at is not None if seen else None,
    }


def _settlement_shape(offered: Settlement) -> dict[str, Any]:
    return {
        "number": offered.pk,
        "by": offered.organisation_id,
        "court": offered.court or None,
        "shares": offered.shares,
        "since": offered.since,
        "text": offered.text,
        "state": offered.state,
        "agreed": offered.agreed,
        "at": offered.at,
    }


def _recording_shape(recording: Recording) -> dict[str, Any]:
    return {
        "number": recording.pk,
        "isrc": recording.isrc,
        "title": recording.title,
        "artist": recording.artist,
        "organisation": recording.organisation_id,
    }


def _overlap_shape(pair: SameSound) -> dict[str, Any]:
    return {
        "one": _recording_shape(pair.one),
        "other": _recording_shape(pair.other),
        "state": pair.state,
        "said_by": pair.organisation_id,
        "reason": pair.reason,
        "at": pair.recorded_at,
    }


def _whole_overlap(pair: SameSound) -> dict[str, Any]:
    alike = {
        "score": pair.score,
        "p_false": pair.p_false,
        "speed": pair.speed,
        "pitch": pair.pitch,
        "segments": pair.segments,
    }
    parties = [{"number": party.pk, "name": party.name} for party in overlap_queries.parties_of(pair)]
    return _overlap_shape(pair) | {
        "alike": alike,
        "parties": parties,
        "history": [_overlap_shape(each) for each in overlap_queries.said_of(pair)],
        "offers": [_offer_shape(each) for each in overlap_queries.offers_of(pair)],
    }


def _offer_shape(offer: OverlapOffer) -> dict[str, Any]:
    return {
        "number": offer.pk,
        "by": offer.organisation_id,
        "word": offer.says,
        "reason": offer.reason,
        "state": offer.state,
        "agreed": offer.agreed,
        "at": offer.at,
    }
