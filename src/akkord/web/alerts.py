"""What happened that is my business, and how I want to be told."""

from pathlib import Path
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.alerts import actions, queries, words
from akkord.alerts.errors import AlertError
from akkord.alerts.push import point, said, site_key
from akkord.alerts.rules import ALWAYS, Every, Kind, Way
from akkord.people.queries import Person

from .listening import listener_of
from .paths import mark

WORKER = Path(__file__).parent / "static/web/push_worker.js"


@login_required
@never_cache
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """GET /notifications: the newest first; whoever opens it has read what rang."""
    page = queries.lines_for(listener_of(request), before=mark(request))
    shown = render(request, "alerts/notifications.html", {"page": page, "sentence": words.sentence})
    if request.method == "GET" and mark(request) is None:
        actions.read_all(_me(request).pk)
    return shown


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """GET and POST /settings/notifications: a switch for each kind and way, how often letters come."""
    me = _me(request)
    if request.method == "POST":
        on, every = set(request.POST.getlist("on")), request.POST.get("every", "")
        actions.choose(me, {(kind, way): f"{kind}-{way}" in on for kind in Kind for way in Way})
        if every in set(Every):
            actions.choose_digest(me, Every(every))
        messages.success(request, _("Saved."))
        return redirect("settings_notifications")
    about = {
        "tab": "notifications",
        "kinds": words.NAMES,
        "ways": words.WAYS,
        "switches": queries.switches_of(me.pk),
        "always": ALWAYS,
        "often": words.EVERY,
        "every": queries.digest_of(me.pk),
        "browsers": len(queries.endpoints_of(me.pk)),
        "push_key": said(point(site_key(Path(settings.DATA)).public_key())),
    }
    return render(request, "settings/notifications.html", about)


@login_required
@require_POST
def tell_browser(request: HttpRequest) -> HttpResponse:
    """POST /settings/notifications/push with endpoint, p256dh, auth, from the page's module."""
    try:
        actions.tell_browser(
            _me(request), *(request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth"))
        )
    except AlertError as refused:
        return HttpResponse(str(refused.text), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@login_required
@require_POST
def forget_browser(request: HttpRequest) -> HttpResponse:
    """POST /settings/notifications/push/forget with endpoint."""
    actions.forget_browser(_me(request), request.POST.get("endpoint", ""))
    return HttpResponse(status=204)


@csrf_exempt  # mail programs post here (RFC 8058); the token in the address is all it takes
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET and POST /notifications/stop/<token>: no more letters, without signing in."""
    if queries.digest_by_token(token) is None:
        raise Http404
    stopped = request.method == "POST" and actions.stop_digest(token)
    return render(request, "alerts/stop.html", {"stopped": stopped})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """GET /push-worker.js: what a browser runs when something comes; here, so that it may open any page."""
    text = WORKER.read_text(encoding="utf-8")
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def _me(request: HttpRequest) -> Person:
    return cast(Person, request.user)
