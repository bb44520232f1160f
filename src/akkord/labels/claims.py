"""Claiming an upload by the organisation's own word; what claims bring is on the desk of contests."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from akkord.cases import claims
from akkord.music.errors import NoSuchTrack

from .forms import ClaimForm
from .office import Office, Refusal, in_office, page


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def new(request: HttpRequest, office: Office) -> HttpResponse:
    """GET, POST /rights/<n>/claims/new?track=<t>: name the upload and say why."""
    sent = request.POST if request.method == "POST" else None
    form = ClaimForm(sent, initial={"track": request.GET.get("track", "")})
    if form.is_bound and form.is_valid():
        track, reason = form.cleaned_data["track"], form.cleaned_data["reason"]
        try:
            found = claims.claim(request.user, office.organisation, track, reason)  # type: ignore[arg-type]
            messages.success(request, _("The uploader was told of your claim and can dispute it."))
            return redirect("labels-contest", office.number, found.pk)
        except (*Refusal, NoSuchTrack) as refused:
            form.add_error(None, str(refused))
    return page(request, office, "claim_new", "contests", status=422 if form.errors else 200, form=form)
