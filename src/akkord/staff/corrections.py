"""The cycle of corrections: what late facts changed in closed months, and running it now."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from akkord.royalties import correcting, queries
from akkord.royalties.errors import RoyaltyError

from .money_forms import ReasonForm
from .views import operators_only

if TYPE_CHECKING:
    from akkord.people.models import Person

PAGE = 50


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """GET, POST /staff/corrections: what was corrected; the cycle run now, with its reason."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = correcting.correct_months(form.cleaned_data["reason"], cast("Person", request.user))
            messages.success(request, _said(len(made)))
            return redirect("staff_corrections")
        except RoyaltyError as refused:
            form.add_error(None, str(refused))
    shown = Paginator(queries.corrections(), PAGE).get_page(request.GET.get("page"))
    about: dict[str, Any] = {"form": form, "shown": shown}
    return render(request, "staff/corrections.html", about, status=422 if form.errors else 200)


def _said(count: int) -> str:
    if not count:
        return _("No closed month had to be corrected.")
    said = ngettext("%(num)s month is corrected.", "%(num)s months are corrected.", count)
    return said % {"num": count}
