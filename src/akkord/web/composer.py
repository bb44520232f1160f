"""The box in which a post is written: its form, the tracks that can be attached, what it answers."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from akkord.groups.queries import Group
from akkord.music import queries as music
from akkord.music.errors import NoSuchTrack
from akkord.people.queries import Person
from akkord.wall import actions
from akkord.wall.errors import WallError
from akkord.wall.queries import Comment, CommentView, Post
from akkord.wall.rules import MOST_CHARACTERS, MOST_COMMENT_CHARACTERS

from .forms import PostForm
from .listening import listener_of

MOST_OFFERED = 200


@dataclass(frozen=True)
class Composer:
    """A form, where it is sent, and the tracks it offers: (number, name, chosen)."""

    form: PostForm
    place: str
    offered: list[tuple[int, str, bool]]
    most: int = MOST_CHARACTERS
    answering: CommentView | None = None  # of a comment that answers another


def composer(
    request: HttpRequest,
    place: str,
    form: PostForm | None = None,
    most: int = MOST_CHARACTERS,
    answering: CommentView | None = None,
) -> Composer:
    """An empty composer (with `?attach=<track>` chosen), or the one that was sent and refused."""
    choices = offered(request)
    form = form or PostForm(choices=choices)
    chosen = form["tracks"].value() if form.is_bound else [request.GET.get("attach", "")]
    marked = {str(value) for value in chosen or []}
    return Composer(form, place, [(n, name, str(n) in marked) for n, name in choices], most, answering)


def offered(request: HttpRequest) -> list[tuple[int, str]]:
    """My music, and a track that another page asks to attach."""
    listener = listener_of(request)
    rows = music.music_of(listener, request.user.pk, MOST_OFFERED)  # type: ignore[arg-type]
    asked = {int(n) for n in [request.GET.get("attach", ""), *request.POST.getlist("tracks")] if _number(n)}
    missing = asked - {row.number for row in rows}
    if missing:
        rows = [*music.rows(listener, missing), *rows]
    return [(row.number, f"{row.artist} — {row.title}" if row.artist else row.title) for row in rows]


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def write(
    request: HttpRequest, place: str, person: Person | None, group: Group | None
) -> HttpResponse | Composer:
    """Write the post that was sent and go back to its wall, or the composer with what is wrong."""
    form = PostForm(request.POST, choices=offered(request))
    if form.is_valid():
        try:
            actions.write_post(
                request.user,  # type: ignore[arg-type]
                wall_person=person,
                wall_group=group,
                text=form.cleaned_data["text"],
                track_ids=form.cleaned_data["tracks"],
            )
        except (WallError, NoSuchTrack) as refused:
            form.add_error("text", str(refused.text))
        else:
            return redirect(place)
    return composer(request, f"{place}/post", form)


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
    return composer(request, f"/wall{post.pk}/comment", form, MOST_COMMENT_CHARACTERS, answering)
