"""The catalogue: its recordings, and all that is known of one of them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.cases import overlap_queries, overlap_words, whereabouts
from akkord.cases.conflict_words import STANDINGS
from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import NoSuchRecording
from akkord.catalogue.models import Recording
from akkord.music import queries as music
from akkord.rights import actions, queries
from akkord.rights.models import Block, Licence, Policy
from akkord.rights.terms import BlockKind, RecordingId, Scope, ScopeKind
from akkord.sound.printed import is_print_alone

from .finding import holding, searched
from .forms import BlockForm
from .office import Office, Refusal, in_office, page
from .reach import Reach, reach_of
from .words import BLOCKS, REFERENCES

PAGE = 50
MOST_MATCHES = 100


@dataclass(frozen=True)
class Row:
    """A recording in the list of the catalogue."""

    recording: Recording
    reference: str
    tracks: int
    reach: list[Reach]


@dataclass(frozen=True)
class Sounding:
    """An upload's sound that the ear found a recording in: where in both, and the tracks that are it."""

    score: float
    speed: float
    segments: list[dict[str, float]]
    tracks: list[Any]


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/catalogue?q=…&page=…"""
    words = searched(request)
    shown = Paginator(holding(catalogue.recordings_of(office.number), words), PAGE).get_page(
        request.GET.get("page")
    )
    return page(request, office, "catalogue", "catalogue", rows=_rows(list(shown)), shown=shown, words=words)


def _rows(recordings: list[Recording]) -> list[Row]:
    counts = music.track_counts_by_recording(r.pk for r in recordings)
    reach = reach_of(recordings)
    return [Row(r, reference_of(r), counts.get(r.pk, 0), reach[r.pk]) for r in recordings]


def reference_of(recording: Recording) -> str:
    """How far the recording's reference sound is, in words."""
    if is_print_alone(recording.sound):
        return str(REFERENCES["printed"])
    return str(REFERENCES[recording.sound.state if recording.sound else "none"])


@require_safe
@in_office
def recording(request: HttpRequest, office: Office, recording: int) -> HttpResponse:
    """GET /rights/<n>/recordings/<r>: owners, what covers it, what sounds like it, and what forbids it."""
    found = _recording(office, recording)
    return _shown(request, office, found, BlockForm(initial={"territory": office.territory}))


@require_POST
@in_office
def block(request: HttpRequest, office: Office, recording: int) -> HttpResponse:
    """POST /rights/<n>/recordings/<r>/block: keep every copy silent there."""
    found, form = _recording(office, recording), BlockForm(request.POST)
    if not form.is_valid():
        return _shown(request, office, found, form, status=422)
    wanted = actions.Wanted(
        # What was only listed by a notice is nobody's yet: blocking it is a notice again.
        kind=BlockKind.STAYDOWN if found.isrc else BlockKind.NOTICE,
        scope=Scope.recording(RecordingId(found.pk)),
        claimant=office.number,
        territories=form.cleaned_data["territory"],
        source="rights office",
        content_date=music.first_sent([found.pk], [])[0].get(found.pk),
    )
    try:
        actions.block(request.user, wanted)  # type: ignore[arg-type]
    except Refusal as refused:
        form.add_error(None, str(refused))
        return _shown(request, office, found, form, status=422)
    messages.success(request, _("Blocked: every copy is silent there from now on."))
    return redirect("labels-recording", office.number, found.pk)


@require_POST
@in_office
def lift(request: HttpRequest, office: Office, recording: int, block: int) -> HttpResponse:
    """POST /rights/<n>/recordings/<r>/lift/<block>: take a block of this organisation back."""
    found = _recording(office, recording)
    standing = next((b for b in _blocks(found) if b.pk == block and b.claimant_id == office.number), None)
    if standing is None:
        raise Http404
    try:
        actions.lift_block(request.user, standing)  # type: ignore[arg-type]
        messages.success(request, _("The block was lifted."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("labels-recording", office.number, found.pk)


def _recording(office: Office, number: int) -> Recording:
    """One of the catalogue, or one the organisation owns a share of. Raises Http404."""
    try:
        return whereabouts.recording_for(office.number, number)
    except NoSuchRecording as missing:
        raise Http404 from missing


def _shown(
    request: HttpRequest, office: Office, found: Recording, form: BlockForm, status: int = 200
) -> HttpResponse:
    about = {
        "recording": found,
        "reference": reference_of(found),
        "owners": list(queries.owners_of(found.pk)),
        "same": overlap_queries.overlaps_about(office.number, found.pk),
        "sounds": overlap_words.STATES,
        "reach": reach_of([found])[found.pk],
        "blocks": _blocks(found),
        "licences": covering(found, list(queries.licences_of(office.number))),
        "policies": covering(found, list(queries.policies_of(office.number))),
        "soundings": soundings(found),
        "form": form,
        "standings": STANDINGS,
        "kinds": BLOCKS,
    }
    return page(request, office, "recording", "catalogue", status=status, **about)


def _blocks(found: Recording) -> list[Block]:
    return list(queries.blocks_on(ScopeKind.RECORDING, found.pk))


def covering(found: Recording, stated: list[Any]) -> list["Licence | Policy"]:
    """Of licences or policies those whose repertoire holds the recording."""
    return [
        s
        for s in stated
        if s.catalogue or found.pk in s.recordings or (found.release_id and found.release_id in s.releases)
    ]


def soundings(found: Recording) -> list[Sounding]:
    """What sounds like the recording, best first, with the members' tracks that are it."""
    matches = music.standing_matches().filter(recording_id=found.pk).order_by("-score", "pk")[:MOST_MATCHES]
    by_sound: dict[int, list[Any]] = {}
    known = list(matches)
    for track in music.standing_tracks().filter(sound_id__in=[m.sound_id for m in known]).order_by("pk"):
        by_sound.setdefault(track.sound_id, []).append(track)
    return [
        Sounding(m.score, m.speed, m.segments, by_sound[m.sound_id]) for m in known if m.sound_id in by_sound
    ]
