"""The door to listening: a start is asked for and decided, a listening is counted."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from akkord.music import actions, errors, queries
from akkord.music.rules import Context, Listener, Quality, Telling

MOST_SECONDS = 24 * 3600.0


def listener_of(request: HttpRequest) -> Listener:
    """Who listens: the person if signed in, in the territory of their network at this moment, under the
    offer they have; found out once a request."""
    if not hasattr(request, "listener"):
        person = request.user.pk if request.user.is_authenticated else None
        request.listener = queries.listener(person, request.territory)  # type: ignore[attr-defined]
    found: Listener = request.listener  # type: ignore[attr-defined]
    return found


def sentence(telling: Telling) -> str:
    """A telling in the reader's language; the words stand once, in the template all doors share."""
    return render_to_string("parts/restriction.html", {"telling": telling, "mine": False}).strip()


@require_POST
def start(request: HttpRequest, number: int) -> HttpResponse:
    """POST /listen/<track> {from, quality}: begin to listen, or be told why not."""
    return begun(listener_of(request), number, _context(request), _quality(request))


def begun(
    listener: Listener, number: int, context: Context, quality: Quality = Quality.USUAL
) -> HttpResponse:
    """The address of the sound, or why there is none."""
    try:
        play = actions.start_play(listener, number, context=context, quality=quality)
        track = queries.track_by_number(number)
    except errors.NoSuchTrack as missing:
        return refused(404, missing.code, str(missing.text))
    except errors.TooManyWaiting as full:
        return refused(429, full.code, str(full.text))
    except errors.NotReady as later:
        answer = refused(503, later.code, str(later.text))
        answer["Retry-After"] = str(later.retry_after)
        return answer
    except errors.Silent as quiet:
        return silent(quiet)
    said = {"play": str(play.play_id), "url": play.url, "seconds": play.seconds, "type": play.mime}
    said |= {"levels": queries.levels_of(track)}
    return fresh(JsonResponse(said | {"title": track.title, "artist": track.artist}))


@require_POST
def count(request: HttpRequest, play: uuid.UUID) -> HttpResponse:
    """POST /listen/<play>/count: 30 s or half of it were heard; saying so twice is once."""
    return counted(request, listener_of(request), play)


def counted(request: HttpRequest, listener: Listener, play: uuid.UUID) -> HttpResponse:
    """Whether the play is counted now, by what the page says was heard."""
    try:
        seconds = float(_said(request).get("seconds", ""))
    except (TypeError, ValueError, OverflowError):
        return refused(400, "bad_seconds", "")
    if not 0 <= seconds <= MOST_SECONDS:
        return refused(400, "bad_seconds", "")
    try:
        said = actions.count_play(listener, play, seconds)
    except errors.NoSuchTrack as missing:
        return refused(404, missing.code, str(missing.text))
    return fresh(JsonResponse({"counted": said}))


def _context(request: HttpRequest) -> Context:
    """Where the player says the press was; a page, if it says nothing that makes sense."""
    try:
        return Context.read(_said(request).get("from"))
    except ValueError:
        return Context.PAGE


def _quality(request: HttpRequest) -> Quality:
    try:
        return Quality.read(_said(request).get("quality"))
    except ValueError:
        return Quality.USUAL


def _said(request: HttpRequest) -> Mapping[str, Any]:
    """JSON of the player, or the fields of a form. Raises ValueError."""
    if request.content_type != "application/json":
        return request.POST.dict()
    try:
        said = json.loads(request.body)
    except RecursionError as deep:
        raise ValueError("too deep") from deep
    if not isinstance(said, dict):
        raise ValueError("not an object")
    return said


def silent(quiet: errors.Silent) -> JsonResponse:
    """Why the law lets it not be heard, in the reader's language."""
    telling: Telling = quiet.telling  # type: ignore[assignment]
    return refused(403, quiet.code, sentence(telling), entry=telling.entry)


def refused(status: int, code: str, telling: str, **more: object) -> JsonResponse:
    return fresh(JsonResponse({"error": code, "telling": telling, **more}, status=status))


def fresh(answer: JsonResponse) -> JsonResponse:
    answer["Cache-Control"] = "no-store"
    return answer
