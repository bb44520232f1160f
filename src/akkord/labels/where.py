"""Where is this on the site? A recording of the catalogue, or a file held up for the occasion."""

import math
import uuid
from typing import Any

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from akkord.cases import inquiries, whereabouts
from akkord.cases.errors import CaseError, NoSuchInquiry
from akkord.cases.models import Inquiry
from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import NoSuchRecording
from akkord.music import queries as music
from akkord.sound.ear import NoPrint
from akkord.words.places import place_names

from .finding import holding, searched
from .forms import WhereForm
from .office import Office, in_office, page
from .words import VERDICTS

PIECE = 256 * 1024
MOST_FOUND = 50
# A picture is a file of its own: nothing but its own rules for light and dark may act in it.
# (The decorator is typed for views without arguments only.)
picture_policy: Any = csp({"default-src": [NONE], "style-src": [UNSAFE_INLINE]})


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def where(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/where?q=…&recording=<r>: find, and see; POST a file: it is asked for."""
    if request.method == "POST":
        return _ask(request, office)
    words = searched(request)
    own = list(holding(catalogue.recordings_of(office.number), words)[:MOST_FOUND]) if words else []
    wanted = request.GET.get("recording", "") or (str(own[0].pk) if len(own) == 1 else "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 18):
        return _page(request, office, WhereForm(), own=own, words=words)
    try:
        found = whereabouts.recording_for(office.number, int(wanted))
    except NoSuchRecording as missing:
        raise Http404 from missing
    places = whereabouts.places_of_recording(found.pk)
    return _page(request, office, WhereForm(), recording=found, places=places, words=words)


def _ask(request: HttpRequest, office: Office) -> HttpResponse:
    form = WhereForm(request.POST, request.FILES)
    if form.is_valid() and office.acting is None:
        form.add_error(None, _("You do not act for this organisation."))
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            asked = inquiries.ask(
                request.user, office.organisation, file.name or "", file.size, file.chunks(PIECE)  # type: ignore[arg-type]
            )  # fmt: skip
            return redirect("labels-inquiry", office.number, asked.pk)
        except CaseError as refused:
            form.add_error("file", str(refused))
    return _page(request, office, form, status=422)


def _page(
    request: HttpRequest, office: Office, form: WhereForm, *, status: int = 200, **about: Any
) -> HttpResponse:
    shown = {"form": form, "own": [], "words": "", "recording": None, "most": MOST_FOUND} | _words() | about
    return page(request, office, "where", "where", status=status, **shown)


@require_safe
@in_office
def inquiry(request: HttpRequest, office: Office, inquiry: uuid.UUID) -> HttpResponse:
    """GET /rights/<n>/where/<id>: the answer; asks again while there is none."""
    found = _inquiry(office, inquiry)
    places = whereabouts.places_of_inquiry(found)
    # The refusals' words are those of an upload's page, which calls what it tells of a story.
    return page(request, office, "inquiry", "where", inquiry=found, story=found, places=places, **_words())


@require_safe
@in_office
@picture_policy
def match_picture(request: HttpRequest, office: Office, recording: int, match: int) -> HttpResponse:
    """GET /rights/<n>/recordings/<r>/matches/<m>.svg: both prints over each other."""
    try:
        whereabouts.recording_for(office.number, recording)
    except NoSuchRecording as missing:
        raise Http404 from missing
    found = whereabouts.match_with(recording, match)
    if found is None:
        raise Http404
    try:
        return _svg(music.draw_match(found))
    except LookupError as missing:
        raise Http404 from missing


@require_safe
@in_office
@picture_policy
def inquiry_picture(request: HttpRequest, office: Office, inquiry: uuid.UUID, key: int) -> HttpResponse:
    """GET /rights/<n>/where/<id>/<k>.svg"""
    try:
        return _svg(whereabouts.draw_inquiry(_inquiry(office, inquiry), key))
    except (NoPrint, LookupError) as missing:
        raise Http404 from missing


def _inquiry(office: Office, number: uuid.UUID) -> Inquiry:
    try:
        return inquiries.inquiry_of(office.number, number)
    except NoSuchInquiry as missing:
        raise Http404(str(missing)) from missing


def _svg(drawn: str) -> HttpResponse:
    answer = HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=300"
    return answer


def _words() -> dict[str, Any]:
    return {"changed": changed, "likely": likely, "said": VERDICTS, "place_names": place_names}


def changed(speed: float, pitch: float) -> str:
    """How a copy differs from what was asked for: "2.0 % faster, 1 semitone up"."""
    said = []
    percent = f"{abs(speed - 1) * 100:.1f}"
    if abs(speed - 1) >= 0.003:
        faster, slower = _("%(percent)s %% faster"), _("%(percent)s %% slower")
        said.append((faster if speed > 1 else slower) % {"percent": percent})
    whole = round(abs(pitch))
    if whole and abs(abs(pitch) - whole) < 0.15:
        up = ngettext("%(num)s semitone up", "%(num)s semitones up", whole)
        down = ngettext("%(num)s semitone down", "%(num)s semitones down", whole)
        said.append((up if pitch > 0 else down) % {"num": whole})
    elif abs(pitch) >= 0.15:
        part = _("%(part)s of a semitone up") if pitch > 0 else _("%(part)s of a semitone down")
        said.append(part % {"part": f"{abs(pitch):.1f}"})
    return ", ".join(said) or _("unchanged")


def likely(p_false: float | None) -> str:
    """The probability that a stranger scores as much, as a power of ten."""
    if p_false is None:
        return _("not measured")
    power = max(0, math.floor(-math.log10(max(p_false, 1e-99))))
    return _("below 10⁻%(power)s") % {
        "power": str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    }
