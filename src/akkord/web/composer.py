"""The box in which posts and comments are written: its form, what can be attached, for whom, when."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from akkord.groups.queries import Group
from akkord.music import queries as music
from akkord.music.errors import NoSuchTrack
from akkord.people.queries import Person, lists_of
from akkord.people.rules.privacy import Audience, Level
from akkord.wall import actions, queries
from akkord.wall.errors import WallError
from akkord.wall.queries import Comment, CommentView, Post, PostView
from akkord.wall.rules import MOST_CHARACTERS, MOST_COMMENT_CHARACTERS

from .forms import PostForm
from .listening import listener_of

MOST_OFFERED = 200
ANSWERS_OFFERED = 10  # lines of a poll in the form
_WALL = re.compile(r"(id|club)\d{1,18}")
_TIME = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Composer:
    """A form, where it is sent, and the tracks it offers: (number, name, chosen)."""

    form: PostForm
    place: str
    offered: list[tuple[int, str, bool]]
    most: int = MOST_CHARACTERS
    answering: CommentView | None = None  # of a comment that answers another
    wall: str = ""  # "id5", "club3": of a new post, whose draft is kept
    answers: list[str] = field(default_factory=list)  # of its poll, as they were sent
    audiences: list[tuple[str, str]] = field(default_factory=list)


def composer(request: HttpRequest, wall: str, place: str = "", form: PostForm | None = None) -> Composer:
    """The box for a new post on a wall ("id5", "club3"), as one left it; or the one sent and refused.

    `?attach=<track>` comes chosen.
    """
    me: Person = request.user  # type: ignore[assignment]
    audiences = _audiences(me) if wall == f"id{me.pk}" else []
    if form is None:
        draft = queries.draft_for(me.pk, wall)
        tracks = draft.tracks if draft else []
        choices = offered(request, tracks)
        begun = {"text": draft.text if draft else "", "tracks": [*tracks, request.GET.get("attach", "")]}
        form = PostForm(choices=choices, audiences=audiences, initial=begun)
    answers = [*request.POST.getlist("answer"), *[""] * ANSWERS_OFFERED][:ANSWERS_OFFERED]
    return _box(form, place or f"/{wall}/post", wall=wall, audiences=audiences, answers=answers)


def comment_box(
    request: HttpRequest, post: Post, answering: CommentView | None, form: PostForm | None = None
) -> Composer:
    """The box for a comment."""
    if form is None:
        begun = {"tracks": [request.GET.get("attach", "")]}
        form = PostForm(choices=offered(request), initial=begun)
    return _box(form, f"/wall{post.pk}/comment", most=MOST_COMMENT_CHARACTERS, answering=answering)


def edit_box(request: HttpRequest, post: Post, view: PostView, form: PostForm | None = None) -> Composer:
    """The box in which a post is changed."""
    me: Person = request.user  # type: ignore[assignment]
    own = view.wall_person is not None and view.wall_person.pk == me.pk
    audiences = _audiences(me, post) if own else []
    if form is None:
        tracks = [row.number for row in view.tracks]
        begun = {"text": view.text, "tracks": tracks, "audience": _value(post)}
        form = PostForm(choices=offered(request, tracks), audiences=audiences, initial=begun)
    return _box(form, f"/wall{post.pk}/edit", audiences=audiences)


def _box(form: PostForm, place: str, **more: object) -> Composer:
    marked = {str(value) for value in form["tracks"].value() or []}
    choices = form.fields["tracks"].choices  # type: ignore[attr-defined]
    return Composer(form, place, [(n, name, str(n) in marked) for n, name in choices], **more)  # type: ignore[arg-type]


def offered(request: HttpRequest, begun: list[int] | None = None) -> list[tuple[int, str]]:
    """My music, and tracks that another page, a draft or the form itself asks to attach."""
    listener = listener_of(request)
    rows = music.music_of(listener, request.user.pk, MOST_OFFERED)  # type: ignore[arg-type]
    asked = {int(n) for n in [request.GET.get("attach", ""), *request.POST.getlist("tracks")] if _number(n)}
    missing = (asked | set(begun or [])) - {row.number for row in rows}
    if missing:
        rows = [*music.rows(listener, missing), *rows]
    return [(row.number, f"{row.artist} — {row.title}" if row.artist else row.title) for row in rows]


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _audiences(me: Person, post: Post | None = None) -> list[tuple[str, str]]:
    """Whom a post on one's own wall may be for; what an edited one was for stays among them."""
    lists = lists_of(me.pk)
    choices = [
        ("", _("All who see my wall")),
        (Level.MEMBERS.value, _("Members only")),
        (Level.FRIENDS_OF_FRIENDS.value, _("Friends and their friends")),
        (Level.FRIENDS.value, _("Friends")),
        *((f"lists:{each.pk}", _("Only “%(name)s”") % {"name": each.name}) for each in lists),
        *((f"except:{each.pk}", _("All but “%(name)s”") % {"name": each.name}) for each in lists),
        (Level.NOBODY.value, _("Only me")),
    ]
    kept = _value(post) if post else ""
    return choices if kept in dict(choices) else [*choices, (kept, _("As it was chosen"))]


def _value(post: Post) -> str:
    if post.audience in (Level.LISTS, Level.EXCEPT):
        return f"{post.audience}:{','.join(str(number) for number in post.audience_lists)}"
    return post.audience


def _audience(value: str) -> Audience | None:
    """What was chosen; None is all whom the wall lets."""
    level, _colon, lists = value.partition(":")
    return Audience(Level(level), frozenset(int(n) for n in lists.split(",") if n)) if level else None


def write(
    request: HttpRequest, place: str, person: Person | None, group: Group | None
) -> HttpResponse | Composer:
    """Publish what was sent, keep it as a draft or for later; or the composer with what is wrong."""
    me: Person = request.user  # type: ignore[assignment]
    wall = f"id{person.pk}" if person else f"club{group.pk if group else 0}"
    audiences = _audiences(me) if person == me else []
    form = PostForm(request.POST, choices=offered(request), audiences=audiences)
    if form.is_valid():
        said = form.cleaned_data
        written = {
            "wall_person": person,
            "wall_group": group,
            "text": said["text"],
            "track_ids": said["tracks"],
            "audience": _audience(said["audience"]),
        }
        question = _question(request, said)
        try:
            if "keep" in request.POST:
                actions.keep_draft(me, wall, said["text"], said["tracks"])
                messages.success(request, _("The draft is kept."))
            elif said["at"] and question is not None:
                form.add_error("at", _("A post with a poll is published at once."))
                return composer(request, wall, f"{place}/post", form)
            elif said["at"]:
                actions.write_later(me, said["at"], **written)
                actions.keep_draft(me, wall, "", [])
                messages.success(request, _("The post waits for its time."))
                return redirect("/feed/later")
            else:
                actions.write_post(me, **written, poll=question)
                actions.keep_draft(me, wall, "", [])
        except (WallError, NoSuchTrack) as refused:
            form.add_error("text", str(refused.text))
        else:
            return redirect(place)
    return composer(request, wall, f"{place}/post", form)


def _question(request: HttpRequest, said: dict[str, Any]) -> actions.Question | None:
    """The poll that was asked for; a form with none of it filled in asks nothing."""
    answers = [text for text in request.POST.getlist("answer") if text.strip()]
    if not said["question"] and not answers:
        return None
    return actions.Question(said["question"], answers, said["multiple"], said["named"], said["ends"])


@login_required
@require_POST
def keep_draft(request: HttpRequest) -> HttpResponse:
    """POST /drafts: what is being written, kept as one writes."""
    wall = request.POST.get("wall", "")
    if not _WALL.fullmatch(wall):
        return HttpResponse(status=422)
    tracks = [int(n) for n in request.POST.getlist("tracks") if _number(n)]
    actions.keep_draft(request.user, wall, request.POST.get("text", ""), tracks)  # type: ignore[arg-type]
    return HttpResponse(status=204)


def comment(request: HttpRequest, post: Post, answering: CommentView | None) -> Comment | Composer:
    """Write the comment that was sent, or the composer with what is wrong."""
    form = PostForm(request.POST, choices=offered(request))
    if form.is_valid():
        try:
            return actions.write_comment(
                request.user,  # type: ignore[arg-type]
                post,
                text=form.cleaned_data["text"],
                track_ids=form.cleaned_data["tracks"],
                answers=answering.number if answering else None,
            )
        except (WallError, NoSuchTrack) as refused:
            form.add_error("text", str(refused.text))
    return comment_box(request, post, answering, form)


def edit(request: HttpRequest, post: Post, view: PostView) -> Composer | None:
    """Change the post as was sent; the composer with what is wrong, or None when it is done."""
    me: Person = request.user  # type: ignore[assignment]
    own = view.wall_person is not None and view.wall_person.pk == me.pk
    audiences = _audiences(me, post) if own else []
    form = PostForm(request.POST, choices=offered(request), audiences=audiences)
    if form.is_valid():
        said = form.cleaned_data
        unchanged = post.audience and said["audience"] == _value(post)
        chosen = queries.audience_of(post) if unchanged else _audience(said["audience"])
        try:
            actions.edit_post(me, post, text=said["text"], track_ids=said["tracks"], audience=chosen)
            return None
        except (WallError, NoSuchTrack) as refused:
            form.add_error("text", str(refused.text))
    return edit_box(request, post, view, form)
