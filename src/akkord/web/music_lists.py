"""Playlists and the order of one's own music: seen, made, filled, moved about, deleted."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.archive.queries import awaited_tracks
from akkord.music import actions, errors, queries
from akkord.people import queries as people

from .embedding import preview
from .forms import PlaylistForm
from .listening import listener_of
from .paths import next_place, number_in

MOST_SHOWN = 500


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def playlists(request: HttpRequest) -> HttpResponse:
    """GET and POST /audio/playlists: mine, my friends', and a new one."""
    form = PlaylistForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.make_playlist(request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except errors.MusicError as wrong:
            form.add_error("title", str(wrong.text))
        else:
            return redirect(made.get_absolute_url())
    rows = queries.playlists_around(request.user.pk)  # type: ignore[arg-type]
    about = {
        "mine": [row for row in rows if row.person_id == request.user.pk],
        "friends": [row for row in rows if row.person_id != request.user.pk],
        "form": form,
        "tab": "playlists",
        "words": "",
    }
    return render(request, "music/playlists.html", about, status=422 if form.errors else 200)


@require_safe
def playlist(request: HttpRequest, owner: int, number: int) -> HttpResponse:
    """GET /playlist<owner>_<n>: its tracks, and for its owner everything to change it with."""
    return _page(request, owner, number)


def _page(
    request: HttpRequest, owner: int, number: int, form: PlaylistForm | None = None, refused: str = ""
) -> HttpResponse:
    found = _seen(request, owner, number)
    if queries.is_due(found):
        actions.refill(found)
    entries = queries.entries_of([found.pk])
    numbers = [track for _entry, track in entries]
    rows = {
        row.number: row for row in queries.rows(listener_of(request), dict.fromkeys(numbers[:MOST_SHOWN]))
    }
    mine = found.person_id == request.user.pk
    viewer: int | None = request.user.pk
    editors, put = queries.editors_of(viewer, found), queries.put_by(viewer, found)
    said = {"title": found.title, "about": found.about, "public": found.public}
    about = {
        "playlist": found,
        "places": [(place, rows[track]) for place, track in enumerate(numbers) if track in rows],
        "row": queries.playlist_row(found),
        "mine": mine,
        "awaited": awaited_tracks(request.user.pk, found.pk) if mine and request.user.pk else [],
        "preview": preview("playlist", found.title, "", found.get_absolute_url()),
        "editors": editors,
        "by_hand": found.smart is None and (mine or request.user in editors),
        "friends": _invitable(request, editors) if mine and found.smart is None else [],
        "put": {place: put[entry] for place, (entry, _) in enumerate(entries) if entry in put},
        "form": form or PlaylistForm(initial=said),
        "refused": refused,
        "tab": "playlists",
        "words": "",
    }
    wrong = refused or (form is not None and form.errors)
    return render(request, "music/playlist.html", about, status=422 if wrong else 200)


def _invitable(request: HttpRequest, editors: list[people.Person]) -> list[people.Person]:
    return [each for each in people.friends_of(request.user.pk) if each not in editors]  # type: ignore[arg-type]


def _seen(request: HttpRequest, owner: int, number: int) -> Any:
    try:
        found = queries.playlist_for(request.user.pk, number)
    except errors.NoSuchPlaylist as missing:
        raise Http404(str(missing.text)) from missing
    if found.person_id != owner:
        raise Http404
    return found


def _changing(verb: Callable[[HttpRequest, int], None]) -> Callable[[HttpRequest, int, int], HttpResponse]:
    """A form on a playlist's page: its owner's, and back to the page."""

    @login_required
    @require_POST
    def done(request: HttpRequest, owner: int, number: int) -> HttpResponse:
        _seen(request, owner, number)
        try:
            verb(request, number)
        except errors.NoSuchPlaylist as missing:
            raise Http404(str(missing.text)) from missing
        except errors.MusicError as wrong:
            return _page(request, owner, number, refused=str(wrong.text))
        return redirect(f"/playlist{owner}_{number}")

    return done


@login_required
@require_POST
def edit(request: HttpRequest, owner: int, number: int) -> HttpResponse:
    """POST /playlist<owner>_<n>/edit: its name, what it is about, who sees it."""
    _seen(request, owner, number)
    form = PlaylistForm(request.POST)
    if not form.is_valid():
        return _page(request, owner, number, form)
    try:
        actions.edit_playlist(request.user, number, **form.cleaned_data)  # type: ignore[arg-type]
    except errors.NoSuchPlaylist as missing:
        raise Http404(str(missing.text)) from missing
    messages.success(request, _("Saved."))
    return redirect(f"/playlist{owner}_{number}")


@login_required
@require_POST
def delete(request: HttpRequest, owner: int, number: int) -> HttpResponse:
    """POST /playlist<owner>_<n>/delete: the list goes, its tracks stay where they are."""
    _seen(request, owner, number)
    try:
        actions.delete_playlist(request.user, number)  # type: ignore[arg-type]
    except errors.NoSuchPlaylist as missing:
        raise Http404(str(missing.text)) from missing
    messages.success(request, _("The playlist is deleted. Its tracks stay where they were."))
    return redirect("/audio/playlists")


def _sent(request: HttpRequest, name: str) -> int:
    """A place of the form, -1 for what is none: then nothing happens."""
    found = number_in(request.POST.get(name, ""))
    return -1 if found is None else found


@_changing
def move(request: HttpRequest, number: int) -> None:
    """POST …/move {from, to}."""
    taken, to = _sent(request, "from"), _sent(request, "to")
    if to >= 0:
        actions.move_in_playlist(request.user, number, taken, to)  # type: ignore[arg-type]


@_changing
def take(request: HttpRequest, number: int) -> None:
    """POST …/take {place}."""
    actions.take_from_playlist(request.user, number, {_sent(request, "place")})  # type: ignore[arg-type]


@_changing
def let_in(request: HttpRequest, number: int) -> None:
    """POST …/let-in {friend}."""
    actions.let_in(request.user, number, max(0, _sent(request, "friend")))  # type: ignore[arg-type]


@login_required
@require_POST
def let_out(request: HttpRequest, owner: int, number: int) -> HttpResponse:
    """POST …/let-out {editor}: by its owner, or by the editor, who may not see it afterwards."""
    _seen(request, owner, number)
    try:
        actions.let_out(request.user, number, max(0, _sent(request, "editor")))  # type: ignore[arg-type]
    except errors.NoSuchPlaylist as missing:
        raise Http404(str(missing.text)) from missing
    mine = owner == request.user.pk
    return redirect(f"/playlist{owner}_{number}" if mine else "/audio/playlists")


@login_required
@require_POST
def add(request: HttpRequest, track: int) -> HttpResponse:
    """POST /audio<n>/playlist {playlist}: the track to the end of one of mine."""
    number = _sent(request, "playlist")
    try:
        queries.track_by_number(track)
        actions.add_to_playlist(request.user, number, [track])  # type: ignore[arg-type]
    except (errors.NoSuchPlaylist, errors.NoSuchTrack) as missing:
        raise Http404(str(missing.text)) from missing
    except (errors.PlaylistFull, errors.FilledByRules) as full:
        messages.error(request, str(full.text))
    else:
        messages.success(request, _("Added to the playlist."))
    return redirect(next_place(request, f"/audio{track}"))


@login_required
@require_safe
def order(request: HttpRequest) -> HttpResponse:
    """GET /audio/order: my music, to be put in order by hand."""
    rows = queries.music_of(listener_of(request), request.user.pk)  # type: ignore[arg-type]
    about = {"places": list(enumerate(rows)), "tab": "mine", "words": ""}
    return render(request, "music/order.html", about)


@login_required
@require_POST
def move_mine(request: HttpRequest) -> HttpResponse:
    """POST /audio/order/move {from, to}: what stands at one place goes to another."""
    ordered, taken = queries.order_of_music(request.user.pk), _sent(request, "from")  # type: ignore[arg-type]
    to = _sent(request, "to")
    if 0 <= taken < len(ordered) and to >= 0:
        actions.move_in_music(request.user, ordered[taken], to)  # type: ignore[arg-type]
    return redirect("/audio/order")


def theirs(request: HttpRequest, owner: int) -> list[queries.PlaylistRow]:
    """Somebody's playlists, beside their music."""
    return queries.playlists_of(request.user.pk, owner)
