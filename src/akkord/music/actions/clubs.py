"""Music of communities: put there by reference, taken away; both are their editors' acts."""

from django.db import transaction

from akkord.flow import clock
from akkord.groups.queries import Group
from akkord.music import errors, queries
from akkord.music.models import ClubPlaylist, ClubTrack
from akkord.music.queries import clubs
from akkord.people.queries import Person


@transaction.atomic
def put_on_club(person: Person, group: Group, track_id: int) -> None:
    """Twice is once. Raises NotYours, NoSuchTrack, TooManyOnClub."""
    _check_keeps(person, group)
    track = queries.track_by_number(track_id)
    if clubs.count_club_tracks(group) >= clubs.MOST_TRACKS:
        raise errors.TooManyOnClub
    told = {"by": person, "since": clock.now()}
    ClubTrack.objects.get_or_create(group=group, track=track, defaults=told)


def take_off_club(person: Person, group: Group, track_id: int) -> None:
    """Raises NotYours. Twice is once."""
    _check_keeps(person, group)
    ClubTrack.objects.filter(group=group, track_id=track_id).delete()


@transaction.atomic
def put_list_on_club(person: Person, group: Group, playlist_id: int) -> None:
    """A public playlist the editor sees. Twice is once. Raises NotYours, NoSuchPlaylist, TooManyOnClub."""
    _check_keeps(person, group)
    playlist = queries.playlist_for(person.pk, playlist_id)
    if not playlist.public:
        raise errors.NoSuchPlaylist
    if clubs.count_club_playlists(group) >= clubs.MOST_PLAYLISTS:
        raise errors.TooManyOnClub
    told = {"by": person, "since": clock.now()}
    ClubPlaylist.objects.get_or_create(group=group, playlist=playlist, defaults=told)


def take_list_off_club(person: Person, group: Group, playlist_id: int) -> None:
    """Raises NotYours. Twice is once."""
    _check_keeps(person, group)
    ClubPlaylist.objects.filter(group=group, playlist_id=playlist_id).delete()


def _check_keeps(person: Person, group: Group) -> None:
    if not clubs.keeps_music_of(person.pk, group):
        raise errors.NotYours
