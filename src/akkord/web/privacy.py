"""Who may see what of me: the settings of privacy, one key with its lists and people, the black list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.people import actions, queries
from akkord.people.errors import PeopleError
from akkord.people.queries import Person
from akkord.people.rules.privacy import UNDER, Audience, Key, Level

from .audiences import KEYS, LEVELS, SECTIONS, levels_for, simple
from .paths import number_in

PLACE = "/settings/privacy"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """GET and POST /settings/privacy: all keys; what names lists or people has a page of its own."""
    me: Person = request.user  # type: ignore[assignment]
    privacy = queries.privacy_of(me.pk)
    if request.method == "POST":
        chosen = {}
        for key in Key:
            level = request.POST.get(key.value, "")
            if level in LEVELS and simple(Audience(Level(level))) and Level(level) in levels_for(key):
                chosen[key] = Audience(Level(level))
        actions.choose_audiences(me, chosen)
        messages.success(request, _("Saved."))
        return redirect(PLACE)
    about = {
        "tab": "privacy",
        "sections": [(title, [(key, privacy.audience(key)) for key in keys]) for title, keys in SECTIONS],
        "keys": KEYS,
        "levels": LEVELS,
        "levels_for": levels_for,
        "simple": simple,
        "under": UNDER,
        "closed": privacy.closed,
        "friends": queries.friends_of(me.pk),
    }
    return render(request, "settings/privacy.html", about)


@login_required
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """POST /settings/privacy/close: the one switch."""
    actions.close_page(request.user, closed=request.POST.get("closed") == "yes")  # type: ignore[arg-type]
    messages.success(request, _("Saved."))
    return redirect(PLACE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one_key(request: HttpRequest, key: str) -> HttpResponse:
    """GET and POST /settings/privacy/<key>: any level, with the lists and friends it names."""
    me: Person = request.user  # type: ignore[assignment]
    if key not in KEYS:
        raise Http404
    which, refused = Key(key), ""
    audience = queries.privacy_of(me.pk).audience(which)
    if request.method == "POST":
        audience = _sent(request, audience)
        try:
            actions.choose_audiences(me, {which: audience})
        except PeopleError as error:
            refused = str(error.text)
        else:
            messages.success(request, _("Saved."))
            return redirect(PLACE)
    about = {
        "tab": "privacy",
        "key": which,
        "title": KEYS[which],
        "levels": [(level, LEVELS[level]) for level in levels_for(which)],
        "audience": audience,
        "lists": queries.lists_of(me.pk),
        "friends": queries.friends_of(me.pk),
        "refused": refused,
    }
    return render(request, "settings/privacy_key.html", about, status=422 if refused else 200)


def _sent(request: HttpRequest, before: Audience) -> Audience:
    level = request.POST.get("level", "")
    named = {
        field: frozenset(n for text in request.POST.getlist(field) if (n := number_in(text)) is not None)
        for field in ("lists", "people")
    }
    return Audience(Level(level) if level in LEVELS else before.level, named["lists"], named["people"])


@login_required
@require_safe
def blocked(request: HttpRequest) -> HttpResponse:
    """GET /settings/blocked: the black list."""
    me: Person = request.user  # type: ignore[assignment]
    return render(request, "settings/blocked.html", {"tab": "blocked", "people": queries.blocked_by(me.pk)})
