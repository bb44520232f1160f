"""Deciding: the law is asked for the whole world, its answer told to the uploader, and its line written."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from akkord.flow import clock, lives, outbox
from akkord.ledger import actions as ledger
from akkord.ledger.rules import (
    MOST_CARRIED_OUT,
    Action,
    Actor,
    ActorClass,
    Ground,
    Kind,
    Line,
    Thing,
)
from akkord.music import queries, rules
from akkord.music.models import Track, Upload
from akkord.rights import queries as rights
from akkord.rights.holding import hold_facts
from akkord.rights.rules.answers import Reason
from akkord.rights.terms import Verdict
from akkord.rights.territories import WORLDWIDE, TerritorySet

from .telling import tell

if TYPE_CHECKING:
    from akkord.ledger.models import Entry

EVERYWHERE = TerritorySet(frozenset(), excluding=True)


def tell_decision(upload: Upload, track: Track) -> str:
    """Ask the law for the whole world, write what it says with the upload, and the line if one is owed.

    Returns the state the upload stands in. In the caller's transaction; no fact changes until it ends, so
    whoever changes one afterwards finds this decision among those to be told anew.
    """
    version = hold_facts()
    at = clock.now()
    world = queries.decide_worldwide(track, at)
    silent = rules.silent_territories(world.by_verdict)
    fields = {
        "entry_id": _line_for(upload, silent, world.reasons, world.by_verdict),
        "told": {
            "verdicts": {v.name: str(t) for v, t in world.by_verdict.items()},
            "silent": str(silent),
            "since": _since(upload, silent, at).isoformat(),
            "telling": queries.telling_of_reasons(track, world),
            "claims": world.claims,
            "flagged": world.flagged,
            "until": world.until.isoformat() if world.until else None,
        },
        "decided_at": at,
        "decided_version": version,
    }
    first = upload.decided_at is None
    named = (upload.told.get("claims", []), upload.told.get("flagged", []))
    if named != (world.claims, world.flagged) or (first and silent):
        outbox.announce("upload_decided", upload=str(upload.pk), first=first)
    Upload.objects.filter(pk=upload.pk).update(**fields)
    for name, value in fields.items():
        setattr(upload, name, value)
    if world.until is not None:  # a licence that begins then lifts the silence, with its line
        outbox.announce_at(world.until, "facts_changed", sounds=[track.sound_id])
    return rules.upload_state(world.by_verdict)


def _since(upload: Upload, silent: TerritorySet, at: datetime) -> datetime:
    """When it fell silent where it is: decided anew with the same outcome, it has been so since before."""
    if upload.decided_at is None or upload.told.get("silent") != str(silent):
        return at
    before = upload.told.get("since")
    return datetime.fromisoformat(before) if before else upload.decided_at


def _line_for(
    upload: Upload,
    silent: TerritorySet,
    reasons: list[Reason],
    by_verdict: Mapping[Verdict, TerritorySet],
) -> int | None:
    """The upload's own line after this decision: kept, written anew, or reversed."""
    before = upload.entry
    carried = _carried_out(upload, reasons) if silent else []
    owed = bool(silent) and (rules.owes_line(reasons) or bool(carried))
    if not owed:
        if before is not None:
            ledger.write_line(_line(upload, Kind.REVERSE, Action.NONE, silent, prev=before.public_id))
        return None
    if before is not None and upload.told.get("silent") == str(silent):
        return before.pk
    action = Action.BLOCK if by_verdict.get(Verdict.BLOCK) else Action.HOLD
    if silent != EVERYWHERE:
        action = Action.TERRITORY
    kind = Kind.RESTRICT if before is None else Kind.EXTEND
    prev = before.public_id if before else ""
    return ledger.write_line(_line(upload, kind, action, silent, prev=prev, carried=carried)).pk


def _carried_out(upload: Upload, reasons: list[Reason]) -> "list[Entry]":
    """Lines that stood when the upload came in and silence it: it is a re-upload, and owes its own line.

    What is restricted only afterwards is silenced by that later line, which tells of every copy at once.
    """
    came = upload.received_at or upload.made_at
    behind = rights.lines_behind(reasons)
    return [entry for entry in behind if entry.at <= came and entry.ground != Ground.UPLOADER]


def _line(
    upload: Upload,
    kind: Kind,
    action: Action,
    silent: TerritorySet,
    *,
    prev: str,
    carried: "Sequence[Entry]" = (),
) -> Line:
    """The upload's line; `carried` are the lines it only carries out, and then their ground is its own."""
    restricts = action != Action.NONE
    return Line(
        kind=kind,
        ground=Ground(carried[0].ground) if carried else Ground.COPYRIGHT,
        actor=Actor(ActorClass.AUTOMATIC),
        thing=Thing("track", f"upload:{upload.pk}"),
        action=action,
        facts=queries.restriction_facts(upload.pk, silent),
        territory=str(silent or WORLDWIDE),
        prev=prev,
        detection_automated=True,
        decision_automated=True,
        content_date=(upload.received_at or upload.made_at).date() if restricts else None,
        carries_out=[entry.public_id for entry in carried[:MOST_CARRIED_OUT]],
        first_decision=upload.decided_at is None if restricts else None,
    )


@transaction.atomic
def retell(upload_id: uuid.UUID) -> None:
    """Facts changed: tell the uploader the decision as it is now; plays have been asking all along."""
    hold_facts()  # before the upload, as a first decision does, so that the two never wait in a ring
    upload = Upload.objects.select_for_update(of=("self",)).select_related("entry").get(pk=upload_id)
    before = upload.told
    state = tell_decision(upload, Track.objects.select_related("sound").get(upload=upload))
    if state != upload.state:
        lives.move("upload", upload, state)
    if upload.told != before:
        tell(upload)
