"""What the rights office's part of the API takes and gives, as JSON."""

from typing import Annotated, Any, Literal, Self

from ninja import Schema
from pydantic import AwareDatetime, Field, model_validator

from akkord.cases import money
from akkord.cases.models import Inquiry, Order, OrderRow, Proceeding
from akkord.cases.whereabouts import Place
from akkord.catalogue.ern.sentences import sentence
from akkord.catalogue.models import Delivery, DeliveryRow, Mandate, Recording, ReleaseMessage
from akkord.catalogue.previewing import Foreseen
from akkord.catalogue.queries import Acting, Progress
from akkord.catalogue.understanding import faults_of
from akkord.deals.queries import Simulation
from akkord.flow import clock
from akkord.ledger.models import Entry
from akkord.rights.facts_in_tables import segment_of
from akkord.rights.models import Grant, Licence, Policy
from akkord.rights.rules import facts as law
from akkord.rights.terms import (
    Action,
    CommercialModel,
    LicenceId,
    PartyId,
    PolicyId,
    RecordingId,
    ReleaseId,
    Use,
    UseType,
)
from akkord.rights.territories import parse
from akkord.sound.printed import is_print_alone

from .values import Line, Number, Territory, Text, Title, Words

Numbers = Annotated[list[Number], Field(max_length=10_000)]
Percent = Annotated[int, Field(ge=0, le=100)]


class Stated(Schema):
    """What a licence or policy is about, where and when. Nothing named: the whole catalogue."""

    territory: Territory = "Worldwide"
    recordings: Numbers = []
    releases: Numbers = []
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None
    source: Annotated[Text, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValueError("ends must be after starts")
        return self

    @property
    def repertoire(self) -> law.Repertoire:
        if not self.recordings and not self.releases:
            return law.CATALOGUE
        return law.Repertoire(
            recordings=frozenset(map(RecordingId, self.recordings)),
            releases=frozenset(map(ReleaseId, self.releases)),
        )

    @property
    def common(self) -> dict[str, Any]:
        """What a licence and a policy have in common, as fields of the fact."""
        return {
            "repertoire": self.repertoire,
            "valid": law.Period(self.starts, self.ends),
            "source": self.source,
            "recorded_at": clock.now(),
        }


class NewLicence(Stated):
    """Uses permitted under commercial models (words of DDEX AVS)."""

    uses: Annotated[list[UseType], Field(min_length=1, max_length=20)]
    models: Annotated[list[CommercialModel], Field(min_length=1, max_length=20)]

    def fact(self, organisation_id: int) -> law.Licence:
        return law.Licence(
            id=LicenceId(0),
            licensor=PartyId(organisation_id),
            uses=frozenset(self.uses),
            models=frozenset(self.models),
            territories=parse(self.territory),
            **self.common,
        )


class NewPolicy(Stated):
    """What is done with uploads that match at least so much of the repertoire."""

    action: Action
    seconds: Annotated[int, Field(ge=0, le=36_000)] = 0
    percent_of_file: Percent = 0
    percent_of_reference: Percent = 0

    from_second: Annotated[int, Field(ge=0, le=36_000)] | None = None
    to_second: Annotated[int, Field(ge=1, le=36_000)] | None = None

    @model_validator(mode="after")
    def _segment_in_order(self) -> Self:
        if self.to_second is not None and self.to_second <= (self.from_second or 0):
            raise ValueError("to_second must be after from_second")
        return self

    def fact(self, organisation_id: int) -> law.Policy:
        condition = law.Condition(
            parse(self.territory),
            law.Band(self.seconds * 1000),
            law.Band(self.percent_of_file),
            law.Band(self.percent_of_reference),
            segment_of(self.from_second, self.to_second),
        )
        return law.Policy(
            id=PolicyId(0),
            owner=PartyId(organisation_id),
            rules=(law.PolicyRule(condition, self.action),),
            **self.common,
        )


class NewGrant(Stated):
    """One member or one community whose uploads pass without pay, as far as it goes."""

    account: Number | None = None
    group: Number | None = None
    uses: Annotated[list[Use], Field(min_length=1, max_length=10)] = list(Use)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.account is None) == (self.group is None):
            raise ValueError("name an account or a group")
        return self


class NewSimulation(Schema):
    """What would be stated or withdrawn: exactly one of these."""

    licence: NewLicence | None = None
    policy: NewPolicy | None = None
    withdraw_licence: Number | None = None
    withdraw_policy: Number | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        named = (self.licence, self.policy, self.withdraw_licence, self.withdraw_policy)
        if sum(each is not None for each in named) != 1:
            raise ValueError("name exactly one change")
        return self


class NewOrder(Schema):
    """Rows as they would be pasted (addresses, ISRCs, "artist — title"), or all copies of own recordings."""

    title: Title
    reason: Words
    territory: Territory = "Worldwide"
    rows: Annotated[list[Line], Field(max_length=10_000)] = []
    recordings: Numbers = []
    execute: bool = Field(False, description="Execute at once what was found, without a preview")

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not self.rows and not self.recordings:
            raise ValueError("name rows or recordings")
        return self

    @property
    def text(self) -> str:
        named = [" ".join(row.splitlines()) for row in self.rows]
        return "\n".join([*named, *(f"recording {number}" for number in self.recordings)])


class Release(Schema):
    """Whose rows of an order are to be heard again."""

    organisation: Number


class NewMandate(Schema):
    """Who may act for the organisation; without recordings for its whole catalogue."""

    agent: Number
    document: Title
    territory: Territory = "Worldwide"
    recordings: Numbers = []
    delegable: bool = Field(False, description="It may be passed on to one further agent")
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None


class NewClaim(Schema):
    """An upload the organisation found, and why it is its own."""

    track: Number
    reason: Annotated[Text, Field(min_length=1, max_length=1000)]


class Complaint(Schema):
    """Why a decision of the site is wrong."""

    words: Words


class Answer(Schema):
    """The answer to a contest; standing by the restriction needs words."""

    answer: Literal["release", "stand"]
    words: Annotated[Text, Field(max_length=1000)] = ""


# --- what is given -----------------------------------------------------------------------------------


def organisation_shape(acting: Acting) -> dict[str, Any]:
    return {
        "number": acting.organisation.pk,
        "name": acting.organisation.name,
        "kind": acting.organisation.kind,
        "country": acting.organisation.country,
        "as": acting.agent.name,
        "through": [between.name for between in acting.through],
        "territory": acting.territory,
        "recordings": None if acting.recordings is None else sorted(acting.recordings),
        "document": acting.document,
    }


def mandate_shape(mandate: Mandate) -> dict[str, Any]:
    return {
        "number": mandate.pk,
        "agent": mandate.agent_id,
        "principal": mandate.principal_id,
        "territory": mandate.territory,
        "recordings": mandate.recordings,
        "delegable": mandate.delegable,
        "starts": mandate.starts,
        "ends": mandate.ends,
        "ended_at": mandate.ended_at,
        "document": mandate.document,
    }


def reference_of(recording: Recording) -> str:
    """How it is known: none, unknown, examined, refused; printed when its print alone was delivered."""
    if is_print_alone(recording.sound):
        return "printed"
    return recording.sound.state if recording.sound else "none"


def recording_shape(recording: Recording, tracks: int) -> dict[str, Any]:
    release = recording.release
    return {
        "number": recording.pk,
        "isrc": recording.isrc,
        "title": recording.title,
        "artist": recording.artist,
        "release": {"number": release.pk, "title": release.title, "icpn": release.icpn} if release else None,
        "reference": reference_of(recording),
        "tracks": tracks,
    }


def place_shape(place: Place) -> dict[str, Any]:
    alike, sender = place.alike, place.sender
    return {
        "track": place.track.pk,
        "title": place.track.title,
        "artist": place.track.artist,
        "by": {"number": sender.pk, "name": sender.name} if sender else None,
        "score": alike.score,
        "speed": alike.speed,
        "pitch": alike.pitch,
        "p_false": alike.p_false,
        "segments": alike.segments,
        "verdicts": dict(place.verdicts),
    }


def inquiry_shape(asked: Inquiry, places: list[Place]) -> dict[str, Any]:
    return {
        "id": str(asked.pk),
        "filename": asked.filename,
        "state": asked.state,
        "refusal": asked.refusal,
        "detail": asked.refusal_detail,
        "seconds": asked.seconds,
        "complete": not asked.full,
        "places": [place_shape(place) for place in places],
        "made_at": asked.made_at,
    }


def delivery_shape(delivery: Delivery, progress: Progress, rows: list[DeliveryRow]) -> dict[str, Any]:
    counted = {name: getattr(progress, name) for name in ("waiting", "arrived", "heard", "live", "refused")}
    return {
        "number": delivery.pk,
        "name": delivery.name,
        "organisation": delivery.organisation_id,
        "state": delivery.state,
        "made_at": delivery.made_at,
        "finished_at": delivery.finished_at,
        "progress": counted,
        "rows": [delivered_shape(row) for row in rows],
    }


def foreseen_row_shape(row: Foreseen) -> dict[str, Any]:
    """What would become of a line: new, changed, same or refused."""
    return {
        "line": row.row.line,
        "isrc": row.row.isrc,
        "title": row.row.title,
        "artist": row.row.artist,
        "what": row.what,
        "changes": [{"column": each.column, "was": each.was, "now": each.now} for each in row.changes],
        "fault": row.fault.partition(" ")[0],
        "text": row.why,
        "warning": row.warned,
    }


def message_shape(message: ReleaseMessage) -> dict[str, Any]:
    return {
        "number": message.pk,
        "organisation": message.organisation_id,
        "name": message.name,
        "state": message.state,
        "message_id": message.message_id,
        "created": message.created,
        "kind": message.kind,
        "test": message.test,
        "fault": message.fault.partition(" ")[0],
        "text": message.why,
        "delivery": message.delivery_id,
        "made_at": message.made_at,
        "finished_at": message.finished_at,
    }


def understood_shape(message: ReleaseMessage) -> dict[str, Any]:
    """What was understood, its faults with sentences; of each list at most the first 200."""
    sentences = [sentence(fault) for fault in faults_of(message.understood)]
    told = [
        fault | {"sentence": said}
        for fault, said in zip(message.understood.get("faults", []), sentences, strict=True)
    ]
    return message.understood | {"faults": told}


def foreseen_shape(row: Licence | Policy) -> dict[str, Any]:
    """A licence or policy that will begin or end; recordings below zero are still to be catalogued."""
    said = (
        {"uses": row.uses, "models": row.commercial_models}
        if isinstance(row, Licence)
        else {"rules": row.rules}
    )
    return said | {
        "territory": row.territory,
        "starts": row.starts,
        "ends": row.ends,
        "recordings": row.recordings,
    }


def delivered_shape(row: DeliveryRow) -> dict[str, Any]:
    return {
        "line": row.line,
        "isrc": row.isrc,
        "title": row.title,
        "artist": row.artist,
        "file": row.file,
        "share": row.share,
        "territory": row.territory,
        "state": row.state,
        "recording": row.recording_id,
        "fault": row.fault.partition(" ")[0],
        "text": row.why,
        "warning": row.warned,
    }


def entry_shape(entry: Entry | None) -> dict[str, Any] | None:
    """A line of the public log; its number comes within seconds."""
    return {"id": entry.public_id, "number": entry.number} if entry else None


def _stated_shape(row: Licence | Policy | Grant) -> dict[str, Any]:
    return {
        "number": row.pk,
        "territory": row.territory,
        "catalogue": row.catalogue,
        "recordings": row.recordings,
        "releases": row.releases,
        "starts": row.starts,
        "ends": row.ends,
        "source": row.source,
        "recorded_at": row.recorded_at,
        "withdrawn_at": row.withdrawn_at,
        "entry": entry_shape(row.entry),
        "withdrawal": entry_shape(row.withdrawal),
    }


def licence_shape(row: Licence) -> dict[str, Any]:
    return _stated_shape(row) | {"uses": row.uses, "models": row.commercial_models}


def policy_shape(row: Policy) -> dict[str, Any]:
    return _stated_shape(row) | {"rules": row.rules}


def grant_shape(row: Grant) -> dict[str, Any]:
    return _stated_shape(row) | {"account": row.account_id, "group": row.group_id, "uses": row.uses}


def simulation_shape(found: Simulation) -> dict[str, Any]:
    """A dry run; its answer is empty until it is done."""
    return {
        "id": str(found.pk),
        "organisation": found.organisation_id,
        "change": found.change,
        "since": found.since,
        "until": found.until,
        "state": found.state,
        "tracks": found.tracks,
        "done": found.done,
        "answer": found.answer,
    }


def order_shape(order: Order, summary: dict[str, int], rows: list[OrderRow]) -> dict[str, Any]:
    return {
        "id": str(order.public_id),
        "organisation": order.on_behalf_of_id or order.organisation_id,
        "filed_by": order.organisation_id,
        "title": order.title,
        "reason": order.reason,
        "territory": order.territory,
        "state": order.state,
        "made_at": order.made_at,
        "executed_at": order.executed_at,
        "entry": entry_shape(order.entry),
        "summary": summary,
        "rows": [row_shape(row) for row in rows],
    }


def row_shape(row: OrderRow) -> dict[str, Any]:
    return {
        "line": row.line,
        "given": row.given,
        "found": row.found,
        "refusal": row.refusal,
        "claimant": row.claimant_id,
        "recording": row.recording_id,
        "note": row.note,
        "tracks": row.tracks,
        "entry": entry_shape(row.block.entry) if row.block else None,
    }


def contest_shape(claim: Proceeding) -> dict[str, Any]:
    """A contested claim: what was said by whom, where it stands, and when silence releases it."""
    assert claim.upload is not None
    said = [
        {"event": s.event, "by": s.actor, "at": s.at, "words": s.said} for s in claim.steps.order_by("pk")
    ]
    return {
        "number": claim.pk,
        "upload": str(claim.upload_id),
        "track": claim.upload.track.pk,
        "title": claim.upload.track.title,
        "by": claim.upload.person.name,
        "ground": claim.facts.get("ground", ""),
        "state": claim.state,
        "steps": said,
        "opened_at": claim.opened_at,
        "silence_falls_at": claim.falls_at,
        "closed_at": claim.closed_at,
    }


def held_shape(claim: Proceeding) -> dict[str, Any]:
    """The disputed periods of a claim: what is held, since when, why, and whose it was in the end."""
    return {
        "contest": claim.pk,
        "upload": str(claim.upload_id),
        "periods": [
            {
                "starts": each.period.starts,
                "ends": each.period.ends,
                "why": each.why,
                "plays": each.plays,
                "winner": each.period.winner,
            }
            for each in money.held_for(claim)
        ],
    }
