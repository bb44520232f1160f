"""Music kept on a device: leaves given and renewed, plays told when the network is back, and its page."""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from akkord.music import actions, errors, queries
from akkord.music.actions.offline import Leave, Told
from akkord.music.rules import Telling
from akkord.music.rules.offline import KEPT_FOR, MOST_KEPT, MOST_PLAYS

from .listening import listener_of, sentence

MOST_BYTES = 512 * 1024
LONGEST = 86_400.0  # seconds of one play


@login_required
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """GET /audio/kept: what this browser keeps; the browser itself fills it."""
    return render(request, "music/kept.html", {"tab": "kept", "words": "", "days": KEPT_FOR.days})


def _signed_in(door: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Scripts ask here: who is not signed in is told so with 401, not led to a page."""

    @wraps(door)
    def asked(request: HttpRequest, **given: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _answer({"error": "sign_in"}, 401)
        return door(request, **given)

    return asked


@require_POST
@_signed_in
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """POST /listen/<track>/offline: a leave to keep it and the address of its bytes, or why not."""
    try:
        leave, url = actions.keep_offline(listener_of(request), number)
    except errors.NoSuchTrack as missing:
        return _answer({"error": missing.code, "telling": str(missing.text)}, 404)
    except errors.NotReady as later:
        answer = _answer({"error": later.code, "telling": str(later.text)}, 503)
        answer["Retry-After"] = str(later.retry_after)
        return answer
    except errors.Silent as silent:
        return _answer({"error": silent.code, "telling": sentence(cast(Telling, silent.telling))}, 403)
    track = leave.track
    about = {"number": track.pk, "title": track.title, "artist": track.artist, "seconds": track.seconds}
    about |= {"href": track.get_absolute_url(), "levels": queries.levels_of(track), "url": url}
    return _answer(about | _shape(leave), 200)


@require_POST
@_signed_in
def renew(request: HttpRequest) -> HttpResponse:
    """POST /listen/offline {tracks: [number]}: {kept: [{track, until, leave}], gone: [number]}."""
    said = _said(request).get("tracks")
    if not isinstance(said, list) or not all(type(each) is int and 0 < each < 2**62 for each in said):
        return _answer({"error": "bad_tracks"}, 400)
    leaves, gone = actions.renew_leaves(listener_of(request), said[:MOST_KEPT])
    shaped = [{"track": leave.track.pk} | _shape(leave) for leave in leaves]
    return _answer({"kept": shaped, "gone": gone + said[MOST_KEPT:]}, 200)


@require_POST
@_signed_in
def plays(request: HttpRequest) -> HttpResponse:
    """POST /listen/offline/plays {plays: [{play, leave, at, seconds}]}: {told: {play: counted}}; `at` in ms
    since 1970. What was told before is told as it was."""
    said = _said(request).get("plays")
    if not isinstance(said, list):
        return _answer({"error": "bad_plays"}, 400)
    read = [told for each in said[:MOST_PLAYS] if (told := _told(each)) is not None]
    counted = actions.tell_offline(listener_of(request), read)
    return _answer({"told": {str(play): yes for play, yes in counted.items()}}, 200)


def _told(said: object) -> Told | None:
    """A play as a device tells it; None of what is none."""
    if not isinstance(said, dict):
        return None
    try:
        begun = datetime.fromtimestamp(float(said["at"]) / 1000, UTC)
        seconds = float(said["seconds"])
        play, word = uuid.UUID(str(said["play"])), str(said["leave"])
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
    return Told(play, word, begun, seconds) if 0 < seconds <= LONGEST else None


def _shape(leave: Leave) -> dict[str, Any]:
    return {"until": round(leave.until.timestamp() * 1000), "leave": leave.word}


def _said(request: HttpRequest) -> dict[str, Any]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return {}
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _answer(said: dict[str, Any], status: int) -> JsonResponse:
    answer = JsonResponse(said, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
