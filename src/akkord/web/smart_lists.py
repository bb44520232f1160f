"""Smart playlists: begun, and their rules written in a form that grows with every press, without scripts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from akkord.music import actions, errors, queries
from akkord.music.rules import smart

from .paths import number_in

FIRST_MOST = 100
FIELDS = {
    "title": gettext_lazy("Title"),
    "artist": gettext_lazy("Artist"),
    "album": gettext_lazy("Album"),
    "genre": gettext_lazy("Genre"),
    "year": gettext_lazy("Year"),
    "minutes": gettext_lazy("Length, minutes"),
    "plays": gettext_lazy("Plays on the site"),
    "my_plays": gettext_lazy("Plays of mine"),
    "my_stars": gettext_lazy("My stars"),
    "came": gettext_lazy("Came to the site, days ago"),
    "heard": gettext_lazy("I last heard it, days ago"),
    "liked": gettext_lazy("I like it"),
    "in_my_music": gettext_lazy("It is in my music"),
}
OPERATORS = {
    "is": gettext_lazy("is"),
    "is_not": gettext_lazy("is not"),
    "contains": gettext_lazy("contains"),
    "contains_not": gettext_lazy("does not contain"),
    "begins": gettext_lazy("begins with"),
    "equals": gettext_lazy("exactly"),
    "at_least": gettext_lazy("at least"),
    "at_most": gettext_lazy("at most"),
    "within": gettext_lazy("at most"),
    "before": gettext_lazy("more than"),
    "yes": gettext_lazy("yes"),
    "no": gettext_lazy("no"),
}
ORDERS = {
    "newest": gettext_lazy("newest first"),
    "artist": gettext_lazy("by artist and album"),
    "title": gettext_lazy("by title"),
    "year": gettext_lazy("by year, the latest first"),
    "plays": gettext_lazy("most played first"),
    "random": gettext_lazy("at random, anew every day"),
}


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """POST /audio/playlists/smart {title}: a playlist that will be filled by rules, then its rules."""
    try:
        made = actions.make_playlist(request.user, request.POST.get("title", ""))  # type: ignore[arg-type]
    except errors.MusicError as wrong:
        messages.error(request, str(wrong.text))
        return redirect("/audio/playlists")
    return redirect(f"{made.get_absolute_url()}/rules")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, owner: int, number: int) -> HttpResponse:
    """GET and POST /playlist<owner>_<n>/rules; a press of "add" or "remove" shows the form as it then is."""
    playlist = _mine(request, owner, number)
    if request.method != "POST":
        said = playlist.smart or {"rules": smart.first_rules(), "order": "newest", "most": FIRST_MOST}
        return _page(request, playlist, said)
    sent = {name: str(value) for name, value in request.POST.items()}
    said = {
        "rules": smart.from_form(sent),
        "order": sent.get("order", ""),
        "most": number_in(sent.get("most", "")) or 0,
    }
    if act := sent.get("act", ""):
        return _page(request, playlist, said | {"rules": smart.done(said["rules"], act)})
    try:
        actions.set_rules(request.user, number, said["rules"], said["order"], said["most"])  # type: ignore[arg-type]
    except errors.BadRules as wrong:
        return _page(request, playlist, said, wrong)
    messages.success(request, _("Saved."))
    return redirect(playlist.get_absolute_url())


def _mine(request: HttpRequest, owner: int, number: int) -> Any:
    try:
        found = queries.playlist_for(request.user.pk, number)
    except errors.NoSuchPlaylist as missing:
        raise Http404(str(missing.text)) from missing
    if found.person_id != owner or owner != request.user.pk:
        raise Http404
    return found


def _page(
    request: HttpRequest, playlist: Any, said: dict[str, Any], wrong: errors.BadRules | None = None
) -> HttpResponse:
    about = {
        "playlist": playlist,
        "said": said,
        "wrong": wrong,
        "fields": FIELDS,
        "operators": OPERATORS,
        "operators_of": smart.FIELDS,
        "orders": ORDERS,
        "most": smart.MOST_TRACKS,
        "deepest": smart.MOST_DEPTH,
        "tab": "playlists",
        "words": "",
    }
    return render(request, "music/smart.html", about, status=422 if wrong else 200)
