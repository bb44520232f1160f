"""Settings: look and language, security, API tokens."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.music import actions as music
from akkord.music.errors import NoSuchShare
from akkord.music.queries import shares_of
from akkord.people import actions, queries
from akkord.people.errors import NoSuchToken, TooManyTokens
from akkord.people.rules import READING

from .forms import DeviceForm, TokenForm
from .middleware import THEMES
from .paths import next_place

A_YEAR = 365 * 24 * 3600


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """GET /settings."""
    return render(request, "settings/overview.html", {"tab": "overview"})


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """POST /look: theme and language, kept in the browser and, for members, with the account."""
    chosen = {
        "language": _allowed(request.POST.get("language"), dict(settings.LANGUAGES)),
        "theme": _allowed(request.POST.get("theme"), THEMES),
    }
    answer = redirect(next_place(request, "/"))
    for name, value in chosen.items():
        if value:
            answer.set_cookie(
                name, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
            )
    if request.user.is_authenticated:
        actions.choose_look(request.user, **chosen)
    return answer


def _allowed(value: str | None, choices: object) -> str | None:
    return value if value in choices else None  # type: ignore[operator]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """GET and POST /settings/tokens; a new token's text is shown in the answer to its making, never again."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    secret = None
    if form.is_bound and form.is_valid():
        try:
            scope = READING if form.cleaned_data["reads"] else ""
            secret = actions.issue_token(request.user, form.cleaned_data["name"], scope=scope)  # type: ignore[arg-type]
            form = TokenForm()
        except TooManyTokens:
            form.add_error("name", _("You hold as many tokens as one person may. Revoke one first."))
    return _tokens_page(request, form=form, secret=secret)


@login_required
@require_POST
def connect_player(request: HttpRequest) -> HttpResponse:
    """POST /settings/tokens/players; a music player's token is shown in the answer, never again."""
    form, secret = DeviceForm(request.POST), None
    if form.is_valid():
        try:
            secret = actions.connect_device(request.user, form.cleaned_data["player"])  # type: ignore[arg-type]
            form = DeviceForm()
        except TooManyTokens:
            form.add_error("player", _("You hold as many tokens as one person may. Revoke one first."))
    return _tokens_page(request, device_form=form, device_secret=secret)


@login_required
@require_POST
def disconnect_player(request: HttpRequest, number: int) -> HttpResponse:
    """POST /settings/tokens/players/<n>/revoke."""
    try:
        actions.disconnect_device(request.user, number)  # type: ignore[arg-type]
    except NoSuchToken as missing:
        raise Http404 from missing
    messages.success(request, _("The token is revoked."))
    return redirect("/settings/tokens")


@login_required
@require_POST
def take_back_share(request: HttpRequest, number: int) -> HttpResponse:
    """POST /settings/tokens/shares/<n>/revoke: its address shows nothing more."""
    try:
        music.take_back_share(request.user, number)  # type: ignore[arg-type]
    except NoSuchShare as missing:
        raise Http404(str(missing.text)) from missing
    messages.success(request, _("What you shared is taken back."))
    return redirect("/settings/tokens#shares")


def _tokens_page(
    request: HttpRequest,
    form: TokenForm | None = None,
    secret: str | None = None,
    device_form: DeviceForm | None = None,
    device_secret: str | None = None,
) -> HttpResponse:
    form, device_form = form or TokenForm(), device_form or DeviceForm()
    about = {
        "form": form,
        "secret": secret,
        "tokens": queries.tokens_of(request.user.pk),  # type: ignore[arg-type]
        "device_form": device_form,
        "device_secret": device_secret,
        "devices": queries.devices_of(request.user.pk),  # type: ignore[arg-type]
        "shares": shares_of(request.user.pk),  # type: ignore[arg-type]
        "site": settings.SITE_URL,
        "tab": "tokens",
    }
    wrong = form.is_bound or device_form.is_bound
    answer = render(request, "settings/tokens.html", about, status=422 if wrong else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
def revoke_token(request: HttpRequest, number: int) -> HttpResponse:
    """POST /settings/tokens/<n>/revoke."""
    try:
        actions.revoke_token(request.user, number)  # type: ignore[arg-type]
    except NoSuchToken as missing:
        raise Http404 from missing
    messages.success(request, _("The token is revoked."))
    return redirect("/settings/tokens")
