"""Radio and the mixes of a day: what a listener may hear and has not asked for by name.

What is silent for the listener is left out: nobody asked for it (docs/decisions/0033).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from akkord.flow import clock
from akkord.music.models import Artist, Kept, Opinion, Play
from akkord.music.rules import Listener, ranking
from akkord.music.rules.moods import Mood

from .gate import standing_tracks, track_by_number
from .likeness import in_mood
from .rows import TrackRow, rows
from .shelves import artist_by_number
from .song_rows import Song, audible_among, songs, songs_by_numbers

LATELY = timedelta(days=60)  # what a mix of a day calls listened to
LONG = timedelta(days=365)  # plays that say what goes with what
MOST_PEOPLE = 400  # who share a taste are looked at
MOST_TRACKS = 2000  # of theirs
IN_RADIO = 50
MOST_OF_MOOD = 200  # a day's radio is drawn from these
IN_MIX = 30
MIXES = 4


@dataclass(frozen=True)
class Mix:
    """A mix of a day: about which artist, and its tracks with why each is there."""

    artist: Artist
    tracks: list[tuple[TrackRow, ranking.Because]]


def radio_from_track(listener: Listener, number: int) -> list[TrackRow]:
    """The track, then what goes with it; the same all day. Raises NoSuchTrack."""
    seed = track_by_number(number)
    near = _near(_listeners_of(Q(track=seed)), {seed.pk})
    return _radio(listener, [seed.pk], near, [seed.by_id] if seed.by_id else [], [seed.genre])


def radio_from_artist(listener: Listener, number: int) -> list[TrackRow]:
    """Some of the artist's tracks among what goes with them; the same all day. Raises NoSuchArtist."""
    artist_by_number(number)
    own = list(standing_tracks().filter(by=number).values_list("pk", "genre")[:MOST_TRACKS])
    near = _near(_listeners_of(Q(track__by=number)), {pk for pk, _ in own})
    chance = ranking.seeded("artist", number, clock.now().date())
    first = [pk for pk, _ in own]
    chance.shuffle(first)
    return _radio(listener, first[: IN_RADIO // 4], near, [number], [genre for _, genre in own])


def radio_from_mood(listener: Listener, mood: Mood) -> list[TrackRow]:
    """What sounds most like a mood of all that is here, drawn anew every day."""
    most = [track for track, _ in in_mood(mood, MOST_OF_MOOD)]
    ranking.seeded("mood", mood.value, clock.now().date()).shuffle(most)
    return _radio(listener, [], most, [], [])


def mixes(listener: Listener) -> list[Mix]:
    """Up to MIXES mixes of today for who is signed in, each about an artist they listen to."""
    me = listener.person_id
    if me is None:
        return []
    today = clock.now().date()
    mine = Play.objects.filter(person=me, counted_at__gte=clock.now() - LATELY, track__by__isnull=False)
    heard = list(mine.values_list("track_id", "track__by_id", "counted_at__date").distinct())
    artists = ranking.favourites(((artist, day) for _, artist, day in heard), MIXES)
    named = Artist.objects.in_bulk(artists)
    known = {track for track, _, _ in heard}
    made = (_mix(listener, named[artist], known, today) for artist in artists)
    return [mix for mix in made if len(mix.tracks) > 1]


def _mix(listener: Listener, artist: Artist, known: set[int], today: date) -> Mix:
    own = list(standing_tracks().filter(by=artist).values_list("pk", "genre")[:MOST_TRACKS])
    numbers = {pk for pk, _ in own}
    near = [track for track in _near(_listeners_of(Q(track__by=artist)), numbers) if track not in known]
    genres = _of_genres([genre for _, genre in own], numbers | known)
    heard = _audible([*numbers, *near, *genres], listener)
    taste = ranking.Taste(
        yours=[pk for pk, _ in own if pk in known and pk in heard],
        artist=[pk for pk, _ in own if pk not in known and pk in heard],
        together=[track for track in near if track in heard],
        genre=[track for track in genres if track in heard and track not in near],
    )
    chance = ranking.seeded("mix", listener.person_id, artist.pk, today)
    because = dict(ranking.mix(taste, IN_MIX, chance))
    return Mix(artist, [(row, because[row.number]) for row in rows(listener, because) if row.playable])


def _radio(
    listener: Listener, first: list[int], near: list[int], artists: list[int], genres: list[str]
) -> list[TrackRow]:
    """The seed's own first, then the nearest, then the artist's others and the genres', apart by artist."""
    others = standing_tracks().filter(by__in=artists).values_list("pk", flat=True)[:IN_RADIO]
    wanted = list(dict.fromkeys([*first, *near, *others, *_of_genres(genres, set(first))]))
    found = songs_by_numbers(wanted)
    heard = audible_among(listener, found.values())
    kept = [found[number] for number in wanted if number in heard][:IN_RADIO]
    ordered = ranking.apart([song.number for song in kept], [song.artist_id for song in kept])
    return [row for row in rows(listener, ordered) if row.playable]


def _near(seed: set[int], without: set[int]) -> list[int]:
    """Tracks that share listeners with the seed's people, the nearest first."""
    if not seed:
        return []
    listeners: defaultdict[int, set[int]] = defaultdict(set)
    candidates = _taken(
        Q(person__in=list(seed)[:MOST_PEOPLE]), lambda found: found.exclude(track__in=without)
    )
    tracks = list(dict.fromkeys(track for track, _ in candidates))[:MOST_TRACKS]
    for track, person in _taken(Q(track__in=tracks), lambda found: found):
        listeners[track].add(person)
    return [track for track, _ in ranking.going_with(seed, listeners)]


def _listeners_of(which: Q) -> set[int]:
    return {person for _, person in _taken(which, lambda found: found)}


def _taken(which: Q, narrowed: Callable[[QuerySet], QuerySet]) -> list[tuple[int, int]]:  # type: ignore[type-arg]
    """(track, person) who listened to it within a year, keep it or like it."""
    plays = Play.objects.filter(which, person__isnull=False, counted_at__gte=clock.now() - LONG)
    kept, liked = Kept.objects.filter(which), Opinion.objects.filter(which, liked_at__isnull=False)
    pairs: dict[tuple[int, int], None] = {}
    for found in (plays, kept, liked.filter(track__isnull=False)):
        asked = narrowed(found).order_by().values_list("track_id", "person_id").distinct()
        pairs |= dict.fromkeys(asked[: MOST_TRACKS * 10])
    return list(pairs)


def _of_genres(genres: Iterable[str], without: set[int]) -> list[int]:
    """Tracks of the genre most of these are of."""
    named = [genre for genre in genres if genre]
    if not named:
        return []
    genre = max(sorted(set(named)), key=named.count)
    found = standing_tracks().filter(genre=genre).order_by("-pk").values_list("pk", flat=True)
    return [number for number in found[: 2 * IN_RADIO] if number not in without]


def _audible(numbers: Iterable[int], listener: Listener) -> set[int]:
    found: list[Song] = songs(standing_tracks().filter(pk__in=list(numbers)[:MOST_TRACKS]))
    return audible_among(listener, found)
