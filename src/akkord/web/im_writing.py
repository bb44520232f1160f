"""The box in which a message is written: what it answers, changes or carries, and what came of it."""

import uuid
from dataclasses import dataclass, field

from django.http import HttpRequest, QueryDict

from akkord.dialogs import actions, queries
from akkord.dialogs.errors import DialogError
from akkord.dialogs.queries import Member, Message, MessageView
from akkord.music import queries as music
from akkord.music.errors import MusicError
from akkord.music.queries import TrackRow
from akkord.people.queries import Person
from akkord.photos.queries import PhotoView
from akkord.wall import queries as walls
from akkord.wall.errors import NoSuchPost
from akkord.wall.queries import PostView

from .composer import offered, offered_photos
from .im_places import Here
from .im_voices import take_voice
from .listening import listener_of
from .papers import take_documents
from .pictures import take_files

MOST_NAMED = 50


class PictureRefused(DialogError):
    """A file beside the message is no photo we keep; `text` says which, and why."""

    code = "picture_refused"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text  # type: ignore[assignment]


@dataclass(frozen=True)
class Writing:
    """The box as it is drawn."""

    place: str  # where it is sent
    text: str
    client_id: str
    reply: MessageView | None = None
    edited: MessageView | None = None
    tracks: list[TrackRow] = field(default_factory=list)
    posts: list[PostView] = field(default_factory=list)
    forwarded: list[tuple[str, MessageView]] = field(default_factory=list)  # as in the form, as shown
    offered: list[tuple[int, str, bool]] = field(default_factory=list)
    photos: list[tuple[PhotoView, bool]] = field(default_factory=list)
    wrong: str = ""


def writing(request: HttpRequest, at: Here, wrong: str = "") -> Writing:
    """The box with what its address names (?reply= ?edit= ?track= ?post= ?forward=), or what was sent."""
    asked = request.POST if request.method == "POST" else request.GET
    edited = _message(request, at.member, asked.get("edit", ""))
    draft = at.member.draft if at.member else ""
    text = asked.get("text") or (edited.text if edited else draft)
    chosen = set(numbers(asked, "tracks"))
    return Writing(
        place=f"{at.where.href}/message/{edited.seq}/edit" if edited else f"{at.where.href}/send",
        text=text,
        client_id=asked.get("client_id") or uuid.uuid4().hex,
        reply=None if edited else _message(request, at.member, asked.get("reply", "")),
        edited=edited,
        tracks=[] if edited else music.rows(listener_of(request), numbers(asked, "track")),
        posts=[] if edited else _posts(request, numbers(asked, "post")),
        forwarded=[] if edited else _forwarded(request, asked),
        offered=[] if edited else [(n, name, n in chosen) for n, name in offered(request)],
        photos=[] if edited else _photos(request, numbers(asked, "photos")),
        wrong=wrong,
    )


def send(request: HttpRequest, at: Here) -> Message:
    """Say what the form holds. Raises DialogError, MusicError, NoSuchPost."""
    asked = request.POST
    posts = numbers(asked, "post")
    for number in posts:  # what somebody passes on they have been shown
        walls.post_for(request.user.pk, number)
    sent, refused = take_files(request)
    papers, not_taken = take_documents(request)
    refused = [*refused, *not_taken]
    if refused:
        raise PictureRefused(refused[0])
    words = actions.Words(
        text=asked.get("text", ""),
        tracks=[*numbers(asked, "track"), *numbers(asked, "tracks")],
        posts=posts,
        photos=[*numbers(asked, "photos"), *sent],
        voices=_voices(request),
        documents=[*numbers(asked, "documents"), *papers],
        reply_to=_number(asked.get("reply", "")),
        forwarded=named(asked),
        client_id=asked.get("client_id", "")[:64] or uuid.uuid4().hex,
    )
    sender: Person = request.user  # type: ignore[assignment]
    if at.other is not None:
        return actions.write(sender, at.other, words)
    if at.member is None:
        raise DialogError
    return actions.say(sender, at.member.dialog_id, words)


def _voices(request: HttpRequest) -> list[uuid.UUID]:
    """What was recorded and sent in before, else the form's own file."""
    named = [text for text in request.POST.getlist("voices") if text][:MOST_NAMED]
    try:
        found = [uuid.UUID(text) for text in named]
    except ValueError as strange:
        raise DialogError from strange
    sent = take_voice(request)
    return [*found, sent] if sent else found


def sentence(refused: DialogError | MusicError | NoSuchPost) -> str:
    return str(refused.text)


def numbers(asked: QueryDict, name: str) -> list[int]:
    found = [_number(text) for text in asked.getlist(name)[:MOST_NAMED]]
    return [number for number in found if number]


def named(asked: QueryDict) -> list[tuple[int, int]]:
    """Messages as a form names them: "dialog.number"."""
    pairs = [text.partition(".")[::2] for text in asked.getlist("forward")[:MOST_NAMED]]
    found = [(_number(dialog), _number(seq)) for dialog, seq in pairs]
    return [(dialog, seq) for dialog, seq in found if dialog and seq]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _photos(request: HttpRequest, chosen: list[int]) -> list[tuple[PhotoView, bool]]:
    return [(view, view.number in chosen) for view in offered_photos(request, chosen)]


def _message(request: HttpRequest, member: Member | None, text: str) -> MessageView | None:
    seq = _number(text)
    if member is None or not seq:
        return None
    found = queries.messages_for(member).filter(seq=seq, deleted_at=None, event="")
    views = queries.views_of(listener_of(request), member, list(found))
    return views[0] if views else None


def _posts(request: HttpRequest, asked: list[int]) -> list[PostView]:
    found = walls.seen_by(request.user.pk, list(walls.visible_posts().filter(pk__in=asked)))
    return walls.views_of(listener_of(request), found)


def _forwarded(request: HttpRequest, asked: QueryDict) -> list[tuple[str, MessageView]]:
    shown = []
    for dialog, seq in named(asked):
        member = queries.ongoing(request.user.pk).filter(dialog=dialog).first()  # type: ignore[arg-type]
        view = _message(request, member, str(seq))
        if view is not None:
            shown.append((f"{dialog}.{seq}", view))
    return shown
