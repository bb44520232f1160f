"""Artists, albums, and what one likes of music."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from akkord.music import actions, errors, queries

from .embedding import preview
from .listening import listener_of
from .paths import next_place, number_in

MOST_TRACKS = 100
STARS = range(1, 6)


@require_safe
def artist(request: HttpRequest, number: int) -> HttpResponse:
    """GET /artist<n>: their albums, and tracks by how much they are played."""
    try:
        found = queries.artist_by_number(number)
    except errors.NoSuchArtist as missing:
        raise Http404(str(missing.text)) from missing
    if found.pk != number:  # another name of theirs
        return redirect(found.get_absolute_url(), permanent=True)
    tracks = list(queries.top_tracks(number, MOST_TRACKS))
    keepers = queries.keepers_of(request.user.pk, number)
    about = {
        "artist": found,
        "albums": queries.albums_of_artist(number),
        "rows": queries.rows_of(listener_of(request), tracks),
        "opinion": _opinion(request, "artist", number),
        "keepers": keepers,
        "links": {link: urlsplit(link).hostname for claim in keepers for link in claim.links}.items(),
        "mine": any(claim.person_id == request.user.pk for claim in keepers),
        "preview": preview("artist", found.name, "", found.get_absolute_url()),
        "tab": "",
        "words": "",
    }
    return render(request, "music/artist.html", about)


@require_safe
def album(request: HttpRequest, number: int) -> HttpResponse:
    """GET /album<n>: its tracks in order."""
    try:
        found = queries.album_by_number(number)
    except errors.NoSuchAlbum as missing:
        raise Http404(str(missing.text)) from missing
    numbers = [song.number for song in queries.songs_of_album(number)]
    about = {
        "album": found,
        "row": queries.albums_by_numbers([number])[number],
        "rows": queries.rows(listener_of(request), numbers),
        "opinion": _opinion(request, "album", number),
        "preview": preview("album", found.title, found.artist.name, found.get_absolute_url()),
        "stars": STARS,
        "tab": "",
        "words": "",
    }
    return render(request, "music/album.html", about)


@require_safe
def share(request: HttpRequest, code: str) -> HttpResponse:
    """GET /share/<code>: what somebody shares; each hears of it what is for them to hear."""
    try:
        found = queries.open_share(code)
    except errors.NoSuchShare as missing:
        raise Http404(str(missing.text)) from missing
    mine = found.person_id == request.user.pk
    if not mine and request.method == "GET":
        actions.note_visit(found)
    about = {
        "share": found,
        "until": date_format(found.expires_at) if found.expires_at else "",
        "rows": queries.rows(listener_of(request), found.tracks[:MOST_TRACKS]),
        "mine": mine,
        "tab": "",
        "words": "",
    }
    return render(request, "music/share.html", about)


@login_required
@require_safe
def liked(request: HttpRequest) -> HttpResponse:
    """GET /audio/liked: tracks, albums and artists I like."""
    me: int = request.user.pk  # type: ignore[assignment]
    numbers = {kind: queries.liked_by(me, kind) for kind in PLACES}
    albums = queries.albums_by_numbers(numbers["album"])
    artists = {row.number: row for row in queries.artists(numbers["artist"])}
    about = {
        "rows": queries.rows(listener_of(request), numbers["track"]),
        "albums": [albums[number] for number in numbers["album"] if number in albums],
        "artists": [artists[number] for number in numbers["artist"] if number in artists],
        "tab": "liked",
        "words": "",
    }
    return render(request, "music/liked.html", about)


def opinion_of_track(request: HttpRequest, number: int) -> dict[str, object]:
    """For the page of a track."""
    return _opinion(request, "track", number)


def _opinion(request: HttpRequest, kind: str, number: int) -> dict[str, object]:
    """Whether who reads likes it, and how many stars they gave it."""
    if not request.user.is_authenticated:
        return {"liked": False, "stars": 0}
    found = queries.opinions_of(request.user.pk, **{kind: [number]})
    return {"liked": number in found.liked[kind], "stars": found.stars[kind].get(number, 0)}


def _saying(
    kind: str, place: str, verb: Callable[[HttpRequest, str, int], None]
) -> Callable[[HttpRequest, int], HttpResponse]:
    """A form about a track, an album or an artist; back to where it stood."""

    @login_required
    @require_POST
    def said(request: HttpRequest, number: int) -> HttpResponse:
        try:
            verb(request, kind, number)
        except errors.BadStars:
            return redirect(f"{place}{number}")
        except errors.MusicError as missing:
            raise Http404(str(missing.text)) from missing
        return redirect(next_place(request, f"{place}{number}"))

    return said


def _like(request: HttpRequest, kind: str, number: int) -> None:
    actions.like(request.user, kind, number)  # type: ignore[arg-type]


def _unlike(request: HttpRequest, kind: str, number: int) -> None:
    actions.unlike(request.user, kind, number)  # type: ignore[arg-type]


def _rate(request: HttpRequest, kind: str, number: int) -> None:
    stars = number_in(request.POST.get("stars", ""))
    actions.rate(request.user, kind, number, -1 if stars is None else stars)  # type: ignore[arg-type]


PLACES = {"track": "/audio", "album": "/album", "artist": "/artist"}
like = {kind: _saying(kind, place, _like) for kind, place in PLACES.items()}
unlike = {kind: _saying(kind, place, _unlike) for kind, place in PLACES.items()}
rate = {kind: _saying(kind, place, _rate) for kind, place in PLACES.items()}
