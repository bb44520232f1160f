"""Single posts with their comments: reading, commenting, liking, deleting and bringing back."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.groups import queries as groups
from akkord.people.queries import Person
from akkord.wall import actions, queries
from akkord.wall.errors import NoSuchComment, NoSuchPost, WallError
from akkord.wall.queries import Comment, CommentView, Post

from .composer import Composer, comment, comment_box, edit, edit_box
from .listening import listener_of
from .paths import mark, next_place, number_in


def _me(request: HttpRequest) -> Person:
    person: Person = request.user  # type: ignore[assignment]
    return person


def _post(request: HttpRequest, number: int) -> Post:
    try:
        return queries.open_post(listener_of(request), number)
    except NoSuchPost as missing:
        raise Http404 from missing


def _comment(request: HttpRequest, number: int, *, deleted: bool = False) -> Comment:
    try:
        return queries.open_comment(listener_of(request), number, deleted=deleted)
    except NoSuchComment as missing:
        raise Http404 from missing


def _in_place(request: HttpRequest) -> bool:
    """Whether a part of the page is to be swapped, and not the page."""
    return "part" in request.GET


@require_safe
def post(request: HttpRequest, number: int) -> HttpResponse:
    """GET /wall<n>: one post with its comments; ?at=<comment>, ?after=<comment>, ?answer=<comment>."""
    return _post_page(request, number)


def _post_page(request: HttpRequest, number: int, sent: Composer | None = None) -> HttpResponse:
    listener = listener_of(request)
    try:
        found = queries.post_for(listener.person_id, number)
    except NoSuchPost as missing:
        return _deleted(request, number, missing)
    entry = queries.views_of(listener, [found])[0]
    silent = entry.restriction is not None and found.author_id != listener.person_id
    after, at = (number_in(request.GET.get(name, "")) for name in ("after", "at"))
    about = {
        "entry": entry,
        "page": None if silent else queries.comments_of(listener, found, after=after, at=at),
        "composer": sent,
        "quotes": [] if silent else queries.quotes_of(found),
    }
    if entry.commentable and sent is None:
        about["composer"] = comment_box(request, found, _answering(request, found))
    return render(request, "home/post.html", about, status=422 if sent else 200)


def _deleted(request: HttpRequest, number: int, missing: NoSuchPost) -> HttpResponse:
    """What stands where a post was, for whoever deleted it and may still bring it back."""
    try:
        found = queries.deleted_post_for(request.user.pk or 0, number)
    except NoSuchPost:
        raise Http404 from missing
    return render(request, "home/deleted.html", {"number": found.pk, "wall": _wall_of(found)})


def _wall_of(found: Post) -> str:
    return f"/id{found.wall_person_id}" if found.wall_person_id else f"/club{found.wall_group_id}"


def _answering(request: HttpRequest, found: Post) -> CommentView | None:
    """The comment of this post that is being answered."""
    wanted = number_in((request.POST if request.method == "POST" else request.GET).get("answer", ""))
    if wanted is None:
        return None
    try:
        view = queries.comment_view(listener_of(request), wanted)
    except NoSuchComment:
        return None
    return view if view.post == found.pk else None


@login_required
@require_http_methods(["GET", "POST"])
def write_comment(request: HttpRequest, number: int) -> HttpResponse:
    """POST /wall<n>/comment."""
    if request.method == "GET":  # the address of a refused comment, loaded anew
        return redirect(f"/wall{number}")
    found = _post(request, number)
    answer = comment(request, found, _answering(request, found))
    if _in_place(request):
        entry = queries.view_of(listener_of(request), number)
        refused = answer if isinstance(answer, Composer) else None
        about = {"entry": entry, "refused": refused}
        return render(request, "home/talk.html", about, status=422 if refused else 200)
    if isinstance(answer, Composer):
        return _post_page(request, number, answer)
    messages.success(request, _("Your comment is there."))
    return redirect(f"/wall{number}?at={answer.pk}#comment{answer.pk}")


def _liking(
    verb: Callable[[Person, Post | Comment], None], get: Callable[[HttpRequest, int], Post | Comment]
) -> Callable[[HttpRequest, int], HttpResponse]:
    """POST /wall<n>/like and its like: the heart anew in its place, or the page it came from."""

    @login_required
    @require_POST
    def done(request: HttpRequest, number: int) -> HttpResponse:
        thing = get(request, number)
        verb(_me(request), thing)
        if not _in_place(request):
            return redirect(next_place(request, _place_of(thing)))
        thing.refresh_from_db(fields=["likes"])
        about = {"place": _heart_of(thing), "likes": thing.likes, "liked": verb is actions.like}
        return render(request, "home/heart.html", about)

    return done


def _place_of(thing: Post | Comment) -> str:
    if isinstance(thing, Comment):
        return f"/wall{thing.post_id}?at={thing.pk}#comment{thing.pk}"
    return f"/wall{thing.pk}"


def _heart_of(thing: Post | Comment) -> str:
    return f"/comment{thing.pk}" if isinstance(thing, Comment) else f"/wall{thing.pk}"


like_post = _liking(actions.like, _post)
unlike_post = _liking(actions.unlike, _post)
like_comment = _liking(actions.like, _comment)
unlike_comment = _liking(actions.unlike, _comment)


@require_safe
def post_likes(request: HttpRequest, number: int) -> HttpResponse:
    """GET /wall<n>/likes."""
    return _likes(request, _post(request, number))


@require_safe
def comment_likes(request: HttpRequest, number: int) -> HttpResponse:
    """GET /comment<n>/likes."""
    return _likes(request, _comment(request, number))


def _likes(request: HttpRequest, thing: Post | Comment) -> HttpResponse:
    page = queries.likers(request.user.pk, thing, mark(request))
    comment = isinstance(thing, Comment)
    about = {"page": page, "count": thing.likes, "back": _place_of(thing), "comment": comment}
    return render(request, "home/likes.html", about)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def repost(request: HttpRequest, number: int) -> HttpResponse:
    """GET and POST /wall<n>/repost: to one's own wall or a community one keeps, with a word."""
    me, found, error = _me(request), _post(request, number), ""
    kept = groups.groups_by_numbers(groups.kept_by(me.pk))
    if request.method == "POST":
        group = kept.get(number_in(request.POST.get("where", "")) or 0)
        try:
            made = actions.write_post(
                me,
                wall_person=None if group else me,
                wall_group=group,
                text=request.POST.get("text", ""),
                of=found,
            )
        except WallError as refused:
            error = str(refused.text)
        else:
            messages.success(request, _("You have passed it on."))
            return redirect(f"/wall{made.pk}")
    about = {
        "entry": queries.views_of(listener_of(request), [found])[0],
        "kept": list(kept.values()),
        "where": request.POST.get("where", ""),
        "text": request.POST.get("text", ""),
        "error": error,
    }
    return render(request, "home/repost.html", about, status=422 if error else 200)


@login_required
@require_POST
def delete_post(request: HttpRequest, number: int) -> HttpResponse:
    """POST /wall<n>/delete."""
    try:
        found = queries.post_for(request.user.pk, number)
    except NoSuchPost as missing:
        raise Http404 from missing
    try:
        actions.delete_post(_me(request), found)
    except WallError as refused:
        messages.error(request, str(refused.text))
    else:
        back = format_html('<a href="/wall{}">{}</a>', number, _("Bring it back"))
        messages.success(request, format_html("{} {}", _("The post is deleted."), back))
    return redirect(next_place(request, _wall_of(found)))


@login_required
@require_POST
def restore_post(request: HttpRequest, number: int) -> HttpResponse:
    """POST /wall<n>/restore."""
    try:
        actions.restore_post(_me(request), number)
    except NoSuchPost as missing:
        raise Http404 from missing
    messages.success(request, _("The post is back."))
    return redirect(f"/wall{number}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_post(request: HttpRequest, number: int) -> HttpResponse:
    """GET and POST /wall<n>/edit."""
    found = _post(request, number)
    if found.author_id != request.user.pk:
        raise Http404
    view = queries.views_of(listener_of(request), [found])[0]
    sent = edit(request, found, view) if request.method == "POST" else edit_box(request, found, view)
    if sent is None:
        messages.success(request, _("The post is changed."))
        return redirect(f"/wall{number}")
    about = {"entry": view, "composer": sent}
    return render(request, "home/edit.html", about, status=422 if request.method == "POST" else 200)


@require_safe
def versions(request: HttpRequest, number: int) -> HttpResponse:
    """GET /wall<n>/versions: what a post said before."""
    found = _post(request, number)
    entry = queries.views_of(listener_of(request), [found])[0]
    before = queries.versions_of(listener_of(request), found)
    return render(request, "home/versions.html", {"entry": entry, "versions": before})


def _on_wall(verb: Callable[[Person, Post], None], said: str) -> Callable[[HttpRequest, int], HttpResponse]:
    """POST /wall<n>/pin and /unpin; back to the wall."""

    @login_required
    @require_POST
    def done(request: HttpRequest, number: int) -> HttpResponse:
        found = _post(request, number)
        try:
            verb(_me(request), found)
        except WallError as refused:
            messages.error(request, str(refused.text))
        else:
            messages.success(request, _(said))
        return redirect(_wall_of(found))

    return done


pin = _on_wall(actions.pin, gettext_noop("The post stands on top of the wall."))
unpin = _on_wall(actions.unpin, gettext_noop("The post stands in its place again."))


def _keeping(verb: Callable[[Person, Post], None], said: str) -> Callable[[HttpRequest, int], HttpResponse]:
    """POST /wall<n>/keep and /unkeep."""

    @login_required
    @require_POST
    def done(request: HttpRequest, number: int) -> HttpResponse:
        verb(_me(request), _post(request, number))
        messages.success(request, _(said))
        return redirect(next_place(request, f"/wall{number}"))

    return done


keep = _keeping(actions.keep, gettext_noop("The post is kept in your bookmarks."))
unkeep = _keeping(actions.unkeep, gettext_noop("The post is out of your bookmarks."))


@login_required
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """GET /fave: posts I keep to read again."""
    page = queries.posts_kept(listener_of(request), mark(request))
    return render(request, "home/kept.html", {"page": page})


@login_required
@require_POST
def vote(request: HttpRequest, number: int) -> HttpResponse:
    """POST /wall<n>/vote."""
    found = _post(request, number)
    chosen = [n for text in request.POST.getlist("answer") if (n := number_in(text)) is not None]
    try:
        actions.vote(_me(request), found, [] if "back" in request.POST else chosen)
    except WallError as refused:
        messages.error(request, str(refused.text))
    else:
        said = _("Your vote is taken back.") if "back" in request.POST else _("Your vote is counted.")
        messages.success(request, said)
    return redirect(next_place(request, f"/wall{number}"))


@require_safe
def votes(request: HttpRequest, number: int) -> HttpResponse:
    """GET /wall<n>/votes: who chose what, where the poll says that it is shown."""
    found = _post(request, number)
    entry = queries.views_of(listener_of(request), [found])[0]
    if entry.poll is None or not entry.poll.named or not entry.poll.told:
        raise Http404
    about = {
        "entry": entry,
        "poll": entry.poll,
        "voters": queries.voters_of(request.user.pk, found, entry.poll),
    }
    return render(request, "home/votes.html", about)


@login_required
@require_safe
def later(request: HttpRequest) -> HttpResponse:
    """GET /feed/later: my posts that wait for their time."""
    return render(request, "home/later.html", {"waiting": queries.waiting_posts(_me(request).pk)})


@login_required
@require_POST
def give_up(request: HttpRequest, number: int) -> HttpResponse:
    """POST /feed/later/<n>/give-up."""
    try:
        actions.give_up_later(_me(request), number)
    except NoSuchPost as missing:
        raise Http404 from missing
    messages.success(request, _("The post will not appear."))
    return redirect("/feed/later")


@login_required
@require_POST
def delete_comment(request: HttpRequest, number: int) -> HttpResponse:
    """POST /comment<n>/delete; where it stood it can be brought back."""
    found = _comment(request, number)
    try:
        actions.delete_comment(_me(request), found)
    except WallError as refused:
        messages.error(request, str(refused.text))
    else:
        messages.success(request, _("The comment is deleted."))
    return redirect(f"/wall{found.post_id}?at={found.thread}#comment{found.pk}")


@login_required
@require_POST
def restore_comment(request: HttpRequest, number: int) -> HttpResponse:
    """POST /comment<n>/restore."""
    found = _comment(request, number, deleted=True)
    try:
        actions.restore_comment(_me(request), found)
    except WallError as refused:
        messages.error(request, str(refused.text))
    else:
        messages.success(request, _("The comment is back."))
    return redirect(_place_of(found))
