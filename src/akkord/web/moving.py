"""Playlists brought from elsewhere and taken along, as M3U files."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from akkord.music import actions, errors, queries
from akkord.music.rules import m3u

MOST_BYTES = 2 * 1024 * 1024


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """GET and POST /audio/playlists/import {title, file}: what is found here becomes a playlist, and what is
    not is named."""
    if request.method != "POST":
        return _page(request)
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > MOST_BYTES:
        return _page(request, refused=_("Choose an M3U file of at most 2 MB."))
    name, entries = m3u.read(file.read().decode("utf-8", "replace"), settings.SITE_URL)
    if not entries:
        return _page(request, refused=_("There is no track in this file."))
    found = queries.matched(entries)
    title = request.POST.get("title", "").strip() or name or _("Brought along")
    try:
        made = actions.make_playlist(request.user, title, [number for number in found if number])  # type: ignore[arg-type]
    except errors.MusicError as wrong:
        return _page(request, refused=str(wrong.text))
    missing = [entry for entry, number in zip(entries, found, strict=True) if number is None]
    return _page(request, made=made, missing=missing, found=len(entries) - len(missing))


def _page(request: HttpRequest, refused: str = "", **about: object) -> HttpResponse:
    whole: dict[str, object] = {
        "made": None,
        "missing": [],
        "found": 0,
        "refused": refused,
        "tab": "playlists",
        "words": "",
    }
    return render(request, "music/bring.html", whole | about, status=422 if refused else 200)


@require_safe
def take_along(request: HttpRequest, owner: int, number: int) -> HttpResponse:
    """GET /playlist<owner>_<n>.m3u8: names and addresses of its tracks, no sound."""
    try:
        found = queries.playlist_for(request.user.pk, number)
    except errors.NoSuchPlaylist as missing:
        raise Http404(str(missing.text)) from missing
    if found.person_id != owner:
        raise Http404
    numbers = [track for _entry, track in queries.entries_of([found.pk])]
    songs = queries.songs_by_numbers(numbers)
    lines = ((s.number, s.title, s.artist, s.seconds) for n in numbers if (s := songs.get(n)))
    text = m3u.written(settings.SITE_URL, found.title, lines)
    answer = HttpResponse(text, content_type="audio/x-mpegurl; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="playlist{owner}_{number}.m3u8"'
    return answer
