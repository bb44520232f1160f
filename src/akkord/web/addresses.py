"""Short addresses: the page of a person or community at its name, and the form in which one is chosen."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from akkord.groups import actions as groups
from akkord.groups.rules import Act
from akkord.people import actions, queries
from akkord.people.errors import PeopleError
from akkord.people.queries import Person

from . import clubs, profiles


@require_safe
def page_at(request: HttpRequest, name: str) -> HttpResponse:
    """GET /<short address>; one its holder no longer shows leads to the numbered page."""
    club = queries.club_at(name)
    if club is not None:
        clubs.club_of(request, club)
        shown = queries.club_address_of(club) == name.lower()
        return clubs.club(request, club) if shown else redirect(f"/club{club}")
    number = queries.number_at(name)
    if number is None:
        raise Http404
    profiles.person_of(request, number)
    shown = queries.address_of(number) == name.lower()
    return profiles.profile(request, number) if shown else redirect(f"/id{number}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """GET and POST /settings/address: the short address of one's page."""
    person: Person = request.user  # type: ignore[assignment]
    refused = _chosen(
        request,
        lambda text: actions.choose_address(person, text),
        lambda: actions.drop_address(person),
    )
    if request.method == "POST" and not refused:
        return redirect("/settings/address")
    about = {"held": queries.addresses_of(person.pk), "tab": "address"}
    return _form(request, "settings/address.html", about, refused)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_club(request: HttpRequest, number: int) -> HttpResponse:
    """GET and POST /club<n>/address: the short address of a community."""
    group = clubs.club_of(request, number, Act.EDIT)
    person: Person = request.user  # type: ignore[assignment]
    refused = _chosen(
        request,
        lambda text: groups.choose_address(person, group, text),
        lambda: groups.drop_address(person, group),
    )
    if request.method == "POST" and not refused:
        return redirect(f"/club{number}/address")
    about = {"held": queries.club_addresses_of(number), "club": group}
    return _form(request, "groups/address.html", about, refused)


def _chosen(request: HttpRequest, choose: Callable[[str], object], drop: Callable[[], object]) -> str:
    """Do what was sent, if something was; why it was refused, or ""."""
    if request.method != "POST":
        return ""
    try:
        if "drop" in request.POST:
            drop()
        else:
            choose(request.POST.get("address", "")[:64])
    except PeopleError as error:
        return str(error.text)
    messages.success(request, _("Saved."))
    return ""


def _form(request: HttpRequest, template: str, about: Mapping[str, object], refused: str) -> HttpResponse:
    wanted = request.POST.get("address", "")[:64]
    shown = {**about, "wanted": wanted, "refused": refused}
    return render(request, template, shown, status=422 if refused else 200)
