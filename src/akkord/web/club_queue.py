"""Suggested posts of a community: writing one, and the queue its editors answer."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.groups import actions, queries
from akkord.groups.errors import GroupError
from akkord.groups.rules import Act
from akkord.wall.actions.suggested import publish_suggestion
from akkord.wall.errors import WallError

from .clubs import club_of


class SuggestForm(forms.Form):
    """A post somebody would like to see on the wall."""

    text = forms.CharField(
        max_length=4000, label=gettext_lazy("Post"), widget=forms.Textarea(attrs={"rows": 6})
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, number: int) -> HttpResponse:
    """GET and POST /club<n>/suggest; what one has suggested stands below with its answers."""
    group = club_of(request, number, Act.SUGGEST)
    form = SuggestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.suggest(request.user, group, form.cleaned_data["text"])  # type: ignore[arg-type]
        except GroupError as refused:
            form.add_error("text", str(refused.text))
        else:
            messages.success(request, _("The editors of the community have your suggestion."))
            return redirect(f"/club{number}/suggest")
    mine = queries.suggestions_by(request.user.pk, group)  # type: ignore[arg-type]
    about = {"club": group, "form": form, "mine": mine}
    return render(request, "groups/suggest.html", about, status=422 if form.is_bound else 200)


@login_required
@require_safe
def queue(request: HttpRequest, number: int) -> HttpResponse:
    """GET /club<n>/queue."""
    group = club_of(request, number, Act.SPEAK)
    about = {"club": group, "waiting": queries.waiting_suggestions(group)[:100]}
    return render(request, "groups/queue.html", about)


@login_required
@require_POST
def publish(request: HttpRequest, number: int, suggestion: int) -> HttpResponse:
    """POST /club<n>/queue/<m>/publish."""
    group = club_of(request, number, Act.SPEAK)
    try:
        post = publish_suggestion(request.user, group, suggestion)  # type: ignore[arg-type]
    except (GroupError, WallError) as refused:
        messages.error(request, str(refused.text))
        return redirect(f"/club{number}/queue")
    messages.success(request, _("Published."))
    return redirect(f"/wall{post.pk}")


@login_required
@require_POST
def decline(request: HttpRequest, number: int, suggestion: int) -> HttpResponse:
    """POST /club<n>/queue/<m>/decline, with a word that its author reads."""
    group = club_of(request, number, Act.SPEAK)
    answer = request.POST.get("answer", "")
    try:
        actions.turn_down(request.user, group, suggestion, answer)  # type: ignore[arg-type]
    except GroupError as refused:
        messages.error(request, str(refused.text))
    return redirect(f"/club{number}/queue")


@login_required
@require_POST
def withdraw(request: HttpRequest, number: int, suggestion: int) -> HttpResponse:
    """POST /club<n>/queue/<m>/withdraw: one's own."""
    if not queries.suggestions_by(request.user.pk, club_of(request, number)):  # type: ignore[arg-type]
        raise Http404
    actions.withdraw(request.user, suggestion)  # type: ignore[arg-type]
    return redirect(f"/club{number}/suggest")
