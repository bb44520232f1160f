"""Artists, albums and genres: tracks by what they are found under. Without a standing track none is there."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Avg, Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from akkord.flow.prepared import Prepared
from akkord.music.errors import NoSuchAlbum, NoSuchArtist
from akkord.music.models import Album, Artist, Kept, Opinion, Play, Track
from akkord.music.rules import folded

from .gate import standing_tracks
from .song_rows import ON_ALBUM, tracks_of_artist

MOST_RANKED = 500  # of a list that goes by plays or by stars
_PICTURED = ~Q(sound__cover="")


class ArtistRow(NamedTuple):
    """An artist in a list."""

    number: int
    name: str
    albums: int  # and one more for what stands on none
    cover: int | None  # a track whose sound has a picture


class AlbumRow(NamedTuple):
    """An album in a list, with what its standing tracks say together."""

    number: int
    title: str
    artist_id: int
    artist: str
    year: int | None
    made_at: datetime
    person_id: int | None
    songs: int
    seconds: float
    genre: str
    cover: int | None  # a track whose sound has a picture


class AloneRow(NamedTuple):
    """What of an artist stands on no album, in a list of albums."""

    artist_id: int
    artist: str
    songs: int
    seconds: float
    made_at: datetime  # when the newest came
    cover: int | None  # a track whose sound has a picture


class AlbumOrder(StrEnum):
    """The lists of albums a player may ask for, in the words of the Subsonic API."""

    RANDOM = "random"
    NEWEST = "newest"
    HIGHEST = "highest"
    FREQUENT = "frequent"
    RECENT = "recent"
    BY_NAME = "alphabeticalByName"
    BY_ARTIST = "alphabeticalByArtist"
    STARRED = "starred"
    BY_YEAR = "byYear"
    BY_GENRE = "byGenre"


def _with_tracks(column: str) -> Exists:
    return Exists(Track.objects.filter(**{column: OuterRef("pk")}, withdrawn_at=None))


def standing_albums() -> QuerySet[Album]:
    """Albums of which something is there."""
    return Album.objects.filter(_with_tracks("album"))


def standing_artists() -> QuerySet[Artist]:
    """Artists of whom something is there, a track or an album."""
    by, albums = _with_tracks("by"), Exists(standing_albums().filter(artist=OuterRef("pk")))
    return Artist.objects.filter(by | albums)


def artist_by_number(number: int) -> Artist:
    """By their own number, or by that of a name that was merged into theirs. Raises NoSuchArtist."""
    known = Artist.objects.filter(pk=number).values_list("merged_into", flat=True).first()
    found = standing_artists().filter(pk=known or number).first()
    if found is None:
        raise NoSuchArtist
    return found


def album_by_number(number: int) -> Album:
    """Raises NoSuchAlbum."""
    found = standing_albums().select_related("artist", "release").filter(pk=number).first()
    if found is None:
        raise NoSuchAlbum
    return found


def artists(numbers: Iterable[int] | None = None) -> list[ArtistRow]:
    """These artists, or all, by name; all of them without pictures, which would be looked for in every track.
    A constant number of queries however many."""
    if numbers is not None:
        wanted = list(numbers)
        return _artist_rows(
            _named(wanted),
            _albums_each(wanted),
            {by for (by,) in _alone(wanted)},
            dict(_pictured_each(wanted)),
        )
    named = standing_artists().order_by("key").values_list("pk", "name")
    counts = standing_albums().order_by().values_list("artist").annotate(albums=Count("pk"))
    return _artist_rows(named, counts, set(_by_themselves().values_list("by", flat=True)), {})


def _by_themselves() -> QuerySet[Track]:
    """Tracks that stand on no album; each artist of some once."""
    return standing_tracks().order_by().filter(album=None).distinct()


def _artist_rows(
    named: Iterable[tuple[Any, ...]],
    albums: Iterable[tuple[Any, ...]],
    alone: set[int],
    pictured: dict[int, int],
) -> list[ArtistRow]:
    counts = dict(albums)
    return [
        ArtistRow(number, name, counts.get(number, 0) + (number in alone), pictured.get(number))
        for number, name in named
    ]


_named = Prepared(
    lambda artists: standing_artists().filter(pk__in=artists).order_by("key").values_list("pk", "name")
)
_albums_each = Prepared(
    lambda artists: (
        standing_albums()
        .filter(artist__in=artists)
        .order_by()
        .values_list("artist")
        .annotate(albums=Count("pk"))
    )
)
_alone = Prepared(lambda artists: _by_themselves().filter(by__in=artists).values_list("by"))
_pictured_each = Prepared(
    lambda artists: (
        standing_tracks()
        .filter(_PICTURED, by__in=artists)
        .order_by()
        .values_list("by")
        .annotate(pictured=Max("pk"))
    )
)


ALBUM = ("pk", "title", "artist_id", "artist__name", "year", "made_at", "person_id")


def albums(found: QuerySet[Album]) -> list[AlbumRow]:
    """The albums of a question, in its order; two queries however many."""
    return album_rows(list(found.values_list(*ALBUM)))


def albums_by_numbers(numbers: Iterable[int]) -> dict[int, AlbumRow]:
    """number → album, of those that stand."""
    return {row.number: row for row in album_rows(_numbered(list(set(numbers))))}


def album_rows(rows: list[Any]) -> list[AlbumRow]:
    """Rows of ALBUM with what their standing tracks say together; one query."""
    figures = {album: said for album, *said in _figures([row[0] for row in rows])}
    return [AlbumRow(*row, *figures[row[0]]) for row in rows if row[0] in figures]


_numbered = Prepared(lambda numbers: Album.objects.filter(pk__in=numbers).values_list(*ALBUM))
_figures = Prepared(
    lambda numbers: (
        standing_tracks()
        .filter(album_id__in=numbers)
        .order_by()
        .values_list("album_id")
        .annotate(
            songs=Count("pk"), length=Sum("seconds"), kind=Max("genre"), pictured=Max("pk", filter=_PICTURED)
        )
    )
)


def albums_of_artist(artist_id: int) -> list[AlbumRow]:
    """Newest first, as they came out."""
    return albums(Album.objects.filter(artist=artist_id).order_by(F("year").desc(nulls_last=True), "key"))


def albums_listed(
    order: AlbumOrder,
    person_id: int,
    size: int,
    offset: int,
    *,
    years: tuple[int, int] = (0, 9999),
    genre: str = "",
) -> list[AlbumRow]:
    """A part of a list of albums; FREQUENT and RECENT go by what the person has listened to."""
    return albums(_listed(standing_albums(), order, person_id, years, genre)[offset : offset + size])


def alone_listed(size: int, offset: int) -> list[AloneRow]:
    """A part of the artists of whom something stands on no album, by name."""
    alone = standing_tracks().filter(album=None, by__isnull=False).order_by("by__key", "by")
    return [AloneRow(*row) for row in _each_as_one(alone)[offset : offset + size]]


def alone_of(artist_id: int) -> AloneRow | None:
    """What of this artist stands on no album, as one."""
    row = _each_as_one(tracks_of_artist(artist_id, single=True).order_by("by")).first()
    return AloneRow(*row) if row else None


def _each_as_one(tracks: QuerySet[Track]) -> QuerySet[Track, tuple[Any, ...]]:
    return tracks.values_list("by", "by__name").annotate(
        songs=Count("pk"), length=Sum("seconds"), newest=Max("made_at"), pictured=Max("pk", filter=_PICTURED)
    )


def _listed(
    standing: QuerySet[Album], order: AlbumOrder, person_id: int, years: tuple[int, int], genre: str
) -> QuerySet[Album]:
    if order == AlbumOrder.RANDOM:
        return standing.order_by("?")
    if order == AlbumOrder.BY_NAME:
        return standing.order_by("key", "pk")
    if order == AlbumOrder.BY_ARTIST:
        return standing.order_by("artist__key", "key", "pk")
    if order == AlbumOrder.BY_YEAR:
        by_year = standing.filter(year__gte=min(years), year__lte=max(years))
        return by_year.order_by("year" if years[0] <= years[1] else "-year", "pk")
    if order == AlbumOrder.BY_GENRE:
        of_genre = Track.objects.filter(album=OuterRef("pk"), withdrawn_at=None, genre=genre)
        return standing.filter(Exists(of_genre)).order_by("key", "pk")
    if order == AlbumOrder.STARRED:
        liked = Opinion.objects.filter(person_id=person_id, liked_at__isnull=False, album__isnull=False)
        return standing.filter(pk__in=liked.values("album")).order_by("key", "pk")
    if order == AlbumOrder.NEWEST:
        return standing.order_by("-pk")
    return _ranked(standing, order, person_id)


def _ranked(standing: QuerySet[Album], order: AlbumOrder, person_id: int) -> QuerySet[Album]:
    """Albums that everybody's stars, or the person's plays, put into an order."""
    ranks: dict[int, object]
    if order == AlbumOrder.HIGHEST:
        given = Opinion.objects.filter(stars__gt=0, album__isnull=False)
        ranks = dict(given.values_list("album").annotate(rank=Avg("stars")))
    else:
        played = Play.objects.filter(person_id=person_id, track__album__isnull=False)
        rank = Max("started_at") if order == AlbumOrder.RECENT else Count("pk")
        ranks = dict(played.values_list("track__album").annotate(rank=rank))
    ordered = sorted(ranks, key=lambda album: (ranks[album], album), reverse=True)[:MOST_RANKED]
    return standing.filter(pk__in=ordered).order_by(
        Case(*(When(pk=album, then=place) for place, album in enumerate(ordered)), default=0)
    )


def genres() -> list[tuple[str, int, int]]:
    """(genre, tracks, albums), the most frequent first."""
    tagged = standing_tracks().exclude(genre="").order_by()
    counted = tagged.values_list("genre").annotate(tracks=Count("pk"), on=Count("album", distinct=True))
    return list(counted.order_by("-tracks", "genre"))


def tracks_listed(
    *, genre: str = "", years: tuple[int, int] | None = None, at_random: bool = False
) -> QuerySet[Track]:
    """Standing tracks of a genre and of these years, by artist or at random."""
    found = standing_tracks()
    if genre:
        found = found.filter(genre=genre)
    if years is not None:
        found = found.filter(year__gte=min(years), year__lte=max(years))
    return found.order_by("?") if at_random else found.order_by("by__key", *ON_ALBUM)


def artist_named(name: str) -> int | None:
    """The number of the artist of this name, however it is spelled."""
    return standing_artists().filter(key=folded(name)).values_list("pk", flat=True).first()


def top_tracks(artist_id: int, limit: int) -> QuerySet[Track]:
    """An artist's tracks, the most played first."""
    counted = Play.objects.filter(track=OuterRef("pk"), counted_at__isnull=False)
    plays = Subquery(counted.order_by().values("track").annotate(plays=Count("pk")).values("plays"))
    ranked = standing_tracks().filter(by=artist_id).annotate(plays=Coalesce(plays, 0))
    return ranked.order_by("-plays", "pk")[:limit]


def tracks_like(artist_ids: Sequence[int], genres_of: Sequence[str], limit: int) -> QuerySet[Track]:
    """Tracks kept by people who keep something of these artists; then others of the genres."""
    keepers = Kept.objects.filter(track__by__in=artist_ids).values("person")
    kept = Kept.objects.filter(person__in=keepers, track=OuterRef("pk")).order_by().values("track")
    together = Coalesce(Subquery(kept.annotate(people=Count("pk")).values("people")), 0)
    others = standing_tracks().exclude(by__in=artist_ids)
    ranked = others.annotate(together=together).filter(
        Q(together__gt=0) | Q(genre__in=genres_of, genre__gt="")
    )
    return ranked.order_by("-together", "?")[:limit]
