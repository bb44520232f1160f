"""One sound under two recordings: mine and the other's side by side, to be heard, and what they are."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from akkord.cases import overlap_queries as queries
from akkord.cases import overlap_words as words
from akkord.cases import overlaps
from akkord.cases.errors import NoSuchOverlap
from akkord.cases.law import overlaps as law
from akkord.catalogue.models import Recording
from akkord.music import queries as music
from akkord.rights import queries as rights
from akkord.rights.models import Free, Ownership, SameSound
from akkord.rights.terms import ScopeKind

from .alignment import HEIGHT, WIDTH, Side
from .office import Office, Refusal, in_office, page
from .uses import MOST_DRAWN, Heard, Stretch, aligned_with, hear
from .where import changed, likely

PAGE = 50


@dataclass(frozen=True)
class Shown:
    """One of the two recordings: who owns it, what lets it be heard and what forbids it, and its sound."""

    recording: Recording
    mine: bool
    owners: list[Ownership]
    free: list[Free]
    forbidden: bool
    heard: Heard | None


class SayForm(forms.Form):
    """What the two are, and why."""

    word = forms.ChoiceField(label=gettext_lazy("The two are"), choices=(), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "What makes them different, or what was wrong with what was said: needed there."
        ),
    )

    def __init__(self, before: str, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        may = [(word, said) for word, said in words.WORDS.items() if _may_follow(before, word)]
        self.fields["word"].choices = may  # type: ignore[attr-defined]


def _may_follow(before: str, word: str) -> bool:
    return law.may_follow(law.State(before), law.State(word))


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/overlaps: what waits for a word first."""
    shown = Paginator(queries.overlaps_of(office.number), PAGE).get_page(request.GET.get("page"))
    return page(request, office, "overlaps", "overlaps", shown=shown, words=words)


@require_safe
@in_office
def overlap(request: HttpRequest, office: Office, one: int, other: int) -> HttpResponse:
    """GET /rights/<n>/overlaps/<one>/<other>"""
    return _page_of(request, office, _found(office, one, other))


@require_POST
@in_office
def say(request: HttpRequest, office: Office, one: int, other: int) -> HttpResponse:
    """POST /rights/<n>/overlaps/<one>/<other>/say: one, different, disputed, or open again."""
    pair = _found(office, one, other)
    form = SayForm(pair.state, request.POST)
    if form.is_valid():
        try:
            said = overlaps.say(
                request.user,  # type: ignore[arg-type]
                office.organisation,
                pair,
                law.State(form.cleaned_data["word"]),
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            held = said.pk != pair.pk
            messages.success(request, _("It holds.") if held else _("The other parties were asked."))
            return redirect("labels-overlap", office.number, one, other)
    return _page_of(request, office, pair, form)


@require_POST
@in_office
def answer(request: HttpRequest, office: Office, one: int, other: int, offer: int) -> HttpResponse:
    """POST /rights/<n>/overlaps/<one>/<other>/offers/<o>: agree, or decline."""
    pair = _found(office, one, other)
    if not queries.offers_of(pair).filter(pk=offer).exists():
        raise Http404
    does = overlaps.agree if request.POST.get("answer") == "agree" else overlaps.decline
    try:
        does(request.user, office.organisation, offer)  # type: ignore[arg-type]
        messages.success(request, _("Your answer was given to the other parties."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("labels-overlap", office.number, one, other)


def _found(office: Office, one: int, other: int) -> SameSound:
    try:
        return queries.overlap_of(office.number, one, other)
    except NoSuchOverlap as missing:
        raise Http404 from missing


def _page_of(
    request: HttpRequest, office: Office, pair: SameSound, form: SayForm | None = None
) -> HttpResponse:
    parties, offers = queries.parties_of(pair), list(queries.offers_of(pair))
    left, right = _sides(request, office, pair)
    about = {
        "pair": pair,
        "sides": (left, right),
        "stretches": _stretches(pair, left.recording, right.recording),
        "parties": parties,
        "is_party": office.organisation in parties,
        "history": list(queries.said_of(pair)),
        "offers": offers,
        "waiting": next((each for each in offers if each.state == "waiting"), None),
        "form": form or SayForm(pair.state),
        "words": words,
        "drawing": {"width": WIDTH, "height": HEIGHT},
        "changed": changed,
        "likely": likely,
    }
    status = 422 if form is not None and form.errors else 200
    return page(request, office, "overlap", "overlaps", status=status, **about)


def _sides(request: HttpRequest, office: Office, pair: SameSound) -> tuple[Shown, Shown]:
    """The two recordings, the office's own first."""
    theirs = set(rights.recordings_owned_by(office.number))
    listener = music.listener(request.user.pk, request.territory)  # type: ignore[attr-defined]
    shown = []
    for recording in (pair.one, pair.other):
        track = music.track_of_recording(recording.pk)
        heard = hear(office, listener, recording, [track] if track else [])
        shown.append(
            Shown(
                recording,
                recording.pk in theirs or recording.organisation_id == office.number,
                list(rights.owners_of(recording.pk)),
                list(rights.free_of(recording.pk)),
                rights.blocks_on(ScopeKind.RECORDING, recording.pk).exists(),
                heard.get(track or 0),
            )
        )
    one, other = shown
    return (other, one) if other.mine and not one.mine else (one, other)


def _stretches(pair: SameSound, left: Recording, right: Recording) -> list[Stretch]:
    """The segments as both sides are shown: r in the left recording, f in the right one."""
    segments = pair.segments
    if left.pk == pair.one_id:
        segments = [
            {**each, "f0": each["r0"], "f1": each["r1"], "r0": each["f0"], "r1": each["f1"]}
            for each in segments
        ]
    return aligned_with(_waveform(left), _waveform(right), segments[:MOST_DRAWN])


def _waveform(recording: Recording) -> Side:
    sound = recording.sound
    return Side((sound.seconds or 0.0) if sound else 0.0, bytes(sound.waveform) if sound else b"")
