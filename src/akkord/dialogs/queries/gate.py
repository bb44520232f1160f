"""The gate of dialogs: which are somebody's, and what of each they may see."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ..errors import NoSuchDialog, NoSuchMessage
from ..models import Dialog, Hidden, Member, Message
from ..rules import Answer, Role, folded


def memberships(person_id: int) -> QuerySet[Member]:
    """Every dialog that is or was this person's, with its row."""
    return Member.objects.filter(person_id=person_id).select_related("dialog")


def member_of(person_id: int | None, dialog_id: int) -> Member:
    """The person's place in a dialog. Raises NoSuchDialog: whose it is not, for them it is not there."""
    found = memberships(person_id).filter(dialog_id=dialog_id).first() if person_id else None
    if found is None:
        raise NoSuchDialog(dialog_id)
    return found


def chat_of(person_id: int | None, number: int) -> Member:
    """The person's place in a chat, at `/im/c<number>`. Raises NoSuchDialog."""
    found = member_of(person_id, number)
    if not found.dialog.is_chat:
        raise NoSuchDialog(number)
    return found


def pair_of(person_id: int, other_id: int) -> Member | None:
    """The person's place in their dialog with the other; None before the first message."""
    low, high = sorted((person_id, other_id))
    return memberships(person_id).filter(dialog__low_id=low, dialog__high_id=high).first()


def place_of(person_id: int, dialog: Dialog) -> str:
    """The address of a dialog as one of its people has it."""
    if dialog.is_chat:
        return f"/im/c{dialog.pk}"
    return f"/im/{dialog.high_id if dialog.low_id == person_id else dialog.low_id}"


def seen_by(person_id: int) -> QuerySet[Message]:
    """The gate of messages: what this person may read, over all their dialogs.

    From when they came until they left, without what they deleted for themselves.
    """
    theirs = Member.objects.filter(
        Q(left_seq=None) | Q(left_seq__gte=OuterRef("seq")),
        person_id=person_id,
        dialog_id=OuterRef("dialog_id"),
        first_seq__lte=OuterRef("seq"),
        cleared_seq__lt=OuterRef("seq"),
    )
    hidden = Hidden.objects.filter(person_id=person_id, message_id=OuterRef("pk"))
    return Message.objects.filter(Exists(theirs), ~Exists(hidden))


def messages_for(member: Member) -> QuerySet[Message]:
    """The same gate for one dialog, by the row of who asks."""
    seen = Message.objects.filter(
        dialog_id=member.dialog_id, seq__gte=max(member.first_seq, member.cleared_seq + 1)
    )
    if member.left_seq is not None:
        seen = seen.filter(seq__lte=member.left_seq)
    hidden = Hidden.objects.filter(person_id=member.person_id, message_id=OuterRef("pk"))
    return seen.filter(~Exists(hidden))


def message_for(member: Member, seq: int) -> Message:
    """Raises NoSuchMessage."""
    found = messages_for(member).filter(seq=seq).first()
    if found is None:
        raise NoSuchMessage(seq)
    return found


def ongoing(person_id: int) -> QuerySet[Member]:
    """Dialogs whose news reach this person."""
    return memberships(person_id).filter(left_seq=None).exclude(answer=Answer.DECLINED)


def calling(person_id: int) -> QuerySet[Member]:
    """Dialogs that hold something new; muted ones and requests do not call."""
    waiting = ongoing(person_id).filter(answer=Answer.ACCEPTED, muted=False)
    return waiting.filter(dialog__last_seq__gt=F("read_seq"))


def unread(person_id: int) -> int:
    """How many dialogs call."""
    return calling(person_id).count()


def listed(person_id: int) -> QuerySet[Member]:
    """The list of dialogs: pinned ones first, then the latest said."""
    mine = memberships(person_id).filter(answer=Answer.ACCEPTED, dialog__last_seq__gt=F("cleared_seq"))
    return mine.order_by(F("pinned_at").desc(nulls_last=True), "-dialog__last_message", "-dialog_id")


def requests_to(person_id: int) -> QuerySet[Member]:
    """Strangers' first messages that wait for a word."""
    waiting = memberships(person_id).filter(answer=Answer.WAITING, dialog__last_seq__gt=F("cleared_seq"))
    return waiting.order_by("-dialog__last_message")


def found(person_id: int, words: str) -> QuerySet[Message]:
    """What somebody said that holds every word, the latest first."""
    said = seen_by(person_id).filter(event="", deleted_at=None)
    for word in folded(words).split()[:6]:
        said = said.filter(folded__contains=word)
    return said.order_by("-pk")


def roles_in(dialog_id: int) -> dict[int, Role]:
    """person → role, of those who are in a chat now."""
    rows = Member.objects.filter(dialog_id=dialog_id, left_seq=None)
    return {person: Role(role) for person, role in rows.values_list("person_id", "role")}
