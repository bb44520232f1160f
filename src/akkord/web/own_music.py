"""Music of one's own: its maker says whose it is and what they permit, signs it, and takes it back."""

from typing import Any

from allauth.core.ratelimit import consume
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from akkord.flow import clock
from akkord.music import actions, errors, queries
from akkord.music.rules import own, tidy_words
from akkord.rights.terms import Ground, Permission
from akkord.rights.territories import TerritorySet, UnknownTerritory, parse
from akkord.words.places import place_names

PERMISSIONS = {
    Permission.ALL: gettext_lazy("Everything this site does: playing, radio, sharing, copies to keep"),
    Permission.LISTEN: gettext_lazy("Listening only, without pay: no copies to keep"),
    Ground.CC_BY: gettext_lazy("CC BY: anybody may use it anywhere, if they name you"),
    Ground.CC_BY_SA: gettext_lazy("CC BY-SA: the same, and what is made of it stands under this licence too"),
    Ground.CC_BY_ND: gettext_lazy("CC BY-ND: anybody may pass it on unchanged, if they name you"),
    Ground.CC_BY_NC: gettext_lazy("CC BY-NC: as CC BY, but not to earn money with it"),
    Ground.CC_BY_NC_SA: gettext_lazy("CC BY-NC-SA: as CC BY-SA, but not to earn money with it"),
    Ground.CC_BY_NC_ND: gettext_lazy("CC BY-NC-ND: as CC BY-ND, but not to earn money with it"),
    Ground.CC0: gettext_lazy("CC0: anybody may do anything with it, without naming you"),
}
STATEMENT = (
    gettext_lazy(
        "I made this recording, or hold all rights in it, alone or with those named here, who have agreed "
        "to this."
    ),
    gettext_lazy(
        "The song may be heard so: I wrote it alone or with those named here, who have agreed, and no "
        "collecting body or publisher has to be asked; or the song is in the public domain."
    ),
    gettext_lazy(
        "If that is not true, it is silenced, counts as a strike, and I answer for it to whose music it is."
    ),
)
PARTS = {"rows": 3, "maxlength": 2500, "spellcheck": "false"}


class PartsField(forms.CharField):
    """Names with shares, one a line; its value is the parts, together the whole."""

    widget = forms.Textarea

    def clean(self, value: str) -> tuple[own.Part, ...]:
        try:
            return own.read_parts(super().clean(value))
        except (errors.PartUnreadable, errors.PartsNotWhole) as wrong:
            raise ValidationError(wrong.text) from wrong


class OwnMusicForm(forms.Form):
    """Whose it is, what is permitted where, and the signature."""

    permission = forms.TypedChoiceField(
        label=gettext_lazy("What you permit"),
        choices=list(PERMISSIONS.items()),
        coerce=own.permission_of,
        widget=forms.RadioSelect,
        initial=Permission.ALL,
    )
    territory = forms.CharField(
        label=gettext_lazy("Where"),
        max_length=2000,
        initial="Worldwide",
        help_text=gettext_lazy(
            "Worldwide, or two-letter codes of countries (DE AT CH), or Worldwide -RU -BY. "
            "Elsewhere nobody hears it."
        ),
    )
    holders = PartsField(
        label=gettext_lazy("Who holds the recording"),
        max_length=2500,
        help_text=gettext_lazy("A name and per cent, one a line; together 100."),
        widget=forms.Textarea(attrs=PARTS),
    )
    writers = PartsField(
        label=gettext_lazy("Who wrote music and words"),
        max_length=2500,
        help_text=gettext_lazy("A name and per cent, one a line; together 100."),
        widget=forms.Textarea(attrs=PARTS),
    )
    performers = forms.CharField(label=gettext_lazy("Who performs"), max_length=300, required=False)
    producers = forms.CharField(label=gettext_lazy("Who produced it"), max_length=300, required=False)
    made_in = forms.IntegerField(
        label=gettext_lazy("Year of the recording"), min_value=1877, max_value=2200, required=False
    )
    agreed = forms.BooleanField(label=gettext_lazy("I have read this, and it is true"))
    signed_as = forms.CharField(
        label=gettext_lazy("Your name, as a signature"),
        max_length=120,
        help_text=gettext_lazy(
            "Kept with the day as evidence. Shown to nobody but you and the site's staff."
        ),
    )

    def clean_territory(self) -> TerritorySet:
        try:
            where = parse(self.cleaned_data["territory"])
        except UnknownTerritory as unknown:
            raise ValidationError(_("That names a country there is not: use two-letter codes.")) from unknown
        if not where:
            raise ValidationError(_("Name at least one country, or Worldwide."))
        return where

    def clean_made_in(self) -> int | None:
        year: int | None = self.cleaned_data["made_in"]
        if year is not None and year > clock.now().year:
            raise ValidationError(_("That year has not come yet."))
        return year

    def declaration(self) -> own.Declaration:
        said = {name: value for name, value in self.cleaned_data.items() if name != "agreed"}
        for name in ("performers", "producers", "signed_as"):
            said[name] = tidy_words(said[name], 300)
        said["territories"] = said.pop("territory")
        permitted = str(PERMISSIONS[said["permission"]])
        return own.Declaration(words="\n".join([*map(str, STATEMENT), permitted]), **said)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_music(request: HttpRequest, number: int) -> HttpResponse:
    """GET /audio<n>/rights: what is signed, or the form; POST signs."""
    track = _mine(request, number)
    form = OwnMusicForm(request.POST if request.method == "POST" else None, initial=_begun(request, track))
    if form.is_bound and form.is_valid():
        if not consume(request, action="sign_own_music", user=request.user):
            return _page(
                request, track, form, _("You have signed often in the last hour. Please wait a while."), 429
            )
        try:
            actions.declare_own(request.user, track, form.declaration())  # type: ignore[arg-type]
        except errors.MusicError as wrong:
            return _page(request, track, form, str(wrong.text), 422)
        else:
            messages.success(request, _("Signed. From now on it is played as you permit."))
            return redirect(f"/audio{number}/rights")
    return _page(request, track, form, "", 422 if form.errors else 200)


def _page(
    request: HttpRequest, track: queries.Track, form: OwnMusicForm, refused: str, status: int
) -> HttpResponse:
    standing = queries.own_music_of(track)
    about: dict[str, Any] = {
        "track": track,
        "form": form,
        "refused": refused,
        "standing": standing,
        "proven": standing is not None and queries.is_proven(standing),
        "past": queries.own_music_once(track),
        "permissions": {str(key.value): label for key, label in PERMISSIONS.items()},
        "parts": own.parts_stored,
        "places": place_names,
        "statement": STATEMENT,
        "open": standing is None and queries.is_unknown(track, clock.now()),
        "plays": queries.play_count(track.pk),
        "tab": "",
        "words": "",
    }
    return render(request, "music/own_music.html", about, status=status)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """POST /audio<n>/rights/withdraw: nobody hears it any more, from now on."""
    track = _mine(request, number)
    try:
        actions.withdraw_own(request.user, track)  # type: ignore[arg-type]
        messages.success(request, _("Taken back: from now on nobody hears it."))
    except errors.NoSuchOwn as missing:
        messages.error(request, str(missing.text))
    return redirect(f"/audio{number}/rights")


def _begun(request: HttpRequest, track: queries.Track) -> dict[str, str]:
    """What the form begins with: alone, as most are."""
    name = f"{request.user.name} 100"  # type: ignore[union-attr]
    return {"holders": name, "writers": name, "performers": track.artist}


def _mine(request: HttpRequest, number: int) -> queries.Track:
    """Only who sent it in speaks of it; for others there is no such page."""
    try:
        return queries.own_track(request.user.pk, number)
    except (errors.NoSuchTrack, errors.NotYours) as missing:
        raise Http404(str(missing.text)) from missing
