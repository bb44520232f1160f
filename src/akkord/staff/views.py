"""The operator's pages, for staff alone, and the two addresses a supervisor asks."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.catalogue import actions as catalogue
from akkord.catalogue import queries as organisations
from akkord.catalogue.errors import CatalogueError, NoSuchOrganisation
from akkord.disclosure import actions as disclosure
from akkord.disclosure import queries as disclosed
from akkord.flow import jobs as worker
from akkord.flow import queries as flow
from akkord.ledger import queries as ledger
from akkord.people.queries import NoSuchPerson

from . import actions, health, queries
from .box_words import box_words
from .forms import AppointForm, DpidForm, RegisterForm
from .tasks import measure_storage
from .upgrades import last_upgrade

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation

View = Callable[..., HttpResponseBase]


def operators_only(view: View) -> View:
    """Nobody else learns that these pages are here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated or not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(guarded)


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"ok": True})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when everything a visitor needs is there, else 503; each check by name, in English."""
    with override("en"):
        checks = health.readiness()
    ok = all(check.ok for check in checks)
    told = {check.name: {"ok": check.ok, "detail": check.detail} for check in checks}
    return JsonResponse({"ok": ok, "checks": told}, status=200 if ok else 503)


@operators_only
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """How the server is."""
    return render(
        request,
        "staff/health.html",
        {
            "checks": health.readiness(),
            "workers": [(beat, flow.lives(beat), box_words(beat.box_detail)) for beat in flow.workers()],
            "jobs": flow.jobs_by_state(),
            "failed": flow.failed_jobs()[:5],
            "log": ledger.health(),
            "log_late": health.log_wait() > health.LOG_ALARM,
            "log_wait": int(health.log_wait().total_seconds()),
            "head": ledger.signed_head(),
            "refusal": health.why_not_signing(),
            "sending": disclosed.sending(),
            "disk": queries.disk(),
            "backup": queries.last_backup(),
            "upgrade": last_upgrade(),
            "instance_mode": settings.INSTANCE_MODE,
            "gap_mode": settings.GAP_MODE,
            "box_mode": settings.BOX_MODE,
        },
    )


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def storage(request: HttpRequest) -> HttpResponse:
    """GET /staff/storage: what lies on the disk, as last measured, and how long it lasts; POST: anew."""
    last = queries.storage()
    if request.method == "POST" or last is None:
        worker.put(measure_storage, [], {}, dedupe="measure_storage")
    if request.method == "POST":
        messages.success(request, _("It is being measured. Load the page again in a moment."))
        return redirect("staff_storage")
    at, found = last or (None, None)
    return render(request, "staff/storage.html", {"storage": found, "at": at})


@operators_only
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """What runs, waits and failed."""
    return render(
        request,
        "staff/jobs.html",
        {"counts": flow.jobs_by_state(), "failed": flow.failed_jobs(), "open": flow.open_jobs()},
    )


@operators_only
@require_POST
def retry(request: HttpRequest, number: int) -> HttpResponse:
    try:
        actions.retry(number)
    except actions.StaffError as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, _("The job is tried once more."))
    return redirect("staff_jobs")


@operators_only
@require_POST
def retry_statements(request: HttpRequest) -> HttpResponse:
    """Statements of reasons that were refused wait to be sent once more."""
    count = disclosure.try_refused_again()
    said = ngettext("%(num)s statement waits again.", "%(num)s statements wait again.", count)
    messages.success(request, said % {"num": count})
    return redirect("staff")


@operators_only
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Labels, bodies, courts and authorities; a form to enter one."""
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = catalogue.register_organisation(**form.cleaned_data)
        except CatalogueError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s is registered.") % {"name": made.name})
            return redirect("staff_organisation", made.pk)
    found = list(organisations.organisations())
    return render(
        request,
        "staff/organisations.html",
        {"form": form, "organisations": found},
        status=200 if not form.is_bound else 400,
    )


@operators_only
def organisation(request: HttpRequest, number: int) -> HttpResponse:
    """One organisation and who acts for it; a form to name one more."""
    found = _organisation(number)
    form = AppointForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            name = actions.appoint_by_mail(found, form.cleaned_data["email"])
        except actions.StaffError as refusal:
            form.add_error("email", str(refusal.text))
        else:
            messages.success(
                request, _("%(name)s acts for %(organisation)s.") % {"name": name, "organisation": found.name}
            )
            return redirect("staff_organisation", number)
    return _organisation_page(request, found, form, DpidForm({"dpid": found.dpid}))


def _organisation_page(
    request: HttpRequest, found: "Organisation", form: AppointForm, dpid: DpidForm, status: int = 0
) -> HttpResponse:
    about = {
        "form": form,
        "dpid": dpid,
        "organisation": found,
        "representatives": organisations.representatives_of(found.pk),
    }
    return render(request, "staff/organisation.html", about, status=status or (400 if form.is_bound else 200))


@operators_only
@require_POST
def record_dpid(request: HttpRequest, number: int) -> HttpResponse:
    """POST /staff/organisations/<n>/dpid"""
    found, form = _organisation(number), DpidForm(request.POST)
    if form.is_valid():
        try:
            catalogue.record_dpid(found, form.cleaned_data["dpid"])
        except CatalogueError as refusal:
            form.add_error("dpid", str(refusal))
        else:
            messages.success(request, _("The DDEX party id is recorded."))
            return redirect("staff_organisation", number)
    return _organisation_page(request, found, AppointForm(), form, 400)


@operators_only
@require_POST
def dismiss(request: HttpRequest, number: int, person: int) -> HttpResponse:
    try:
        actions.dismiss(_organisation(number), person)
    except NoSuchPerson as missing:
        raise Http404 from missing
    messages.success(request, _("They no longer act for this organisation."))
    return redirect("staff_organisation", number)


def _organisation(number: int) -> "Organisation":
    try:
        return organisations.organisation_by_number(number)
    except NoSuchOrganisation as missing:
        raise Http404 from missing
