"""Playlists and who sees them: their owner; the public ones whoever their owner shows music to."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, Sum

from akkord.music.errors import NoSuchPlaylist
from akkord.music.models import Bookmark, Playlist, PlaylistEditor, PlaylistEntry, PlayQueue
from akkord.people import queries as people


class PlaylistRow(NamedTuple):
    """A playlist in a list, with what its standing tracks say together."""

    number: int
    person_id: int
    owner: str
    email: str
    title: str
    about: str
    public: bool
    made_at: datetime
    changed_at: datetime
    songs: int
    seconds: float


_COLUMNS = (
    "pk", "person_id", "person__name", "person__email", "title", "about", "public", "made_at", "changed_at",
)  # fmt: skip


def playlist_for(person_id: int | None, number: int) -> Playlist:
    """A playlist the person may see. Raises NoSuchPlaylist."""
    found = Playlist.objects.select_related("person").filter(pk=number).first()
    if found is None or not (
        found.person_id == person_id
        or (person_id is not None and found.editors.filter(person=person_id).exists())
        or (found.public and people.allows(person_id, found.person_id, people.Key.MUSIC))
    ):
        raise NoSuchPlaylist
    return found


def playlists_of(viewer_id: int | None, owner_id: int) -> list[PlaylistRow]:
    """Somebody's playlists as the viewer may see them, what changed last first."""
    found = Playlist.objects.filter(person_id=owner_id)
    if viewer_id != owner_id:
        if not people.allows(viewer_id, owner_id, people.Key.MUSIC):
            return []
        found = found.filter(public=True)
    return _rows(found)


def playlists_around(person_id: int) -> list[PlaylistRow]:
    """A person's own, and the public ones of their friends."""
    friends = people.friends_of(person_id).values_list("pk", flat=True)
    shown = people.allowed_among(person_id, friends, people.Key.MUSIC)
    shared = PlaylistEditor.objects.filter(person=person_id).values("playlist")
    seen = Q(person_id=person_id) | Q(person_id__in=shown, public=True) | Q(pk__in=shared)
    return _rows(Playlist.objects.filter(seen))


def fillable_by(person_id: int) -> list[PlaylistRow]:
    """Playlists a person may put tracks into by hand: their own, and those they are let into."""
    shared = PlaylistEditor.objects.filter(person=person_id).values("playlist")
    return _rows(Playlist.objects.filter(Q(person_id=person_id) | Q(pk__in=shared), smart__isnull=True))


def editors_of(playlist: Playlist) -> list[people.Person]:
    """Whom its owner has let in, by name."""
    return [row.person for row in playlist.editors.select_related("person").order_by("person__name")]


def put_by(playlist: Playlist) -> dict[int, str]:
    """entry → the name of who put it there, where that was not the owner."""
    put = playlist.entries.filter(put_by__isnull=False).exclude(put_by=playlist.person_id)
    return dict(put.values_list("pk", "put_by__name"))


def stale_smart(since: datetime, most: int) -> list[Playlist]:
    """Smart playlists that were filled before, the longest ago first."""
    found = Playlist.objects.filter(smart__isnull=False, filled_at__lt=since)
    return list(found.order_by("filled_at")[:most])


def playlist_row(playlist: Playlist) -> PlaylistRow:
    return _rows(Playlist.objects.filter(pk=playlist.pk))[0]


def _rows(found: QuerySet[Playlist]) -> list[PlaylistRow]:
    rows = list(found.order_by("-changed_at", "-pk").values_list(*_COLUMNS))
    entries = standing_entries().filter(playlist__in=[row[0] for row in rows]).order_by()
    figures = {
        playlist: said
        for playlist, *said in entries.values_list("playlist").annotate(
            songs=Count("pk"), length=Sum("track__seconds")
        )
    }
    return [PlaylistRow(*row, *figures.get(row[0], (0, 0.0))) for row in rows]


def standing_entries() -> QuerySet[PlaylistEntry]:
    """Entries whose track stands, in their order: a place in a playlist is one among these."""
    return PlaylistEntry.objects.filter(track__withdrawn_at=None).order_by("place", "pk")


def entries_of(playlist_ids: Iterable[int]) -> list[tuple[int, int]]:
    """(entry, track) in order."""
    found = standing_entries().filter(playlist__in=list(playlist_ids))
    return list(found.values_list("pk", "track_id"))


def queue_of(person_id: int) -> PlayQueue | None:
    return PlayQueue.objects.filter(person_id=person_id).first()


def bookmarks_of(person_id: int) -> list[Bookmark]:
    """What changed last first."""
    found = Bookmark.objects.filter(person_id=person_id, track__withdrawn_at=None)
    return list(found.order_by("-changed_at", "-pk"))
