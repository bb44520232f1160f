"""Every read of claims on uploads, with their gates: of the uploader, of the claimant, of the jobs."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, OuterRef, QuerySet, When

from akkord.flow import clock
from akkord.music import queries as music
from akkord.rights import queries as rights
from akkord.rights.terms import BlockState, Contest, ScopeKind

from .carrying_out import CASES_FROM
from .errors import NoSuchContest
from .law.held import Held, held_periods
from .models import Proceeding, ProceedingStep
from .proceeding_queries import deadlines_of, possible

if TYPE_CHECKING:
    from akkord.music.queries import Upload
    from akkord.rights.models import Block
    from akkord.rights.rules.answers import Reason

__all__ = [
    "Proceeding",
    "blocks_before",
    "claim_against",
    "claims_against",
    "claims_of_upload",
    "deadlines_of",
    "decided_earlier",
    "disputed_periods",
    "held_periods_of",
    "open_claims",
    "parties_behind",
    "possible",
    "untold_claims",
]

# What is answered by the party that claims it; the rest goes to a court, an authority or the site itself.
ANSWERED = frozenset({Contest.DISPUTE, Contest.COUNTER_NOTICE, Contest.REVIEW})
WAITING = ("disputed", "appealed")  # for the claimant's answer


def claims() -> QuerySet[Proceeding]:
    return Proceeding.objects.filter(procedure="claim").select_related(
        "organisation", "upload__track", "upload__person"
    )


def open_claims(upload_id: uuid.UUID) -> QuerySet[Proceeding]:
    return claims().filter(upload_id=upload_id, closed_at=None).order_by("pk")


def claims_of_upload(upload_id: uuid.UUID) -> QuerySet[Proceeding]:
    """Every claim there was on an upload, newest first; for those who passed the gate of the upload."""
    return claims().filter(upload_id=upload_id).prefetch_related("steps").order_by("-pk")


def claims_against(organisation_id: int) -> QuerySet[Proceeding]:
    """The organisation's claims that were contested, those that wait for its answer first, by their clock."""
    disputed = ProceedingStep.objects.filter(proceeding=OuterRef("pk"), event__in=("dispute", "flag"))
    found = claims().filter(Exists(disputed), organisation_id=organisation_id)
    waits = Case(When(state__in=WAITING, then=0), default=1)
    return found.order_by(waits, "falls_at", "-pk")


def claim_against(organisation_id: int, number: int) -> Proceeding:
    """One of the organisation's claims. Raises NoSuchContest."""
    found = claims().filter(organisation_id=organisation_id, pk=number).first()
    if found is None:
        raise NoSuchContest(number)
    return found


def untold_claims(person_id: int) -> QuerySet[Proceeding]:
    """Claims on a member's older uploads of which no letter has told yet."""
    return claims().filter(upload__person_id=person_id, facts__told=False).order_by("pk")


def disputed_periods(upload_id: uuid.UUID) -> dict[int, list[Held]]:
    """claimant → when its claim on the upload was in dispute; the money of that time is for who was right."""
    periods: dict[int, list[Held]] = {}
    for claim in claims().filter(upload_id=upload_id).order_by("pk"):
        periods.setdefault(claim.organisation_id or 0, []).extend(held_periods_of(claim))
    return periods


def held_periods_of(claim: Proceeding) -> list[Held]:
    """When one claim was in dispute, oldest first."""
    return held_periods(claim.steps.order_by("pk").values_list("event", "at"))


def parties_behind(upload: "Upload") -> set[int]:
    """Whose claims and own blocks are upon an upload somewhere now, and who therefore has to answer."""
    track = music.track_of_upload(upload.pk)
    if track is None:
        return set()
    world = music.decide_worldwide(track, clock.now())
    return set(world.claims) | {r.party for r in world.reasons if r.party is not None and _answered(r)}


def blocks_before(upload: "Upload", sent: datetime) -> "list[Block]":
    """Blocks in force on an upload's sound, or on what is heard in it, that stood when it was sent."""
    sound = upload.sound_id or 0
    things = [(ScopeKind.FILE, sound)]
    things += [(ScopeKind.RECORDING, r) for r in music.recordings_of_sounds([sound]).get(sound, [])]
    standing = [block for scope, pk in things for block in rights.blocks_on(scope, pk)]
    return [b for b in standing if b.state == BlockState.ACTIVE.value and b.recorded_at <= sent]


def decided_earlier(upload: "Upload", block: "Block") -> list[datetime]:
    """When the sender's earlier uploads of what the block is on were decided."""
    return music.decided_before(
        upload,
        recordings=[block.scope_id] if block.scope == ScopeKind.RECORDING.value else [],
        sounds=[block.scope_id] if block.scope == ScopeKind.FILE.value else [],
    )


def _answered(reason: "Reason") -> bool:
    """A notice under a law is answered in its own proceeding, by what that law asks of the answer."""
    return reason.contest in ANSWERED and (reason.case is None or reason.case < CASES_FROM)
