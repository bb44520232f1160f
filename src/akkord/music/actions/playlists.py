"""Playlists: made, named, filled, put in order, deleted; all by their owner."""

from collections.abc import Collection, Sequence

from django.db import transaction

from akkord.flow import clock
from akkord.music import errors, queries, rules
from akkord.music.models import Playlist, PlaylistEntry
from akkord.people.models import Person

MOST_PLAYLISTS = 500
MOST_ENTRIES = 5000


@transaction.atomic
def make_playlist(
    person: Person, title: str, track_ids: Sequence[int] = (), about: str = "", *, public: bool = False
) -> Playlist:
    """Raises NameMissing, TooManyPlaylists, PlaylistFull."""
    title = rules.tidy_words(title, 100)
    if not title:
        raise errors.NameMissing
    if Playlist.objects.filter(person=person).count() >= MOST_PLAYLISTS:
        raise errors.TooManyPlaylists
    now = clock.now()
    made = Playlist.objects.create(
        person=person,
        title=title,
        about=rules.tidy_words(about, 500),
        public=public,
        made_at=now,
        changed_at=now,
    )
    _append(made, track_ids)
    return made


@transaction.atomic
def edit_playlist(
    person: Person,
    number: int,
    *,
    title: str | None = None,
    about: str | None = None,
    public: bool | None = None,
) -> None:
    """Change what is given; the rest stays. Raises NoSuchPlaylist, NameMissing."""
    playlist = _own(person, number)
    if title is not None:
        playlist.title = rules.tidy_words(title, 100)
        if not playlist.title:
            raise errors.NameMissing
    if about is not None:
        playlist.about = rules.tidy_words(about, 500)
    if public is not None:
        playlist.public = public
    _changed(playlist)


@transaction.atomic
def add_to_playlist(person: Person, number: int, track_ids: Sequence[int]) -> None:
    """Tracks to its end; what is not there is passed over. Raises NoSuchPlaylist, PlaylistFull."""
    playlist = _own(person, number)
    _append(playlist, track_ids)
    _changed(playlist)


@transaction.atomic
def take_from_playlist(person: Person, number: int, places: Collection[int]) -> None:
    """Take out what stands at these places, from 0, as the owner sees them. Raises NoSuchPlaylist."""
    playlist = _own(person, number)
    entries = queries.entries_of([playlist.pk])
    gone = [entry for place, (entry, _) in enumerate(entries) if place in places]
    PlaylistEntry.objects.filter(pk__in=gone).delete()
    _changed(playlist)


@transaction.atomic
def fill_playlist(person: Person, number: int, track_ids: Sequence[int]) -> None:
    """These tracks, and no others, in this order. Raises NoSuchPlaylist, PlaylistFull."""
    playlist = _own(person, number)
    PlaylistEntry.objects.filter(playlist=playlist).delete()
    _append(playlist, track_ids)
    _changed(playlist)


@transaction.atomic
def move_in_playlist(person: Person, number: int, taken: int, to: int) -> None:
    """Put what stands at one place to another; from a place that is none, nothing. Raises NoSuchPlaylist."""
    playlist = _own(person, number)
    entries = [entry for entry, _ in queries.entries_of([playlist.pk])]
    if not 0 <= taken < len(entries):
        return
    ordered = rules.moved(entries, taken, to)
    rows = PlaylistEntry.objects.in_bulk(ordered)
    for place, entry in enumerate(ordered):
        rows[entry].place = place
    PlaylistEntry.objects.bulk_update(rows.values(), ["place"])
    _changed(playlist)


@transaction.atomic
def delete_playlist(person: Person, number: int) -> None:
    """Raises NoSuchPlaylist."""
    _own(person, number).delete()


def _own(person: Person, number: int) -> Playlist:
    found = Playlist.objects.select_for_update().filter(pk=number, person=person).first()
    if found is None:
        raise errors.NoSuchPlaylist
    return found


def _append(playlist: Playlist, track_ids: Sequence[int]) -> None:
    there = queries.tracks_by_numbers(track_ids)
    wanted = [number for number in track_ids if number in there]
    held = PlaylistEntry.objects.filter(playlist=playlist)
    if held.count() + len(wanted) > MOST_ENTRIES:
        raise errors.PlaylistFull
    last = held.order_by("-place").values_list("place", flat=True).first()
    first = 0 if last is None else last + 1
    PlaylistEntry.objects.bulk_create(
        PlaylistEntry(playlist=playlist, track_id=number, place=first + place)
        for place, number in enumerate(wanted)
    )


def _changed(playlist: Playlist) -> None:
    playlist.changed_at = clock.now()
    playlist.save()
