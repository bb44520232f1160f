"""Stay-downs (rights.md section 2.2, D): what each keeps out, what it has caught, and its four ends.

A stay-down is the block its order lays on a recording: it is active from then on, and every re-upload it
catches has a line that carries it out. No proceeding is opened beside it until it ends otherwise than by its
claimant's own word: then machine D records who ended it and why, with its lines and letters.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django_tasks import task

from akkord.catalogue import queries as catalogue
from akkord.flow import clock
from akkord.music import queries as music
from akkord.rights import actions as rights
from akkord.rights import queries as facts
from akkord.rights.holding import hold_facts
from akkord.subscriptions import queries as subscriptions

from . import errors, proceedings
from .law.procedures import versions_of
from .law.terms import Party, Subject
from .models import Approval, Order, OrderRow, Proceeding, ProceedingRow

if TYPE_CHECKING:
    from akkord.catalogue.models import Recording
    from akkord.music.queries import Upload
    from akkord.people.models import Person
    from akkord.rights.models import Block, Licence

MOST_CAUGHT = 200


@dataclass(frozen=True)
class KeptOut:
    """A stay-down, whole: how it stands, since when, by which order, what it caught, and who ended it how."""

    block: "Block"  # as it stands now, or stood last
    recording: "Recording"
    since: datetime
    history: list["Block"]  # oldest first: its end may have been set since it was laid
    order: Order | None
    caught: "list[Upload]"
    ended: Proceeding | None  # by a licence or a court; its claimant's word needs none
    licence: "Licence | None"  # a later one that permits what it forbids

    @property
    def active(self) -> bool:
        return self.block.withdrawn_at is None and not (self.block.ends and self.block.ends <= clock.now())


def kept_out_by(organisation_id: int, number: int) -> KeptOut:
    """One of the organisation's stay-downs; whoever asks acts for it. Raises NoSuchStayDown."""
    block = facts.stay_downs_of(organisation_id).filter(pk=number).first()
    if block is None:
        raise errors.NoSuchStayDown(number)
    history = [block]
    while history[0].replaces is not None:
        history.insert(0, history[0].replaces)
    since = history[0].recorded_at
    recording = catalogue.recordings_by_ids({block.scope_id})[block.scope_id]
    return KeptOut(
        block,
        recording,
        since,
        history,
        Order.objects.filter(pk=block.case or 0).first() if block.source.startswith("order ") else None,
        list(music.sent_after(block.scope_id, since, block.withdrawn_at)[:MOST_CAUGHT]),
        _proceeding_of(history),
        facts.licence_against(block, subscriptions.models_on_offer(clock.now())),
    )


@transaction.atomic
def retract(person: "Person", organisation_id: int, number: int) -> None:
    """Its claimant takes it back. Raises NoSuchStayDown, NotRepresented, OutsideMandate, AlreadyWithdrawn."""
    rights.lift_block(person, _standing(organisation_id, number))


@transaction.atomic
def end_at(person: "Person", organisation_id: int, number: int, ends: datetime) -> "Block":
    """Its claimant says when it ends by itself.

    Raises NoSuchStayDown, EndsBeforeStart (it lies in the past), and what `retract` raises.
    """
    return rights.end_block_at(person, _standing(organisation_id, number), ends)


@transaction.atomic
def propose_court_end(person: "Person", organisation_id: int, number: int, reason: str) -> Approval:
    """One of the staff records that a court ended it; another approves. Raises StaffOnly, NoReason."""
    if not catalogue.is_operator(person):
        raise errors.StaffOnly
    if not reason.strip():
        raise errors.NoReason
    found = _opened(_standing(organisation_id, number))
    return proceedings.propose(person, found.public_id, "court_ends", {"reason": reason.strip()[:2000]})


@task()
def end_licensed(recordings: list[int] | None = None, **others: object) -> None:
    """A licence of the claimant that names the recording ends its earlier stay-down. Twice is once.

    Only what names the recording is taken to mean it (as decision 13: a doubt licenses less); a licence of
    the whole catalogue is shown beside the stay-down, for its claimant to decide.
    """
    for recording in facts.named_by_later_licences(facts.stay_downs_on(recordings or [])):
        with transaction.atomic():
            hold_facts()
            for block in facts.stay_downs_on([recording]):
                _end_licensed(block)


def _end_licensed(block: "Block") -> None:
    licence = facts.licence_against(block, subscriptions.models_on_offer(clock.now()), named=True)
    if licence is not None:
        found, said = _opened(block), {"reason": f"licence {licence.pk}"}
        proceedings.record_event(found.public_id, "licence", Party.MACHINE, facts=said)


# --- how ---------------------------------------------------------------------------------------------


def _standing(organisation_id: int, number: int) -> "Block":
    block = facts.stay_downs_of(organisation_id).filter(pk=number, withdrawn_at=None).first()
    if block is None:
        raise errors.NoSuchStayDown(number)
    return block


def _proceeding_of(history: "list[Block]") -> Proceeding | None:
    return Proceeding.objects.filter(procedure="stay_down", rows__block__in=history).order_by("-pk").first()


def _opened(block: "Block") -> Proceeding:
    """The proceeding in which it ends: what was laid long ago is referenced and proven. Twice is once."""
    known = Proceeding.objects.filter(procedure="stay_down", rows__block=block, closed_at=None).first()
    if known is not None:
        return known
    law, owner = versions_of("stay_down")[-1], block.claimant
    assert owner is not None  # a stay-down is somebody's
    opened = Proceeding(
        procedure=law.id,
        version=law.version,
        country=proceedings.calendar_country(owner.country),
        subject=Subject.MUSIC.value,
        territory=block.territory,
        organisation=owner,
        claimant=owner.name,
        opened_at=clock.now(),
    )
    recording = catalogue.recordings_by_ids({block.scope_id})[block.scope_id]
    row = ProceedingRow(
        line=1,
        given=str(recording)[:500],
        found=OrderRow.Found.RECORDING,
        recording=recording,
        block=block,
        state=ProceedingRow.State.SILENCED,
    )
    found = proceedings.begin(opened, [row], Party.CLAIMANT, {}, quietly=True)
    return proceedings.record_event(found.public_id, "prove", Party.CLAIMANT, quietly=True)
