"""What is restricted of one's own and who asked for one's data: what a person need not beg for."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from akkord.care import queries as care
from akkord.care.words import THINGS
from akkord.disclosure.data_demands import demands_told
from akkord.disclosure.mine import restrictions_on
from akkord.people.queries import Person
from akkord.words.places import place_names

KINDS = {
    "post": _("Post"),
    "comment": _("Comment"),
    "photo": _("Photo"),
    "document": _("Document"),
    "file": _("Upload"),
    "account": _("Account"),
}


@login_required
@require_safe
def visibility(request: HttpRequest) -> HttpResponse:
    """GET /my/visibility: every restriction of what is mine, where it holds, by whom, its line."""
    rows = [(row, place_names(row.territory)) for row in restrictions_on(_me(request).pk)]
    return render(request, "my/visibility.html", {"rows": rows, "kinds": KINDS, "tab": "visibility"})


@login_required
@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """GET /my/access: demands for my data that may be told, and when the staff looked at what is mine."""
    me = _me(request).pk
    about = {
        "demands": demands_told(me),
        "looks": care.looks_at(me),
        "record_looks": care.record_looks_at(me),
        "things": THINGS,
        "tab": "access",
    }
    return render(request, "my/access.html", about)


def _me(request: HttpRequest) -> Person:
    return cast(Person, request.user)
