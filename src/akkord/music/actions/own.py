"""A member licenses music of their own: signed, stated as facts of the law, taken back at once."""

import uuid

from django.db import transaction

from akkord.catalogue import actions as catalogue
from akkord.flow import clock
from akkord.music import errors, queries
from akkord.music.models import OwnMusic, Track
from akkord.music.rules import tidy_words
from akkord.music.rules.own import Declaration, stored_parts
from akkord.people.models import Person
from akkord.rights import actions as rights
from akkord.rights.facts_in_tables import write_territories
from akkord.rights.holding import hold_facts

from .deciding import retell
from .declaring import attest


@transaction.atomic
def declare_own(person: Person, track: Track, said: Declaration) -> OwnMusic:
    """Sign that an upload nobody knows is one's own, and permit its use, in place of what was signed before.

    The word is also what the strict mode asks for before a person listens. Raises NotYours, UploadsSuspended,
    NotUnknown, DeclaredByAnother, Nowhere.
    """
    upload_id = _theirs(person, track)
    queries.check_may_send(person.pk)
    hold_facts()
    if not queries.is_unknown(track, clock.now()):
        raise errors.NotUnknown
    if queries.declared_by_another(track):
        raise errors.DeclaredByAnother
    party, now = catalogue.party_of(person), clock.now()
    before = OwnMusic.objects.filter(upload=upload_id).order_by("-pk").first()
    recording = (
        before.recording if before else catalogue.enter_own(party, title=track.title, artist=track.artist)
    )
    OwnMusic.objects.filter(upload=upload_id, withdrawn_at=None).update(withdrawn_at=now)
    made = OwnMusic.objects.create(
        upload_id=upload_id,
        person=person,
        recording=recording,
        permission=said.permission.value,
        territory=write_territories(said.territories),
        holders=stored_parts(said.holders),
        writers=stored_parts(said.writers),
        performers=said.performers,
        producers=said.producers,
        made_in=said.made_in,
        signed_as=said.signed_as,
        signed_words=said.words,
        signed_at=now,
    )
    rights.license_own(
        person, party, recording.pk, said.permission, said.territories, f"own declaration {made.pk}"
    )
    attest(person, upload_id)
    _retell_copies(track.sound_id)
    return made


@transaction.atomic
def withdraw_own(person: Person, track: Track) -> None:
    """Permit nothing of it any more: it falls silent for everybody, with its lines; where it is proven to be
    theirs, in every copy anybody sent in.

    Raises NotYours, NoSuchOwn.
    """
    upload_id = _theirs(person, track)
    hold_facts()
    standing = OwnMusic.objects.filter(upload=upload_id, withdrawn_at=None).first()
    if standing is None:
        raise errors.NoSuchOwn
    OwnMusic.objects.filter(pk=standing.pk).update(withdrawn_at=clock.now())
    rights.withdraw_own(person, catalogue.party_of(person), standing.recording_id)
    _retell_copies(track.sound_id)


@transaction.atomic
def prove_own(staff: Person, number: int, source: str) -> None:
    """The operator has seen proof that what was signed is true: from now on its plays earn for who signed.

    Raises ReasonMissing, NoSuchOwn, OperatorOnly.
    """
    source = tidy_words(source, 200)
    if not source:
        raise errors.ReasonMissing
    hold_facts()
    standing = OwnMusic.objects.filter(pk=number, withdrawn_at=None).first()
    declared = queries.declared_of(standing) if standing else None
    if standing is None or declared is None:
        raise errors.NoSuchOwn
    rights.prove_ownership(staff, declared, source)
    _retell_copies(queries.upload_by_id(standing.upload_id).sound_id)


def _retell_copies(sound: int | None) -> None:
    """Every upload of this very file, in the transaction in which what is heard of it changes."""
    touched = queries.uploads_touched(None, None, [sound], None) if sound else []
    for each in touched:
        retell(each.pk)


def _theirs(person: Person, track: Track) -> uuid.UUID:
    if track.upload_id is None or track.person_id != person.pk:
        raise errors.NotYours
    return track.upload_id
