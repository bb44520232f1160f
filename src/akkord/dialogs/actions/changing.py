"""Changing what was said: other words, or none, for oneself or for everybody."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.music.actions import take_voice_back
from akkord.people.queries import Person

from .. import errors
from ..models import Attachment, Dialog, Hidden, Member, Message, Version
from ..queries import door_to, member_of, message_for, said_in
from ..queries.standing import others_of
from ..rules import (
    DELETABLE_FOR_ALL,
    EDITABLE_FOR,
    MOST_CHARACTERS,
    Door,
    Role,
    folded,
    keeps,
    still,
    tidy_text,
)


@transaction.atomic
def edit(person: Person, dialog_id: int, seq: int, text: str) -> Message:
    """Say it in other words, within a day; what it said before is kept for reports, for a term.

    Raises NoSuchDialog, NoSuchMessage, NotYourMessage, MessageGone, DoorClosed (other words are words, too),
    TooLate, NothingSaid, TooLong.
    """
    member, message = _held(person, dialog_id, seq)
    if message.author_id != person.pk or message.event:
        raise errors.NotYourMessage
    if member.left_seq is not None:
        raise errors.NoSuchDialog
    if not member.dialog.is_chat:
        other = others_of(member.dialog, person.pk)
        if door_to(person.pk, other) == Door.CLOSED:
            raise errors.DoorClosed
    now, said = clock.now(), tidy_text(text)
    if not still(message.made_at, now, EDITABLE_FOR):
        raise errors.TooLate
    if not said and not message.attachments.exists() and not message.forwarded.exists():
        raise errors.NothingSaid
    if len(said) > MOST_CHARACTERS:
        raise errors.TooLong
    if said == message.text:
        return message
    Version.objects.create(message=message, text=message.text, until=now)
    message.text, message.folded, message.edited_at = said, folded(said), now
    message.save(update_fields=["text", "folded", "edited_at"])
    _tell_changed(message)
    return message


@transaction.atomic
def delete_for_all(person: Person, dialog_id: int, seq: int) -> None:
    """Take words back: a tombstone stays. Their author within a day, a chat's keepers at any time.

    Twice is once. Raises NoSuchDialog, NoSuchMessage, NotYourMessage, TooLate.
    """
    member = member_of(person.pk, dialog_id)
    message = message_for(member, seq)
    if message.deleted_at is not None:
        return
    keeper = member.dialog.is_chat and keeps(Role(member.role)) and member.left_seq is None
    if message.event or (message.author_id != person.pk and not keeper):
        raise errors.NotYourMessage
    if not keeper and not still(message.made_at, clock.now(), DELETABLE_FOR_ALL):
        raise errors.TooLate
    message.deleted_at, message.deleted_by, message.folded = clock.now(), person, ""
    message.save(update_fields=["deleted_at", "deleted_by", "folded"])
    Dialog.objects.filter(pk=dialog_id, pinned_seq=seq).update(pinned_seq=None)
    _tell_changed(message)


def delete_for_me(person: Person, dialog_id: int, seq: int) -> None:
    """The person sees it no more; nobody else notices. Twice is once. Raises NoSuchDialog, NoSuchMessage."""
    member = member_of(person.pk, dialog_id)
    if Hidden.objects.filter(person=person, message__dialog=dialog_id, message__seq=seq).exists():
        return
    Hidden.objects.get_or_create(person=person, message=message_for(member, seq))


def clear(person: Person, dialog_id: int) -> None:
    """Delete for oneself all that was said so far: the dialog leaves the list until somebody speaks again.

    Raises NoSuchDialog.
    """
    member = member_of(person.pk, dialog_id)
    end = member.dialog.last_seq
    Member.objects.filter(pk=member.pk).update(cleared_seq=end, read_seq=end, pinned_at=None, draft="")


def _held(person: Person, dialog_id: int, seq: int) -> tuple[Member, Message]:
    """A message that still has words, in the order of what is said in its dialog."""
    member = member_of(person.pk, dialog_id)
    Dialog.objects.select_for_update().get(pk=dialog_id)
    message = message_for(member, seq)
    if message.deleted_at is not None:
        raise errors.MessageGone
    return member, message


@transaction.atomic
def tell_voice(upload: UUID) -> None:
    """Where a voice note was said, its messages are not as they were."""
    for message in said_in(upload):
        _tell_changed(message)


def forget_voices(notes: Iterable[UUID]) -> None:
    """Of these, what no message carries any more is heard by nobody again."""
    for note in notes:
        if not Attachment.objects.filter(voice=note).exists():
            take_voice_back(note)


def _tell_changed(message: Message) -> None:
    outbox.tell(f"dialog:{message.dialog_id}", "changed", dialog=message.dialog_id, seq=message.seq)
