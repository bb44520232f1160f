"""Listening together: the room's page, and what the player says and asks there (player/room.js)."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.dialogs import actions as dialogs
from akkord.dialogs.errors import DialogError
from akkord.flow import clock
from akkord.music import actions, errors, queries
from akkord.music.queries import Room
from akkord.music.rules.rooms import Act
from akkord.people.models import Person

from .im_places import Where, here
from .shared_queue import in_queue

MOST_NUMBER = 2**31
MOST_BYTES = 1000


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """POST /rooms {where}: a room with my queue at its place; told in the dialog it was opened from."""
    queued = queries.queue_of(_me(request).pk)
    tracks, at, ms = (queued.tracks, queued.current or 0, queued.position_ms) if queued else ([], 0, 0)
    try:
        room = actions.open_room(_me(request), tracks, at, ms)
    except errors.NothingToPlay as empty:
        messages.error(request, str(empty.text))
        return redirect("/audio/queue")
    if said := request.POST.get("where", ""):
        _tell_there(request, said, room)
    return redirect(room.get_absolute_url())


def _tell_there(request: HttpRequest, said: str, room: Room) -> None:
    """The room's address as a message, to the dialog whose page the button stands on."""
    number = said.removeprefix("c")
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return
    at = here(request, Where(said.startswith("c"), int(number)))
    address = request.build_absolute_uri(room.get_absolute_url())
    words = dialogs.Words(text=_("Listen with me: %(address)s") % {"address": address})
    try:
        if at.other is not None:
            dialogs.write(_me(request), at.other, words)
        elif at.member is not None:
            dialogs.say(_me(request), at.member.dialog_id, words)
    except DialogError as refused:
        messages.error(request, str(refused.text))


@login_required
@require_safe
def room(request: HttpRequest, code: str) -> HttpResponse:
    """GET /room/<code>: who is there, what plays; one enters by a press, which lets the page sound."""
    found = _room(request, code)
    tracks = queries.songs_by_numbers(found.tracks)
    about = {
        "room": found,
        "mine": found.host_id == _me(request).pk,
        "address": request.build_absolute_uri(found.get_absolute_url()),
        "tracks": [tracks[number] for number in found.tracks if number in tracks],
        "people": queries.seated_in(_me(request).pk, found),
        "tab": "",
        "words": "",
    }
    return render(request, "music/room.html", about)


@login_required
@require_POST
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """POST /room/<code>/enter: the state of the room one sits in now."""
    try:
        found = actions.enter_room(_me(request), code)
    except errors.MusicError as refused:
        return _refused(refused)
    return _state(request, found)


@login_required
@require_safe
def state(request: HttpRequest, code: str) -> HttpResponse:
    """GET /room/<code>/state: where it is, for who sits there; asking says that one is still there."""
    try:
        found = queries.room_for(_me(request).pk, code)
        if not queries.sits_in(_me(request).pk, found):
            raise errors.NoSuchRoom
    except errors.NoSuchRoom as ended:
        return _refused(ended)
    actions.note_presence(_me(request), found)
    return _state(request, found)


@login_required
@require_POST
def steer(request: HttpRequest, code: str) -> HttpResponse:
    """POST /room/<code>/steer {act, at, ms}."""
    try:
        said: Any = json.loads(request.body) if len(request.body) <= MOST_BYTES else None
        act = Act(said["act"])
        at, ms = (_whole(said.get(name, 0)) for name in ("at", "ms"))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return JsonResponse({"error": "bad_act", "telling": ""}, status=400)
    try:
        return _state(request, actions.steer_room(_me(request), code, act, at, ms))
    except errors.MusicError as refused:
        return _refused(refused)


@login_required
@require_POST
def hand(request: HttpRequest, code: str) -> HttpResponse:
    """POST /room/<code>/hand {everybody}: whether everybody steers."""
    try:
        actions.share_the_hand(_me(request), code, everybody=request.POST.get("everybody") == "on")
    except errors.MusicError as refused:
        raise Http404 from refused
    return redirect(f"/room/{code}")


@login_required
@require_POST
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """POST /room/<code>/leave; with its host the room ends."""
    actions.leave_room(_me(request), code)
    return redirect("/audio/queue")


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < MOST_NUMBER:
        raise ValueError(value)
    return value


def _me(request: HttpRequest) -> Person:
    person: Person = request.user  # type: ignore[assignment]
    return person


def _room(request: HttpRequest, code: str) -> Room:
    try:
        return queries.room_for(_me(request).pk, code)
    except errors.NoSuchRoom as missing:
        raise Http404(str(missing.text)) from missing


def _state(request: HttpRequest, room: Room) -> JsonResponse:
    """What the player needs; `now` is the server's clock, for the page to hold its own against."""
    songs = queries.songs_by_numbers(room.tracks)
    people = queries.seated_in(_me(request).pk, room)
    said = {
        "code": room.code,
        "version": room.version,
        "may_steer": room.everybody_steers or room.host_id == _me(request).pk,
        "tracks": [in_queue(songs[n]) if n in songs else _gone(n) for n in room.tracks],
        "lengths": room.lengths,
        "at": room.at,
        "ms": room.ms,
        "playing": room.playing,
        "moved": _milliseconds(room.moved_at.timestamp()),
        "people": [{"name": person.name, "href": person.get_absolute_url()} for person in people],
        "now": _milliseconds(clock.now().timestamp()),
    }
    return _fresh(JsonResponse(said))


def _gone(number: int) -> dict[str, object]:
    """A track that was taken away meanwhile: its place stays, and is silent."""
    named = {"title": "—", "artist": "", "seconds": 0, "href": f"/audio{number}", "from": "page"}
    return {"number": number, **named}


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _refused(why: errors.MusicError) -> JsonResponse:
    status = 404 if isinstance(why, errors.NoSuchRoom) else 403
    return _fresh(JsonResponse({"error": why.code, "telling": str(why.text)}, status=status))


def _fresh(answer: JsonResponse) -> JsonResponse:
    answer["Cache-Control"] = "no-store"
    return answer
