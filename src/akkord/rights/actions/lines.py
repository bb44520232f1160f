"""What stating and taking back a fact says in the public log: one line each, made from the row itself."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from akkord.catalogue.queries import Acting, Organisation
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Source, Thing
from akkord.rights import facts_in_tables as tables
from akkord.rights.models import Block, Fact, Free, Grant, Licence, Ownership, Policy, SameSound
from akkord.rights.queries import taking_back_narrows, thing_key
from akkord.rights.terms import Action as Wish
from akkord.rights.terms import BlockKind, ScopeKind

WORLDWIDE = "Worldwide"
_ACTORS: Final = {
    "label": ActorClass.LABEL,
    "musician": ActorClass.LABEL,
    "publisher": ActorClass.LABEL,
    "body": ActorClass.BODY,
    "court": ActorClass.COURT,
    "authority": ActorClass.AUTHORITY,
}
_GROUNDS: Final = {
    BlockKind.COURT: Ground.COURT,
    BlockKind.REGULATOR: Ground.STATE,
    BlockKind.SAFETY: Ground.RULES,
    BlockKind.STAYDOWN: Ground.COPYRIGHT,
    BlockKind.NOTICE: Ground.COPYRIGHT,
    BlockKind.OWNER_POLICY: Ground.COPYRIGHT,
    BlockKind.UPLOADER: Ground.UPLOADER,
    BlockKind.EMBARGO: Ground.COPYRIGHT,
}
_THINGS: Final = {
    ScopeKind.FILE.value: "track",
    ScopeKind.RECORDING.value: "recording",
    ScopeKind.WORK.value: "recording",
    ScopeKind.ACCOUNT.value: "account",
    ScopeKind.POST.value: "post",
    ScopeKind.COMMENT.value: "post",  # the log knows what members write by one word
    ScopeKind.PHOTO.value: "post",
    ScopeKind.MOMENT.value: "post",
    ScopeKind.DOCUMENT.value: "post",
}
STAFF: Final = Actor(ActorClass.STAFF)


@dataclass(frozen=True)
class Basis:
    """What a restriction rests on besides its row: provision, jurisdiction, order, how it was found, and when
    it was demanded."""

    law: str = ""
    jurisdiction: str = ""
    order: str = ""  # public id of the order's line
    detection_automated: bool = False
    decision_automated: bool = False
    demanded_at: datetime | None = None
    source: Source | None = None  # where neither the kind of the block nor its actor says it


def actor_of(acting: Acting | None) -> Actor:
    """Who acts, by public name: the organisation the person stands for, else the operator's staff."""
    return STAFF if acting is None else actor_of_organisation(acting.agent)


def actor_of_organisation(organisation: Organisation) -> Actor:
    return Actor(_ACTORS[organisation.kind], organisation.name)


def stating(row: Licence | Policy | Grant, actor: Actor) -> Line:
    """The line of a permission (policy), or of a policy that forbids (restrict)."""
    blocks = forbids(row)
    return Line(
        kind=Kind.RESTRICT if blocks else Kind.POLICY,
        ground=Ground.COPYRIGHT if isinstance(row, Policy) else Ground.LICENCE,
        actor=actor,
        thing=Thing(_type(row), thing_key(row)),
        action=_action(row.territory) if blocks else Action.NONE,
        territory=row.territory,
        until=row.ends,
        facts=tables.content_of(row),
        decision_automated=blocks,  # carried out on every match, without a person looking
    )


def forbids(row: Fact) -> bool:
    """Whether the fact is a policy with a rule that blocks."""
    return isinstance(row, Policy) and any(rule["action"] == Wish.BLOCK.value for rule in row.rules)


def withdrawing(row: Licence | Policy | Grant | Ownership | Free, actor: Actor, prev: str = "") -> Line:
    """The line of taking back: a limit where it may silence something, else a reversal."""
    narrows = taking_back_narrows(row)
    return Line(
        kind=Kind.LIMIT if narrows else Kind.REVERSE,
        ground=Ground.LICENCE_END if narrows else Ground.COPYRIGHT,
        actor=actor,
        thing=Thing(_type(row), thing_key(row)),
        action=_action(row.territory) if narrows else Action.NONE,
        territory=row.territory,
        facts=tables.withdrawal_of(row),
        prev=prev,
    )


def owning(row: Ownership, actor: Actor) -> Line:
    """The line of a proven share beside another owner's: from now on a play needs this owner's leave too."""
    return _further_leave(row, actor, row.recording.isrc)


def sounding(row: SameSound, actor: Actor, prev: str = "") -> Line:
    """The line of two recordings with one sound: a play of either needs the leave of both; or no longer."""
    if row.state == SameSound.State.DIFFERENT:
        return replace(
            _further_leave(row, actor, row.other.isrc, prev), kind=Kind.REVERSE, action=Action.NONE
        )
    by_ear = actor.actor == ActorClass.AUTOMATIC
    line = _further_leave(row, actor, row.other.isrc, prev)
    return replace(line, detection_automated=True, decision_automated=by_ear)


def _further_leave(row: Ownership | SameSound, actor: Actor, isrc: str | None, prev: str = "") -> Line:
    return Line(
        kind=Kind.LIMIT,
        ground=Ground.COPYRIGHT,
        actor=actor,
        thing=Thing("recording", thing_key(row), isrc or ""),
        action=_action(row.territory),
        territory=row.territory,
        until=row.ends,
        facts=tables.content_of(row),
        prev=prev,
    )


def forbidding(row: Block, actor: Actor, isrc: str, basis: Basis, content_date: date | None = None) -> Line:
    """The line of a block; `content_date`: the day on which what it silences came to the site."""
    return Line(
        kind=Kind.RESTRICT,
        ground=_GROUNDS[BlockKind(row.kind)],
        actor=actor,
        thing=Thing(_THINGS[row.scope], thing_key(row), isrc),
        action=Action.ACCOUNT if row.scope == ScopeKind.ACCOUNT.value else _action(row.territory),
        territory=row.territory,
        until=row.ends,
        facts=tables.content_of(row),
        law=basis.law,
        jurisdiction=basis.jurisdiction,
        order=basis.order,
        detection_automated=basis.detection_automated,
        decision_automated=basis.decision_automated,
        demanded_at=basis.demanded_at,
        content_date=content_date,
        # Only a notice is one of article 16; what else an organisation asks for, its actor's class says.
        source=basis.source or (Source.ARTICLE_16 if row.kind == BlockKind.NOTICE.value else None),
    )


def bounding(row: Block, actor: Actor, isrc: str, prev: str) -> Line:
    """The line that says until when a block holds that stood without an end, or with another."""
    return replace(forbidding(row, actor, isrc, Basis()), kind=Kind.LIMIT, prev=prev)


def lifting(row: Block, actor: Actor, isrc: str, prev: str) -> Line:
    """The line that lifts or suspends a block."""
    return Line(
        kind=Kind.REVERSE,
        ground=_GROUNDS[BlockKind(row.kind)],
        actor=actor,
        thing=Thing(_THINGS[row.scope], thing_key(row), isrc),
        action=Action.NONE,
        territory=row.territory,
        facts=tables.withdrawal_of(row),
        prev=prev,
    )


def _type(row: Fact) -> str:
    match row:
        case Licence() | Grant():
            return "licence"
        case Policy():
            return "policy"
        case _:
            return "recording"


def _action(territory: str) -> Action:
    return Action.BLOCK if territory == WORLDWIDE else Action.TERRITORY
