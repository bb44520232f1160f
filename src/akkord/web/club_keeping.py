"""Keeping a community: its settings, roles, bans, and handing it over; founding one."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from akkord.groups import actions, errors, queries
from akkord.groups.rules import Act, Kind, Role, links_in
from akkord.people import queries as people

from .club_words import DOORS, KINDS, REASONS, TERMS, WALLS
from .clubs import club_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOMENT = "%Y-%m-%dT%H:%M"


def _moment(label: "_StrPromise", *, required: bool = False) -> forms.DateTimeField:
    widget = forms.DateTimeInput({"type": "datetime-local"}, MOMENT)
    return forms.DateTimeField(
        required=required, label=label, widget=widget, input_formats=[MOMENT, MOMENT + ":%S"]
    )


class NewClubForm(forms.Form):
    """A new community; what only an event has may be left out by others."""

    name = forms.CharField(max_length=80, label=gettext_lazy("Name of the community"))
    kind = forms.ChoiceField(
        choices=list(KINDS.items()), label=gettext_lazy("Kind"), widget=forms.RadioSelect, initial=Kind.GROUP
    )
    door = forms.ChoiceField(
        choices=list(DOORS.items()),
        label=gettext_lazy("Who gets in"),
        widget=forms.RadioSelect,
        initial="open",
        help_text=gettext_lazy("A public page is always open."),
    )
    about = forms.CharField(
        max_length=1000,
        required=False,
        label=gettext_lazy("What it is about"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    starts_at = _moment(gettext_lazy("Begins (for an event)"))
    ends_at = _moment(gettext_lazy("Ends (for an event)"))
    place = forms.CharField(max_length=200, required=False, label=gettext_lazy("Place (for an event)"))


class EditClubForm(forms.Form):
    """What an admin says of a community; the fields of an event are only an event's."""

    name = forms.CharField(max_length=80, label=gettext_lazy("Name of the community"))
    about = forms.CharField(
        max_length=1000,
        required=False,
        label=gettext_lazy("What it is about"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    info = forms.CharField(
        max_length=2000,
        required=False,
        label=gettext_lazy("Pinned above the wall"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    site = forms.URLField(
        max_length=200, required=False, label=gettext_lazy("Website"), assume_scheme="https"
    )
    contacts = forms.CharField(
        max_length=500,
        required=False,
        label=gettext_lazy("Contacts"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Whom to ask about what, and how."),
    )
    links = forms.CharField(
        max_length=4000,
        required=False,
        label=gettext_lazy("Links"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("At most ten, one a line: the address, then its name."),
    )
    door = forms.ChoiceField(
        choices=list(DOORS.items()), label=gettext_lazy("Who gets in"), widget=forms.RadioSelect
    )
    wall = forms.ChoiceField(
        choices=list(WALLS.items()), label=gettext_lazy("Wall"), widget=forms.RadioSelect
    )
    starts_at = _moment(gettext_lazy("Begins"), required=True)
    ends_at = _moment(gettext_lazy("Ends"))
    place = forms.CharField(max_length=200, required=False, label=gettext_lazy("Place"))

    def __init__(self, kind: str, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if kind != Kind.EVENT:
            for field in ("starts_at", "ends_at", "place"):
                del self.fields[field]
        if kind == Kind.PAGE:
            del self.fields["door"]

    def clean_links(self) -> list[tuple[str, str]]:
        try:
            return links_in(self.cleaned_data["links"])
        except ValueError as wrong:
            raise forms.ValidationError(
                _("At most ten lines, each beginning with https:// or http://.")
            ) from wrong


class BanForm(forms.Form):
    """Why, for how long, and in whose words."""

    reason = forms.ChoiceField(choices=list(REASONS.items()), label=gettext_lazy("Reason"))
    term = forms.ChoiceField(choices=list(TERMS.items()), label=gettext_lazy("Term"), initial="week")
    words = forms.CharField(
        max_length=300,
        required=False,
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("The banned person and the keepers of the community read them."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """GET and POST /clubs/new."""
    form = NewClubForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            group = actions.found_group(request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except errors.GroupError as refused:
            _tell(form, refused)
        else:
            return redirect(f"/club{group.pk}")
    return render(request, "groups/found.html", {"form": form}, status=422 if form.is_bound else 200)


def _tell(form: forms.Form, refused: errors.GroupError) -> None:
    """What the rules refuse stands beside the field it is about."""
    places = {"time_missing": "starts_at", "ends_before_it_begins": "ends_at", "doors_of_a_page": "door"}
    form.add_error(places.get(refused.code, "name"), str(refused.text))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """GET and POST /club<n>/edit."""
    group = club_of(request, number, Act.EDIT)
    kept = {field: getattr(group, field) for field in EditClubForm.base_fields}
    kept["links"] = "\n".join(f"{address} {words}" for address, words in group.links)
    form = EditClubForm(group.kind, request.POST if request.method == "POST" else None, initial=kept)
    if form.is_bound and form.is_valid():
        try:
            actions.edit_group(request.user, group, **form.cleaned_data)  # type: ignore[arg-type]
        except errors.GroupError as refused:
            _tell(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"/club{number}")
    about = {"form": form, "club": queries.group_for(request.user.pk, number)}
    return render(request, "groups/edit.html", about, status=422 if form.is_bound else 200)


@login_required
@require_POST
def appoint(request: HttpRequest, number: int, person: int) -> HttpResponse:
    """POST /club<n>/members/<person>/role; `owner` hands the community over."""
    group = club_of(request, number, Act.APPOINT)
    role = request.POST.get("role", "")
    try:
        if role == Role.OWNER:
            actions.hand_over(request.user, group, person)  # type: ignore[arg-type]
        else:
            actions.appoint(request.user, group, person, role)  # type: ignore[arg-type]
    except ValueError as unknown:
        raise Http404 from unknown
    except errors.GroupError as refused:
        messages.error(request, str(refused.text))
    else:
        messages.success(request, _("The role is given."))
    return redirect(f"/club{number}/members")


@login_required
@require_POST
def put_out(request: HttpRequest, number: int, person: int) -> HttpResponse:
    """POST /club<n>/members/<person>/out."""
    group = club_of(request, number, Act.BAN)
    try:
        actions.put_out(request.user, group, person)  # type: ignore[arg-type]
    except errors.GroupError as refused:
        messages.error(request, str(refused.text))
    else:
        messages.success(request, _("They belong to it no more."))
    return redirect(f"/club{number}/members")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ban(request: HttpRequest, number: int, person: int) -> HttpResponse:
    """GET and POST /club<n>/bans/<person>: keep somebody out, or change for how long."""
    group = club_of(request, number, Act.BAN)
    try:
        whom = queries.concerned(request.user.pk, group, person)  # type: ignore[arg-type]
    except people.NoSuchPerson as missing:
        raise Http404 from missing
    form = BanForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.ban(request.user, group, whom, **form.cleaned_data)  # type: ignore[arg-type]
        except errors.GroupError as refused:
            form.add_error(None, str(refused.text))
        else:
            messages.success(request, _("%(name)s is banned.") % {"name": whom.name})
            return redirect(f"/club{number}/members")
    about = {"club": group, "whom": whom, "form": form}
    return render(request, "groups/ban.html", about, status=422 if form.is_bound else 200)


@login_required
@require_POST
def lift_ban(request: HttpRequest, number: int, person: int) -> HttpResponse:
    """POST /club<n>/bans/<person>/lift."""
    group = club_of(request, number, Act.BAN)
    try:
        actions.lift_ban(request.user, group, person)  # type: ignore[arg-type]
    except errors.GroupError as refused:
        messages.error(request, str(refused.text))
    else:
        messages.success(request, _("The ban is lifted."))
    return redirect(f"/club{number}/members")
