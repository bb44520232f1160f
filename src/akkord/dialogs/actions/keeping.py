"""How somebody keeps a dialog: read, received, muted, pinned, half-written; and that they are typing."""

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.people.queries import Person

from .. import errors
from ..models import Member
from ..queries import door_to, member_of, unread
from ..queries.standing import others_of
from ..rules import MOST_CHARACTERS, TYPING_SHOWN, Answer, Door

# In a larger chat a read mark is seen when a page is loaded: told live, each message would be told
# as often as it has readers, to all of them.
MOST_TOLD = 50


@transaction.atomic
def read(person: Person, dialog_id: int, seq: int) -> None:
    """Everything up to this number has been read; never goes back. Raises NoSuchDialog."""
    member = member_of(person.pk, dialog_id)
    seq = min(seq, member.left_seq or member.dialog.last_seq)
    if seq <= member.read_seq:
        return
    Member.objects.filter(pk=member.pk, read_seq__lt=seq).update(read_seq=seq)
    Member.objects.filter(pk=member.pk, delivered_seq__lt=seq).update(delivered_seq=seq)
    outbox.tell(f"person:{person.pk}", "counted", dialog=dialog_id, seq=seq, unread=unread(person.pk))
    if _shows(member) and _few(member):
        outbox.tell(f"dialog:{dialog_id}", "read", dialog=dialog_id, seq=seq, by=person.pk)


@transaction.atomic
def note_delivered(person: Person, dialog_id: int, seq: int) -> None:
    """A page of this person's has received up to this number; told in dialogs of two. Raises NoSuchDialog."""
    member = member_of(person.pk, dialog_id)
    seq = min(seq, member.left_seq or member.dialog.last_seq)
    moved = Member.objects.filter(pk=member.pk, delivered_seq__lt=seq).update(delivered_seq=seq)
    if moved and _shows(member) and not member.dialog.is_chat:
        outbox.tell(f"dialog:{dialog_id}", "delivered", dialog=dialog_id, seq=seq, by=person.pk)


def note_typing(person: Person, dialog_id: int) -> None:
    """Others see for some seconds that the person is writing. Raises NoSuchDialog."""
    member = member_of(person.pk, dialog_id)
    if member.left_seq is not None:
        raise errors.NoSuchDialog(dialog_id)
    if _shows(member):
        until = (clock.now() + TYPING_SHOWN).isoformat()
        outbox.tell(
            f"dialog:{dialog_id}", "typing", dialog=dialog_id, by=person.pk, name=person.name, until=until
        )


def _shows(member: Member) -> bool:
    """Whether the others learn anything of what this member does.

    A stranger who waits learns nothing, and nobody across a black list.
    """
    if member.answer != Answer.ACCEPTED or member.dialog.is_chat:
        return member.answer == Answer.ACCEPTED
    return door_to(member.person_id, others_of(member.dialog, member.person_id)) != Door.CLOSED


def _few(member: Member) -> bool:
    if not member.dialog.is_chat:
        return True
    return Member.objects.filter(dialog=member.dialog, left_seq=None).count() <= MOST_TOLD


def mute(person: Person, dialog_id: int, muted: bool) -> None:
    """A muted dialog does not call. Raises NoSuchDialog."""
    member = member_of(person.pk, dialog_id)
    Member.objects.filter(pk=member.pk).update(muted=muted)


def pin(person: Person, dialog_id: int, pinned: bool) -> None:
    """Keep a dialog on top of one's list. Raises NoSuchDialog."""
    member = member_of(person.pk, dialog_id)
    Member.objects.filter(pk=member.pk).update(pinned_at=clock.now() if pinned else None)


def save_draft(person: Person, dialog_id: int, text: str) -> None:
    """Keep what is half-written. Raises NoSuchDialog, TooLong."""
    if len(text) > MOST_CHARACTERS:
        raise errors.TooLong
    member = member_of(person.pk, dialog_id)
    Member.objects.filter(pk=member.pk).update(draft=text.replace("\x00", ""))
