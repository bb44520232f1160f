"""The box in which posts and comments are written: its form, what can be attached, for whom, when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.documents import queries as documents
from akkord.documents.queries import DocumentView
from akkord.groups.queries import Group, groups_by_numbers
from akkord.groups.rules import Kind, Voice
from akkord.music import queries as music
from akkord.music.errors import NoSuchTrack
from akkord.people.queries import Person
from akkord.photos import queries as photos
from akkord.photos.queries import PhotoView
from akkord.wall import actions, queries
from akkord.wall.errors import WallError
from akkord.wall.queries import Comment, CommentView, Post, PostView
from akkord.wall.rules import MOST_CHARACTERS, MOST_COMMENT_CHARACTERS, BegunPoll

from .audiences import audience_value, chosen_audience, offered_audiences
from .forms import PostForm
from .listening import listener_of
from .papers import take_documents
from .pictures import take_files

MOST_OFFERED = 200
ANSWERS_OFFERED = 10  # lines of a poll in the form
_WALL = re.compile(r"(id|club)\d{1,18}")
_TIME = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Composer:
    """A form, where it is sent, and the tracks it offers: (number, name, chosen).

    What `later` names ("tracks", "photos") is offered only once the writer asks for it.
    """

    form: PostForm
    place: str
    offered: list[tuple[int, str, bool]]
    most: int = MOST_CHARACTERS
    answering: CommentView | None = None  # of a comment that answers another
    wall: str = ""  # "id5", "club3": of a new post, whose draft is kept
    answers: list[str] = field(default_factory=list)  # of its poll, as they were sent
    audiences: list[tuple[str, str]] = field(default_factory=list)
    photos: list[tuple[PhotoView, bool]] | None = None  # offered, chosen; None where none can be attached
    voices: list[tuple[Voice, str]] = field(default_factory=list)  # in whose name one may write
    later: frozenset[str] = frozenset()
    papers: list[DocumentView] = field(default_factory=list)  # documents of one's own that go with it


def composer(
    request: HttpRequest,
    wall: str,
    place: str = "",
    form: PostForm | None = None,
    *,
    begun: bool = True,
) -> Composer:
    """The box for a new post on a wall ("id5", "club3"), as one left it; or the one sent and refused.

    `?attach=<track>` and `?photo=<photo>` come chosen; with neither, nor any in the draft, one's music and
    photos are asked for when the writer opens them (`?attach=mine`, `?photo=mine` without a script). `begun`:
    there may be a draft.
    """
    me: Person = request.user  # type: ignore[assignment]
    audiences = offered_audiences(me) if wall == f"id{me.pk}" else []
    later: set[str] = set()
    kept = _numbers(request.POST.getlist("documents"))
    asked = BegunPoll()
    if form is None:
        draft = queries.draft_for(me.pk, wall) if begun else None
        kept = draft.documents if draft else []
        tracks, drawn = (draft.tracks, draft.photos) if draft else ([], [])
        asked = BegunPoll(**draft.poll) if draft and draft.poll else asked
        later |= set() if tracks or "attach" in request.GET else {"tracks"}
        later |= set() if drawn or "photo" in request.GET else {"photos"}
        pictures = [*drawn, *_numbers(request.GET.getlist("photo"))]
        said = {
            "text": draft.text if draft else "",
            "tracks": [*tracks, request.GET.get("attach", "")],
            "photos": pictures,
            "voice": Voice.CLUB if _is_page(wall) else Voice.OWN,
            "question": asked.question,
            "multiple": asked.multiple,
            "named": asked.named,
            "ends": asked.ends,
        }
        form = PostForm(
            choices=[] if "tracks" in later else offered(request, tracks),
            audiences=audiences,
            photos=[] if "photos" in later else offered_photos(request, pictures),
            initial=said,
        )
    answers = [*request.POST.getlist("answer"), *asked.answers, *[""] * ANSWERS_OFFERED][:ANSWERS_OFFERED]
    voices = offered_voices(me.pk, _club_of(wall))
    papers = documents.views_of(
        me.pk, listener_of(request).territory, sorted(documents.own_among(me.pk, kept))
    )
    about = {"wall": wall, "audiences": audiences, "answers": answers, "voices": voices, "papers": papers}
    return _box(form, place or f"/{wall}/post", later=frozenset(later), **about)


def _club_of(wall: str) -> int | None:
    """The community whose wall it is ("club3")."""
    return int(wall.removeprefix("club")) if wall.startswith("club") else None


def _is_page(wall: str) -> bool:
    """Whether it is a public page's, where editors mostly speak for it."""
    club = _club_of(wall)
    return club is not None and groups_by_numbers([club])[club].kind == Kind.PAGE


def offered_voices(me: int | None, club: int | None) -> list[tuple[Voice, str]]:
    """In whose name one may write there; nothing to choose for who speaks for themselves alone."""
    if me is None or not queries.may_speak(me, club):
        return []
    return [
        (Voice.OWN, _("In my own name")),
        (Voice.CLUB, _("In the community’s name")),
        (Voice.SIGNED, _("In the community’s name, signed by me")),
    ]


def comment_box(
    request: HttpRequest, post: Post, answering: CommentView | None, form: PostForm | None = None
) -> Composer:
    """The box for a comment; its writer's music is offered like a post's."""
    later = frozenset[str]() if form or "attach" in request.GET else frozenset({"tracks"})
    if form is None:
        begun = {"tracks": [request.GET.get("attach", "")]}
        form = PostForm(choices=[] if later else offered(request), initial=begun)
    voices = offered_voices(request.user.pk, post.wall_group_id)
    place = f"/wall{post.pk}/comment"
    return _box(form, place, most=MOST_COMMENT_CHARACTERS, answering=answering, voices=voices, later=later)


def edit_box(request: HttpRequest, post: Post, view: PostView, form: PostForm | None = None) -> Composer:
    """The box in which a post is changed."""
    me: Person = request.user  # type: ignore[assignment]
    own = view.wall_person is not None and view.wall_person.pk == me.pk
    audiences = offered_audiences(me, audience_value(post)) if own else []
    if form is None:
        tracks = [row.number for row in view.tracks]
        pictures = [photo.number for photo in view.photos]
        begun = {
            "text": view.text,
            "tracks": tracks,
            "audience": audience_value(post),
            "photos": pictures,
        }
        form = PostForm(
            choices=offered(request, tracks),
            audiences=audiences,
            photos=offered_photos(request, pictures),
            initial=begun,
        )
    return _box(form, f"/wall{post.pk}/edit", audiences=audiences)


def _box(form: PostForm, place: str, **more: object) -> Composer:
    marked = {str(value) for value in form["tracks"].value() or []}
    choices = form.fields["tracks"].choices  # type: ignore[attr-defined]
    chosen = {str(value) for value in form["photos"].value() or []}
    pictures = None
    if form.pictures is not None:
        pictures = [(view, str(view.number) in chosen) for view in form.pictures]
    tracks = [(n, name, str(n) in marked) for n, name in choices]
    return Composer(form, place, tracks, photos=pictures, **more)  # type: ignore[arg-type]


def offered_photos(request: HttpRequest, begun: list[int]) -> list[PhotoView]:
    """Photos of one's own: those chosen already, then the newest."""
    listener = listener_of(request)
    return photos.offered_to(request.user.pk, listener.territory, begun)  # type: ignore[arg-type]


def sent_photos(request: HttpRequest) -> tuple[list[int], list[str]]:
    """Photos that were chosen, with those that came as files just now; and what was refused, and why."""
    sent, refused = take_files(request)
    return [*_numbers(request.POST.getlist("photos")), *sent], refused


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if _number(text)]


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


def write(
    request: HttpRequest, place: str, person: Person | None, group: Group | None
) -> HttpResponse | Composer:
    """Publish what was sent, keep it as a draft or for later; or the composer with what is wrong."""
    me: Person = request.user  # type: ignore[assignment]
    wall = f"id{person.pk}" if person else f"club{group.pk if group else 0}"
    audiences = offered_audiences(me) if person == me else []
    pictures, refused_files = sent_photos(request)
    papers, not_taken = take_documents(request)
    papers = [*_numbers(request.POST.getlist("documents")), *papers]
    form = _posted(request, audiences, pictures)
    for why in [*refused_files, *not_taken]:
        form.add_error("text", why)
    if form.is_valid():
        said = form.cleaned_data
        written = {
            "wall_person": person,
            "wall_group": group,
            "text": said["text"],
            "track_ids": said["tracks"],
            "photo_ids": said["photos"],
            "audience": chosen_audience(said["audience"]),
            "voice": said["voice"],
        }
        question = _question(request, said)
        try:
            if "keep" in request.POST:
                poll = _begun_poll(request)
                actions.keep_draft(me, wall, said["text"], said["tracks"], said["photos"], papers, poll)
                messages.success(request, _("The draft is kept."))
            elif said["at"] and question is not None:
                form.add_error("at", _("A post with a poll is published at once."))
                return composer(request, wall, f"{place}/post", form)
            elif said["at"]:
                actions.write_later(me, said["at"], **written, document_ids=papers)
                actions.keep_draft(me, wall, "", [])
                messages.success(request, _("The post waits for its time."))
                return redirect("/feed/later")
            else:
                actions.write_post(me, **written, document_ids=papers, poll=question)
                actions.keep_draft(me, wall, "", [])
                messages.success(request, _("Published."))
        except (WallError, NoSuchTrack) as refused:
            form.add_error("text", str(refused.text))
        else:
            return redirect(place)
    return composer(request, wall, f"{place}/post", form)


def _posted(
    request: HttpRequest,
    audiences: list[tuple[str, str]],
    pictures: list[int],
    stood: Sequence[int] = (),
) -> PostForm:
    """The form as it was sent, with files that came beside it chosen like any photo."""
    data = request.POST.copy()
    data.setlist("photos", [str(number) for number in pictures])
    offered_too = offered_photos(request, [*pictures, *stood])
    return PostForm(data, choices=offered(request), audiences=audiences, photos=offered_too)


def _question(request: HttpRequest, said: dict[str, Any]) -> actions.Question | None:
    """The poll that was asked for; a form with none of it filled in asks nothing."""
    answers = [text for text in request.POST.getlist("answer") if text.strip()]
    if not said["question"] and not answers:
        return None
    return actions.Question(said["question"], answers, said["multiple"], said["named"], said["ends"])


def _begun_poll(request: HttpRequest) -> BegunPoll | None:
    """What the form holds of a poll so far; None where nobody has begun one."""
    said, answers = request.POST, request.POST.getlist("answer")
    if not said.get("question", "").strip() and not any(text.strip() for text in answers):
        return None
    ends = said.get("ends", "")
    return BegunPoll(said.get("question", ""), tuple(answers), "multiple" in said, "named" in said, ends)


@login_required
@require_safe
def my_tracks(request: HttpRequest) -> HttpResponse:
    """GET /drafts/tracks: one's music as the box offers it."""
    tracks = [(number, name, False) for number, name in offered(request)]
    return render(request, "parts/offered_tracks.html", {"offered": tracks})


@login_required
@require_safe
def my_photos(request: HttpRequest) -> HttpResponse:
    """GET /drafts/photos: one's newest photos as the box offers them."""
    pictures = [(view, False) for view in offered_photos(request, [])]
    return render(request, "parts/offered_photos.html", {"offered": pictures})


@login_required
@require_POST
def keep_draft(request: HttpRequest) -> HttpResponse:
    """POST /drafts: what is being written, kept as one writes."""
    wall = request.POST.get("wall", "")
    if not _WALL.fullmatch(wall):
        return HttpResponse(status=422)
    tracks, pictures, papers = (
        _numbers(request.POST.getlist(name)) for name in ("tracks", "photos", "documents")
    )
    text, poll = request.POST.get("text", ""), _begun_poll(request)
    actions.keep_draft(request.user, wall, text, tracks, pictures, papers, poll)  # type: ignore[arg-type]
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
                voice=form.cleaned_data["voice"],
            )
        except (WallError, NoSuchTrack) as refused:
            form.add_error("text", str(refused.text))
    return comment_box(request, post, answering, form)


def edit(request: HttpRequest, post: Post, view: PostView) -> Composer | None:
    """Change the post as was sent; the composer with what is wrong, or None when it is done."""
    me: Person = request.user  # type: ignore[assignment]
    own = view.wall_person is not None and view.wall_person.pk == me.pk
    audiences = offered_audiences(me, audience_value(post)) if own else []
    pictures, refused_files = sent_photos(request)
    stood = [photo.number for photo in view.photos]
    form = _posted(request, audiences, pictures, stood)
    for why in refused_files:
        form.add_error("text", why)
    if form.is_valid():
        said = form.cleaned_data
        unchanged = post.audience and said["audience"] == audience_value(post)
        chosen = queries.audience_of(post) if unchanged else chosen_audience(said["audience"])
        try:
            actions.edit_post(
                me,
                post,
                text=said["text"],
                track_ids=said["tracks"],
                photo_ids=said["photos"],
                audience=chosen,
            )
            return None
        except (WallError, NoSuchTrack) as refused:
            form.add_error("text", str(refused.text))
    return edit_box(request, post, view, form)
