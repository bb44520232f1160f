"""Settings of an account's safety: ways in, where one is signed in, its history; freezing it and leaving."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.people import actions, queries
from akkord.people.queries import Person

PLACE = "/settings/security"


def has_passkey(person: Person) -> bool:
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).exists()


@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """GET /settings/security."""
    me: Person = request.user  # type: ignore[assignment]
    kinds = list(Authenticator.objects.filter(user=me).values_list("type", flat=True))
    about = {
        "tab": "security",
        "keys": kinds.count(Authenticator.Type.WEBAUTHN),
        "app": Authenticator.Type.TOTP in kinds,
        "codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "sessions": UserSession.objects.purge_and_list(me),
        "here": request.session.session_key,
        "history": queries.sign_ins_of(me.pk),
    }
    return render(request, "settings/security.html", about)


@login_required
@require_POST
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """POST /settings/security/<session>/end: that browser is out, with its open pages."""
    me: Person = request.user  # type: ignore[assignment]
    here = request.session.session_key or ""
    if not actions.end_sessions(me, besides=here, only=number):
        raise Http404
    messages.success(request, _("That browser is signed out."))
    return redirect(PLACE)


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """POST /settings/security/end: every other browser is out."""
    actions.end_sessions(request.user, besides=request.session.session_key or "")  # type: ignore[arg-type]
    messages.success(request, _("All other browsers are signed out."))
    return redirect(PLACE)


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """GET /settings/account: freezing and leaving; for whoever has done so, the way back."""
    return render(request, "settings/account.html", {"tab": "account", "grace": actions.GRACE.days})


@login_required
@require_POST
def freeze(request: HttpRequest) -> HttpResponse:
    """POST /settings/account/freeze."""
    actions.freeze(request.user)  # type: ignore[arg-type]
    logout(request)
    messages.success(request, _("Your account is frozen. Sign in whenever you want it back."))
    return redirect("/")


@login_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """POST /settings/account/leave, with the mail address typed, so that it is no slip of a finger."""
    me: Person = request.user  # type: ignore[assignment]
    if request.POST.get("email", "").strip().lower() != me.email:
        about = {"tab": "account", "grace": actions.GRACE.days, "refused": True}
        return render(request, "settings/account.html", about, status=422)
    actions.leave(me)
    logout(request)
    messages.success(
        request, _("Your page is gone. Until the day it is erased you can sign in and have it back.")
    )
    return redirect("/")


@login_required
@require_POST
def come_back(request: HttpRequest) -> HttpResponse:
    """POST /settings/account/back."""
    actions.come_back(request.user)  # type: ignore[arg-type]
    messages.success(request, _("Welcome back."))
    return redirect("/")
