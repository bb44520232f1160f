"""Posts, comments, likes and the feed through the API: the same verbs and the same gate as the pages."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from akkord.feed import actions as choices
from akkord.feed import queries as feed
from akkord.groups.queries import Group
from akkord.groups.rules import Voice
from akkord.music.queries import TrackRow
from akkord.people.queries import Person, person_for
from akkord.people.rules.privacy import Audience
from akkord.photos.queries import PhotoView
from akkord.wall import actions, queries
from akkord.wall.errors import LaterAlone
from akkord.wall.queries import CommentView, PostView, Source

from .auth import listener_of, person_of
from .documents import document_shape
from .friends import Chosen
from .values import Number, Text, without_nul

router = Router(tags=["posts"])
Tracks = Annotated[list[Number], Field(max_length=100)]


Tag = Annotated[str, StringConstraints(max_length=100), AfterValidator(without_nul)]


class NewPoll(Schema):
    """A question with answers; `named`: who chose what is shown."""

    question: Text
    answers: Annotated[list[Text], Field(max_length=20)]
    multiple: bool = False
    named: bool = False
    ends_at: AwareDatetime | None = None


class NewPost(Schema):
    """A post on one's own wall."""

    text: Text = ""
    tracks: Tracks = []
    photos: Annotated[list[Number], Field(max_length=20, description="Numbers of photos of mine")] = []
    documents: Annotated[list[Number], Field(max_length=10, description="Numbers of documents of mine")] = []
    of: Annotated[Number | None, Field(description="A post that is passed on")] = None
    audience: Annotated[Chosen | None, Field(description="For fewer than see my wall")] = None
    at: Annotated[AwareDatetime | None, Field(description="Publish it then; without `of` and `poll`")] = None
    poll: NewPoll | None = None


class Chose(Schema):
    """Numbers of the answers I choose, instead of those before; none takes my vote back."""

    answers: Annotated[list[Number], Field(max_length=20)]


class Muted(Schema):
    """A word, and for how many days; without them until I say otherwise."""

    word: Text
    days: Annotated[int | None, Field(ge=1, le=365)] = None


class ChangedPost(Schema):
    """What a post says from now on."""

    text: Text = ""
    tracks: Tracks = []
    photos: Annotated[list[Number] | None, Field(max_length=20, description="Left out they stay")] = None
    audience: Annotated[
        Chosen | None, Field(description="Left out it stays; null is all who see my wall")
    ] = None


class NewComment(Schema):
    """What is said to a post; `answers` is the number of another comment of it."""

    text: Text = ""
    tracks: Tracks = []
    answers: Number | None = None
    voice: Annotated[Voice, Field(description="In whose name an editor of its community says it")] = Voice.OWN


@router.post("/posts", summary="Write on my wall")
def write_post(request: HttpRequest, new: NewPost) -> dict[str, Any]:
    author = person_of(request)
    audience = _audience(new.audience)
    if new.at is not None and (new.of is not None or new.poll is not None):
        raise LaterAlone
    if new.at is not None:
        later = actions.write_later(
            author,
            new.at,
            wall_person=author,
            text=new.text,
            track_ids=new.tracks,
            photo_ids=new.photos,
            document_ids=new.documents,
            audience=audience,
        )
        return {"later": later.pk, "at": later.at}
    of = queries.open_post(listener_of(request), new.of) if new.of is not None else None
    poll = None
    if new.poll is not None:
        asked = new.poll
        poll = actions.Question(asked.question, asked.answers, asked.multiple, asked.named, asked.ends_at)
    post = actions.write_post(
        author,
        wall_person=author,
        text=new.text,
        track_ids=new.tracks,
        photo_ids=new.photos,
        document_ids=new.documents,
        of=of,
        audience=audience,
        poll=poll,
    )
    return {"number": post.pk, "url": f"/wall{post.pk}"}


@router.get("/posts/later", summary="My posts that wait for their time")
def later(request: HttpRequest) -> list[dict[str, Any]]:
    waiting = queries.waiting_posts(person_of(request).pk)
    return [{"later": w.pk, "at": w.at, "text": w.text, "refused": w.refused} for w in waiting]


@router.delete("/posts/later/{number}", summary="Do not publish it", response={204: None})
def give_up(request: HttpRequest, number: Number) -> Status[None]:
    actions.give_up_later(person_of(request), number)
    return Status(204, None)


@router.put("/posts/{number}", summary="Change a post of mine; what it said before stays to be read")
def edit_post(request: HttpRequest, number: Number, new: ChangedPost) -> dict[str, Any]:
    found = queries.open_post(listener_of(request), number)
    if "audience" in new.model_fields_set:
        audience = _audience(new.audience)
    else:
        audience = queries.audience_of(found) if found.audience else None
    actions.edit_post(
        person_of(request),
        found,
        text=new.text,
        track_ids=new.tracks,
        photo_ids=new.photos,
        audience=audience,
    )
    return post_shape(queries.view_of(listener_of(request), number))


@router.post("/posts/{number}/restore", summary="Bring back a post that I deleted, within a day")
def restore_post(request: HttpRequest, number: Number) -> dict[str, Any]:
    actions.restore_post(person_of(request), number)
    return post_shape(queries.view_of(listener_of(request), number))


@router.get("/posts/{number}/versions", summary="What a post said before, the latest first")
def versions(request: HttpRequest, number: Number) -> list[dict[str, Any]]:
    found = queries.open_post(listener_of(request), number)
    said = queries.versions_of(listener_of(request), found)
    return [{"text": v.text, "tracks": _tracks(v.tracks), "said_at": v.said_at} for v in said]


@router.put("/posts/{number}/pin", summary="Put a post above the others of my wall", response={204: None})
def pin(request: HttpRequest, number: Number) -> Status[None]:
    actions.pin(person_of(request), queries.open_post(listener_of(request), number))
    return Status(204, None)


@router.delete("/posts/{number}/pin", summary="Put it back among the others", response={204: None})
def unpin(request: HttpRequest, number: Number) -> Status[None]:
    actions.unpin(person_of(request), queries.open_post(listener_of(request), number))
    return Status(204, None)


@router.get("/feed", summary="What those I follow have posted: the newest, or the important of seven days")
def read_feed(
    request: HttpRequest,
    before: Number | None = None,
    order: Literal["newest", "important"] = "newest",
    page: Annotated[int, Field(ge=0, le=100)] = 0,
    friends: Annotated[Number | None, Field(description="One of my lists of friends")] = None,
) -> dict[str, Any]:
    listener, me = listener_of(request), person_of(request)
    if order == "important":
        found = feed.important(listener, me, page, of_list=friends)
    else:
        found = feed.page(listener, me, before, of_list=friends)
    return {
        "posts": [
            post_shape(entry.post) | {"why": entry.why.value, "folded_by": entry.folded_by or None}
            for entry in found.entries
        ],
        "before": found.before,
        "page": found.further,
    }


@router.get("/feed/muted", summary="What I leave out of my feed")
def muted(request: HttpRequest) -> dict[str, Any]:
    left_out = feed.muting(person_of(request))
    return {
        "words": [{"number": w.pk, "word": w.word, "until": w.until} for w in left_out.words],
        "people": [
            {"number": number, "name": shown.name if shown else None, "until": until}
            for number, shown, until in left_out.authors
        ],
        "posts": left_out.hidden,
    }


@router.post("/feed/muted", summary="Fold posts that hold a word", response={204: None})
def mute_word(request: HttpRequest, new: Muted) -> Status[None]:
    choices.mute_word(person_of(request), new.word, new.days)
    return Status(204, None)


@router.delete("/feed/muted/{number}", summary="Fold them no longer", response={204: None})
def unmute_word(request: HttpRequest, number: Number) -> Status[None]:
    choices.unmute_word(person_of(request), number)
    return Status(204, None)


@router.put("/people/{number}/mute", summary="Leave somebody out of my feed", response={204: None})
def mute_author(request: HttpRequest, number: Number) -> Status[None]:
    me = person_of(request)
    choices.mute_author(me, person_for(me.pk, number), None)
    return Status(204, None)


@router.delete("/people/{number}/mute", summary="Have them there again", response={204: None})
def unmute_author(request: HttpRequest, number: Number) -> Status[None]:
    choices.unmute_author(person_of(request), number)
    return Status(204, None)


@router.get("/tagged", summary="Posts with a hashtag, as far as they are shown to me")
def tagged(request: HttpRequest, tag: Tag, before: Number | None = None) -> dict[str, Any]:
    page = queries.posts_tagged(listener_of(request), tag, before)
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


@router.put("/posts/{number}/vote", summary="Choose answers of a post's poll")
def vote(request: HttpRequest, number: Number, chose: Chose) -> dict[str, Any]:
    actions.vote(person_of(request), queries.open_post(listener_of(request), number), chose.answers)
    return post_shape(queries.view_of(listener_of(request), number))


@router.get("/bookmarks", summary="Posts I keep to read again")
def kept(request: HttpRequest, before: Number | None = None) -> dict[str, Any]:
    page = queries.posts_kept(listener_of(request), before)
    return {"posts": [post_shape(view) for view in page.posts], "before": page.before}


@router.put("/bookmarks/{number}", summary="Keep a post", response={204: None})
def keep(request: HttpRequest, number: Number) -> Status[None]:
    actions.keep(person_of(request), queries.open_post(listener_of(request), number))
    return Status(204, None)


@router.delete("/bookmarks/{number}", summary="Keep a post no longer", response={204: None})
def unkeep(request: HttpRequest, number: Number) -> Status[None]:
    actions.unkeep(person_of(request), queries.open_post(listener_of(request), number))
    return Status(204, None)


@router.get("/posts/{number}/comments", summary="Comments of a post, thread by thread")
def comments(request: HttpRequest, number: Number, after: Number | None = None) -> dict[str, Any]:
    found = queries.open_post(listener_of(request), number)
    page = queries.comments_of(listener_of(request), found, after=after)
    return {"comments": [comment_shape(view) for view in page.comments], "after": page.after}


@router.post("/posts/{number}/comments", summary="Comment on a post, or answer a comment of it")
def write_comment(request: HttpRequest, number: Number, new: NewComment) -> dict[str, Any]:
    found = queries.open_post(listener_of(request), number)
    said = actions.write_comment(
        person_of(request),
        found,
        text=new.text,
        track_ids=new.tracks,
        answers=new.answers,
        voice=new.voice,
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


def speaker_shape(view: PostView | CommentView) -> dict[str, Any]:
    """Whose name stands over it; most readers are not told who wrote in a community's name."""
    club = view.speaker.pk if isinstance(view.speaker, Group) else None
    return {
        "author": view.author.pk if view.author else None,
        "club": club,
        "voice": view.voice.value or None,
        "name": view.speaker.name,
    }


def post_shape(view: PostView) -> dict[str, Any]:
    return {
        "number": view.number,
        **speaker_shape(view),
        "text": view.text,
        "restriction": asdict(view.restriction) if view.restriction else None,
        "at": view.made_at,
        "tracks": _tracks(view.tracks),
        "photos": _photos(view.photos),
        "documents": [document_shape(each) for each in view.documents],
        "card": asdict(view.card) if view.card else None,
        "likes": view.likes,
        "liked": view.liked,
        "comments": view.comments,
        "reposts": view.reposts,
        "audience": view.audience or None,
        "edited": view.edited,
        "kept": view.kept,
        "poll": asdict(view.poll) if view.poll else None,
        "pinned": view.pinned,
        "chain": [_source(source) for source in view.chain],
        "last_comments": [comment_shape(said) for said in view.last_comments],
    }


def _audience(chosen: Chosen | None) -> Audience | None:
    if chosen is None:
        return None
    return Audience(chosen.level, frozenset(chosen.lists), frozenset(chosen.people))


def _photos(photos: list[PhotoView]) -> list[dict[str, Any]]:
    """Addresses of pictures ask the gate of the post again; a silent one has none."""
    return [
        {
            "number": photo.number,
            "alt": photo.alt,
            "large": photo.large if photo.silence is None else None,
            "small": photo.small if photo.silence is None else None,
            "entry": photo.silence.entry if photo.silence else None,
        }
        for photo in photos
    ]


def _source(source: Source) -> dict[str, Any]:
    """What is passed on; null where it is not there for the reader."""
    return {
        "number": source.number,
        "author": source.speaker.pk if isinstance(source.speaker, Person) else None,
        "club": source.speaker.pk if isinstance(source.speaker, Group) else None,
        "text": source.text if source.speaker else None,
        "tracks": _tracks(source.tracks),
        "photos": _photos(source.photos),
        "restriction": asdict(source.restriction) if source.restriction else None,
    }


def comment_shape(view: CommentView) -> dict[str, Any]:
    return {
        "number": view.number,
        "post": view.post,
        **speaker_shape(view),
        "answers": view.answers.pk if isinstance(view.answers, Person) else None,
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
