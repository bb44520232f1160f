"""What messages carry besides words, as their reader may hear and see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from akkord.documents.queries import DocumentView
from akkord.documents.queries import views_of as document_views
from akkord.music.queries import TrackRow, Voice, rows, voices
from akkord.music.rules import Listener
from akkord.people.queries import is_operator
from akkord.photos.queries import PhotoView
from akkord.photos.queries import views_of as photo_views

from ..models import THINGS, Attachment, Disclosed, Message
from .gate import seen_by


@dataclass
class Carried:
    """What stands on one message: tracks and voice notes as this listener may hear them, posts by number."""

    tracks: list[TrackRow] = field(default_factory=list)
    posts: list[int] = field(default_factory=list)
    photos: list[PhotoView] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)
    documents: list[DocumentView] = field(default_factory=list)


def attached_to(listener: Listener, messages: Sequence[int]) -> dict[int, Carried]:
    """message → what it carries; a constant number of queries."""
    if not messages:
        return {}
    found = Attachment.objects.filter(message_id__in=messages).order_by("message_id", "place")
    values = list(found.values_list("message_id", *(f"{name}_id" for name in THINGS)))
    _messages, tracks, _posts, photos, notes, papers = zip(*values, strict=True) if values else ((),) * 6
    heard = _by_number(row for row in rows(listener, _some(tracks))) if any(tracks) else {}
    drawn = {v.number: v for v in photo_views(listener.person_id, listener.territory, _some(photos))}
    spoken = voices(listener, _some(notes)) if any(notes) else {}
    files = {v.number: v for v in document_views(listener.person_id, listener.territory, _some(papers))}
    carried: dict[int, Carried] = {}
    for message, track, post, photo, voice, document in values:
        here = carried.setdefault(message, Carried())
        if track in heard:
            here.tracks.append(heard[track])
        if post:
            here.posts.append(post)
        if photo in drawn:
            here.photos.append(replace(drawn[photo], within=f"?message={message}"))
        if voice in spoken:
            here.voices.append(replace(spoken[voice], within=f"m{message}"))
        if document in files:
            here.documents.append(replace(files[document], within=f"?message={message}"))
    return carried


def _some(numbers: Iterable) -> set:  # type: ignore[type-arg]
    return {number for number in numbers if number}


def _by_number(found: Iterable[TrackRow]) -> dict[int, TrackRow]:
    return {row.number: row for row in found}


def photos_in(person_id: int, message: int) -> list[int]:
    """Numbers of the photos on a message that the person may read; none of another."""
    if not seen_by(person_id).filter(pk=message, deleted_at=None).exists():
        return []
    found = Attachment.objects.filter(message_id=message, photo__isnull=False).order_by("place")
    return [number for number in found.values_list("photo_id", flat=True) if number]


def carries_document(person_id: int, message: int, document: int) -> bool:
    """Whether a message the person may read carries the document."""
    readable = seen_by(person_id).filter(pk=message, deleted_at=None)
    return Attachment.objects.filter(message__in=readable.values("pk"), document=document).exists()


def may_hear_voice(person_id: int | None, within: str, upload: str | UUID) -> bool:
    """The gate of voice notes, asked before and while one sounds: whoever reads the message it is on ("m7"),
    or who of the staff looks at the open report with which it was shown ("r3")."""
    if person_id is None:
        return False
    number = int(within[1:])
    if within.startswith("m"):
        readable = seen_by(person_id).filter(pk=number, deleted_at=None)
        return Attachment.objects.filter(message__in=readable.values("pk"), voice=upload).exists()
    shown = Disclosed.objects.filter(report=number, report__closed_at=None).values_list("voices", flat=True)
    return is_operator(person_id) and any(str(upload) in voices for voices in shown)


def said_in(upload: UUID) -> list[Message]:
    """Messages that carry a voice note."""
    carried = Attachment.objects.filter(voice=upload).values("message")
    return list(Message.objects.filter(pk__in=carried, deleted_at=None).order_by("pk"))
