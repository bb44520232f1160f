"""What a member permits of their own music: owned by their signed word, licensed by it, taken back by it.

The party is the member's own (`catalogue.actions.party_of`), and nobody else speaks for it. A declared
share has the lowest standing that speaks at all: only while nobody knows the sound, and beside no proof.
"""

from typing import TYPE_CHECKING

from django.db import transaction

from akkord.catalogue.errors import NotRepresented
from akkord.ledger.actions import write_line
from akkord.rights import facts_in_tables as tables
from akkord.rights.models import Grant, Licence, Ownership
from akkord.rights.queries import hold_facts
from akkord.rights.rules import facts as law
from akkord.rights.terms import (
    CommercialModel,
    Ground,
    Permission,
    RecordingId,
    Right,
    Standing,
    Use,
    UseType,
)
from akkord.rights.territories import WORLDWIDE, TerritorySet

from . import lines
from .stating import about, changed, end, stated

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation
    from akkord.people.models import Person

HEARD = frozenset({Use.PLAY, Use.RADIO, Use.SHARE, Use.PREVIEW})


@transaction.atomic
def license_own(
    person: "Person",
    party: "Organisation",
    recording_id: int,
    permission: Permission | Ground,
    territories: TerritorySet,
    source: str,
) -> Licence | Grant:
    """Own a recording by one's word, everywhere, and permit its use there. What was permitted before ends.

    Raises NotRepresented, Nowhere.
    """
    _must_be_theirs(person, party)
    hold_facts()
    _end_permissions(party, recording_id)
    if not Ownership.objects.filter(recording_id=recording_id, party=party, withdrawn_at=None).exists():
        owned = Ownership(
            recording_id=recording_id,
            party=party,
            right=Right.GENERAL.value,
            share="1",
            standing=Standing.DECLARED.value,
            **stated(person, WORLDWIDE, None, None, source),
        )
        owned.save()
        changed(owned)
    row = _permission(
        person, party, recording_id, permission, stated(person, territories, None, None, source)
    )
    row.entry = write_line(lines.stating(row, lines.actor_of_organisation(party)))
    row.save()
    changed(row)
    return row


@transaction.atomic
def withdraw_own(person: "Person", party: "Organisation", recording_id: int) -> None:
    """Permit nothing of it any more, from now on: each with its line. Raises NotRepresented."""
    _must_be_theirs(person, party)
    hold_facts()
    _end_permissions(party, recording_id)


def _must_be_theirs(person: "Person", party: "Organisation") -> None:
    if party.member_id != person.pk:
        raise NotRepresented(party.pk)


def _permission(
    person: "Person",
    party: "Organisation",
    recording_id: int,
    permission: Permission | Ground,
    said: dict[str, object],
) -> Licence | Grant:
    """An open licence is a grant of every use, not a freedom of the recording: that would stand above whoever
    proves to own it."""
    said |= about(law.Repertoire(recordings=frozenset({RecordingId(recording_id)})))
    if permission != Permission.ALL:
        uses = HEARD if permission == Permission.LISTEN else Use
        return Grant(owner=party, account_id=person.pk, uses=tables.words_of(uses), **said)
    return Licence(
        licensor=party,
        uses=tables.words_of(UseType),
        commercial_models=tables.words_of(CommercialModel),
        **said,
    )


def _end_permissions(party: "Organisation", recording_id: int) -> None:
    """Licences and grants of this one recording, as its own party stated them."""
    actor = lines.actor_of_organisation(party)
    for licence in Licence.objects.filter(licensor=party, withdrawn_at=None):
        if licence.recordings == [recording_id]:
            end(licence, actor)
    for grant in Grant.objects.filter(owner=party, withdrawn_at=None):
        if grant.recordings == [recording_id]:
            end(grant, actor)
