"""Everything of one's own as a file to take along."""

import tempfile

from allauth.account.decorators import reauthentication_required
from allauth.core.ratelimit import consume
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from akkord.archive.packing import pack
from akkord.flow import clock
from akkord.people.queries import Person

from .listening import listener_of

IN_MEMORY = 8 * 1024 * 1024  # bytes; a larger archive waits on disk, without a name


@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """GET /settings/data: what an archive holds, and the link to it."""
    return render(request, "settings/data.html", {"tab": "data"})


@login_required
@require_POST
@reauthentication_required
@never_cache
def archive(request: HttpRequest) -> HttpResponseBase:
    """POST /settings/data/archive.zip: made as it is asked for, so nothing of it is kept here."""
    me: Person = request.user  # type: ignore[assignment]
    if not consume(request, action="archive", user=me):
        return render(request, "settings/data.html", {"tab": "data", "too_often": True}, status=429)
    out = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer closes it
    pack(me, listener_of(request), out)
    out.seek(0)
    name = f"akkord-id{me.pk}-{clock.now():%Y-%m-%d}.zip"
    return FileResponse(out, as_attachment=True, filename=name, content_type="application/zip")
