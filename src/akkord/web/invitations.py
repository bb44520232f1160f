"""Inviting: the link one hands out, and where it leads whoever comes by it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from akkord.people import actions, queries
from akkord.people.errors import NoSuchInvitation
from akkord.people.queries import Person

from .accounts import INVITATION


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """GET and POST /friends/invite: the link to hand out; made, renewed, taken back."""
    me: Person = request.user  # type: ignore[assignment]
    if request.method == "POST":
        if "revoke" in request.POST:
            actions.revoke_invitation(me)
        else:
            actions.renew_invitation(me)
        return redirect("/friends/invite")
    about = {"whose": me, "mine": True, "tab": "invite", "invitation": queries.invitation_of(me.pk)}
    return render(request, "people/invite.html", about)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET and POST /invite/<token>: who invites; members become friends, guests make a page first."""
    owner = queries.inviter(token)
    if owner is None:
        raise Http404
    if request.method == "POST" and request.user.is_authenticated:
        try:
            actions.take_up_invitation(request.user, token)
        except NoSuchInvitation as gone:
            raise Http404 from gone
        messages.success(request, _("You and %(name)s are friends.") % {"name": owner.name})
        return redirect(f"/id{owner.pk}")
    if request.user.is_authenticated and queries.blocked_among(request.user.pk, [owner.pk]):
        raise Http404
    if not request.user.is_authenticated:
        request.session[INVITATION] = token
    friends = request.user.is_authenticated and queries.are_friends(request.user.pk, owner.pk)
    return render(request, "people/invitation.html", {"owner": owner, "token": token, "friends": friends})
