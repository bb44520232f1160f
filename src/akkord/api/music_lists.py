"""Playlists, likes, stars, artists, albums and the order of one's music through the API."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from akkord.music import actions, queries

from .auth import listener_of, person_of
from .listening import row_shape, rows_for
from .paging import Asked, Page, page, page_of
from .values import Line, Number, Title

router = Router(tags=["lists"])
Place = Annotated[int, Field(ge=0, le=100_000, description="From 0, as the list stands now")]
Kind = Literal["track", "album", "artist"]
Numbers = Annotated[list[Number], Field(max_length=500)]


class Named(Schema):
    """A new playlist."""

    title: Title
    about: Line = ""
    public: bool = False
    tracks: Numbers = []


class Edited(Schema):
    """What changes of a playlist; the rest stays."""

    title: Title | None = None
    about: Line | None = None
    public: bool | None = None


class Tracks(Schema):
    """Tracks by their numbers."""

    tracks: Numbers


class Move(Schema):
    """From one place to another."""

    taken: Place
    to: Place


class To(Schema):
    """A place."""

    to: Place


class Stars(Schema):
    """One to five stars; none takes them back."""

    stars: Annotated[int, Field(ge=0, le=5)]


@router.get("/playlists", summary="My playlists, and the public ones of friends", response=Page)
def playlists(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    rows = queries.playlists_around(person_of(request).pk)
    return page_of(request, asked, (_playlist(row) for row in rows))


@router.post("/playlists", summary="Make a playlist", response={201: dict[str, Any]})
def make(request: HttpRequest, said: Named) -> Status[dict[str, Any]]:
    made = actions.make_playlist(person_of(request), said.title, said.tracks, said.about, public=said.public)
    return Status(201, _playlist(queries.playlist_row(made)))


@router.get("/playlists/{number}", summary="A playlist with its tracks, silent ones with the reason why")
def playlist(request: HttpRequest, number: Number) -> dict[str, Any]:
    found = queries.playlist_for(person_of(request).pk, number)
    numbers = [track for _, track in queries.entries_of([found.pk])]
    rows = {row.number: row_shape(row) for row in queries.rows(listener_of(request), dict.fromkeys(numbers))}
    tracks = [rows[track] for track in numbers if track in rows]
    return _playlist(queries.playlist_row(found)) | {"tracks": tracks}


@router.patch("/playlists/{number}", summary="Name a playlist, say what it is about, show or hide it")
def edit(request: HttpRequest, number: Number, said: Edited) -> dict[str, Any]:
    person = person_of(request)
    actions.edit_playlist(person, number, title=said.title, about=said.about, public=said.public)
    return _playlist(queries.playlist_row(queries.playlist_for(person.pk, number)))


@router.delete("/playlists/{number}", summary="Delete a playlist of mine", response={204: None})
def delete(request: HttpRequest, number: Number) -> Status[None]:
    actions.delete_playlist(person_of(request), number)
    return Status(204, None)


@router.post("/playlists/{number}/tracks", summary="Tracks to its end", response={204: None})
def add(request: HttpRequest, number: Number, said: Tracks) -> Status[None]:
    actions.add_to_playlist(person_of(request), number, said.tracks)
    return Status(204, None)


@router.put("/playlists/{number}/tracks", summary="These tracks and no others", response={204: None})
def fill(request: HttpRequest, number: Number, said: Tracks) -> Status[None]:
    actions.fill_playlist(person_of(request), number, said.tracks)
    return Status(204, None)


@router.post("/playlists/{number}/move", summary="Move what stands at a place", response={204: None})
def move(request: HttpRequest, number: Number, said: Move) -> Status[None]:
    actions.move_in_playlist(person_of(request), number, said.taken, said.to)
    return Status(204, None)


@router.delete(
    "/playlists/{number}/tracks/{place}", summary="Take out what stands there", response={204: None}
)
def take(request: HttpRequest, number: Number, place: Place) -> Status[None]:
    actions.take_from_playlist(person_of(request), number, {place})
    return Status(204, None)


@router.put("/music/{number}/place", summary="Put a track to a place in my music", response={204: None})
def move_mine(request: HttpRequest, number: Number, said: To) -> Status[None]:
    actions.move_in_music(person_of(request), number, said.to)
    return Status(204, None)


@router.get("/likes/{kind}", summary="Numbers of what I like, the last first", response=Page)
def likes(request: HttpRequest, kind: Kind, asked: Query[Asked]) -> dict[str, Any]:
    rows = queries.liked_by(person_of(request).pk, kind)
    return page_of(request, asked, ({"number": number} for number in rows))


@router.put("/likes/{kind}/{number}", summary="Like a track, an album or an artist", response={204: None})
def like(request: HttpRequest, kind: Kind, number: Number) -> Status[None]:
    actions.like(person_of(request), kind, number)
    return Status(204, None)


@router.delete("/likes/{kind}/{number}", summary="Like it no longer", response={204: None})
def unlike(request: HttpRequest, kind: Kind, number: Number) -> Status[None]:
    actions.unlike(person_of(request), kind, number)
    return Status(204, None)


@router.put("/stars/{kind}/{number}", summary="Give stars", response={204: None})
def rate(request: HttpRequest, kind: Kind, number: Number, said: Stars) -> Status[None]:
    actions.rate(person_of(request), kind, number, said.stars)
    return Status(204, None)


@router.get("/artists/{number}", summary="An artist and their albums")
def artist(request: HttpRequest, number: Number) -> dict[str, Any]:
    found = queries.artist_by_number(number)
    albums = [_album(row) for row in queries.albums_of_artist(number)]
    return {"number": found.pk, "name": found.name, "url": found.get_absolute_url(), "albums": albums}


@router.get("/artists/{number}/tracks", summary="What names the artist, the newest first", response=Page)
def tracks_of_artist(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    queries.artist_by_number(number)
    found = queries.tracks_of_artist(number).select_related("sound")
    return page(request, asked, found, rows_for(request))


@router.get("/albums/{number}", summary="An album with its tracks in order")
def album(request: HttpRequest, number: Number) -> dict[str, Any]:
    queries.album_by_number(number)
    numbers = [song.number for song in queries.songs_of_album(number)]
    tracks = [row_shape(row) for row in queries.rows(listener_of(request), numbers)]
    return _album(queries.albums_by_numbers([number])[number]) | {"tracks": tracks}


def _playlist(row: queries.PlaylistRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "url": f"/playlist{row.person_id}_{row.number}",
        "owner": {"number": row.person_id, "name": row.owner},
        "title": row.title,
        "about": row.about,
        "public": row.public,
        "tracks": row.songs,
        "seconds": row.seconds,
        "changed_at": row.changed_at,
    }


def _album(row: queries.AlbumRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "url": f"/album{row.number}",
        "title": row.title,
        "artist": {"number": row.artist_id, "name": row.artist},
        "year": row.year,
        "genre": row.genre,
        "songs": row.songs,
        "seconds": row.seconds,
    }
