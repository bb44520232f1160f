"""Music on other sites: a small player for their frames, and oEmbed, which tells them of it.

Who listens there is a guest of this site, in the territory of their own network: the right to hear follows
the listener, never who put the player there. No cookie is read or set, so the calls need no token of a form.
"""

import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from akkord.music import errors, queries
from akkord.music.rules import Context, Listener

from . import listening

MOST_ROWS = 50
WIDTH, ROW, HEAD = 480, 41, 92  # pixels
framed_anywhere: Any = csp_replace({"frame-ancestors": ["*"]})
KINDS = {"audio": "music.song", "album": "music.album", "playlist": "music.playlist", "artist": "profile"}


@dataclass(frozen=True)
class Embedded:
    """What is shown: its kind and name, its page here, the tracks in their order."""

    kind: str
    title: str
    by: str
    path: str
    tracks: list[int]

    @property
    def height(self) -> int:
        return HEAD + (0 if self.kind == "audio" else ROW * min(len(self.tracks), 6))


def of_path(path: str) -> Embedded:
    """What stands at a page's path, as every guest may see it. Raises Http404."""
    kind = next((each for each in ("audio", "album", "playlist") if path.startswith(f"/{each}")), None)
    numbers = path.removeprefix(f"/{kind}").split("_")
    if kind is None or not all(n.isascii() and n.isdigit() and len(n) < 19 for n in numbers):
        raise Http404
    try:
        return _found(kind, path, [int(number) for number in numbers])
    except errors.MusicError as missing:
        raise Http404(str(missing.text)) from missing


def _found(kind: str, path: str, numbers: list[int]) -> Embedded:
    if kind == "playlist" and len(numbers) == 2:
        playlist = queries.playlist_for(None, numbers[1])
        if playlist.person_id == numbers[0]:
            tracks = [track for _, track in queries.entries_of([playlist.pk])]
            return Embedded(kind, playlist.title, playlist.person.name, path, tracks[:MOST_ROWS])
    elif len(numbers) == 1 and kind == "audio":
        track = queries.track_by_number(numbers[0])
        return Embedded(kind, track.title, track.artist, path, [track.pk])
    elif len(numbers) == 1 and kind == "album":
        album = queries.album_by_number(numbers[0])
        tracks = [song.number for song in queries.songs_of_album(album.pk)]
        return Embedded(kind, album.title, album.artist.name, path, tracks[:MOST_ROWS])
    raise Http404


def preview(kind: str, title: str, by: str, path: str, seconds: float = 0) -> dict[str, object]:
    """What a page says of itself to whoever shows a link to it (https://ogp.me)."""
    return {
        "type": KINDS[kind],
        "title": f"{by} — {title}" if by else title,
        "url": settings.SITE_URL + path,
        "seconds": round(seconds),
        "embedded": kind != "artist",
    }


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """GET /oembed?url=…&format=json (https://oembed.com)."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"error": "only json"}, status=501)
    try:
        asked = urlsplit(request.GET.get("url", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    if f"{asked.scheme}://{asked.netloc}" != settings.SITE_URL.rstrip("/"):
        raise Http404
    found = of_path(asked.path)
    width, height = _within(request, "maxwidth", WIDTH), _within(request, "maxheight", found.height)
    source = f"{settings.SITE_URL.rstrip('/')}/embed{found.path}"
    said = {
        "version": "1.0",
        "type": "rich",
        "provider_name": settings.SITE_NAME,
        "provider_url": settings.SITE_URL,
        "title": found.title,
        "author_name": found.by,
        "width": width,
        "height": height,
        "html": f'<iframe src="{source}" width="{width}" height="{height}" allow="autoplay"'
        ' style="border:0" loading="lazy"></iframe>',
    }
    answer = JsonResponse(said)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _within(request: HttpRequest, name: str, ours: int) -> int:
    said = request.GET.get(name, "")
    return min(ours, int(said)) if said.isascii() and said.isdigit() and 0 < len(said) < 6 else ours


def _guest(request: HttpRequest) -> Listener:
    return queries.listener(None, request.territory)  # type: ignore[attr-defined]


@require_safe
@xframe_options_exempt
@framed_anywhere
def player(request: HttpRequest, path: str) -> HttpResponse:
    """GET /embed/<page>: the small player of a track, an album or a playlist that every guest may see."""
    found = of_path(f"/{path}")
    about = {"found": found, "rows": queries.rows(_guest(request), found.tracks), "home": settings.SITE_URL}
    return render(request, "music/embed.html", about)


@csrf_exempt
@require_POST
def start(request: HttpRequest, number: int) -> HttpResponse:
    """POST /embed/listen/<track>: a guest of another site begins to listen, or is told why not."""
    return listening.begun(_guest(request), number, Context.EMBED)


@csrf_exempt
@require_POST
def count(request: HttpRequest, play: uuid.UUID) -> HttpResponse:
    """POST /embed/listen/<play>/count {seconds}."""
    return listening.counted(request, _guest(request), play)
