"""Dialogs and chats through the API: the same actions and the same gate as the pages."""

import uuid
from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from akkord.dialogs import actions, queries
from akkord.dialogs.actions import Words
from akkord.dialogs.errors import NoSuchDialog, NoSuchMessage
from akkord.dialogs.queries import Member, Message, MessageView, Quoted
from akkord.dialogs.rules import MOST_CHARACTERS, MOST_REPORTED, Role
from akkord.music import actions as music
from akkord.music.queries import Voice
from akkord.people.queries import person_by_number, person_for
from akkord.wall import queries as walls

from .auth import listener_of, person_of
from .documents import document_shape
from .listening import row_shape, telling_shape
from .paging import Asked, Page, each, page
from .values import Line, Number, Text
from .values import Words as Said

router = Router(tags=["dialogs"])

ClientId = Annotated[
    str,
    Field(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$", description="The sender's own id for it: "
          "sent again under it, it is the same message"),
]  # fmt: skip


class ChatNamed(Schema):
    """A message by its dialog and its number there."""

    dialog: Number
    seq: Number


class NewMessage(Schema):
    """What is said. Tracks and posts are references; each reader gets them as they may have them."""

    client_id: ClientId
    text: Annotated[Text, Field(max_length=MOST_CHARACTERS)] = ""
    tracks: Annotated[list[Number], Field(max_length=10)] = []
    posts: Annotated[list[Number], Field(max_length=10)] = []
    voices: Annotated[list[uuid.UUID], Field(max_length=1)] = []
    documents: Annotated[list[Number], Field(max_length=10)] = []
    reply_to: Number | None = None
    forward: Annotated[list[ChatNamed], Field(max_length=50)] = []


class OtherWords(Schema):
    """What a message says from now on."""

    text: Text


class UpTo(Schema):
    """How far has been read."""

    seq: Number


class Kept(Schema):
    """How I keep a dialog; what is left out stays as it is."""

    muted: bool | None = None
    pinned: bool | None = None
    draft: Text | None = None


class Answered(Schema):
    """What I say to a stranger who asks to write."""

    accept: bool


class NewChat(Schema):
    """A chat and the friends who are in it from its beginning."""

    title: Said
    people: Annotated[list[Number], Field(max_length=499)] = []


class ChangedChat(Schema):
    """Another name, another message above it (`pinned_seq`: 0 for none)."""

    title: Line | None = None
    pinned_seq: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None


class Invited(Schema):
    """Friends of mine."""

    people: Annotated[list[Number], Field(min_length=1, max_length=499)]


class Appointed(Schema):
    """What a member may do."""

    role: Literal["owner", "keeper", "member"]


class NewReport(Schema):
    """The messages the staff is shown: these and no others."""

    messages: Annotated[list[Number], Field(min_length=1, max_length=MOST_REPORTED)]
    words: Line = ""


@router.get(
    "/dialogs", summary="My dialogs and chats with their last message, latest begun first", response=Page
)
def dialogs(request: HttpRequest, asked: Query[Asked], requests: bool = False) -> dict[str, Any]:
    me = person_of(request).pk
    rows = queries.requests_to(me) if requests else queries.listed(me)
    return page(request, asked, rows, _dialogs_for(request))


@router.get("/unread", summary="How many dialogs hold something new")
def unread(request: HttpRequest) -> dict[str, int]:
    return {"dialogs": queries.unread(person_of(request).pk)}


@router.get("/dialogs/{number}", summary="A dialog of mine")
def dialog(request: HttpRequest, number: Number) -> dict[str, Any]:
    return _dialogs_for(request)([_member(request, number)])[0]


@router.put("/dialogs/{number}", summary="Mute it, keep it on top, keep a draft", response={204: None})
def keep(request: HttpRequest, number: Number, kept: Kept) -> Status[None]:
    me = person_of(request)
    _member(request, number)
    if kept.muted is not None:
        actions.mute(me, number, kept.muted)
    if kept.pinned is not None:
        actions.pin(me, number, kept.pinned)
    if kept.draft is not None:
        actions.save_draft(me, number, kept.draft)
    return Status(204, None)


@router.delete("/dialogs/{number}", summary="Delete for myself what was said so far", response={204: None})
def clear(request: HttpRequest, number: Number) -> Status[None]:
    actions.clear(person_of(request), number)
    return Status(204, None)


@router.post("/dialogs/{number}/answer", summary="Accept or decline a request", response={204: None})
def answer(request: HttpRequest, number: Number, said: Answered) -> Status[None]:
    act = actions.accept if said.accept else actions.decline
    act(person_of(request), number)
    return Status(204, None)


@router.get(
    "/dialogs/{number}/messages",
    summary="Messages, latest first; with `after` what was said since, in order",
    response=Page,
)
def messages(
    request: HttpRequest, number: Number, asked: Query[Asked], after: Number | None = None
) -> dict[str, Any]:
    member = _member(request, number)
    rows = queries.messages_for(member)
    if after is not None:
        return page(request, asked, rows.filter(seq__gt=after), _messages_for(request, member), ("seq",))
    return page(request, asked, rows, _messages_for(request, member), ("-seq",))


@router.post("/dialogs/{number}/messages", summary="Say something there", response={201: dict})
def say(request: HttpRequest, number: Number, new: NewMessage) -> Status[dict[str, Any]]:
    _member(request, number)
    return Status(201, _own(request, actions.say(person_of(request), number, _words(request, new))))


@router.post(
    "/people/{number}/messages", summary="Write to a person; to a stranger, a request", response={201: dict}
)
def write(request: HttpRequest, number: Number, new: NewMessage) -> Status[dict[str, Any]]:
    me = person_of(request)
    # Whoever keeps their page from me is not there for me, unless we speak already.
    known = queries.pair_of(me.pk, number) is not None
    other = person_by_number(number) if known else person_for(me.pk, number)
    return Status(201, _own(request, actions.write(me, other, _words(request, new))))


@router.post("/voices", summary="Send in a voice note; a message then names it", response={201: dict})
def send_voice(
    request: HttpRequest,
    file: UploadedFile = File(...),  # noqa: B008  (ninja's way of declaring a file)
) -> Status[dict[str, Any]]:
    made = music.receive_voice(person_of(request), file.size or 0, file.chunks(256 * 1024))
    return Status(201, {"id": made.pk, "state": "checking"})


@router.post(
    "/dialogs/{number}/messages/{seq}/voices/{note}/listen",
    summary="Hear a voice note: the address of its bytes, or the reason why not",
)
def hear_voice(request: HttpRequest, number: Number, seq: Number, note: uuid.UUID) -> dict[str, Any]:
    said = queries.message_for(_member(request, number), seq)
    if not queries.may_hear_voice(person_of(request).pk, f"m{said.pk}", note):
        raise NoSuchMessage(seq)
    start = music.start_voice(listener_of(request), note, f"m{said.pk}")
    return {"play": start.play_id, "url": start.url, "seconds": start.seconds, "type": start.mime}


@router.get("/dialogs/{number}/messages/{seq}", summary="One message")
def message(request: HttpRequest, number: Number, seq: Number) -> dict[str, Any]:
    member = _member(request, number)
    return _messages_for(request, member)([queries.message_for(member, seq)])[0]


@router.put("/dialogs/{number}/messages/{seq}", summary="Say it in other words, within a day")
def edit(request: HttpRequest, number: Number, seq: Number, other: OtherWords) -> dict[str, Any]:
    return _own(request, actions.edit(person_of(request), number, seq, other.text))


@router.delete(
    "/dialogs/{number}/messages/{seq}",
    summary="Delete a message for myself, or for everybody",
    response={204: None},
)
def delete(request: HttpRequest, number: Number, seq: Number, everybody: bool = False) -> Status[None]:
    act = actions.delete_for_all if everybody else actions.delete_for_me
    act(person_of(request), number, seq)
    return Status(204, None)


@router.post("/dialogs/{number}/read", summary="I have read up to here", response={204: None})
def read(request: HttpRequest, number: Number, up_to: UpTo) -> Status[None]:
    actions.read(person_of(request), number, up_to.seq)
    return Status(204, None)


@router.post("/dialogs/{number}/typing", summary="I am writing", response={204: None})
def typing(request: HttpRequest, number: Number) -> Status[None]:
    actions.note_typing(person_of(request), number)
    return Status(204, None)


@router.post("/dialogs/{number}/reports", summary="Show messages to the staff", response={201: dict})
def report(request: HttpRequest, number: Number, new: NewReport) -> Status[dict[str, int]]:
    made = actions.report(person_of(request), number, new.messages, new.words)
    return Status(201, {"number": made.pk})


@router.get("/said", summary="Messages of mine and to me that hold all words of `q`", response=Page)
def said(request: HttpRequest, asked: Query[Asked], q: Said) -> dict[str, Any]:
    return page(request, asked, queries.found(person_of(request).pk, q), each(_found_shape))


def _found_shape(found: Message) -> dict[str, Any]:
    return {
        "dialog": found.dialog_id,
        "seq": found.seq,
        "author": found.author_id,
        "text": found.text,
        "at": found.made_at,
    }


@router.post("/chats", summary="Begin a chat", response={201: dict})
def found_chat(request: HttpRequest, new: NewChat) -> Status[dict[str, Any]]:
    made = actions.found_chat(person_of(request), new.title, new.people)
    return Status(201, {"number": made.pk, "title": made.title, "url": f"/im/c{made.pk}"})


@router.put("/chats/{number}", summary="Name a chat, pin a message above it", response={204: None})
def change_chat(request: HttpRequest, number: Number, changed: ChangedChat) -> Status[None]:
    me = person_of(request)
    queries.chat_of(me.pk, number)
    if changed.title is not None:
        actions.name_chat(me, number, changed.title)
    if changed.pinned_seq is not None:
        actions.pin_message(me, number, changed.pinned_seq or None)
    return Status(204, None)


@router.get("/chats/{number}/members", summary="Who is in a chat of mine")
def members(request: HttpRequest, number: Number) -> dict[str, Any]:
    mine = queries.chat_of(person_of(request).pk, number)
    if mine.left_seq is not None:  # who is in it now is not theirs to see
        raise NoSuchDialog(number)
    there = queries.members_of(mine.dialog)
    return {"items": [{"person": p.pk, "name": p.name, "role": role} for p, role in there]}


@router.post("/chats/{number}/members", summary="Invite friends of mine", response={204: None})
def invite(request: HttpRequest, number: Number, invited: Invited) -> Status[None]:
    actions.invite(person_of(request), number, invited.people)
    return Status(204, None)


@router.put(
    "/chats/{number}/members/{person}", summary="Make a member a keeper or the owner", response={204: None}
)
def appoint(request: HttpRequest, number: Number, person: Number, appointed: Appointed) -> Status[None]:
    actions.appoint(person_of(request), number, person, Role(appointed.role))
    return Status(204, None)


@router.delete(
    "/chats/{number}/members/{person}", summary="Send a member out, or leave myself", response={204: None}
)
def remove(request: HttpRequest, number: Number, person: Number) -> Status[None]:
    me = person_of(request)
    if person == me.pk:
        actions.leave(me, number)
    else:
        actions.remove(me, number, person)
    return Status(204, None)


def _member(request: HttpRequest, number: int) -> Member:
    return queries.member_of(person_of(request).pk, number)


def _words(request: HttpRequest, new: NewMessage) -> Words:
    """Raises wall NoSuchPost for a post the caller has not been shown."""
    for number in new.posts:
        walls.post_for(person_of(request).pk, number)
    return Words(
        text=new.text,
        tracks=new.tracks,
        posts=new.posts,
        voices=new.voices,
        documents=new.documents,
        reply_to=new.reply_to,
        forwarded=[(each.dialog, each.seq) for each in new.forward],
        client_id=new.client_id,
    )


def _own(request: HttpRequest, made: Message) -> dict[str, Any]:
    return _messages_for(request, _member(request, made.dialog_id))([made])[0]


def _dialogs_for(request: HttpRequest) -> Callable[[list[Member]], list[dict[str, Any]]]:
    def shaped(rows: list[Member]) -> list[dict[str, Any]]:
        views = queries.dialog_views(listener_of(request), rows)
        return [
            {
                "number": view.number,
                "url": view.href,
                "chat": view.is_chat,
                "title": view.title,
                "person": view.other_id,
                "name": view.other.name if view.other else "",
                "last_seq": row.left_seq or row.dialog.last_seq,
                "read_seq": row.read_seq,
                "unread": view.unread,
                "muted": view.muted,
                "pinned": view.pinned,
                "waiting": view.waiting,
                "left": view.left,
                "draft": view.draft,
                "last": message_shape(view.last) if view.last else None,
            }
            for row, view in zip(rows, views, strict=True)
        ]

    return shaped


def _messages_for(request: HttpRequest, member: Member) -> Callable[[list[Message]], list[dict[str, Any]]]:
    def shaped(rows: list[Message]) -> list[dict[str, Any]]:
        return [message_shape(view) for view in queries.views_of(listener_of(request), member, rows)]

    return shaped


def message_shape(view: MessageView) -> dict[str, Any]:
    """A message as JSON; `posts` are numbers, each to be asked for through its own gate."""
    return {
        "seq": view.seq,
        "client_id": view.client_id if view.mine else None,
        "author": view.author_id,
        "name": view.author.name if view.author else "",
        "text": view.text,
        "event": view.event or None,
        "about": view.about.pk if view.about else None,
        "at": view.made_at,
        "edited": view.edited,
        "deleted": view.deleted,
        "reply": _quote(view.reply) if view.reply else None,
        "forwarded": [_quote(quoted) for quoted in view.forwarded],
        "tracks": [row_shape(track) for track in view.tracks],
        "posts": view.posts,
        "voices": [_voice(note) for note in view.voices],
        "documents": [document_shape(each) for each in view.documents],
        "mine": view.mine,
        "mark": view.mark,
    }


def _voice(note: Voice) -> dict[str, Any]:
    return {
        "id": note.id,
        "state": note.state,
        "seconds": note.seconds,
        "waveform": list(note.waveform),
        "why": telling_shape(note.telling),
    }


def _quote(quoted: Quoted) -> dict[str, Any]:
    return {
        "author": quoted.author.pk if quoted.author else None,
        "text": quoted.text,
        "at": quoted.at,
        "seq": quoted.seq,
    }
