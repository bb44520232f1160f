"""Reporting messages: the reporter chooses which, and those alone are shown to the staff."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from akkord.dialogs import actions, queries
from akkord.dialogs.errors import DialogError

from .im import posts_on
from .im_acts import me
from .im_places import Where, here, member_here
from .im_writing import numbers
from .listening import listener_of

AROUND = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, where: Where) -> HttpResponse:
    """GET and POST /im/7/report?seq=: choose messages, say why, see what will be shown."""
    member = member_here(request, where)
    asked = request.POST if request.method == "POST" else request.GET
    chosen, wrong = numbers(asked, "seq"), ""
    if request.method == "POST":
        try:
            actions.report(me(request), member.dialog_id, chosen, request.POST.get("words", ""))
        except DialogError as refused:
            wrong = str(refused.text)
        else:
            messages.success(request, _("The staff has your report and sees the messages you chose."))
            return redirect("/im/reports")
    stretch = queries.thread(listener_of(request), member, around=chosen[0] if chosen else None, limit=AROUND)
    about = {
        "at": here(request, where),
        "messages": [m for m in stretch.messages if not m.event],
        "posts": posts_on(request, stretch.messages),
        "chosen": chosen,
        "words": asked.get("words", ""),
        "wrong": wrong,
    }
    return render(request, "im/report.html", about, status=422 if wrong else 200)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """GET /im/reports: what I reported, and what came of it."""
    return render(request, "im/reports.html", {"reports": list(queries.reports_by(me(request).pk)[:100])})
