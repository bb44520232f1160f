"""Whether one person's words may reach another."""

from akkord.people.queries import Key, allows, are_friends, blocked_among

from ..models import Dialog, Member
from ..rules import Answer, Between, Door, door


def between(sender_id: int, other_id: int, answer: Answer | None) -> Between:
    """What stands between the two; `answer`: what the other said to their dialog, if there is one."""
    return Between(
        blocked=bool(blocked_among(sender_id, [other_id])),
        friends=are_friends(sender_id, other_id),
        let_in=allows(sender_id, other_id, Key.MESSAGE),
        answer=answer,
    )


def answer_of(person_id: int, other_id: int) -> Answer | None:
    """What `other` said to the dialog of the two; None before there is one."""
    low, high = sorted((person_id, other_id))
    said = Member.objects.filter(dialog__low_id=low, dialog__high_id=high, person_id=other_id)
    found = said.values_list("answer", flat=True).first()
    return Answer(found) if found else None


def door_to(sender_id: int, other_id: int) -> Door:
    """How what the sender writes would reach the other."""
    if sender_id == other_id:
        return Door.CLOSED
    return door(between(sender_id, other_id, answer_of(sender_id, other_id)))


def others_of(dialog: Dialog, person_id: int) -> int:
    """The other one of a dialog of two."""
    assert dialog.low_id is not None
    assert dialog.high_id is not None
    return dialog.high_id if dialog.low_id == person_id else dialog.low_id
