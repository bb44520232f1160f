"""Pages of what one has not asked for by name: charts, radio from a track or an artist, a day's mixes."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from akkord.music import errors, queries
from akkord.music.queries import Chart
from akkord.words.places import place_names

from .listening import listener_of


@require_safe
def charts(request: HttpRequest) -> HttpResponse:
    """GET /audio/charts?of=week|country|friends: what was listened to on the most days of seven."""
    wanted = request.GET.get("of", Chart.WEEK)
    which = Chart(wanted) if wanted in list(Chart) else Chart.WEEK
    if which == Chart.FRIENDS and not request.user.is_authenticated:
        which = Chart.WEEK
    listener = listener_of(request)
    about = {
        "places": queries.chart(listener, which),
        "which": which.value,
        "country": place_names(listener.territory),
        "now": _friends_now(request) if which == Chart.FRIENDS else [],
        "tab": "charts",
        "words": "",
    }
    return render(request, "music/charts.html", about)


def _friends_now(request: HttpRequest) -> list[tuple[queries.Playing, queries.TrackRow]]:
    """Friends who listen to something at this moment, and to what."""
    me: int = request.user.pk  # type: ignore[assignment]
    playing = [each for each in queries.playing_around(me) if each.person != me]
    rows = {row.number: row for row in queries.rows(listener_of(request), {each.track for each in playing})}
    return [(each, rows[each.track]) for each in playing if each.track in rows]


@login_required
@require_safe
def mixes(request: HttpRequest) -> HttpResponse:
    """GET /audio/mixes: today's, each about an artist I listen to, each track with why it is there."""
    about = {"mixes": queries.mixes(listener_of(request)), "tab": "mixes", "words": ""}
    return render(request, "music/mixes.html", about)


@require_safe
def radio_from_track(request: HttpRequest, number: int) -> HttpResponse:
    """GET /audio<n>/radio: the track, then what goes with it."""
    try:
        track = queries.track_by_number(number)
        rows = queries.radio_from_track(listener_of(request), number)
    except errors.NoSuchTrack as missing:
        raise Http404(str(missing.text)) from missing
    return _radio(request, _("Radio from “%(name)s”") % {"name": track}, track.get_absolute_url(), rows)


@require_safe
def radio_from_artist(request: HttpRequest, number: int) -> HttpResponse:
    """GET /artist<n>/radio: the artist among what goes with them."""
    try:
        artist = queries.artist_by_number(number)
        rows = queries.radio_from_artist(listener_of(request), number)
    except errors.NoSuchArtist as missing:
        raise Http404(str(missing.text)) from missing
    return _radio(request, _("Radio from %(name)s") % {"name": artist}, artist.get_absolute_url(), rows)


def _radio(request: HttpRequest, title: str, back: str, rows: list[queries.TrackRow]) -> HttpResponse:
    about = {"heading": title, "back": back, "rows": rows, "tab": "", "words": ""}
    return render(request, "music/radio.html", about)
