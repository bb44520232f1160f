"""An artist's side of their page: claimed with evidence, then read how it is listened to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.music import actions, errors, queries
from akkord.words.places import place_names


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, number: int) -> HttpResponse:
    """GET and POST /artist<n>/claim {evidence}: and what became of it."""
    evidence, refused = request.POST.get("evidence", ""), ""
    try:
        artist = queries.artist_by_number(number)
        if request.method == "POST":
            actions.claim_artist(request.user, artist.pk, evidence)  # type: ignore[arg-type]
            messages.success(request, _("Claimed. Somebody of the staff will look at it."))
            return redirect(f"{artist.get_absolute_url()}/claim")
    except errors.NoSuchArtist as missing:
        raise Http404(str(missing.text)) from missing
    except errors.MusicError as wrong:
        refused = str(wrong.text)
    mine = queries.claim_of(request.user.pk, artist.pk)
    about = {"artist": artist, "mine": mine, "evidence": evidence, "refused": refused, "tab": "", "words": ""}
    return render(request, "music/claim.html", about, status=422 if refused else 200)


@login_required
@require_POST
def give_up(request: HttpRequest, number: int) -> HttpResponse:
    """POST /artist<n>/give-up."""
    actions.end_claim(request.user, number)  # type: ignore[arg-type]
    return redirect(f"/artist{number}")


@login_required
@require_POST
def links(request: HttpRequest, number: int) -> HttpResponse:
    """POST /artist<n>/links {links}: an address a line, by whoever's page it is."""
    try:
        kept = actions.link_artist(request.user, number, request.POST.get("links", ""))  # type: ignore[arg-type]
    except (errors.NoSuchArtist, errors.NotYours) as missing:
        raise Http404(str(missing.text)) from missing
    except errors.TooManyLinks as refused:
        messages.error(request, str(refused.text))
        return redirect(f"/artist{number}/claim")
    given = [line for line in request.POST.get("links", "").splitlines() if line.strip()]
    if len(kept) < len(given):
        messages.info(request, _("What is no web address (https://…) was left out."))
    return redirect(f"/artist{number}")


@login_required
@require_safe
def statistics(request: HttpRequest, number: int) -> HttpResponse:
    """GET /artist<n>/statistics: for those whose page it is."""
    try:
        artist = queries.artist_by_number(number)
        found = queries.statistics_of(request.user.pk, artist.pk)  # type: ignore[arg-type]
    except (errors.NoSuchArtist, errors.NotYours) as missing:
        raise Http404(str(missing.text)) from missing
    return _told(request, artist.name, artist.get_absolute_url(), found)


@login_required
@require_safe
def own_statistics(request: HttpRequest, number: int) -> HttpResponse:
    """GET /audio<n>/statistics: for who sent the track in."""
    try:
        track, found = queries.statistics_of_own(request.user.pk, number)
    except (errors.NoSuchTrack, errors.NotYours) as missing:
        raise Http404(str(missing.text)) from missing
    return _told(request, str(track), track.get_absolute_url(), found)


def _told(request: HttpRequest, name: str, back: str, found: queries.Statistics) -> HttpResponse:
    about = {
        "name": name,
        "back": back,
        "said": found,
        "most": max((plays for _day, plays in found.by_day), default=1),
        "days": [(date_format(day, "j E"), plays) for day, plays in found.by_day],
        "countries": [(_place(code), plays) for code, plays in found.by_country],
        "tab": "",
        "words": "",
    }
    return render(request, "music/statistics.html", about)


def _place(code: str) -> str:
    return place_names(code) if code else _("Other countries, with a few plays each")
