"""Posts, comments, likes and the feed through the API: the same verbs and the same gate as the pages."""

from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from akkord.feed import queries as feed
from akkord.music.queries import TrackRow
from akkord.wall import actions, queries
from akkord.wall.queries import CommentView, PostView

from .auth import listener_of, person_of
from .values import Number, Text

router = Router(tags=["posts"])
Tracks = Annotated[list[Number], Field(max_length=100)]


class NewPost(Schema):
    """A post on one's own wall."""

    text: Text = ""
    tracks: Tracks = []


class NewComment(Schema):
    """What is said to a post; `answers` is the number of another comment of it."""

    text: Text = ""
    tracks: Tracks = []
    answers: Number | None = None


@router.post("/posts", summary="Write on my wall")
def write_post(request: HttpRequest, new: NewPost) -> dict[str, Any]:
    author = person_of(request)
    post = actions.write_post(author, wall_person=author, text=new.text, track_ids=new.tracks)
    return {"number": post.pk, "url": f"/wall{post.pk}"}


@router.get("/feed", summary="What those I follow have posted, newest first")
def read_feed(request: HttpRequest, before: Number | None = None) -> dict[str, Any]:
    page = feed.page(listener_of(request), person_of(request), before)
    return {"posts": [post_shape(view) for view in page.posts], "before": page.before}


@router.get("/posts/{number}", summary="A post, as I may see it")
def post(request: HttpRequest, number: Number) -> dict[str, Any]:
    return post_shape(queries.view_of(listener_of(request), number))


@router.delete("/posts/{number}", summary="Delete a post of mine or on my wall", response={204: None})
def delete_post(request: HttpRequest, number: Number) -> Status[None]:
    me = person_of(request)
    actions.delete_post(me, queries.post_for(me.pk, number))
    return Status(204, None)


@router.put("/posts/{number}/like", summary="Like a post", response={204: None})
def like_post(request: HttpRequest, number: Number) -> Status[None]:
    actions.like(person_of(request), queries.open_post(listener_of(request), number))
    return Status(204, None)


@router.delete("/posts/{number}/like", summary="Like a post no longer", response={204: None})
def unlike_post(request: HttpRequest, number: Number) -> Status[None]:
    actions.unlike(person_of(request), queries.open_post(listener_of(request), number))
    return Status(204, None)


@router.get("/posts/{number}/likes", summary="Who likes a post, of those who show themselves to me")
def post_likes(request: HttpRequest, number: Number, before: Number | None = None) -> dict[str, Any]:
    found = queries.open_post(listener_of(request), number)
    page = queries.likers(person_of(request).pk, found, before)
    return {
        "count": found.likes,
        "people": [{"number": p.pk, "name": p.name} for p in page.people],
        "before": page.before,
    }


@router.get("/posts/{number}/comments", summary="Comments of a post, thread by thread")
def comments(request: HttpRequest, number: Number, after: Number | None = None) -> dict[str, Any]:
    found = queries.open_post(listener_of(request), number)
    page = queries.comments_of(listener_of(request), found, after=after)
    return {"comments": [comment_shape(view) for view in page.comments], "after": page.after}


@router.post("/posts/{number}/comments", summary="Comment on a post, or answer a comment of it")
def write_comment(request: HttpRequest, number: Number, new: NewComment) -> dict[str, Any]:
    found = queries.open_post(listener_of(request), number)
    said = actions.write_comment(
        person_of(request), found, text=new.text, track_ids=new.tracks, answers=new.answers
    )
    return comment_shape(queries.comment_view(listener_of(request), said.pk))


@router.delete("/comments/{number}", summary="Delete a comment of mine or on my wall", response={204: None})
def delete_comment(request: HttpRequest, number: Number) -> Status[None]:
    actions.delete_comment(person_of(request), queries.open_comment(listener_of(request), number))
    return Status(204, None)


@router.post("/comments/{number}/restore", summary="Bring back what I deleted, within a day")
def restore_comment(request: HttpRequest, number: Number) -> dict[str, Any]:
    found = queries.open_comment(listener_of(request), number, deleted=True)
    actions.restore_comment(person_of(request), found)
    return comment_shape(queries.comment_view(listener_of(request), number))


@router.put("/comments/{number}/like", summary="Like a comment", response={204: None})
def like_comment(request: HttpRequest, number: Number) -> Status[None]:
    actions.like(person_of(request), queries.open_comment(listener_of(request), number))
    return Status(204, None)


@router.delete("/comments/{number}/like", summary="Like a comment no longer", response={204: None})
def unlike_comment(request: HttpRequest, number: Number) -> Status[None]:
    actions.unlike(person_of(request), queries.open_comment(listener_of(request), number))
    return Status(204, None)


def post_shape(view: PostView) -> dict[str, Any]:
    return {
        "number": view.number,
        "author": view.author.pk,
        "name": view.author.name,
        "text": view.text,
        "restriction": asdict(view.restriction) if view.restriction else None,
        "at": view.made_at,
        "tracks": _tracks(view.tracks),
        "likes": view.likes,
        "liked": view.liked,
        "comments": view.comments,
        "last_comments": [comment_shape(said) for said in view.last_comments],
    }


def comment_shape(view: CommentView) -> dict[str, Any]:
    return {
        "number": view.number,
        "post": view.post,
        "author": view.author.pk,
        "name": view.author.name,
        "answers": view.answers.pk if view.answers else None,
        "within_thread": view.within,
        "text": view.text,
        "deleted": view.deleted,
        "at": view.made_at,
        "tracks": _tracks(view.tracks),
        "likes": view.likes,
        "liked": view.liked,
    }


def _tracks(tracks: list[TrackRow]) -> list[dict[str, Any]]:
    return [{"number": t.number, "title": t.title, "artist": t.artist, "state": t.state} for t in tracks]
