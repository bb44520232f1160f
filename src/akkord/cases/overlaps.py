"""Every write about recordings with one sound: one, different, disputed, and open again.

The ear finds them (music.actions.compare_reference) and until all parties agree the stricter of both holds.
One party's own two recordings are settled by its own word. Whose a disputed one is, is a conflict of
ownership.
"""

from typing import TYPE_CHECKING

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from akkord.catalogue import queries as catalogue
from akkord.catalogue.models import Organisation
from akkord.flow import clock, outbox
from akkord.ledger.rules import Actor
from akkord.rights import actions as rights
from akkord.rights import queries as facts
from akkord.rights.actions.lines import actor_of
from akkord.rights.actions.standing import acting_for
from akkord.rights.models import SameSound
from akkord.rights.territories import WORLDWIDE

from . import conflicts, errors
from . import overlap_queries as queries
from .law import overlaps as law
from .models import Conflict, OverlapOffer

if TYPE_CHECKING:
    from akkord.people.models import Person

Answer = OverlapOffer.State


@transaction.atomic
def say(
    person: "Person",
    organisation: Organisation,
    pair: SameSound,
    state: law.State,
    *,
    reason: str = "",
) -> SameSound:
    """Say what the two are: at once where the party may say it alone, else put to the other parties.

    Raises NoSuchOverlap, OverlapOver, WhyMissing, NothingDisputed besides those of standing.
    """
    known, actor = _open(person, organisation, pair)
    before = law.State(known.state)
    if not law.may_follow(before, state):
        raise errors.OverlapOver
    if law.needs_reason(state) and not reason.strip():
        raise errors.WhyMissing
    offers = OverlapOffer.objects.filter(one=known.one_id, other=known.other_id, state=Answer.WAITING)
    offers.update(state=Answer.REPLACED, decided_at=clock.now())
    offer = OverlapOffer(
        one=known.one,
        other=known.other,
        organisation=organisation,
        person=person,
        says=state,
        reason=reason.strip()[:1000],
        agreed=[organisation.pk],
        at=clock.now(),
    )
    if _holds(offer, known):
        return _carry_out(offer, known, person, actor)
    offer.save()
    _tell_others(offer, known)
    return known


@transaction.atomic
def agree(person: "Person", organisation: Organisation, offer_id: int) -> SameSound:
    """Accept what another party says of the two; when all have, it holds.

    Raises NoSuchOverlap, OverlapOver, NotAParty besides those of standing.
    """
    offer, known, actor = _waiting(person, organisation, offer_id)
    offer.agreed = sorted({*offer.agreed, organisation.pk})
    if _holds(offer, known):
        return _carry_out(offer, known, person, actor)
    offer.save(update_fields=["agreed"])
    return known


@transaction.atomic
def decline(person: "Person", organisation: Organisation, offer_id: int) -> SameSound:
    """Refuse what another party says of the two. Raises as `agree`."""
    offer, known, _actor = _waiting(person, organisation, offer_id)
    offer.state, offer.decided_at = Answer.DECLINED, clock.now()
    offer.save(update_fields=["state", "decided_at"])
    return known


# --- how ---------------------------------------------------------------------------------------------


def _holds(offer: OverlapOffer, pair: SameSound) -> bool:
    parties = {party.pk for party in queries.parties_of(pair)}
    return law.carried(law.State(offer.says), offer.agreed, parties)


def _carry_out(offer: OverlapOffer, known: SameSound, person: "Person", actor: Actor) -> SameSound:
    offer.state, offer.decided_at = Answer.AGREED, clock.now()
    offer.save()
    said = rights.say_same_sound(
        known,
        SameSound.State(offer.says),
        actor,
        person=person,
        organisation_id=offer.organisation_id,
        reason=offer.reason,
    )
    for number in (said.one_id, said.other_id):
        conflicts.look_at(number)
    if said.state == SameSound.State.DISPUTED and not _disputed(said):
        raise errors.NothingDisputed
    return said


def _disputed(pair: SameSound) -> bool:
    numbers = (pair.one_id, pair.other_id)
    return Conflict.objects.filter(recording__in=numbers, state=Conflict.State.OPEN).exists()


def _open(person: "Person", organisation: Organisation, pair: SameSound) -> tuple[SameSound, Actor]:
    """What stands about the pair now, and as whom the party acts; nobody says anything else meanwhile."""
    facts.hold_facts()
    known = queries.overlap_of(organisation.pk, pair.one_id, pair.other_id)
    if organisation not in queries.parties_of(known):
        raise errors.NotAParty
    theirs = facts.recordings_owned_by(organisation.pk)
    mine = [number for number in (known.one_id, known.other_id) if number in theirs] or [
        each.pk for each in (known.one, known.other) if each.organisation_id == organisation.pk
    ]
    return known, actor_of(acting_for(person, organisation.pk, WORLDWIDE, mine))


def _waiting(
    person: "Person", organisation: Organisation, offer_id: int
) -> tuple[OverlapOffer, SameSound, Actor]:
    """What another party put to this one."""
    offer = OverlapOffer.objects.select_for_update().filter(pk=offer_id).first()
    if offer is None:
        raise errors.NoSuchOverlap
    pair = queries.overlap_of(organisation.pk, offer.one_id, offer.other_id)
    known, actor = _open(person, organisation, pair)
    if offer.state != Answer.WAITING or not law.may_follow(law.State(known.state), law.State(offer.says)):
        raise errors.OverlapOver
    if organisation.pk in offer.agreed:
        raise errors.NotAParty
    return offer, known, actor


def _tell_others(offer: OverlapOffer, pair: SameSound) -> None:
    for party in queries.parties_of(pair):
        if party.pk not in offer.agreed:
            for acting in catalogue.representatives_of(party.pk):
                _write(acting.person, party, offer)
                outbox.tell(f"person:{acting.person_id}", "overlap", one=offer.one_id, other=offer.other_id)


def _write(person: "Person", party: Organisation, offer: OverlapOffer) -> None:
    with override(person.language or None):
        about = {
            "by": offer.organisation.name,
            "one": str(offer.one),
            "other": str(offer.other),
            "party": party.name,
        }
        subject = _("One sound under two recordings waits for %(party)s") % about
        one = _(
            "%(by)s says that “%(one)s” and “%(other)s” are one recording. If you agree, they are one from "
            "then on: what forbids, licenses or owns either is about both. Please answer in your rights "
            "office, under Same sound."
        )
        different = _(
            "%(by)s says that “%(one)s” and “%(other)s” are two different recordings. If you agree, each is "
            "judged by itself from then on. Please answer in your rights office, under Same sound."
        )
        said = one if offer.says == law.State.MERGED else different
        send_mail(subject, said % about, None, [person.email])
