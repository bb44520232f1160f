"""Sounds nobody knows, on the label's desk: what waits for them, and claiming one with evidence."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from akkord.catalogue import queries as catalogue
from akkord.music import queries as music
from akkord.royalties import actions, queries, words
from akkord.royalties.errors import NotUnmatched, RoyaltyError
from akkord.words.places import country_name

from .office import Office, Refusal, in_office, page

if TYPE_CHECKING:
    from akkord.people.models import Person

PAGE, CLAIMS = 50, 50


class ClaimForm(forms.Form):
    """Which recording a sound is, and how one knows."""

    isrc = forms.CharField(label="ISRC", max_length=15, help_text=gettext_lazy("Of your recording."))
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Why the ear may not know it, and what shows that it is yours."),
    )


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/unmatched: sounds for which money waits, most first; this organisation's claims."""
    reach = queries.reach_of(cast("Person", request.user), office.number)
    shown = Paginator(queries.soundings(), PAGE).get_page(request.GET.get("page"))
    about: dict[str, Any] = {
        "shown": shown,
        "names": music.names_of_sounds(row.sound for row in shown.object_list),
        "claims": list(queries.sound_claims_of(office.number, reach)[:CLAIMS]),
        "words": words,
        "money": words.money,
        "country_name": country_name,
    }
    return page(request, office, "unmatched", "unmatched", **about)


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def sound(request: HttpRequest, office: Office, sound: int) -> HttpResponse:
    """GET, POST /rights/<n>/unmatched/<s>: claim it as a recording of one's own."""
    try:
        found = queries.sounding(sound)
    except NotUnmatched as missing:
        raise Http404 from missing
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _claimed(request, office, sound, form):
        return redirect("labels-unmatched", office.number)
    about: dict[str, Any] = {
        "row": found,
        "title": music.names_of_sounds([sound])[sound],
        "tracks": list(music.tracks_of_sound(sound)),
        "form": form,
        "money": words.money,
        "country_name": country_name,
    }
    return page(request, office, "unmatched_sound", "unmatched", status=422 if form.errors else 200, **about)


def _claimed(request: HttpRequest, office: Office, sound: int, form: ClaimForm) -> bool:
    said, person = form.cleaned_data, cast("Person", request.user)
    recording = catalogue.recording_by_isrc(said["isrc"].replace("-", "").strip().upper())
    if recording is None:
        form.add_error("isrc", _("There is no recording of that ISRC here."))
        return False
    try:
        actions.claim_sound(person, office.number, sound, recording.pk, said["evidence"])
    except (RoyaltyError, *Refusal) as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("The site weighs your evidence, and answers here."))
    return True
