"""Messages and dialogs as one reader sees them; each list costs a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from akkord.documents.queries import DocumentView
from akkord.flow import clock
from akkord.music.queries import TrackRow, Voice
from akkord.music.rules import Listener
from akkord.people.queries import Person, people_by_numbers
from akkord.photos.queries import PhotoView

from ..models import Dialog, Forwarded, Hidden, Member, Message
from ..rules import (
    DELETABLE_FOR_ALL,
    EDITABLE_FOR,
    LIST_PAGE,
    PAGE,
    Answer,
    Mark,
    Role,
    keeps,
    mark_of,
    still,
)
from .carried import Carried, attached_to
from .gate import listed, messages_for, place_of, requests_to
from .standing import others_of

SNIPPET = 120


@dataclass(frozen=True)
class Quoted:
    """Another's words within a message: what it answers (`seq`), or what was passed on."""

    author: Person | None  # None: a closed account
    text: str
    at: datetime
    seq: int | None = None


@dataclass(frozen=True)
class MessageView:
    """A message as one reader sees it; a deleted one has no words any more."""

    seq: int
    client_id: str
    author_id: int
    author: Person | None
    text: str
    event: str
    about: Person | None
    made_at: datetime
    edited: bool
    deleted: bool
    reply: Quoted | None
    forwarded: list[Quoted]
    tracks: list[TrackRow]
    posts: list[int]
    photos: list[PhotoView]
    voices: list[Voice]
    documents: list[DocumentView]
    mine: bool
    mark: Mark | None  # of one's own
    editable: bool
    deletable: bool  # for everybody


@dataclass(frozen=True)
class DialogView:
    """A dialog in its reader's list, or above its thread."""

    number: int
    href: str
    other_id: int | None  # of a dialog of two
    other: Person | None
    title: str
    is_chat: bool
    unread: int
    muted: bool
    pinned: bool
    waiting: bool  # a stranger's request to write
    left: bool
    draft: str
    last: MessageView | None = None


@dataclass(frozen=True)
class Thread:
    """A stretch of a dialog in order. `newest`: its end is the end of the dialog."""

    messages: list[MessageView]
    older: bool
    newest: bool
    last_seq: int
    read_seq: int  # by the reader
    pinned: MessageView | None = None
    roles: dict[int, Role] = field(default_factory=dict)


def dialogs_of(
    listener: Listener, person_id: int, page: int = 0, *, requests: bool = False
) -> tuple[list[DialogView], bool]:
    """A page of somebody's list, or of requests to them; and whether there are more."""
    wanted = requests_to(person_id) if requests else listed(person_id)
    found = list(wanted[page * LIST_PAGE : (page + 1) * LIST_PAGE + 1])
    return dialog_views(listener, found[:LIST_PAGE]), len(found) > LIST_PAGE


def dialog_views(listener: Listener, members: Sequence[Member]) -> list[DialogView]:
    """Dialogs with their last lines: a constant number of queries."""
    hidden = Hidden.objects.filter(person__in={m.person_id for m in members}).values("message_id")
    ends = Message.objects.filter(pk__in=[m.dialog.last_message for m in members]).exclude(pk__in=hidden)
    seen = {m.dialog_id: m for m in members}
    within = [m for m in ends if _within(seen[m.dialog_id], m)]
    last = {message.dialog_id: view for message, view in _viewed(listener, within, seen, brief=True)}
    others = {m.dialog_id: others_of(m.dialog, m.person_id) for m in members if not m.dialog.is_chat}
    people = people_by_numbers(set(others.values())) if others else {}
    return [_dialog_view(m, others.get(m.dialog_id), people, last.get(m.dialog_id)) for m in members]


def dialog_view(listener: Listener, member: Member) -> DialogView:
    """The head of a thread."""
    other = None if member.dialog.is_chat else others_of(member.dialog, member.person_id)
    return _dialog_view(member, other, people_by_numbers({other}) if other else {}, None)


def _dialog_view(
    member: Member, other: int | None, people: dict[int, Person], last: MessageView | None
) -> DialogView:
    dialog = member.dialog
    end = min(dialog.last_seq, member.left_seq or dialog.last_seq)
    return DialogView(
        number=dialog.pk,
        href=place_of(member.person_id, dialog),
        other_id=other,
        other=people.get(other) if other else None,
        title=dialog.title,
        is_chat=dialog.is_chat,
        unread=max(0, end - max(member.read_seq, member.cleared_seq)),
        muted=member.muted,
        pinned=member.pinned_at is not None,
        waiting=member.answer == Answer.WAITING,
        left=member.left_seq is not None,
        draft=member.draft,
        last=last,
    )


def _within(member: Member, message: Message) -> bool:
    after = max(member.first_seq, member.cleared_seq + 1)
    return after <= message.seq <= (member.left_seq or message.seq)


def thread(
    listener: Listener,
    member: Member,
    *,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
    limit: int = PAGE,
) -> Thread:
    """The end of a dialog, or what stands before, after or around a number."""
    seen = messages_for(member)
    older, newest = True, False
    if after is not None:
        found = list(seen.filter(seq__gt=after).order_by("seq")[:limit])
        newest = len(found) < limit
    elif around is not None:
        earlier, older = _before(seen, around, limit // 2)
        later = list(seen.filter(seq__gte=around).order_by("seq")[: limit - limit // 2])
        found, newest = earlier + later, len(later) < limit - limit // 2
    else:
        found, older = _before(seen, before, limit)
        newest = before is None
    return Thread(
        messages=views_of(listener, member, found),
        older=older,
        newest=newest,
        last_seq=found[-1].seq if found else (after or 0),
        read_seq=member.read_seq,
    )


def _before(seen: QuerySet[Message], seq: int | None, limit: int) -> tuple[list[Message], bool]:
    wanted = seen if seq is None else seen.filter(seq__lt=seq)
    found = list(wanted.order_by("-seq")[: limit + 1])
    return found[:limit][::-1], len(found) > limit


def views_of(listener: Listener, member: Member, messages: Sequence[Message]) -> list[MessageView]:
    """Messages of one dialog as its member sees them; the one place where a row becomes words."""
    return [view for _message, view in _viewed(listener, messages, {member.dialog_id: member})]


def _viewed(
    listener: Listener, messages: Sequence[Message], members: dict[int, Member], *, brief: bool = False
) -> list[tuple[Message, MessageView]]:
    """`brief`: without what stands on a message or is answered by it."""
    standing = [] if brief else [m.pk for m in messages if m.deleted_at is None]
    carried, nothing = attached_to(listener, standing), Carried()
    forwarded = _forwarded(standing)
    replies = {} if brief else _replied(messages, members)
    marks = _marks({m.dialog_id for m in messages if m.author_id == members[m.dialog_id].person_id}, members)
    quoted = [quote for quotes in forwarded.values() for quote in quotes]
    people = people_by_numbers(
        {m.author_id for m in messages}
        | {m.about_id for m in messages if m.about_id}
        | {q.author_id for q in quoted}
        | {r.author_id for r in replies.values()}
    )
    now = clock.now()
    made = []
    for message in messages:
        member = members[message.dialog_id]
        mine = message.author_id == member.person_id
        gone = message.deleted_at is not None
        live = mine and not gone and not message.event and member.left_seq is None
        reply = replies.get((message.dialog_id, message.reply_to or 0))
        read, delivered = marks.get(message.dialog_id, (0, 0))
        view = MessageView(
            seq=message.seq,
            client_id=message.client_id,
            author_id=message.author_id,
            author=people.get(message.author_id),
            text="" if gone else message.text,
            event=message.event,
            about=people.get(message.about_id) if message.about_id else None,
            made_at=message.made_at,
            edited=message.edited_at is not None,
            deleted=gone,
            reply=None if gone or reply is None else _reply(reply, people),
            forwarded=[
                Quoted(people.get(f.author_id), f.text, f.said_at) for f in forwarded.get(message.pk, ())
            ],
            tracks=carried.get(message.pk, nothing).tracks,
            posts=carried.get(message.pk, nothing).posts,
            photos=carried.get(message.pk, nothing).photos,
            voices=carried.get(message.pk, nothing).voices,
            documents=carried.get(message.pk, nothing).documents,
            mine=mine,
            mark=mark_of(message.seq, read=read, delivered=delivered) if mine else None,
            editable=live and still(message.made_at, now, EDITABLE_FOR),
            deletable=_deletable(member, message, now),
        )
        made.append((message, view))
    return made


def _deletable(member: Member, message: Message, now: datetime) -> bool:
    """Their author takes words back within a day; a chat's keepers take others' away at any time."""
    if message.event or message.deleted_at is not None or member.left_seq is not None:
        return False
    own = message.author_id == member.person_id and still(message.made_at, now, DELETABLE_FOR_ALL)
    return own or (member.dialog.is_chat and keeps(Role(member.role)))


def _reply(message: Message, people: dict[int, Person]) -> Quoted:
    text = "" if message.deleted_at else message.text
    short = text if len(text) <= SNIPPET else text[: SNIPPET - 1] + "…"
    return Quoted(people.get(message.author_id), short, message.made_at, message.seq)


def _replied(messages: Sequence[Message], members: dict[int, Member]) -> dict[tuple[int, int], Message]:
    """(dialog, number) → what was answered, of what the reader may see."""
    wanted = {(m.dialog_id, m.reply_to) for m in messages if m.reply_to and m.deleted_at is None}
    if not wanted:
        return {}
    which = Q()
    for dialog, seq in wanted:
        which |= Q(dialog_id=dialog, seq=seq)
    rows_found = Message.objects.filter(which)
    return {(m.dialog_id, m.seq): m for m in rows_found if _within(members[m.dialog_id], m)}


def _marks(dialogs: Iterable[int], members: dict[int, Member]) -> dict[int, tuple[int, int]]:
    """dialog → the furthest number another has read, has received.

    Who has not answered a stranger's request yet, or declined it, shows neither.
    """
    wanted = set(dialogs)
    if not wanted:
        return {}
    readers = {members[d].person_id for d in wanted}
    others = Member.objects.filter(dialog_id__in=wanted, answer=Answer.ACCEPTED).exclude(
        person_id__in=readers
    )
    marks: dict[int, tuple[int, int]] = {}
    for dialog, read, delivered in others.values_list("dialog_id", "read_seq", "delivered_seq"):
        known = marks.get(dialog, (0, 0))
        marks[dialog] = max(known[0], read), max(known[1], delivered)
    return marks


def _forwarded(messages: Sequence[int]) -> dict[int, list[Forwarded]]:
    quotes: dict[int, list[Forwarded]] = {}
    if not messages:
        return quotes
    for row in Forwarded.objects.filter(message_id__in=messages).order_by("message_id", "place"):
        quotes.setdefault(row.message_id, []).append(row)
    return quotes


def members_of(dialog: Dialog) -> list[tuple[Person, Role]]:
    """Who is in a chat now: the owner, keepers, then all by name."""
    roles = {m.person_id: Role(m.role) for m in Member.objects.filter(dialog=dialog, left_seq=None)}
    people = people_by_numbers(set(roles))
    order = list(Role)
    return sorted(
        ((person, roles[number]) for number, person in people.items()),
        key=lambda row: (order.index(row[1]), row[0].name, row[0].pk),
    )
