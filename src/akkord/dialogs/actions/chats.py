"""Chats: founding, inviting, leaving, removing, who keeps them."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.people.queries import Person, friends_of, people_by_numbers

from .. import errors
from ..models import Dialog, Member
from ..queries import chat_of, message_for, roles_in
from ..rules import MOST_IN_CHAT, MOST_TITLE, Role, heir, keeps, may_remove
from .sending import add


@transaction.atomic
def found_chat(owner: Person, title: str, people: Sequence[int] = ()) -> Dialog:
    """Begin a chat with some friends. Raises TitleMissing, OnlyFriends, ChatFull."""
    dialog = Dialog.objects.create(title=_title(title), made_at=clock.now())
    Member.objects.create(dialog=dialog, person=owner, role=Role.OWNER, since=dialog.made_at)
    _tell_member(owner.pk, dialog)
    _happened(dialog, owner, "began")
    _bring(owner, dialog, people)
    return dialog


@transaction.atomic
def invite(member: Person, number: int, people: Sequence[int]) -> None:
    """Bring one's friends into a chat; they see what is said from then on. Who is there stays there.

    Raises NoSuchDialog, OnlyFriends, ChatFull.
    """
    _bring(member, _held(member, number).dialog, people)


@transaction.atomic
def leave(person: Person, number: int) -> None:
    """Leave a chat, keeping what was said so far; an owner's chat goes to its longest keeper or member.

    Raises NoSuchDialog.
    """
    member = _held(person, number)
    _happened(member.dialog, person, "left")
    _end(member)
    if member.role == Role.OWNER:
        rest = Member.objects.filter(dialog=number, left_seq=None)
        next_owner = heir({m.person_id: (Role(m.role), m.since) for m in rest})
        if next_owner is not None:
            rest.filter(person_id=next_owner).update(role=Role.OWNER)


@transaction.atomic
def remove(actor: Person, number: int, other_id: int) -> None:
    """Send somebody out of a chat. Raises NoSuchDialog, NotAMember, NotYourChat."""
    member, other = _held(actor, number), _other(number, other_id)
    if not may_remove(Role(member.role), Role(other.role)):
        raise errors.NotYourChat
    _happened(member.dialog, actor, "removed", other_id)
    _end(other, member.dialog.last_seq)


@transaction.atomic
def appoint(owner: Person, number: int, other_id: int, role: Role) -> None:
    """Make a member a keeper, or a member again; made the owner, they take the owner's place.

    Raises NoSuchDialog, NotAMember, NotYourChat.
    """
    member, other = _held(owner, number), _other(number, other_id)
    if member.role != Role.OWNER or other_id == owner.pk:
        raise errors.NotYourChat
    Member.objects.filter(pk=other.pk).update(role=role)
    if role == Role.OWNER:
        Member.objects.filter(pk=member.pk).update(role=Role.KEEPER)


@transaction.atomic
def name_chat(actor: Person, number: int, title: str) -> None:
    """Give the chat another name. Raises NoSuchDialog, NotYourChat, TitleMissing."""
    member = _kept(actor, number)
    member.dialog.title = _title(title)
    member.dialog.save(update_fields=["title"])
    _happened(member.dialog, actor, "named")


@transaction.atomic
def pin_message(actor: Person, number: int, seq: int | None) -> None:
    """Keep one message above a chat, or none. Raises NoSuchDialog, NotYourChat, NoSuchMessage."""
    member = _kept(actor, number)
    if seq is not None and message_for(member, seq).deleted_at is not None:
        raise errors.NoSuchMessage(seq)
    Dialog.objects.filter(pk=number).update(pinned_seq=seq)
    outbox.tell(f"dialog:{number}", "pinned", dialog=number)


def _held(person: Person, number: int) -> Member:
    """The member's row with the chat locked. Raises NoSuchDialog for who is not in it now."""
    member = chat_of(person.pk, number)
    if member.left_seq is not None:
        raise errors.NoSuchDialog(number)
    member.dialog = Dialog.objects.select_for_update().get(pk=number)
    return member


def _kept(person: Person, number: int) -> Member:
    member = _held(person, number)
    if not keeps(Role(member.role)):
        raise errors.NotYourChat
    return member


def _other(number: int, person_id: int) -> Member:
    found = Member.objects.filter(dialog=number, person_id=person_id, left_seq=None).first()
    if found is None:
        raise errors.NotAMember
    return found


def _title(text: str) -> str:
    title = " ".join(text.replace("\x00", "").split())
    if not title or len(title) > MOST_TITLE:
        raise errors.TitleMissing
    return title


def _bring(actor: Person, dialog: Dialog, numbers: Sequence[int]) -> None:
    here = roles_in(dialog.pk)
    wanted = [number for number in dict.fromkeys(numbers) if number not in here]
    friends = set(friends_of(actor.pk).filter(pk__in=wanted).values_list("pk", flat=True))
    if set(wanted) != friends:
        raise errors.OnlyFriends
    if len(here) + len(wanted) > MOST_IN_CHAT:
        raise errors.ChatFull
    people = people_by_numbers(set(wanted))
    for number in wanted:
        _happened(dialog, actor, "invited", people[number].pk)
        place = {
            "role": Role.MEMBER,
            "since": clock.now(),
            "first_seq": dialog.last_seq,
            "left_seq": None,
            "read_seq": dialog.last_seq - 1,
        }
        Member.objects.update_or_create(dialog=dialog, person_id=number, defaults=place)
        _tell_member(number, dialog)


def _end(member: Member, seq: int | None = None) -> None:
    last = seq if seq is not None else member.dialog.last_seq
    Member.objects.filter(pk=member.pk).update(left_seq=last, role=Role.MEMBER, pinned_at=None, draft="")
    _tell_member(member.person_id, member.dialog)


def _happened(dialog: Dialog, actor: Person, event: str, about: int | None = None) -> None:
    add(dialog, actor, event=event, about_id=about, client_id=uuid.uuid4().hex)


def _tell_member(person_id: int, dialog: Dialog) -> None:
    """Their open pages ask anew which dialogs are theirs."""
    outbox.tell(f"person:{person_id}", "dialogs", dialog=dialog.pk)
