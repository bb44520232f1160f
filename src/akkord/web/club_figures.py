"""Statistics of a community, for its admins."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from akkord.groups.rules import Act
from akkord.wall.queries.figures import figures_of
from akkord.wall.rules import FEWEST_TOLD

from .clubs import club_of


@login_required
@require_safe
def statistics(request: HttpRequest, number: int) -> HttpResponse:
    """GET /club<n>/statistics."""
    group = club_of(request, number, Act.COUNT)
    days = figures_of(group)
    most = max(day.posts + day.comments + day.hearts for day in days)
    totals = [
        (_("Members"), days[0].members),
        (_("Posts"), sum(day.posts for day in days)),
        (_("Comments"), sum(day.comments for day in days)),
        (_("Hearts"), sum(day.hearts for day in days)),
    ]
    about = {"club": group, "days": days, "most": most, "fewest": FEWEST_TOLD, "totals": totals}
    return render(request, "groups/statistics.html", about)
