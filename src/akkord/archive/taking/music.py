"""Music by reference: what this site has is put in its place, what it has not yet is waited for."""

from collections.abc import Iterator, Sequence

from django.db import transaction

from akkord.music import actions
from akkord.music.errors import MusicError
from akkord.music.queries import Reference, found_here
from akkord.people.queries import Person

from ..format import MUSIC, MusicSaid, PlaylistSaid, TrackSaid
from ..models import Awaited
from .errand import Errand

AT_ONCE = 500


def take_music(errand: Errand) -> None:
    said: MusicSaid = errand.archive.read("data/music.json", MUSIC)
    _own_music(errand, said.tracks)
    there = errand.brought("playlist")
    for playlist in said.playlists:
        if playlist.number not in there:
            _playlist(errand, playlist)
    for number in found_here([_reference(each) for each in said.liked]):
        if number is None:
            errand.leave_out("liked_tracks")
        else:
            actions.like(errand.person, "track", number)


def _own_music(errand: Errand, tracks: Sequence[TrackSaid]) -> None:
    here = found_here([_reference(each) for each in tracks])
    with transaction.atomic():
        # The newest stands first, so the oldest is kept first.
        for number in reversed([number for number in here if number]):
            actions.keep(errand.person, number)
        Awaited.objects.filter(person=errand.person, playlist=None).delete()
        _await(errand.person, None, tracks, here)


def _playlist(errand: Errand, said: PlaylistSaid) -> None:
    here = found_here([_reference(each) for each in said.tracks])
    try:
        with transaction.atomic():
            made = actions.make_playlist(
                errand.person, said.title or "—", about=said.about, public=said.public
            )
            errand.note("playlist", said.number, made.pk)
            places = {place: number for place, number in enumerate(here) if number}
            actions.place_in_playlist(errand.person, made.pk, places)
            _await(errand.person, made.pk, said.tracks, here)
    except MusicError as refused:
        errand.leave_out(refused.code)


def _await(
    person: Person, playlist: int | None, tracks: Sequence[TrackSaid], here: Sequence[int | None]
) -> None:
    Awaited.objects.bulk_create(
        [
            Awaited(
                person=person,
                playlist_id=playlist,
                place=place,
                title=said.title,
                artist=said.artist,
                seconds=said.seconds,
                isrc=said.isrc,
            )
            for place, (said, number) in enumerate(zip(tracks, here, strict=True))
            if number is None
        ],
        batch_size=500,
    )


def place_found(person: Person) -> int:
    """Put what has come to this site since into its place; how many tracks."""
    placed = 0
    for some in _few_at_once(person):
        here = found_here([Reference(row.title, row.artist, row.seconds, row.isrc) for row in some])
        for row, number in zip(some, here, strict=True):
            if number is not None:
                placed += _place(person, row, number)
    return placed


@transaction.atomic
def _place(person: Person, row: Awaited, number: int) -> int:
    if not Awaited.objects.filter(pk=row.pk).delete()[0]:
        return 0  # another run was here first
    if row.playlist_id is None:
        actions.keep(person, number)
    else:
        actions.place_in_playlist(person, row.playlist_id, {row.place: number})
    return 1


def _few_at_once(person: Person) -> Iterator[list[Awaited]]:
    last = 0
    while some := list(Awaited.objects.filter(person=person, pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield some
        last = some[-1].pk


def _reference(said: TrackSaid) -> Reference:
    return Reference(said.title, said.artist, said.seconds, said.isrc)
