"""Pages of music: one's own and others', what is new, a track with who may play it where, the queue."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from akkord.catalogue import queries as catalogue
from akkord.flow import clock
from akkord.music import actions, errors, queries
from akkord.music.rules.own import parts_stored
from akkord.people import queries as people
from akkord.wall import queries as wall
from akkord.words.places import place_names

from .embedding import preview
from .listening import listener_of
from .lyrics import read_along
from .music_lists import theirs
from .music_shelves import STARS, opinion_of_track
from .own_music import PERMISSIONS
from .waveforms import BAR_HEIGHT, BARS, waveform_path

MOST_ASKED = 8  # times that a row waits longer before it asks again: 3 seconds at first, a minute at last
PAGE = 50


@require_safe
def my_music(request: HttpRequest) -> HttpResponse:
    """GET /audio: what the person keeps and uploaded; with ?q= a search of all music."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    if words:
        rows = queries.find(listener_of(request), words)
        return render(request, "music/found.html", {"rows": rows, "words": words, "tab": "mine"})
    if not request.user.is_authenticated:
        return redirect("/audio/new")
    rows = queries.music_of(listener_of(request), request.user.pk)
    return render(request, "music/mine.html", {"rows": rows, "words": "", "tab": "mine"})


@require_safe
def music_of(request: HttpRequest, number: int) -> HttpResponse:
    """GET /audios<n>: somebody's music."""
    try:
        whose = people.person_for(request.user.pk, number)
        rows = queries.music_of(listener_of(request), whose.pk)
    except people.NoSuchPerson as missing:
        raise Http404 from missing
    about = {"rows": rows, "whose": whose, "playlists": theirs(request, whose.pk), "words": "", "tab": ""}
    return render(request, "music/theirs.html", about)


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """GET /audio/new: what has come last, a page at a time by ?before=."""
    before = request.GET.get("before", "")
    older_than = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    rows = queries.newest(listener_of(request), PAGE, older_than)
    more = rows[-1].number if len(rows) == PAGE else None
    return render(request, "music/new.html", {"rows": rows, "more": more, "words": "", "tab": "new"})


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """GET /audio/queue: drawn by the player from the queue the browser keeps."""
    return render(request, "music/queue.html", {"words": "", "tab": "queue"})


@require_safe
def track(request: HttpRequest, number: int) -> HttpResponse:
    """GET /audio<n>: the track, its credits, and who may play it where and why."""
    found = _track(number)
    listener = listener_of(request)
    about = {
        "track": found,
        "row": queries.rows_of(listener, [found])[0],
        "waveform": waveform_path(bytes(found.sound.waveform)),
        "rights": rights_of(found),
        "recordings": recordings_of(found),
        "in_file": found.sound.tags.get("isrc", "") if found.recording_id is None else "",
        "sender": _sender(request, found),
        "mine": found.person_id is not None and found.person_id == request.user.pk,
        "upload": found.upload_id if found.person_id == request.user.pk else None,
        "song": read_along(said) if (said := queries.lyrics_of(listener, found)) else [],
        "moments": wall.moments_of(listener, number),
        "may_say": wall.may_say(listener, number),
        "own": queries.own_music_of(found),
        "parts": parts_stored,
        "permissions": PERMISSIONS,
        "plays": queries.play_count(found.pk),
        "opinion": opinion_of_track(request, number),
        "stars": STARS,
        "playlists": queries.fillable_by(request.user.pk) if request.user.pk else [],
        "height": BAR_HEIGHT,
        "preview": preview("audio", found.title, found.artist, found.get_absolute_url(), found.seconds),
        "bars": BARS,
    }
    return render(request, "music/track.html", about)


@require_safe
def row(request: HttpRequest, number: int) -> HttpResponse:
    """GET /audio<n>/row?asked=2: its row in a list, asked for less and less often until its sound is made."""
    shown = queries.rows_of(listener_of(request), [_track(number)])[0]
    said = request.GET.get("asked", "")
    asked = min(int(said), MOST_ASKED) if said.isascii() and said.isdigit() and len(said) < 4 else 0
    return render(request, "music/row.html", {"row": shown, "times_asked": asked})


@require_safe
def waveform(request: HttpRequest, number: int) -> HttpResponse:
    """GET /audio<n>/waveform {path}: for the player's full view; "" when unknown."""
    found = _track(number)
    return JsonResponse({"path": waveform_path(bytes(found.sound.waveform))})


def _track(number: int) -> queries.Track:
    try:
        return queries.track_by_number(number)
    except errors.NoSuchTrack as missing:
        raise Http404(str(missing.text)) from missing


def _sender(request: HttpRequest, found: queries.Track) -> "people.Person | None":
    """Who sent the track in, where they show themselves to whoever reads."""
    if found.person_id is None:
        return None
    return people.shown_people(request.user.pk, [found.person_id]).get(found.person_id)


def rights_of(found: queries.Track) -> dict[str, object]:
    """What the law says of the track for the whole world now, with the reasons of every silence."""
    world = queries.decide_worldwide(found, clock.now())
    return {
        "verdicts": [(v.name, place_names(str(t))) for v, t in sorted(world.by_verdict.items()) if t],
        "reasons": queries.tellings_worldwide(found, world),
    }


def recordings_of(found: queries.Track) -> list["catalogue.Recording"]:
    """The catalogue's recordings this track is, best match first."""
    ids = queries.recordings_of_sounds([found.sound_id]).get(found.sound_id, [])
    by_id = catalogue.recordings_by_ids(ids)
    return [by_id[number] for number in ids if number in by_id]


def _on_track(verb: Callable[..., None]) -> Callable[[HttpRequest, int], HttpResponse]:
    """A form on a track's row: does its verb, then shows the row again or goes back."""

    @login_required
    @require_POST
    def done(request: HttpRequest, number: int) -> HttpResponse:
        try:
            verb(request.user, number)
        except errors.NoSuchTrack as missing:
            raise Http404(str(missing.text)) from missing
        if request.GET.get("row"):  # only the row is swapped
            row = queries.track_row(listener_of(request), number)
            return render(request, "music/row.html", {"row": row})
        return redirect(_back(request, f"/audio{number}"))

    return done


def _back(request: HttpRequest, otherwise: str) -> str:
    """The page the form stood on, if it is ours."""
    came_from = request.POST.get("next") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours and came_from else otherwise


keep = _on_track(actions.keep)
unkeep = _on_track(actions.unkeep)
