"""Tags of one's own uploads: many at once, with what they were before."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from akkord.music import actions, errors, queries
from akkord.music.rules.tags import NAMES

from .paths import number_in

SHOWN = 20  # changes of before
LABELS = {
    "title": gettext_lazy("Title"),
    "artist": gettext_lazy("Artist"),
    "album": gettext_lazy("Album"),
    "genre": gettext_lazy("Genre"),
    "year": gettext_lazy("Year"),
    "place": gettext_lazy("Place on the album"),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tags(request: HttpRequest) -> HttpResponse:
    """GET and POST /audio/tags {track…, <tag>, empty…}: what is left blank stays as it is."""
    if request.method != "POST":
        return _page(request)
    chosen = {number for said in request.POST.getlist("track") if (number := number_in(said)) is not None}
    said = {name: request.POST.get(name, "") for name in NAMES}
    if not chosen:
        return _page(request, said, chosen, _("Choose at least one track."))
    try:
        emptied = frozenset(request.POST.getlist("empty"))
        changed = actions.edit_tags(request.user, chosen, said, emptied)  # type: ignore[arg-type]
    except errors.BadTags as wrong:
        return _page(request, said, chosen, str(wrong.text), wrong.name)
    messages.success(
        request, ngettext("%(num)s track changed.", "%(num)s tracks changed.", changed) % {"num": changed}
    )
    return redirect("/audio/tags")


@login_required
@require_POST
def undo(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """POST /audio/tags/<batch>/undo."""
    undone = actions.undo_tags(request.user, batch)  # type: ignore[arg-type]
    messages.success(
        request, ngettext("%(num)s track changed.", "%(num)s tracks changed.", undone) % {"num": undone}
    )
    return redirect("/audio/tags")


def _page(
    request: HttpRequest,
    said: dict[str, str] | None = None,
    chosen: set[int] | None = None,
    refused: str = "",
    wrong: str = "",
) -> HttpResponse:
    me: int = request.user.pk  # type: ignore[assignment]
    about = {
        "tracks": [(track, queries.tags_of(track)) for track in queries.tagged(me)],
        "changes": queries.tag_changes(me, SHOWN),
        "labels": LABELS,
        "said": said or dict.fromkeys(NAMES, ""),
        "chosen": chosen or set(),
        "refused": refused,
        "wrong": wrong,
        "tab": "uploads",
        "words": "",
    }
    return render(request, "music/tags.html", about, status=422 if refused else 200)
