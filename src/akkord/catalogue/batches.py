"""What is done with batches: opened, filled and completed by HTTPS, found complete in a folder, accepted.

Both roads lead to the same rows; from there on batch_life.py tells the story.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction

from akkord.flow import clock
from akkord.flow.lives import LIVES, AlreadyMoved
from akkord.store.files import files

from . import errors, folders, layout, queries
from .actions import accept_message, arrive, bounded
from .models import Batch, BatchFile, BatchRelease, DeliveryRow, Organisation, ReleaseMessage
from .roles import Duty, roles_for

if TYPE_CHECKING:
    from akkord.people.models import Person

log = structlog.get_logger(__name__)


def open_batch(person: "Person", organisation: Organisation, name: str) -> Batch:
    """Begin a batch by HTTPS; the same name again is the same batch.

    Raises NotRepresented, OutsideMandate, NoBatchName.
    """
    queries.may_act_for(person.pk, organisation.pk, clock.now(), Duty.DELIVER)
    if layout.batch_id_of(name) is None:
        raise errors.NoBatchName(name[:100])
    return Batch.objects.get_or_create(
        organisation=organisation,
        name=name,
        by_folder=False,
        signature="",
        defaults={"person": person, "made_at": clock.now()},
    )[0]


def put_file(person: "Person", batch: Batch, path: str, pieces: Iterable[bytes]) -> BatchFile:
    """Put a file into a batch that is still arriving; the same path again takes the place of the first.

    Raises NotRepresented, OutsideMandate, UnsafePath, BatchComplete, TooManyFiles, FileTooLarge.
    """
    queries.may_act_for(person.pk, batch.organisation_id, clock.now(), Duty.DELIVER)
    within = layout.path_within(path)
    if within is None:
        raise errors.UnsafePath(path[:100])
    _must_be_arriving(batch)
    if batch.files.count() >= layout.MOST_FILES:
        raise errors.TooManyFiles(layout.MOST_FILES)
    kept = files().keep(bounded(pieces))
    with transaction.atomic():
        # Completed meanwhile: the lock decides which of the two came first.
        _must_be_arriving(Batch.objects.select_for_update().get(pk=batch.pk))
        said = {"size": kept.size, "sha256": kept.sha256}
        return BatchFile.objects.update_or_create(batch=batch, path=within, defaults=said)[0]


def _must_be_arriving(batch: Batch) -> None:
    if batch.by_folder or batch.state != Batch.State.ARRIVING:
        raise errors.BatchComplete


def complete_batch(person: "Person", batch: Batch) -> Batch:
    """All is there: read it. Twice is once. Raises NotRepresented, OutsideMandate, BatchComplete."""
    queries.may_act_for(person.pk, batch.organisation_id, clock.now(), Duty.DELIVER)
    if batch.by_folder:
        raise errors.BatchComplete
    with suppress(AlreadyMoved):
        if batch.state == Batch.State.ARRIVING:
            LIVES["batch"].move(batch, Batch.State.COMPLETE, completed_at=clock.now())
    batch.refresh_from_db()
    return batch


def folder_of(batch: Batch) -> Path:
    """Where a batch that came by folder lies."""
    return sender_folder(batch.organisation) / batch.name


def sender_folder(organisation: Organisation) -> Path:
    return Path(settings.DELIVERIES) / organisation.dpid


def take_folders() -> int:
    """Take in every batch that lies complete in a sender's folder; how many. Twice is once.

    A batch by folder stands in the name of whoever represents its organisation longest and may deliver.
    """
    taken = 0
    for organisation in queries.organisations().exclude(dpid=""):
        known = set(
            Batch.objects.filter(organisation=organisation, by_folder=True).values_list("name", "signature")
        )
        for name, signature in folders.complete_in(sender_folder(organisation)):
            if (name, signature) not in known:
                taken += _take_folder(organisation, name, signature)
    return taken


def _take_folder(organisation: Organisation, name: str, signature: str) -> bool:
    deliver = queries.representatives_of(organisation.pk).filter(role__in=roles_for(Duty.DELIVER))
    representative = deliver.first()
    if representative is None:
        log.warning("batch_of_nobody", organisation=organisation.pk, batch=name)
        return False
    with suppress(IntegrityError), transaction.atomic():
        batch = Batch.objects.create(
            organisation=organisation,
            person=representative.person,
            name=name,
            by_folder=True,
            signature=signature,
            state=Batch.State.COMPLETE,
            made_at=clock.now(),
            completed_at=clock.now(),
        )
        LIVES["batch"].begin(batch)
        return True
    return False  # another worker was quicker


def accept_batch(person: "Person", batch: Batch) -> int:
    """Accept all its messages that were read and wait; how many.

    Raises NotRepresented, OutsideMandate, NothingToAccept.
    """
    queries.may_act_for(person.pk, batch.organisation_id, clock.now())
    accepted = 0
    for message in queries.waiting_of(batch):
        with suppress(errors.MessageNotReady):  # accepted elsewhere meanwhile
            accept_message(person, message)
            accepted += 1
    if not accepted:
        raise errors.NothingToAccept
    return accepted


def let_accept(person: "Person", organisation: Organisation, *, accepting: bool) -> None:
    """From now on messages of batches without any error are accepted in this person's name; or no more.

    Raises NotRepresented, OutsideMandate.
    """
    queries.may_act_for(person.pk, organisation.pk, clock.now())
    organisation.accepting = person if accepting else None
    organisation.save(update_fields=["accepting"])


def hand_over(message: ReleaseMessage) -> None:
    """Give the lines of a message's delivery that wait the sounds that came with it in a batch.

    Asked when either of the two has come, in the transaction that brings it: the lock lets the second see the
    first.
    """
    held = ReleaseMessage.objects.select_for_update().get(pk=message.pk)
    if held.delivery_id is None:
        return
    came: dict[str, list[object]] = {}
    for release in BatchRelease.objects.filter(message=message).order_by("pk"):
        came |= release.sounds
    waiting = DeliveryRow.objects.filter(
        delivery_id=held.delivery_id, state=DeliveryRow.State.WAITING, file_key__in=came
    )
    for row in waiting:
        sha256, size = came[row.file_key]
        with suppress(AlreadyMoved):
            arrive(row, str(sha256), int(str(size)))
