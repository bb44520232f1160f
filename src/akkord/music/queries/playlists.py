"""Playlists and who sees them: their owner; the public ones whoever their owner shows music to."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from akkord.flow import clock
from akkord.music.errors import NoSuchPlaylist
from akkord.music.models import Bookmark, Playlist, PlaylistEditor, PlaylistEntry, PlayQueue
from akkord.people import queries as people

LOOKED_AT_KEEPS = timedelta(minutes=1)  # what rules have filled, for all who look at it meanwhile


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
    cover: int | None  # a track whose sound has a picture


_COLUMNS = (
    "pk", "person_id", "person__name", "person__email", "title", "about", "public", "made_at", "changed_at",
)  # fmt: skip


def playlist_for(person_id: int | None, number: int) -> Playlist:
    """A playlist the person may see. Raises NoSuchPlaylist."""
    found = Playlist.objects.select_related("person").filter(pk=number).first()
    if found is None or not (
        found.person_id == person_id
        or (person_id is not None and letting_in(person_id).filter(pk=number).exists())
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
    return playlist_rows(found)


def playlists_around(person_id: int) -> list[PlaylistRow]:
    """A person's own, the public ones of their friends, and those they are let into."""
    friends = people.friends_of(person_id).values_list("pk", flat=True)
    shown = people.allowed_among(person_id, friends, people.Key.MUSIC)
    seen = Q(person_id=person_id) | Q(person_id__in=shown, public=True) | Q(pk__in=_shared(person_id))
    return playlist_rows(Playlist.objects.filter(seen))


def fillable_by(person_id: int) -> list[PlaylistRow]:
    """Playlists a person may put tracks into by hand: their own, and those they are let into."""
    mine = Q(person_id=person_id) | Q(pk__in=_shared(person_id))
    return playlist_rows(Playlist.objects.filter(mine, smart__isnull=True))


def letting_in(person_id: int) -> QuerySet[Playlist]:
    """Others' playlists a person is let into."""
    return Playlist.objects.filter(pk__in=_shared(person_id))


def _shared(person_id: int) -> QuerySet[PlaylistEditor, int]:
    return _editors().filter(person=person_id).values_list("playlist", flat=True)


def _editors() -> QuerySet[PlaylistEditor]:
    """Who is let in as long as they are a friend of the owner and both are here; a friendship that ends, by
    a block too, shuts the playlist at once."""
    friends = people.friendships_here().filter(person=OuterRef("playlist__person"), friend=OuterRef("person"))
    return PlaylistEditor.objects.filter(Exists(friends))


def editors_of(viewer_id: int | None, playlist: Playlist) -> list[people.Person]:
    """Whom its owner has let in, by name, as far as the viewer may see them."""
    numbers = _editors().filter(playlist=playlist).values_list("person", flat=True)
    return sorted(people.shown_people(viewer_id, numbers).values(), key=lambda each: (each.name, each.pk))


def put_by(viewer_id: int | None, playlist: Playlist) -> dict[int, str]:
    """entry → the name of who put it there, where that was not the owner and the viewer may see them."""
    put = playlist.entries.filter(put_by__isnull=False).exclude(put_by=playlist.person_id)
    who = {entry: person for entry, person in put.values_list("pk", "put_by") if person is not None}
    shown = people.shown_people(viewer_id, who.values()) if who else {}
    return {entry: shown[person].name for entry, person in who.items() if person in shown}


def is_due(playlist: Playlist) -> bool:
    """Whether rules fill it and did so too long ago for whoever looks at it now."""
    filled = playlist.filled_at
    return playlist.smart is not None and (filled is None or filled < clock.now() - LOOKED_AT_KEEPS)


def stale_smart(since: datetime, most: int) -> list[Playlist]:
    """Smart playlists that were filled before, the longest ago first."""
    found = Playlist.objects.filter(smart__isnull=False, filled_at__lt=since)
    return list(found.order_by("filled_at")[:most])


def playlist_row(playlist: Playlist) -> PlaylistRow:
    return playlist_rows(Playlist.objects.filter(pk=playlist.pk))[0]


def playlist_rows(found: QuerySet[Playlist]) -> list[PlaylistRow]:
    """Playlists of a question that has asked the gate, what changed last first; two queries."""
    rows = list(found.order_by("-changed_at", "-pk").values_list(*_COLUMNS))
    entries = standing_entries().filter(playlist__in=[row[0] for row in rows]).order_by()
    figures = {
        playlist: said
        for playlist, *said in entries.values_list("playlist").annotate(
            songs=Count("pk"),
            length=Sum("track__seconds"),
            pictured=Max("track", filter=~Q(track__sound__cover="")),
        )
    }
    return [PlaylistRow(*row, *figures.get(row[0], (0, 0.0, None))) for row in rows]


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
