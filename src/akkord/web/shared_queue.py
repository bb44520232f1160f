"""The queue all devices of a person share, as their pages read and write it."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from akkord.music import actions, queries
from akkord.music.actions.places import MOST_QUEUED

MOST_BYTES = 200_000
MOST_NUMBER = 2**53


@require_http_methods(["GET", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """GET /listen/queue, and POST {tracks, current, position_ms, device, sounding}."""
    if not request.user.is_authenticated:
        return _answer({"error": "sign_in"}, 401)
    if request.method == "POST":
        return _save(request)
    found = queries.queue_of(request.user.pk)
    if found is None:
        return _answer({"tracks": [], "current": None, "position_ms": 0, "changed": None, "device": ""})
    songs = queries.songs_by_numbers(found.tracks)
    kept = [place for place, number in enumerate(found.tracks) if number in songs]
    said: dict[str, object] = {
        "tracks": [in_queue(songs[found.tracks[place]]) for place in kept],
        "current": kept.index(found.current) if found.current in kept else None,
        "position_ms": found.position_ms if found.current in kept else 0,
        "changed": found.changed_at.isoformat(),
        "device": found.changed_by,
    }
    return _answer(said)


def in_queue(song: queries.Song) -> dict[str, object]:
    """As the player's queue holds it (player/queue.js)."""
    return {
        "number": song.number,
        "title": song.title,
        "artist": song.artist,
        "seconds": song.seconds,
        "href": f"/audio{song.number}",
        "from": "page",
    }


def _save(request: HttpRequest) -> HttpResponse:
    try:
        said: Any = json.loads(request.body) if len(request.body) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        said = None
    if (fault := _fault(said)) is not None:
        return _answer({"error": "bad_queue", "telling": fault}, 400)
    device, sounding = said["device"], said.get("sounding") is True
    saved = actions.save_queue(
        request.user,  # type: ignore[arg-type]
        said["tracks"],
        said.get("current"),
        said.get("position_ms", 0),
        device,
        sounding=sounding,
    )
    return _answer({"changed": saved.changed_at.isoformat()})


def _fault(said: Any) -> str | None:
    """What is wrong with a queue that a page sends."""
    if not isinstance(said, dict):
        return "A queue is a JSON object."
    tracks = said.get("tracks")
    if not isinstance(tracks, list) or len(tracks) > MOST_QUEUED or not all(map(_is_number, tracks)):
        return "tracks are numbers of tracks."
    if not (said.get("current") is None or _is_number(said["current"])):
        return "current is a place in tracks, from 0."
    if not _is_number(said.get("position_ms", 0)):
        return "position_ms is a number of milliseconds."
    if not isinstance(said.get("device"), str) or not 0 < len(said["device"]) <= 80:
        return "device is a name of at most 80 characters."
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_NUMBER


def _answer(said: dict[str, object], status: int = 200) -> HttpResponse:
    answer = JsonResponse(said, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
