"""The negotiation room: terms offered, countered and signed, with what they would have done to real use.

Both sides meet at one address. Who acts for the organisation sits on its side of the table; the operator, who
may only look elsewhere in the office, here speaks for the site.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import NotRepresented, OutsideMandate
from akkord.deals import negotiating, queries, words
from akkord.deals.errors import NoSuchNegotiation
from akkord.deals.queries import Negotiation, Simulation, Version
from akkord.deals.rules.talks import Act, Side, State, Terms
from akkord.flow import clock
from akkord.music import queries as music
from akkord.rights import terms as rights
from akkord.rights.rules import facts as law
from akkord.words.places import all_countries, country_name, place_names

from .forms import MOST_LISTED, LicenceForm
from .office import Office, Refusal, in_office, page
from .permissions import repertoire
from .simulations import plays, shown
from .words import MODELS, USES

PAGE, TRACKS = 50, 100
WAITED = timedelta(days=30)  # for an answer, unless something else is said
VERBS = {
    Act.OFFER: negotiating.offer,
    Act.SIGN: negotiating.sign,
    Act.PERMIT: negotiating.permit,
}
PARTING = {
    Act.WITHDRAW: negotiating.withdraw,
    Act.REFUSE: negotiating.refuse,
}


class MomentField(forms.DateTimeField):
    """An instant, asked for in UTC."""

    def __init__(self, **more: Any) -> None:
        asked = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=asked, **more)


class TermsForm(LicenceForm):
    """A licence as it is offered, and what is agreed around it."""

    # Instants, where a licence stated in the office has days.
    starts = MomentField(label=gettext_lazy("From (UTC)"), required=False)  # type: ignore[assignment]
    ends = MomentField(label=gettext_lazy("Until (UTC)"), required=False)  # type: ignore[assignment]
    since = MomentField(
        label=gettext_lazy("Release money that waited since (UTC)"),
        required=False,
        help_text=gettext_lazy(
            "What was played from then on, while nobody was to be paid for it, is paid out by this deal."
        ),
    )
    meanwhile = forms.BooleanField(
        label=gettext_lazy("While we talk, let what is on the site already be heard"), required=False
    )
    answer_by = MomentField(label=gettext_lazy("Answer by (UTC)"))
    note = forms.CharField(
        label=gettext_lazy("Note to the other side"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    source = None  # type: ignore[assignment]  # the negotiation itself is what the licence rests on
    field_order = [
        *("uses", "models", "territory", "scope", "recordings", "releases", "starts", "ends"),
        *("since", "meanwhile", "answer_by", "note"),
    ]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if (start := said.get("starts")) and start == said.get("ends"):
            self.add_error("ends", _("It must end after it starts."))
        return said

    def terms(self, organisation_id: int) -> Terms:
        said = self.cleaned_data
        licence = law.Licence(
            id=rights.LicenceId(0),
            licensor=rights.PartyId(organisation_id),
            uses=frozenset(said["uses"]),
            models=frozenset(said["models"]),
            territories=said["territory"],
            repertoire=self.repertoire,
            valid=law.Period(said["starts"], said["ends"]),
            recorded_at=clock.now(),
        )
        return Terms(licence, said["answer_by"], said["since"], said["meanwhile"])


class PartingForm(forms.Form):
    """A last word."""

    word = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


@dataclass(frozen=True)
class Said:
    """One version of the terms in words."""

    version: Version
    terms: Terms
    uses: list[str]
    models: str
    about: str
    names: list[str]  # of the recordings and releases it lists


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/negotiations: those that wait for one's answer first."""
    side = _side(office)
    found = queries.waiting_first(queries.negotiations_of(office.number, side), side)
    rows = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return page(
        request, office, "negotiations", "negotiations", shown=rows, words=words, speaks=_speaks(office)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def new(request: HttpRequest, office: Office) -> HttpResponse:
    """GET, POST /rights/<n>/negotiations/new: terms are drafted, or offered at once."""
    if request.method != "POST":
        begun = {"territory": office.territory, "answer_by": clock.now() + WAITED}
        return _asked(request, office, TermsForm(initial=begun, **_known(office)))
    form = TermsForm(request.POST, **_known(office))
    if form.is_valid():
        try:
            made = negotiating.open_talks(
                request.user,  # type: ignore[arg-type]
                office.organisation,
                form.terms(office.number),
                note=form.cleaned_data["note"],
                offer="draft" not in request.POST,
            )
        except Refusal as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _laid(made))
            return redirect("labels-negotiation", office.number, made.pk)
    return _asked(request, office, form, 422)


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def terms(request: HttpRequest, office: Office, negotiation: uuid.UUID) -> HttpResponse:
    """GET, POST /rights/<n>/negotiations/<id>/terms: a draft revised, or an offer countered."""
    found = _found(office, negotiation)
    if request.method != "POST":
        form = TermsForm(initial=_begun(queries.on_table(found)), **_known(office))
        return _asked(request, office, form, found=found)
    form = TermsForm(request.POST, **_known(office))
    if form.is_valid():
        try:
            laid = negotiating.lay_terms(
                request.user,  # type: ignore[arg-type]
                found.pk,
                form.cleaned_data["version"] or 0,
                form.terms(office.number),
                note=form.cleaned_data["note"],
            )
        except Refusal as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _laid(laid))
            return redirect("labels-negotiation", office.number, laid.pk)
    return _asked(request, office, form, 422, found=found)


@require_safe
@in_office
def negotiation(request: HttpRequest, office: Office, negotiation: uuid.UUID) -> HttpResponse:
    """GET /rights/<n>/negotiations/<id>?version=2: the room; without a version the one on the table."""
    return _room(request, office, _found(office, negotiation))


@require_POST
@in_office
def act(request: HttpRequest, office: Office, negotiation: uuid.UUID, verb: str) -> HttpResponse:
    """POST /rights/<n>/negotiations/<id>/sign: or offer, permit, withdraw, refuse."""
    found = _found(office, negotiation)
    if verb not in {*VERBS, *PARTING}:
        raise Http404
    done, form = Act(verb), PartingForm(request.POST)
    if not form.is_valid():
        return _room(request, office, found, parting=form)
    number = request.POST.get("version", "")
    version = int(number) if number.isdecimal() and len(number) < 10 else 0
    person: Any = request.user
    try:
        if done in VERBS:
            VERBS[done](person, found.pk, version)
        else:
            PARTING[done](person, found.pk, version, form.cleaned_data["word"])
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, str(words.DONE[done]))
    return redirect("labels-negotiation", office.number, found.pk)


@require_safe
@in_office
def released(request: HttpRequest, office: Office, negotiation: uuid.UUID) -> HttpResponse:
    """GET /rights/<n>/negotiations/<id>/released: plays whose money waited, and whose it is by this deal."""
    found = _found(office, negotiation)
    tracks = Paginator(queries.tracks_released(found), TRACKS).get_page(request.GET.get("page"))
    rows = queries.released_by_track(found, tracks.object_list)
    parties = {party for row in rows for party in row.to}
    about: dict[str, Any] = {
        "found": found,
        "since": queries.on_table(found).since,
        "shown": tracks,
        "rows": rows,
        "plays": plays,
        "names": music.names_of_tracks(row.track for row in rows),
        "parties": catalogue.names_of_organisations(parties),
    }
    return page(request, office, "negotiation_released", "negotiations", **about)


# --- how ---------------------------------------------------------------------------------------------


def _side(office: Office) -> Side:
    return Side.LABEL if office.acting else Side.SITE


def _speaks(office: Office) -> bool:
    """Whether the person's role at its side of the table lets them do more than read."""
    return office.acting is None or office.may("act")


def _found(office: Office, number: uuid.UUID) -> Negotiation:
    try:
        return queries.negotiation_of(office.number, _side(office), number)
    except NoSuchNegotiation as missing:
        raise Http404 from missing


def _room(
    request: HttpRequest, office: Office, found: Negotiation, parting: PartingForm | None = None
) -> HttpResponse:
    side, versions = _side(office), list(queries.versions_of(found))
    chosen = request.GET.get("version", "")
    laid = next((each for each in versions if str(each.number) == chosen), versions[0])
    simulation = laid.simulation
    about: dict[str, Any] = {
        "found": found,
        "lapsed": queries.lapsed(found),
        "may": queries.open_to(request.user, found, side),  # type: ignore[arg-type]
        "versions": versions,
        "said": _said(laid),
        "simulation": simulation,
        "result": shown(simulation.answer) if simulation.state == Simulation.State.DONE else None,
        "licences": list(found.licences.select_related("entry").order_by("pk")),
        "parting": parting or PartingForm(),
        "words": words,
        "Act": Act,
        "State": State,
        "places": place_names,
        "country_name": country_name,
    }
    return page(request, office, "negotiation", "negotiations", status=422 if parting else 200, **about)


def _said(version: Version) -> Said:
    said = queries.terms_of(version)
    about, organisation = said.licence.repertoire, said.licence.licensor
    recordings = catalogue.recordings_by_ids(sorted(about.recordings)[:MOST_LISTED]).values()
    releases = catalogue.releases_of(organisation).filter(pk__in=about.releases)[:MOST_LISTED]
    return Said(
        version,
        said,
        [str(USES[use]) for use in sorted(said.licence.uses)],
        ", ".join(str(MODELS[model]) for model in sorted(said.licence.models)),
        repertoire(about),
        sorted(map(str, [*recordings, *releases])),
    )


def _begun(version: Version) -> dict[str, Any]:
    """What a counter-offer begins with: the terms on the table, and time to think."""
    said = queries.terms_of(version)
    about = said.licence.repertoire
    scope = "recordings" if about.recordings else "releases" if about.releases else "catalogue"
    return {
        "uses": list(said.licence.uses),
        "models": list(said.licence.models),
        "territory": str(said.licence.territories),
        "scope": scope,
        "recordings": list(about.recordings),
        "releases": list(about.releases),
        "starts": said.licence.valid.start,
        "ends": said.licence.valid.end,
        "since": said.since,
        "meanwhile": said.meanwhile,
        "answer_by": max(said.answer_by, clock.now() + WAITED),
        "version": version.number,
    }


def _known(office: Office) -> dict[str, Iterable[Any]]:
    return {
        "recordings": list(catalogue.recordings_of(office.number)[:MOST_LISTED]),
        "releases": list(catalogue.releases_of(office.number)[:MOST_LISTED]),
    }


def _asked(
    request: HttpRequest, office: Office, form: TermsForm, status: int = 200, found: Negotiation | None = None
) -> HttpResponse:
    about = {"form": form, "found": found, "countries": all_countries(), "State": State}
    return page(request, office, "negotiation_terms", "negotiations", status=status, **about)


def _refuse(form: TermsForm, refused: Exception) -> None:
    beside = {
        "answer_past": "answer_by",
        "answer_far": "answer_by",
        "not_past": "since",
        "period_over": "ends",
    }
    reach = isinstance(refused, NotRepresented | OutsideMandate)
    form.add_error("territory" if reach else beside.get(getattr(refused, "code", "")), str(refused))


def _laid(found: Negotiation) -> str:
    if found.state == State.DRAFTED:
        return _("The draft is kept; nobody else sees it.")
    return str(words.DONE[Act.OFFER])
