"""Everything of one's own as a file to take along."""

import tempfile

from allauth.account.decorators import reauthentication_required
from allauth.core.ratelimit import consume
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from akkord.archive.gathering import weights
from akkord.archive.packing import pack
from akkord.people.queries import Person

from .archive_zip import address_for, name_for
from .listening import listener_of

IN_MEMORY = 8 * 1024 * 1024  # bytes; a larger archive waits on disk, without a name


@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """GET /settings/data: what an archive holds, and the link to it."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **about: bool) -> HttpResponse:
    me: Person = request.user  # type: ignore[assignment]
    return render(
        request, "settings/data.html", {"tab": "data", "weights": weights(me)} | about, status=status
    )


@login_required
@require_POST
@reauthentication_required
@never_cache
def archive(request: HttpRequest) -> HttpResponseBase:
    """POST /settings/data/archive.zip {sounds?}: made as it is asked for, so nothing of it is kept here; with
    sounds its door is beside Django."""
    me: Person = request.user  # type: ignore[assignment]
    if not consume(request, action="archive", user=me):
        return _page(request, 429, too_often=True)
    if request.POST.get("sounds"):
        return redirect(address_for(me.pk, get_language() or "en"))
    out = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer closes it
    pack(me, listener_of(request), out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=name_for(me.pk), content_type="application/zip")
