"""Coming into a community and going: joining, asking, invitations, leaving."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from akkord.groups import actions, errors, queries
from akkord.groups.queries import Group
from akkord.groups.rules import Act
from akkord.people import queries as people
from akkord.people.queries import Person

from .clubs import club_of
from .paths import next_place


def _on_club(
    verb: Callable[[Person, Group], object], said: str, waits: str = ""
) -> Callable[[HttpRequest, int], HttpResponse]:
    """POST /club<n>/<verb>: done by whoever is signed in; the verb itself asks whether it may. What is said
    of it then; `waits` where it answers that it is not done yet.
    """

    @login_required
    @require_POST
    def done(request: HttpRequest, number: int) -> HttpResponse:
        group = club_of(request, number)
        try:
            made = verb(request.user, group)  # type: ignore[arg-type]
        except errors.NoSuchGroup as missing:
            raise Http404 from missing
        except errors.GroupError as refused:
            messages.error(request, str(refused.text))
        else:
            messages.success(request, _(waits if made is False else said) % {"name": group.name})
        return redirect(_back(request, number))

    return done


def _back(request: HttpRequest, number: int) -> str:
    """Where the reader came from, or the community; the list when it is there for them no more."""
    try:
        queries.group_for(request.user.pk, number)
    except errors.NoSuchGroup:
        return "/clubs"
    return next_place(request, f"/club{number}")


join = _on_club(
    actions.join,
    gettext_noop("You are a member of %(name)s now."),
    waits=gettext_noop("You have asked to be let into %(name)s."),
)
leave = _on_club(actions.leave, gettext_noop("You have left %(name)s."))
take_back = _on_club(actions.take_back, gettext_noop("Your request to %(name)s is taken back."))
decline_invitation = _on_club(
    actions.decline_invitation, gettext_noop("The invitation to %(name)s is declined.")
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, number: int) -> HttpResponse:
    """GET and POST /club<n>/invite: friends who may be asked to belong."""
    group = club_of(request, number, Act.INVITE)
    me: Person = request.user  # type: ignore[assignment]
    if request.method == "POST":
        try:
            invited = people.person_for(me.pk, int(request.POST.get("person", "")[:18]))
            actions.invite(me, group, invited)
        except (ValueError, people.NoSuchPerson) as missing:
            raise Http404 from missing
        except errors.GroupError as refused:
            messages.error(request, str(refused.text))
        else:
            messages.success(request, _("%(name)s is invited.") % {"name": invited.name})
        return redirect(f"/club{number}/invite")
    about = {"club": group, "friends": queries.may_be_invited(me.pk, group)}
    return render(request, "groups/invite.html", about)


def _on_request(verb: Callable[[Person, Group, int], object]) -> Callable[..., HttpResponse]:
    """POST /club<n>/requests/<person>/<verb>."""

    @login_required
    @require_POST
    def done(request: HttpRequest, number: int, person: int) -> HttpResponse:
        group = club_of(request, number, Act.ADMIT)
        try:
            verb(request.user, group, person)  # type: ignore[arg-type]
        except errors.GroupError as refused:
            messages.error(request, str(refused.text))
        return redirect(f"/club{number}/members")

    return done


accept = _on_request(actions.accept)
decline = _on_request(actions.decline)
