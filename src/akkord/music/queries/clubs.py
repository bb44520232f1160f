"""Communities' music: whoever reads the community sees it, each track by what its listener may hear."""

from django.db.models import QuerySet

from akkord.groups.queries import Group, allows
from akkord.groups.rules import Act
from akkord.music.models import ClubPlaylist, ClubTrack, Playlist
from akkord.music.rules import Listener
from akkord.people import queries as people

from .playlists import PlaylistRow, playlist_rows
from .rows import TrackRow, rows

MOST_TRACKS, MOST_PLAYLISTS = 1000, 100  # of one community
SHOWN = 500


def club_tracks(listener: Listener, group: Group, limit: int = SHOWN) -> list[TrackRow]:
    """What its editors put there, the newest first; nothing for who may not read the community."""
    if not allows(listener.person_id, group, Act.READ):
        return []
    numbers = _standing(group).order_by("-since", "-pk").values_list("track_id", flat=True)
    return rows(listener, list(numbers[:limit]))


def club_playlists(viewer_id: int | None, group: Group) -> list[PlaylistRow]:
    """Public playlists that stand there, of owners who show the viewer their music."""
    if not allows(viewer_id, group, Act.READ):
        return []
    there = ClubPlaylist.objects.filter(group=group).values("playlist_id")
    public = Playlist.objects.filter(pk__in=there, public=True)
    owners = people.allowed_among(viewer_id, public.values_list("person_id", flat=True), people.Key.MUSIC)
    return playlist_rows(public.filter(person_id__in=owners))


def keeps_music_of(person_id: int | None, group: Group) -> bool:
    """Whether the person puts music there and takes it away."""
    return allows(person_id, group, Act.SPEAK)


def count_club_tracks(group: Group) -> int:
    return _standing(group).count()


def count_club_playlists(group: Group) -> int:
    return ClubPlaylist.objects.filter(group=group).count()


def _standing(group: Group) -> QuerySet[ClubTrack]:
    return ClubTrack.objects.filter(group=group, track__withdrawn_at=None)
