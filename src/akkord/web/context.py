"""What every page's shell needs."""

import ipaddress
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from akkord.alerts import queries as alerts
from akkord.care import queries as care
from akkord.catalogue import queries as catalogue
from akkord.dialogs import queries as dialogs
from akkord.disclosure import canary
from akkord.flow.counting import counted
from akkord.people import queries as people

# Pages are whole: htmx picks #main out of them, also out of refusals. Nothing is kept in the browser's
# storage (a Back asks the server, so that what was removed stays removed and a sign-out leaves nothing).
HTMX = json.dumps(
    {
        "includeIndicatorStyles": False,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": False,
        "allowEval": False,
        "scrollBehavior": "instant",
        "selfRequestsOnly": True,
        "timeout": 30000,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "[45]..", "swap": True, "error": True},
        ],
    }
)


@dataclass(frozen=True)
class Menu:
    """What the left menu counts and shows for a signed-in person."""

    requests: int
    unread: int  # dialogs with something new
    rights_office: bool
    alerts: int  # what has rung and was not read
    moderation: int | None  # what waits there; None for whoever is not on the staff


def shell(request: HttpRequest) -> dict[str, Any]:
    """Who reads, language, theme, territory; the menu's counts are asked for only where it is drawn."""
    user = getattr(request, "user", None)
    me = user if user is not None and user.is_authenticated else None
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "me": me,
        "language": get_language() or "en",
        "theme": getattr(request, "theme", "system"),
        "territory": getattr(request, "territory", "ZZ"),
        "htmx_config": HTMX,
        "search_path": "/search",
        # One for the whole page: each of its many forms would mask the secret anew.
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
        "menu": SimpleLazyObject(lambda: _menu(me)) if me else None,
        "canary_lapsed": canary.lapsed,
        "passkeys_here": SimpleLazyObject(lambda: takes_passkeys(request.get_host())),
        "messages_waiting": lambda: get_messages(request),
    }


def takes_passkeys(host: str) -> bool:
    """Whether a browser makes and asks for passkeys there: they are a name's, and never a bare address's
    (WebAuthn level 3, section 5.1.2: an effective domain that is a valid domain)."""
    try:
        ipaddress.ip_address(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return True
    return False


def _menu(me: people.Person) -> Menu:
    """One query for whoever is not on the staff."""
    counts = counted(
        requests=people.requests_waiting(me.pk),
        unread=dialogs.calling(me.pk),
        offices=catalogue.representations_of(me.pk),
        alerts=alerts.waiting(me.pk),
        places=care.places_of(me.pk),
    )
    role = care.role_of(me.pk) if me.is_staff or counts["places"] else None
    return Menu(
        counts["requests"],
        counts["unread"],
        counts["offices"] > 0,
        counts["alerts"],
        care.waiting(role) if role else None,
    )
