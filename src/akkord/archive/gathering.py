"""What goes into a person's archive: their own things, and others' only as far as they may see them now.

Every room is asked through its gate with the person as the viewer, so nothing is taken along that a page
would not show them. Values are plain: dates are ISO 8601 in UTC, people and tracks are names with addresses.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from akkord.dialogs import queries as dialogs
from akkord.dialogs.queries import Member
from akkord.documents import queries as documents
from akkord.documents.errors import NoSuchDocument
from akkord.documents.rules import kind_of
from akkord.flow import clock
from akkord.groups import queries as groups
from akkord.money import decimal
from akkord.music import handing_back
from akkord.music import queries as music
from akkord.music.queries import Track, TrackRow
from akkord.music.rules import Listener
from akkord.people import queries as people
from akkord.people.queries import Key, Person
from akkord.people.rules.privacy import Audience
from akkord.photos import queries as photos
from akkord.store.files import files
from akkord.subscriptions import queries as subscriptions

M = TypeVar("M", bound=Model)
Value = dict[str, Any]
AT_ONCE = 200  # posts or messages drawn with one set of queries


@dataclass(frozen=True)
class Conversation:
    """A dialog: who it is with, and its messages in their order, read as they are wanted."""

    number: int
    title: str
    about: Value
    messages: Iterator[Value]


def profile(person: Person) -> Value:
    """The page, as its owner filled it in, and the account behind it."""
    shown = (
        "name", "status", "city", "about", "relationship", "relatives", "education", "career",
        "interests", "speaks", "site", "contacts", "email", "language", "theme", "closed",
        "born_year_shown", "status_plays",
    )  # fmt: skip
    return {field: getattr(person, field) for field in shown} | {
        "address": person.get_absolute_url(),
        "face": person.face,
        "short_addresses": [each.name for each in people.addresses_of(person.pk)],
        "born": told(person.born),
        "joined": told(person.date_joined),
    }


def ties(person: Person) -> Value:
    """Friends with the lists they are on, requests, readers, the black list."""
    on_lists, hidden = people.listed(person.pk), people.hidden_friends(person.pk)
    named = {each.pk: each.name for each in people.lists_of(person.pk)}
    return {
        "friends": [
            who(friend)
            | {
                "lists": sorted(named[n] for n, those in on_lists.items() if friend.pk in those),
                "hidden": friend.pk in hidden,
            }
            for friend in people.friends_of(person.pk)
        ],
        "lists": sorted(named.values()),
        "i_read": _named(people.followed_by(person.pk)),
        "read_me": _named(people.followers_shown(person.pk, person.pk)),
        "asked_me": _named(people.requests_to(person.pk)),
        "i_asked": _named(people.requests_by(person.pk)),
        "black_list": [
            # Whom the owner never could see has a number here and no name.
            {"name": each.name, "address": f"/id{each.pk}"}
            for each in people.blocked_by(person.pk)
        ],
    }


def account(person: Person) -> Value:
    """Who sees what, who came in from where, keys to the API by name."""
    privacy, lists = people.privacy_of(person.pk), list_names(person)
    return {
        "who_sees_what": {key.value: chosen(privacy.audience(key), lists) for key in Key},
        "sign_ins": [
            {"at": told(each.at), "from": each.address, "with": each.agent, "refused": each.refused}
            for each in people.sign_ins_of(person.pk)
        ],
        "tokens": [
            {"name": each.name, "made": told(each.made_at), "used": told(each.used_at)}
            for each in people.tokens_of(person.pk)
        ],
    }


def albums(person: Person) -> list[Value]:
    """Their own albums, with whom each is for."""
    lists = list_names(person)
    return [
        {
            "number": each.pk,
            "title": each.title,
            "about": each.about,
            "audience": chosen(photos.audience_of(each), lists) if each.audience else None,
            "at": told(each.made_at),
        }
        for each in photos.own_albums(person.pk)
    ]


def own_photos(person: Person) -> Iterator[tuple[Value, bytes]]:
    """Every photo they sent in, with its picture as it is kept."""
    for photo in photos.all_of(person.pk).iterator(100):
        about = {
            "number": photo.pk,
            "file": f"photos/{photo.pk}.jpg",
            "alt": photo.alt,
            "album": photo.album.title if photo.album else "",
            "in_album": photo.album_id if photo.album and photo.album.person_id == person.pk else None,
            "at": told(photo.made_at),
        }
        yield about, files().read(photo.large)


def own_documents(person: Person) -> Iterator[tuple[Value, bytes]]:
    """Every document they sent in, the newest first, as it came; where its bytes are lost its name."""
    for document in documents.all_of(person.pk).iterator(100):
        try:
            data = documents.bytes_of(document)
        except NoSuchDocument:
            data = b""
        about = {
            "number": document.pk,
            "file": f"documents/{document.pk}.{kind_of(document.name)}" if data else "",
            "name": document.name,
            "bytes": document.content.size,
            "at": told(document.made_at),
        }
        yield about, data


def own_sounds(person: Person, listener: Listener, room: int | None) -> Iterator[tuple[Value, Track]]:
    """What they sent in and have not taken away, the oldest first: which files go along in `room` bytes and
    why others do not; without room none were asked for."""
    for track in music.originals_of(person.pk):
        file, left_out = _sound(track, listener, room)
        if file and room is not None:
            room -= track.sound.size
        about = {
            "number": track.pk,
            "file": file,
            "left_out": left_out,
            "name": track.upload.filename if track.upload else "",
            "title": track.title,
            "artist": track.artist,
            "spoken": track.spoken,
            "bytes": track.sound.size,
            "at": told(track.made_at),
        }
        yield about, track


def _sound(track: Track, listener: Listener, room: int | None) -> tuple[str, str]:
    """The file of a sound in the archive, or why it is not in it."""
    if room is None:
        return "", "unasked"
    if track.sound.size > room:
        return "", "room"
    opened = handing_back.turn_of(track, listener).opened
    return (f"sounds/{track.pk}.{opened.suffix}", "") if opened else ("", "silent")


def weights(person: Person) -> dict[str, tuple[int, int]]:
    """kind → how many files and bytes of them an archive would hold."""
    return {"documents": documents.weight_of(person.pk), "sounds": music.weight_of_originals(person.pk)}


def conversations(listener: Listener, person: Person) -> Iterator[Conversation]:
    """Each dialog with what the person may read of it, the latest first."""
    for member in dialogs.memberships(person.pk).order_by("-dialog__last_message", "-dialog_id"):
        view = dialogs.dialog_view(listener, member)
        title = view.title or (view.other.name if view.other else "")
        about = {
            "address": view.href,
            "with": title,
            "chat": view.is_chat,
            # Who is in a chat now is for those who are in it.
            "members": [] if view.left else _named(each for each, _role in dialogs.members_of(member.dialog)),
        }
        yield Conversation(view.number, title, about, _messages(listener, member))


def _messages(listener: Listener, member: Member) -> Iterator[Value]:
    seen = dialogs.messages_for(member).order_by("seq")
    for batch in in_batches(seen, "seq__gt", lambda message: message.seq):
        views = dialogs.views_of(listener, member, batch)
        seconds = music.seconds_of(note.id for view in views for note in view.voices)
        for view in views:
            yield {
                "number": view.seq,
                "at": told(view.made_at),
                "by": who(view.author) if view.author else {"name": "", "address": ""},
                "text": view.text,
                "event": view.event,
                "deleted": view.deleted,
                "answers": view.reply.seq if view.reply else None,
                "passed_on": [
                    {"by": quoted.author.name if quoted.author else "", "text": quoted.text}
                    for quoted in view.forwarded
                ],
                "tracks": _tracks(view.tracks),
                "posts": [f"/wall{number}" for number in view.posts],
                "photos": [photo.number for photo in view.photos if photo.owner == member.person_id],
                "documents": [each.number for each in view.documents if each.owner == member.person_id],
                # Their sound is the conversation's, and only heard there.
                "voices": [{"seconds": round(seconds.get(note.id, 0.0), 1)} for note in view.voices],
            }


def library(listener: Listener, person: Person) -> Value:
    """Their music in its order, their playlists, what they sent in and what became of it."""
    return {
        "tracks": named_tracks(track.pk for track in music.tracks_of_music(person.pk)),
        "playlists": [
            {
                "number": row.number,
                "title": row.title,
                "about": row.about,
                "public": row.public,
                "at": told(row.made_at),
                "tracks": named_tracks(track for _entry, track in music.entries_of([row.number])),
            }
            for row in reversed(music.playlists_of(person.pk, person.pk))
        ],
        "liked": named_tracks(music.liked_by(person.pk, "track")),
        "uploads": [
            {
                "file": story.filename,
                "bytes": story.size,
                "at": told(story.made_at),
                "title": story.title,
                "artist": story.artist,
                "state": story.state,
                "track": f"/audio{story.track}" if story.track else None,
            }
            for story in music.stories(music.sent_in_by(person.pk))
        ],
    }


def listening(person: Person) -> Iterator[Value]:
    """Every play that counted, the newest first."""
    for title, artist, track, at in music.heard_by(person.pk):
        yield {"title": title, "artist": artist, "address": f"/audio{track}", "at": told(at)}


def communities(person: Person) -> list[Value]:
    """Where they belong, and as what."""
    return [
        {"name": group.name, "address": group.get_absolute_url(), "as": groups.role_in(person.pk, group.pk)}
        for group in groups.groups_of(person.pk, person.pk)
    ]


def payments(person: Person) -> list[Value]:
    """What they paid for subscriptions, of their own and as gifts."""
    return [
        {
            "at": told(paid.paid_at),
            "amount": decimal(paid.amount),
            "currency": paid.currency,
            "for": paid.subscription.offer.slug,
        }
        for paid in subscriptions.mine(person.pk, clock.now()).receipts
    ]


def who(person: Person) -> Value:
    return {"name": person.name, "address": person.get_absolute_url()}


def told(at: datetime | date | None) -> str | None:
    return at.isoformat() if at else None


def list_names(person: Person) -> dict[int, str]:
    return {each.pk: each.name for each in people.lists_of(person.pk)}


def chosen(audience: Audience, lists: dict[int, str]) -> Value:
    """An audience, with its lists by name and its people by address."""
    return {
        "level": audience.level.value,
        # A list that has been deleted lets nobody know whom it named.
        "lists": [lists.get(number, "") for number in sorted(audience.lists)],
        "people": [f"/id{number}" for number in sorted(audience.people)],
    }


def named_tracks(numbers: Iterable[int]) -> list[Value]:
    """Tracks by what they are called everywhere; withdrawn ones are left out."""
    ordered = list(numbers)
    known = music.references_to(ordered)
    return [known[n]._asdict() | {"address": f"/audio{n}"} for n in ordered if n in known]


def _named(those: Iterable[Person]) -> list[Value]:
    return [who(each) for each in those]


def in_batches(rows: QuerySet[M], beyond: str, mark: Callable[[M], int]) -> Iterator[list[M]]:
    """All rows, some at a time, each time those beyond the last one's mark: memory stays flat."""
    batch = list(rows[:AT_ONCE])
    while batch:
        yield batch
        batch = list(rows.filter(**{beyond: mark(batch[-1])})[:AT_ONCE])


def _tracks(rows: Iterable[TrackRow]) -> list[Value]:
    return [{"title": row.title, "artist": row.artist, "address": row.href} for row in rows]
