"""Statutory notices, open to everybody: filed and followed by their link; answered by uploaders."""

import uuid
from collections.abc import Container
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.cases import notifiers, proceedings, rehearsal
from akkord.cases import proceeding_queries as queries
from akkord.cases import proceeding_words as words
from akkord.cases.errors import CaseError, NoSuchProceeding
from akkord.cases.law.forms import form_of
from akkord.cases.law.procedures import versions_of
from akkord.cases.law.terms import Party
from akkord.cases.models import Proceeding
from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import CatalogueError, NotRepresented
from akkord.catalogue.roles import Duty
from akkord.flow import clock
from akkord.people.queries import Person

from .notice_forms import RehearsalForm, StatutoryForm, country_choices

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation

# What is done by filling in a form of its own.
BY_FORM = ("check", "counter", "notice")
ROWS = 100  # of a proceeding, on a page


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """GET /notices: which law is yours."""
    return render(
        request,
        "notices/choose.html",
        {"procedures": _named(proceedings.NOTICES), "place": request.GET.get("place", "")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, procedure: str) -> HttpResponse:
    """GET, POST /notices/new/<procedure>: the law's form; what is missing is said at its field."""
    if procedure not in proceedings.NOTICES:
        raise Http404
    law_form = form_of(versions_of(procedure)[-1].form)
    if request.method != "POST":
        return _asked(
            request, procedure, StatutoryForm(law_form, initial={"places": request.GET.get("place", "")})
        )
    form = StatutoryForm(law_form, request.POST)
    if not form.is_valid() or (form.say_what_is_missing() and not _as_it_is(request, form)):
        return _asked(request, procedure, form, 422)
    try:
        found = proceedings.open_notice(
            procedure,
            form.given,
            country=_country(request, procedure),
            person=_signed_in(request),
            organisation=_organisation(request),
            territory="RU" if procedure == "ru_application" else "Worldwide",
            language=(get_language() or "en")[:2],
        )
    except (CaseError, CatalogueError) as refused:
        form.add_error(None, str(refused))
        return _asked(request, procedure, form, 422)
    messages.success(
        request, _("Your notice is filed. Keep the address of this page: it is how you follow it.")
    )
    return redirect("notice", found.claimant_link)


def _as_it_is(request: HttpRequest, form: StatutoryForm) -> bool:
    """Filed incomplete, to be completed by its link: where we know to whom to write and about what."""
    return bool(request.POST.get("as_it_is")) and form.can_be_completed_later


def _asked(request: HttpRequest, procedure: str, form: StatutoryForm, status: int = 200) -> HttpResponse:
    ways = (
        catalogue.organisations_for(request.user.pk, clock.now(), Duty.ACT)
        if request.user.is_authenticated
        else []
    )
    about = {
        "procedure": procedure,
        "name": words.PROCEDURES[procedure],
        "source": form.law_form.source,
        "form": form,
        "countries": country_choices(procedure),
        "ways": ways,
    }
    return render(request, "notices/new.html", about, status=status)


def _country(request: HttpRequest, procedure: str) -> str:
    allowed = [code for code, _name in country_choices(procedure)]
    chosen = request.POST.get("country", allowed[0])
    return chosen if chosen in allowed else allowed[0]


def _organisation(request: HttpRequest) -> "Organisation | None":
    """For whom it is filed, if the person acts for an organisation."""
    number = request.POST.get("organisation", "")
    if not number.isdigit() or not request.user.is_authenticated:
        return None
    try:
        return catalogue.may_act_for(request.user.pk, int(number[:18]), clock.now()).organisation
    except NotRepresented as stranger:
        raise Http404 from stranger


@require_safe
def notice(request: HttpRequest, link: uuid.UUID) -> HttpResponse:
    """GET /notices/<id>: for the claimant, by the link that was given to nobody else; an
    organisation reads its cases before courts here, too."""
    found = _found(request, link, (*proceedings.NOTICES, *proceedings.ACTS))
    return _page(request, found, Party.CLAIMANT, "notice_step", _completion_form(found))


@require_POST
def complete(request: HttpRequest, link: uuid.UUID) -> HttpResponse:
    """POST /notices/<id>/complete: the claimant adds what was missing."""
    found = _found(request, link)
    form = StatutoryForm(form_of(queries.procedure_of(found).form), request.POST)
    if form.is_valid() and not form.say_what_is_missing():
        try:
            proceedings.complete_notice(found.public_id, form.given, _signed_in(request))
            messages.success(request, _("Your notice is complete."))
            return redirect("notice", link)
        except CaseError as refused:
            form.add_error(None, str(refused))
    return _page(request, found, Party.CLAIMANT, "notice_step", form, 422)


@require_POST
def notice_step(request: HttpRequest, link: uuid.UUID) -> HttpResponse:
    """POST /notices/<id>/step: the claimant takes it back, goes to court, complains."""
    found = _found(request, link)
    _step(request, found, Party.CLAIMANT)
    return redirect("notice", link)


@require_safe
@login_required
def answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """GET /proceedings/<id>: for whose upload it names, with the counter-notice form where there is one."""
    found = _against(request, public_id)
    return _page(request, found, Party.UPLOADER, "answer_step", _counter_form(found))


@require_POST
@login_required
def answer_step(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """POST /proceedings/<id>/step"""
    found = _against(request, public_id)
    _step(request, found, Party.UPLOADER)
    return redirect("answer", public_id)


@require_POST
@login_required
def counter(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """POST /proceedings/<id>/counter: the counter-notice, checked element by element."""
    found = _against(request, public_id)
    form = StatutoryForm(form_of("dmca_counter"), request.POST)
    if form.is_valid() and not form.say_what_is_missing():
        try:
            proceedings.counter_notice(_person(request), public_id, form.given)
            messages.success(request, _("Your counter-notice was passed on to the claimant."))
            return redirect("answer", public_id)
        except CaseError as refused:
            form.add_error(None, str(refused))
    return _page(request, found, Party.UPLOADER, "answer_step", form, 422)


@require_safe
def rehearse(request: HttpRequest) -> HttpResponse:
    """GET /notices/rehearsal: any procedure run ahead; what was chosen stands in the address alone."""
    form = RehearsalForm(request.GET or None, initial={"at": clock.now(), "country": "US"})
    said: dict[str, object] = {"form": form, "words": words}
    if form.is_bound and form.is_valid():
        said |= _rehearsed(request, form)
    return render(request, "notices/rehearsal.html", said, status=422 if form.errors else 200)


def _rehearsed(request: HttpRequest, form: RehearsalForm) -> dict[str, object]:
    procedure, country, subject = form.asked
    begins = form.cleaned_data["at"]
    try:
        kept = [*request.GET.getlist("e"), *_chosen(request)][: rehearsal.MOST]
        otherwise = [word for word in request.GET.getlist("c") if word in rehearsal.OTHERWISE]
        steps = rehearsal.read_steps(kept)
        found = rehearsal.rehearse(procedure, country, subject, begins, steps, otherwise)
    except (LookupError, ValueError) as refused:
        form.add_error(None, str(proceedings.said_of(refused)))
        return {}
    language = (get_language() or "en")[:2]
    return {
        "found": found,
        "kept": kept,
        "otherwise": otherwise,
        "begins": begins.strftime("%Y-%m-%dT%H:%M"),
        "now": found.case.latest.strftime("%Y-%m-%dT%H:%M"),
        "steps": rehearsal.next_steps(found.case, found.case.latest),
        "letters": [rehearsal.letters_of(each, language) for each in [*found.taken, *found.silent]],
        "country": country,
        "said_at": rehearsal.said_at,
    }


def _chosen(request: HttpRequest) -> list[str]:
    """The step whose button was pressed, with its time."""
    do, when = request.GET.get("do", ""), request.GET.get("when", "")
    return [f"{do}:{when}"] if do and when else []


# --- what both pages share ---------------------------------------------------------------------------


def _page(
    request: HttpRequest,
    found: Proceeding,
    party: Party,
    step: str,
    form: StatutoryForm | None = None,
    status: int = 200,
) -> HttpResponse:
    own = _person(request).pk if party == Party.UPLOADER else None
    address = found.public_id if own else found.claimant_link
    about = {
        "found": found,
        "by_link": party == Party.CLAIMANT,
        "name": words.PROCEDURES[found.procedure],
        "law": queries.procedure_of(found),
        "deadlines": queries.deadlines_of(found),
        "rows": Paginator(found.rows.select_related("block__entry").order_by("line"), ROWS).get_page(
            request.GET.get("page")
        ),
        "events": _events(found, party),
        "letters": queries.letters_to(found, party, own),
        "words": words,
        "step": reverse(step, args=[address]),
        "form": form,
        "place": reverse("counter_notice" if own else "complete_notice", args=[address]),
        "said_at": rehearsal.said_at,
        "score": None if own else notifiers.score_of(found),
    }
    return render(request, "notices/proceeding.html", about, status=status)


def _events(found: Proceeding, party: Party) -> list[str]:
    """What this party may do by a press; a case before a court is left in the office."""
    if party == Party.CLAIMANT and found.procedure in proceedings.ACTS:
        return []
    return [event for event in queries.possible(found, party) if event not in BY_FORM]


def _completion_form(found: Proceeding) -> StatutoryForm | None:
    if "check" not in queries.possible(found, Party.CLAIMANT):
        return None
    return StatutoryForm(form_of(queries.procedure_of(found).form), initial=found.given)


def _counter_form(found: Proceeding) -> StatutoryForm | None:
    if "counter" not in queries.possible(found, Party.UPLOADER):
        return None
    places = " ".join(found.rows.order_by("line").values_list("given", flat=True))
    return StatutoryForm(form_of("dmca_counter"), initial={"places": places})


def _step(request: HttpRequest, found: Proceeding, party: Party) -> None:
    event = request.POST.get("event", "")
    if event in BY_FORM:
        raise Http404
    reason = request.POST.get("reason", "").strip()[:2000]
    try:
        facts = {"reason": reason} if reason else {}
        proceedings.record_event(found.public_id, event, party, person=_signed_in(request), facts=facts)
        messages.success(request, _("It is recorded."))
    except CaseError as refused:
        messages.error(request, str(refused))


def _found(request: HttpRequest, link: uuid.UUID, among: Container[str] = proceedings.NOTICES) -> Proceeding:
    """A proceeding by its link; one of an organisation only for who acts for it. Raises Http404."""
    try:
        found = queries.notice_by_link(link)
    except NoSuchProceeding as missing:
        raise Http404 from missing
    nobodys = found.procedure in proceedings.ACTS and found.organisation_id is None
    if nobodys or found.procedure not in among:
        raise Http404
    if found.organisation_id is not None:
        try:
            catalogue.may_act_for(request.user.pk or 0, found.organisation_id, clock.now(), Duty.READ)
        except NotRepresented as stranger:
            raise Http404 from stranger
    return found


def _against(request: HttpRequest, public_id: uuid.UUID) -> Proceeding:
    try:
        found = queries.proceeding_against(_person(request).pk, public_id)
    except NoSuchProceeding as missing:
        raise Http404 from missing
    if found.state in ("legal_review", "told_later", "received"):  # not yet told, or not to be told now
        raise Http404
    return found


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _signed_in(request: HttpRequest) -> Person | None:
    return _person(request) if request.user.is_authenticated else None


def _named(ids: tuple[str, ...]) -> list[tuple[str, object]]:
    return [(each, words.PROCEDURES[each]) for each in ids]
