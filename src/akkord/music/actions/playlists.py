"""Playlists: made, named, deleted by their owner; filled also by whom they let in, or by rules."""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.db.models import Q

from akkord.flow import clock
from akkord.music import errors, queries, rules
from akkord.music.models import Playlist, PlaylistEditor, PlaylistEntry
from akkord.music.rules import smart
from akkord.people import queries as people
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
    _append(made, track_ids, person)
    return made


@transaction.atomic
def place_in_playlist(person: Person, number: int, track_ids: Mapping[int, int]) -> None:
    """Put tracks at places that are free for them: place → track. Raises NoSuchPlaylist."""
    playlist = _filled_by(person, number)
    there = queries.tracks_by_numbers(track_ids.values())
    PlaylistEntry.objects.bulk_create(
        PlaylistEntry(playlist=playlist, track_id=track, place=place, put_by=person)
        for place, track in track_ids.items()
        if track in there
    )
    _changed(playlist)


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
    playlist = _filled_by(person, number)
    _append(playlist, track_ids, person)
    _changed(playlist)


@transaction.atomic
def take_from_playlist(person: Person, number: int, places: Collection[int]) -> None:
    """Take out what stands at these places, from 0, as the owner sees them. Raises NoSuchPlaylist."""
    playlist = _filled_by(person, number)
    entries = queries.entries_of([playlist.pk])
    gone = [entry for place, (entry, _) in enumerate(entries) if place in places]
    PlaylistEntry.objects.filter(pk__in=gone).delete()
    _changed(playlist)


@transaction.atomic
def fill_playlist(person: Person, number: int, track_ids: Sequence[int]) -> None:
    """These tracks, and no others, in this order. Raises NoSuchPlaylist, PlaylistFull."""
    playlist = _filled_by(person, number)
    PlaylistEntry.objects.filter(playlist=playlist).delete()
    _append(playlist, track_ids, person)
    _changed(playlist)


@transaction.atomic
def move_in_playlist(person: Person, number: int, taken: int, to: int) -> None:
    """Put what stands at one place to another; from a place that is none, nothing. Raises NoSuchPlaylist."""
    playlist = _filled_by(person, number)
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


def set_rules(person: Person, number: int, rules_said: smart.Node, order: str, most: int) -> None:
    """From now on rules fill it. Raises NoSuchPlaylist, BadRules."""
    try:
        tree = smart.checked(rules_said)
    except smart.BadRules as wrong:
        raise errors.BadRules(wrong.path) from wrong
    if order not in smart.ORDERS or not 0 < most <= smart.MOST_TRACKS:
        raise errors.BadRules("0")
    with transaction.atomic():
        playlist = _own(person, number)
        playlist.smart, playlist.filled_at = {"rules": tree, "order": order, "most": most}, None
        _changed(playlist)
    refill(playlist)


def refill(playlist: Playlist) -> None:
    """What its rules hold for at this moment, and nothing else; what another has filled meanwhile, or other
    rules, stand. The rules are asked before anything is locked: they may take long."""
    wanted, begun = queries.filling(playlist), (playlist.filled_at, playlist.smart)
    with transaction.atomic():
        held = Playlist.objects.select_for_update().filter(pk=playlist.pk).first()
        if held is None or (held.filled_at, held.smart) != begun:
            return
        if [track for _, track in queries.entries_of([held.pk])] != wanted:
            PlaylistEntry.objects.filter(playlist=held).delete()
            _append(held, wanted, None)
        Playlist.objects.filter(pk=held.pk).update(filled_at=clock.now())


@transaction.atomic
def let_in(person: Person, number: int, friend_id: int) -> None:
    """A friend may fill it, too. Raises NoSuchPlaylist, NoSuchEditor."""
    playlist = _own(person, number)
    if not people.friends_of(person.pk).filter(pk=friend_id).exists():
        raise errors.NoSuchEditor
    said = {"since": clock.now()}
    PlaylistEditor.objects.get_or_create(playlist=playlist, person_id=friend_id, defaults=said)


@transaction.atomic
def let_out(person: Person, number: int, editor_id: int) -> None:
    """By its owner, or by the editor; what they put in stays. Raises NoSuchPlaylist."""
    if person.pk != editor_id:
        _own(person, number)
    PlaylistEditor.objects.filter(playlist=number, person=editor_id).delete()


def _own(person: Person, number: int) -> Playlist:
    found = Playlist.objects.select_for_update().filter(pk=number, person=person).first()
    if found is None:
        raise errors.NoSuchPlaylist
    return found


def _filled_by(person: Person, number: int) -> Playlist:
    """A playlist the person may fill by hand. Raises NoSuchPlaylist, FilledByRules."""
    let_in = Q(person=person) | Q(pk__in=queries.letting_in(person.pk).values("pk"))
    found = Playlist.objects.select_for_update().filter(let_in, pk=number).first()
    if found is None:
        raise errors.NoSuchPlaylist
    if found.smart is not None:
        raise errors.FilledByRules
    return found


def _append(playlist: Playlist, track_ids: Sequence[int], by: Person | None) -> None:
    there = queries.tracks_by_numbers(track_ids)
    wanted = [number for number in track_ids if number in there]
    held = PlaylistEntry.objects.filter(playlist=playlist)
    if held.count() + len(wanted) > MOST_ENTRIES:
        raise errors.PlaylistFull
    last = held.order_by("-place").values_list("place", flat=True).first()
    first = 0 if last is None else last + 1
    PlaylistEntry.objects.bulk_create(
        PlaylistEntry(playlist=playlist, track_id=number, place=first + place, put_by=by)
        for place, number in enumerate(wanted)
    )


def _changed(playlist: Playlist) -> None:
    playlist.changed_at = clock.now()
    playlist.save()
