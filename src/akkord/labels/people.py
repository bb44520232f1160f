"""Who sits at the organisation's desk in which role, and the keys their programs come with."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.catalogue import actions
from akkord.catalogue import queries as catalogue
from akkord.catalogue.roles import Role, Scope
from akkord.people import queries as people
from akkord.people.errors import NoSuchToken, TooManyTokens

from . import words
from .forms import KeyForm, SeatForm
from .office import Office, Refusal, in_office, page


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/people"""
    return _shown(request, office)


def _shown(
    request: HttpRequest,
    office: Office,
    *,
    seat: SeatForm | None = None,
    key: KeyForm | None = None,
    secret: str = "",
) -> HttpResponse:
    wrong = any(form is not None and form.errors for form in (seat, key))
    about = {
        "people": catalogue.representatives_of(office.number),
        "roles": words.ROLES,
        "seat": seat or SeatForm(),
        "key": key or _key_form(office),
        "keys": [(key, Scope.read(key.scope).role) for key in catalogue.keys_of(office.number)],
        "secret": secret,
    }
    answer = page(request, office, "people", "people", status=422 if wrong else 200, **about)
    answer["Cache-Control"] = "no-store"
    return answer


def _key_form(office: Office, data: object = None) -> KeyForm | None:
    """Only those of the organisation itself make keys, and none that can do more than they."""
    if office.acting is None or office.acting.by_mandate:
        return None
    return KeyForm(data, most=office.acting.role)


@require_POST
@in_office
def seat(request: HttpRequest, office: Office) -> HttpResponse:
    """POST /rights/<n>/people/seat: put somebody at the desk."""
    form = SeatForm(request.POST)
    if form.is_valid():
        person = people.person_by_email(form.cleaned_data["email"])
        if person is None:
            form.add_error("email", _("Nobody has signed up with this mail address."))
        else:
            try:
                actions.give_role(request.user, office.organisation, person, Role(form.cleaned_data["role"]))  # type: ignore[arg-type]
                messages.success(request, _("%(name)s sits at this desk now.") % {"name": person.name})
                return redirect("labels-people", office.number)
            except Refusal as refused:
                form.add_error(None, str(refused))
    return _shown(request, office, seat=form)


@require_POST
@in_office
def role(request: HttpRequest, office: Office, person: int) -> HttpResponse:
    """POST /rights/<n>/people/<p>/role: another role, or (empty) none."""
    asked = request.POST.get("role", "")
    sitting = {row.person_id: row.person for row in catalogue.representatives_of(office.number)}
    if person not in sitting or (asked and asked not in words.ROLES):
        raise Http404
    try:
        actions.give_role(
            request.user,  # type: ignore[arg-type]
            office.organisation,
            sitting[person],
            Role(asked) if asked else None,
        )
        messages.success(request, _("It holds from now on."))
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("labels-people", office.number)
    if person == request.user.pk and not asked:
        return redirect("labels-home")  # they sit here no more
    return redirect("labels-people", office.number)


@require_POST
@in_office
def new_key(request: HttpRequest, office: Office) -> HttpResponse:
    """POST /rights/<n>/keys: the key's text stands in the answer, and never again."""
    form = _key_form(office, request.POST)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _shown(request, office, key=form)
    try:
        secret = actions.make_key(
            request.user,  # type: ignore[arg-type]
            office.organisation,
            form.cleaned_data["name"],
            Role(form.cleaned_data["role"]),
            form.cleaned_data["until"],
        )
    except Refusal as refused:
        form.add_error(None, str(refused))
    except TooManyTokens:
        form.add_error("name", _("You hold as many tokens as one person may. Revoke one first."))
    if form.errors:
        return _shown(request, office, key=form)
    return _shown(request, office, secret=secret)


@require_POST
@in_office
def revoke(request: HttpRequest, office: Office, key: int) -> HttpResponse:
    """POST /rights/<n>/keys/<k>/revoke"""
    try:
        actions.revoke_key(request.user, office.organisation, key)  # type: ignore[arg-type]
        messages.success(request, _("The token is revoked."))
    except NoSuchToken as missing:
        raise Http404 from missing
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("labels-people", office.number)
