"""Topics of communities: the board, a topic, and what its keepers do."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.board import actions, queries
from akkord.board.errors import BoardError, NoSuchRemark, NoSuchTopic
from akkord.board.queries import Topic
from akkord.groups.queries import Group
from akkord.groups.rules import Act, Voice
from akkord.people.queries import Person

from .clubs import club_of
from .composer import offered_voices
from .paths import number_in

SHOWN = 100


class RemarkForm(forms.Form):
    """What one says in a topic."""

    text = forms.CharField(max_length=4000, label=_("Text"), widget=forms.Textarea(attrs={"rows": 4}))
    voice = forms.TypedChoiceField(
        required=False, coerce=Voice, empty_value=Voice.OWN, label=_("In whose name")
    )

    def __init__(self, voices: list[tuple[Voice, str]], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["voice"].choices = voices  # type: ignore[attr-defined]
        if not voices:
            del self.fields["voice"]


class TopicForm(RemarkForm):
    """A new topic with its first remark."""

    title = forms.CharField(max_length=120, label=_("Title"))
    field_order = ("title", "text", "voice")


def _sent(request: HttpRequest, form: type[RemarkForm], group: Group) -> RemarkForm:
    return form(offered_voices(request.user.pk, group.pk), request.POST if request.method == "POST" else None)


def _topic(request: HttpRequest, number: int, topic: int) -> tuple[Group, Topic]:
    group = club_of(request, number, Act.READ)
    try:
        return group, queries.topic_for(request.user.pk, group, topic)
    except NoSuchTopic as missing:
        raise Http404 from missing


@require_safe
def board(request: HttpRequest, number: int) -> HttpResponse:
    """GET /board<n>."""
    group = club_of(request, number, Act.READ)
    about = {
        "club": group,
        "topics": queries.shown_topics(request.user.pk, group, SHOWN),
        "writes": queries.may_write(request.user.pk, group),
    }
    return render(request, "groups/board.html", about)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: int) -> HttpResponse:
    """GET and POST /board<n>/new."""
    group = club_of(request, number, Act.READ)
    if not queries.may_write(request.user.pk, group):
        raise Http404
    form = _sent(request, TopicForm, group)
    if form.is_bound and form.is_valid():
        try:
            made = actions.open_topic(request.user, group, **form.cleaned_data)  # type: ignore[arg-type]
        except BoardError as refused:
            form.add_error("text", str(refused.text))
        else:
            return redirect(made)
    about = {"club": group, "form": form}
    return render(request, "groups/topic_new.html", about, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, number: int, topic: int) -> HttpResponse:
    """GET /topic<n>_<m>, ?after= for what follows; POST writes in it."""
    group, found = _topic(request, number, topic)
    me = request.user.pk
    writes = queries.may_write(me, group, found.closed)
    form = _sent(request, RemarkForm, group)
    if form.is_bound and not request.user.is_authenticated:
        return redirect(f"/accounts/login/?next={found.get_absolute_url()}")
    if form.is_bound and form.is_valid():
        try:
            remark = actions.say(request.user, group, found, **form.cleaned_data)  # type: ignore[arg-type]
        except BoardError as refused:
            form.add_error("text", str(refused.text))
        else:
            return redirect(f"{found.get_absolute_url()}?after={remark.pk - 1}")
    about = {
        "club": group,
        "topic": found,
        "page": queries.remarks_in(me, found, number_in(request.GET.get("after", "")) or 0),
        "later": bool(request.GET.get("after")),
        "form": form,
        "writes": writes,
        "keeps": queries.keeps(me, group),
    }
    return render(request, "groups/topic.html", about, status=422 if form.is_bound else 200)


def _on_topic(verb: Callable[[Person, Group, Topic], object], back: str = "") -> Callable[..., HttpResponse]:
    """POST /topic<n>_<m>/<verb>: the verb itself asks whether it may."""

    @login_required
    @require_POST
    def done(request: HttpRequest, number: int, topic: int) -> HttpResponse:
        group, found = _topic(request, number, topic)
        try:
            verb(request.user, group, found)  # type: ignore[arg-type]
        except BoardError as refused:
            messages.error(request, str(refused.text))
            return redirect(found)
        return redirect(f"/board{number}" if back else found.get_absolute_url())

    return done


close = _on_topic(lambda who, group, topic: actions.close(who, group, topic, closed=True))
reopen = _on_topic(lambda who, group, topic: actions.close(who, group, topic, closed=False))
pin = _on_topic(lambda who, group, topic: actions.pin(who, group, topic, pinned=True))
unpin = _on_topic(lambda who, group, topic: actions.pin(who, group, topic, pinned=False))
remove = _on_topic(actions.remove_topic, back="board")


@login_required
@require_POST
def remove_remark(request: HttpRequest, number: int, topic: int, remark: int) -> HttpResponse:
    """POST /topic<n>_<m>/<remark>/delete."""
    group, found = _topic(request, number, topic)
    try:
        actions.remove_remark(request.user, group, found, remark)  # type: ignore[arg-type]
    except NoSuchRemark as missing:
        raise Http404 from missing
    except BoardError as refused:
        messages.error(request, str(refused.text))
    return redirect(found)
