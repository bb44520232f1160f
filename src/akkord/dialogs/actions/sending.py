"""Saying something: to a person, or in a dialog one is in."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from akkord.documents.queries import own_among as own_documents
from akkord.flow import clock, outbox
from akkord.music.errors import NoSuchTrack
from akkord.music.queries import tracks_by_numbers, voice_of
from akkord.people import queries as people
from akkord.people.queries import Person
from akkord.photos.queries import own_among

from .. import errors
from ..models import THINGS, Attachment, Dialog, Forwarded, Member, Message
from ..queries import member_of, message_for, messages_for
from ..queries.standing import between, others_of
from ..rules import (
    MOST_CHARACTERS,
    MOST_DOCUMENTS,
    MOST_FORWARDED,
    MOST_PHOTOS,
    MOST_POSTS,
    MOST_TRACKS,
    MOST_VOICES,
    Answer,
    Door,
    door,
    folded,
    may_say_more,
    strangers_a_day,
    tidy_text,
)


@dataclass(frozen=True)
class Words:
    """What is said. `client_id` is the sender's own: sent twice under it, it is one message.

    `posts` are numbers of posts the sender has been shown, `photos` of photos of their own, `voices` uploads
    of their own that are voice notes; `forwarded` are messages as (dialog, number).
    """

    text: str = ""
    tracks: Sequence[int] = ()
    posts: Sequence[int] = ()
    photos: Sequence[int] = ()
    voices: Sequence[uuid.UUID] = ()
    documents: Sequence[int] = ()
    reply_to: int | None = None
    forwarded: Sequence[tuple[int, int]] = ()
    client_id: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def empty(self) -> bool:
        carried = (self.tracks, self.posts, self.photos, self.voices, self.documents, self.forwarded)
        return not tidy_text(self.text) and not any(carried)


@transaction.atomic
def write(sender: Person, other: Person, words: Words) -> Message:
    """Write to a person; a stranger's first messages are a request to write.

    Raises WroteToOneself, DoorClosed, WaitForAnswer, TooManyStrangers, Quiet, and what `say` raises.
    """
    if sender.pk == other.pk:
        raise errors.WroteToOneself
    low, high = sorted((sender.pk, other.pk))
    dialog = _locked(Dialog.objects.filter(low_id=low, high_id=high).values_list("pk", flat=True).first())
    if dialog is None:
        _check(words)  # nothing is begun by words that cannot be said
        dialog = _begin(sender, other)
    return _say_to_other(sender, dialog, words)


@transaction.atomic
def say(sender: Person, dialog_id: int, words: Words) -> Message:
    """Say something in a dialog or a chat one is in.

    Raises NoSuchDialog, NothingSaid, TooLong, TooMuchAttached, NoSuchMessage (answered or forwarded),
    SaidOtherwise, music NoSuchTrack, and for a dialog of two what `write` raises.
    """
    member = member_of(sender.pk, dialog_id)
    dialog = _locked(dialog_id)
    assert dialog is not None
    if not dialog.is_chat:
        return _say_to_other(sender, dialog, words)
    if member.left_seq is not None:
        raise errors.NoSuchDialog
    return _said_before(sender, dialog, words) or _put(sender, dialog, words)


def _locked(number: int | None) -> Dialog | None:
    """The dialog, ours until the transaction ends: what is said in it has an order."""
    return Dialog.objects.select_for_update().get(pk=number) if number is not None else None


def _say_to_other(sender: Person, dialog: Dialog, words: Words) -> Message:
    before = _said_before(sender, dialog, words)
    if before is not None:
        return before
    mine = Member.objects.get(dialog=dialog, person=sender)
    other = Member.objects.get(dialog=dialog, person_id=others_of(dialog, sender.pk))
    answer = Answer(other.answer)
    way = door(between(sender.pk, other.person_id, answer))
    if way == Door.CLOSED:
        raise errors.DoorClosed
    if way == Door.REQUEST:
        said = Message.objects.filter(dialog=dialog, author=sender).count()
        if not may_say_more(answer, said):
            raise errors.WaitForAnswer
    elif answer != Answer.ACCEPTED:
        Member.objects.filter(pk=other.pk).update(answer=Answer.ACCEPTED)
        outbox.tell(f"person:{other.person_id}", "dialogs", dialog=dialog.pk)
    if mine.answer != Answer.ACCEPTED:  # to answer is to accept
        Member.objects.filter(pk=mine.pk).update(answer=Answer.ACCEPTED)
        outbox.tell(f"person:{sender.pk}", "dialogs", dialog=dialog.pk)
    return _put(sender, dialog, words)


def _begin(sender: Person, other: Person) -> Dialog:
    """The dialog of two who have not spoken yet."""
    way = door(between(sender.pk, other.pk, None))
    if way == Door.CLOSED or not other.is_active:
        raise errors.DoorClosed
    now = clock.now()
    if way == Door.REQUEST:
        if people.quiet_until(sender.pk):
            raise errors.Quiet
        if _strangers(sender, now - timedelta(days=1)) >= strangers_a_day(sender.date_joined, now):
            raise errors.TooManyStrangers
    low, high = sorted((sender.pk, other.pk))
    made, new = Dialog.objects.get_or_create(low_id=low, high_id=high, defaults={"made_at": now})
    dialog = _locked(made.pk)
    assert dialog is not None
    if new:  # else both began at once
        answer = Answer.ACCEPTED if way == Door.OPEN else Answer.WAITING
        Member.objects.create(dialog=dialog, person=sender, since=now)
        Member.objects.create(dialog=dialog, person=other, since=now, answer=answer)
        for person in (low, high):
            outbox.tell(f"person:{person}", "dialogs", dialog=dialog.pk)
    return dialog


def _strangers(sender: Person, since: object) -> int:
    """To how many strangers this person has begun to write since then, who have not answered."""
    mine = Member.objects.filter(person=sender, dialog__low__isnull=False).values("dialog_id")
    asked = Member.objects.filter(dialog__in=mine, since__gte=since).exclude(person=sender)
    return asked.exclude(answer=Answer.ACCEPTED).count()


def _said_before(sender: Person, dialog: Dialog, words: Words) -> Message | None:
    """The message this client's id already made. Raises SaidOtherwise when it said something else."""
    known = Message.objects.filter(dialog=dialog, author=sender, client_id=words.client_id).first()
    if known is None or known.edited_at or known.deleted_at:
        return known
    if known.text != tidy_text(words.text):
        raise errors.SaidOtherwise
    return known


def _check(words: Words) -> str:
    said = tidy_text(words.text)
    if words.empty:
        raise errors.NothingSaid
    if len(said) > MOST_CHARACTERS:
        raise errors.TooLong
    if (
        len(words.tracks) > MOST_TRACKS
        or len(words.posts) > MOST_POSTS
        or len(words.photos) > MOST_PHOTOS
        or len(words.documents) > MOST_DOCUMENTS
        or len(words.forwarded) > MOST_FORWARDED
    ):
        raise errors.TooMuchAttached
    tracks = set(words.tracks)
    if tracks and set(tracks_by_numbers(tracks)) != tracks:
        raise NoSuchTrack
    return said


def _check_own(sender: Person, words: Words) -> None:
    if own_among(sender.pk, words.photos) != set(words.photos):
        raise errors.NotYourPhoto
    if len(words.voices) > MOST_VOICES or not all(voice_of(sender.pk, each) for each in words.voices):
        raise errors.NotYourVoice
    if own_documents(sender.pk, words.documents) != set(words.documents):
        raise errors.NotYourDocument


def _put(sender: Person, dialog: Dialog, words: Words) -> Message:
    """Give it the next number; the caller holds the dialog."""
    said = _check(words)
    _check_own(sender, words)
    member = member_of(sender.pk, dialog.pk)
    if words.reply_to is not None:
        message_for(member, words.reply_to)
    passed_on, things = _passed_on(sender, words.forwarded)
    message = add(dialog, sender, client_id=words.client_id, text=said, reply_to=words.reply_to)
    carried: dict[str, Sequence[int] | Sequence[uuid.UUID]] = {
        "track": words.tracks, "post": words.posts, "photo": words.photos, "voice": words.voices,
        "document": words.documents,
    }  # fmt: skip
    own = [(name, number) for name in THINGS for number in carried[name]]
    Attachment.objects.bulk_create(
        Attachment(message=message, place=place, **{f"{name}_id": number})
        for place, (name, number) in enumerate(dict.fromkeys([*own, *things]))
    )
    for place, quote in enumerate(passed_on):
        quote.message, quote.place = message, place
    Forwarded.objects.bulk_create(passed_on)
    draft = "" if said.startswith(member.draft) else member.draft
    Member.objects.filter(pk=member.pk).update(read_seq=message.seq, delivered_seq=message.seq, draft=draft)
    return message


def add(dialog: Dialog, author: Person, **fields: object) -> Message:
    """The next message of a dialog the caller holds locked, told to everybody in it."""
    dialog.last_seq += 1
    message = Message.objects.create(
        dialog=dialog,
        author=author,
        seq=dialog.last_seq,
        folded=folded(str(fields.get("text", ""))),
        made_at=clock.now(),
        **fields,
    )
    dialog.last_message = message.pk
    dialog.save(update_fields=["last_seq", "last_message"])
    outbox.tell(f"dialog:{dialog.pk}", "message", dialog=dialog.pk, seq=message.seq, two=not dialog.is_chat)
    return message


def _passed_on(
    sender: Person, named: Sequence[tuple[int, int]]
) -> tuple[list[Forwarded], list[tuple[str, int | uuid.UUID]]]:
    """Others' words, and what they carried as (kind, number), of what the sender may see.

    What was itself passed on goes on under its own author.
    """
    quotes: list[Forwarded] = []
    sources: list[int] = []
    for dialog_id, seq in named:
        member = member_of(sender.pk, dialog_id)
        message = messages_for(member).filter(seq=seq, deleted_at=None, event="").first()
        if message is None:
            raise errors.NoSuchMessage(seq)
        sources.append(message.pk)
        for inner in Forwarded.objects.filter(message=message).order_by("place"):
            quotes.append(Forwarded(author_id=inner.author_id, text=inner.text, said_at=inner.said_at))
        if message.text or not quotes:
            quotes.append(Forwarded(author_id=message.author_id, text=message.text, said_at=message.made_at))
    if len(quotes) > MOST_FORWARDED:
        raise errors.TooMuchAttached
    carried = Attachment.objects.filter(message__in=sources).order_by("message", "place")
    rows = carried.values_list(*(f"{name}_id" for name in THINGS))
    found = ((name, number) for row in rows for name, number in zip(THINGS, row, strict=True))
    return quotes, [(name, number) for name, number in found if number]
