"""Pages of what one has not asked for by name: charts, radio from a track or an artist, a day's mixes."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from akkord.music import errors, queries
from akkord.music.queries import Chart
from akkord.music.rules.few import FEWEST
from akkord.music.rules.moods import Mood
from akkord.words.places import place_names

from .listening import listener_of

MOOD_NAMES = {
    Mood.CALM: gettext_lazy("Calm"),
    Mood.DRIVING: gettext_lazy("Driving"),
    Mood.BRIGHT: gettext_lazy("Bright"),
    Mood.DARK: gettext_lazy("Low and dark"),
    Mood.WIDE: gettext_lazy("From soft to loud"),
}
# What is measured for each, as music.rules.moods has it.
MOOD_WORDS = {
    Mood.CALM: gettext_lazy("Little begins anew at each moment, no beat stands out, and it is not loud."),
    Mood.DRIVING: gettext_lazy("A fast beat that stands out clearly, and much that is struck."),
    Mood.BRIGHT: gettext_lazy("Much of its sound lies high."),
    Mood.DARK: gettext_lazy("Most of its sound lies low."),
    Mood.WIDE: gettext_lazy("Its soft moments lie far from its loud ones."),
}


@require_safe
def charts(request: HttpRequest) -> HttpResponse:
    """GET /audio/charts?of=week|country|city|friends: what was listened to on the most days of seven."""
    wanted = request.GET.get("of", Chart.WEEK)
    which = Chart(wanted) if wanted in list(Chart) else Chart.WEEK
    if which in (Chart.FRIENDS, Chart.CITY) and not request.user.is_authenticated:
        which = Chart.WEEK
    listener = listener_of(request)
    about = {
        "places": queries.chart(listener, which),
        "which": which.value,
        "city": getattr(request.user, "city", ""),
        "moods": MOOD_NAMES,
        "fewest": FEWEST,
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


@require_safe
def radio_from_mood(request: HttpRequest, mood: str) -> HttpResponse:
    """GET /audio/mood/<mood>: what sounds most like it, drawn anew every day."""
    if mood not in list(Mood):
        raise Http404
    asked = Mood(mood)
    about = {
        "name": MOOD_NAMES[asked],
        "why": MOOD_WORDS[asked],
        "mood": asked,
        "moods": MOOD_NAMES,
        "rows": queries.radio_from_mood(listener_of(request), asked),
        "tab": "",
        "words": "",
    }
    return render(request, "music/mood.html", about)


def _radio(request: HttpRequest, title: str, back: str, rows: list[queries.TrackRow]) -> HttpResponse:
    about = {"heading": title, "back": back, "rows": rows, "tab": "", "words": ""}
    return render(request, "music/radio.html", about)
