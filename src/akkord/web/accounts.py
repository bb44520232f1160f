"""Signing up and in: allauth does it; here is what is ours about it."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from akkord.people import actions, queries
from akkord.people.errors import NoSuchInvitation
from akkord.people.models import Person

INVITATION = "invitation"  # in the session of a guest who came by a link, until they have a page

WELCOME = "/welcome"


class SignUpForm(forms.Form):
    """What we ask beside mail address and password."""

    name = forms.CharField(max_length=80, label=_("Your name"), strip=True)

    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Called by allauth with the person about to be saved; a member's invitation spares the waiting."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        if not _invited(request, user) and settings.SIGN_UP == "approval":
            actions.wait(user)


def _invited(request: HttpRequest, person: Person) -> bool:
    """Make friends with whoever's link the newcomer came by; whether there was one."""
    try:
        owner = actions.take_up_invitation(person, request.session.pop(INVITATION, ""))
    except NoSuchInvitation:
        return False
    messages.success(request, gettext("You and %(name)s are friends.") % {"name": owner.name})
    return True


class Adapter(DefaultAccountAdapter):
    """Names are chosen in our own field, who may come in is the operator's choice; the rest is allauth's."""

    def populate_username(self, request: HttpRequest, user: Person) -> None:
        """There are no user names here, only pages with numbers."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """On a site by invitation, to whoever came by a link that holds."""
        by_link = queries.inviter(request.session.get(INVITATION, "")) is not None
        return by_link or settings.SIGN_UP != "invitation"

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """A newcomer's first steps; whatever else was on their way is a link away."""
        return WELCOME

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whom the staff has let in comes in for the first time, and is a newcomer then."""
        came_before = any(not each.refused for each in queries.sign_ins_of(request.user.pk or 0))
        if settings.SIGN_UP == "approval" and not came_before:
            return WELCOME
        place: str = super().get_login_redirect_url(request)
        return place

    def pre_login(self, request: HttpRequest, user: Person, **about: Any) -> HttpResponse | None:
        """Whoever waits for the staff, or is gone, does not come in."""
        if user.waiting or user.gone_at is not None:
            return redirect("waiting")
        refusal: HttpResponse | None = super().pre_login(request, user, **about)
        return refusal

    def post_login(self, request: HttpRequest, user: Person, **about: Any) -> HttpResponse:
        """Every way in is an entry of the account's history."""
        answer: HttpResponse = super().post_login(request, user, **about)
        records = get_authentication_records(request, user)
        way = str(records[-1].get("type") or records[-1].get("method") or "") if records else ""
        self._note(request, user, way=way)
        return answer

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A refused try is one, too, where the address is somebody's."""
        super().authentication_failed(request, **credentials)
        person = queries.person_by_email(str(credentials.get("email") or ""))
        if person is not None:
            self._note(request, person, refused=True)

    def _note(self, request: HttpRequest, person: Person, *, way: str = "", refused: bool = False) -> None:
        agent = self.get_http_user_agent(request)
        actions.note_sign_in(
            person, address=self.get_client_ip(request), agent=agent, way=way, refused=refused
        )


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """GET /waiting: where a sign-up stands that the staff has not let in yet."""
    return render(request, "account/waiting.html")
