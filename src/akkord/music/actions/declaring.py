"""What senders say of a silent upload, a lawful use or that it is theirs, and what a person found."""

import uuid

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.music import errors, queries, rules
from akkord.music.models import Upload
from akkord.people.models import Person
from akkord.rights.actions import note_change
from akkord.rights.holding import hold_facts

from .deciding import retell

MOST_WORDS = 1000


@transaction.atomic
def declare_lawful_use(person: Person, upload_id: uuid.UUID, use: str, why: str) -> Upload:
    """The sender says, of an upload that is silent for its part of a recording, why that use is lawful.

    Raises NoSuchUpload, UnknownLawfulUse, WhyMissing, NothingToDeclare.
    """
    upload = queries.upload_of(person.pk, upload_id)
    if use not in rules.LAWFUL_USES[1:]:
        raise errors.UnknownLawfulUse
    if not why.strip():
        raise errors.WhyMissing
    hold_facts()
    if not queries.may_declare(upload):
        raise errors.NothingToDeclare
    Upload.objects.filter(pk=upload_id).update(lawful_use=use, lawful_why=why.strip()[:MOST_WORDS])
    note_change()
    retell(upload_id)
    return queries.upload_of(person.pk, upload_id)


@transaction.atomic
def deny_lawful_use(upload_id: uuid.UUID) -> None:
    """A person found that the declared use is not lawful: the flag softens nothing any more."""
    Upload.objects.filter(pk=upload_id).update(denied_at=clock.now())
    note_change()
    retell(upload_id)


@transaction.atomic
def attest(person: Person, upload_id: uuid.UUID) -> Upload:
    """The sender attests that they may upload a sound nobody knows; then a person listens. Twice is once.

    Raises NoSuchUpload.
    """
    upload = queries.upload_of(person.pk, upload_id)
    if upload.attested_at is None:
        Upload.objects.filter(pk=upload_id).update(attested_at=clock.now())
        note_change()
        if upload.decided_at is not None:
            outbox.announce("upload_decided", upload=str(upload_id), first=False)
    return queries.upload_of(person.pk, upload_id)


@transaction.atomic
def note_reviewed(upload_id: uuid.UUID) -> None:
    """A person has listened to what nobody knows, and it may be heard."""
    Upload.objects.filter(pk=upload_id).update(reviewed_at=clock.now())
    note_change()
    retell(upload_id)
