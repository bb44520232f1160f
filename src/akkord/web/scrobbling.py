"""Services to which a member has their listens told."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from akkord.music import actions, errors, queries
from akkord.music.rules.scrobbles import ANYWHERE

from .forms import ScrobblerForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def services(request: HttpRequest) -> HttpResponse:
    """GET and POST /settings/scrobbling: what is connected, and one more."""
    form = ScrobblerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.connect_scrobbler(request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except errors.AddressNotPermitted as wrong:
            form.add_error("address", str(wrong.text))
        except errors.MusicError as wrong:
            form.add_error("secret", str(wrong.text))
        else:
            messages.success(request, _("Connected. What you listen to from now on is told there."))
            return redirect("/settings/scrobbling")
    about = {
        "form": form,
        "services": queries.scrobblers_of(request.user.pk),  # type: ignore[arg-type]
        "hosts": [host for host in settings.SCROBBLE_TO if host != ANYWHERE],
        "anywhere": ANYWHERE in settings.SCROBBLE_TO,
        "tab": "scrobbling",
    }
    return render(request, "settings/scrobbling.html", about, status=422 if form.errors else 200)


@login_required
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """POST /settings/scrobbling/<n>/end."""
    actions.disconnect_scrobbler(request.user, number)  # type: ignore[arg-type]
    messages.success(request, _("Disconnected. Nothing more is told there."))
    return redirect("/settings/scrobbling")
