"""Pages of dialogs: the list, a thread, what stands around it; and the same in pieces for pages at work."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from akkord.alerts import queries as alerts
from akkord.archive.queries import talks_with
from akkord.dialogs import queries
from akkord.dialogs.queries import MessageView
from akkord.dialogs.rules import PAGE, folded
from akkord.flow.counting import counted
from akkord.people import queries as people
from akkord.wall import queries as walls
from akkord.wall.queries import PostView

from .im_places import Here, Where, here, member_here
from .im_writing import named, numbers, writing
from .listening import listener_of

MOST_FOUND = 40
MOST_OFFERED = 100


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """GET /im: dialogs, or with ?q= what was said and who is called so."""
    words = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    if words:
        return render(request, "im/found.html", _found(request, words))
    return render(request, "im/list.html", _list(request))


def _list(request: HttpRequest, where: Where | None = None) -> dict[str, Any]:
    page = _page(request)
    shown, more = queries.dialogs_of(listener_of(request), request.user.pk, page)  # type: ignore[arg-type]
    return {
        "dialogs": shown,
        "next_page": page + 1 if more else None,
        "requests": queries.requests_to(request.user.pk).count(),  # type: ignore[arg-type]
        "current": where.href if where else "",
    }


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _found(request: HttpRequest, words: str) -> dict[str, Any]:
    me: int = request.user.pk  # type: ignore[assignment]
    said = list(queries.found(me, words).select_related("dialog")[:MOST_FOUND])
    authors = people.people_by_numbers({m.author_id for m in said})
    return {
        "words": words,
        "friends": [p for p in people.friends_of(me) if folded(words) in folded(p.name)][:MOST_FOUND],
        "said": [(f"{queries.place_of(me, m.dialog)}?at={m.seq}", m, authors.get(m.author_id)) for m in said],
    }


@login_required
@require_safe
@never_cache
def list_again(request: HttpRequest) -> HttpResponse:
    """GET /im/list: the list alone, drawn anew when something was said."""
    about = _list(request) | {"current": request.GET.get("current", "")}
    return render(request, "im/lines.html", about)


@login_required
@require_safe
@never_cache
def unread(request: HttpRequest) -> HttpResponse:
    """GET /im/unread: what the menu and the bell count, in one query."""
    me: int = request.user.pk  # type: ignore[assignment]
    counts = counted(
        unread=queries.calling(me), requests=people.requests_waiting(me), alerts=alerts.waiting(me)
    )
    return JsonResponse(counts)


@login_required
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """GET /im/requests: strangers who ask to write."""
    page = _page(request)
    shown, more = queries.dialogs_of(
        listener_of(request),
        request.user.pk,  # type: ignore[arg-type]
        page,
        requests=True,
    )
    about = {"dialogs": shown, "next_page": page + 1 if more else None, "current": ""}
    return render(request, "im/requests.html", about)


@login_required
@require_safe
def share(request: HttpRequest) -> HttpResponse:
    """GET /im/share?post= | track= | forward= | text=: to whom; nothing is sent before the message is."""
    asked = request.GET
    wanted = {name: value for name, value in asked.items() if name in ("post", "track", "forward", "text")}
    if not any((numbers(asked, "post"), numbers(asked, "track"), named(asked), asked.get("text"))):
        raise Http404
    me: int = request.user.pk  # type: ignore[assignment]
    shown, _more = queries.dialogs_of(listener_of(request), me)
    known = {d.other_id for d in shown}
    friends = [p for p in people.friends_of(me)[:MOST_OFFERED] if p.pk not in known]
    return render(request, "im/share.html", {"dialogs": shown, "friends": friends, "wanted": wanted})


@login_required
@require_safe
def thread(request: HttpRequest, where: Where) -> HttpResponse:
    """GET /im/7, /im/c5; ?at= ?before= ?after= a number; ?reply= ?edit= ?forward= … as the box is to be."""
    return thread_page(request, here(request, where))


def thread_page(request: HttpRequest, at: Here, wrong: str = "") -> HttpResponse:
    """A dialog with its list beside it, and with the box as it was sent when that was refused."""
    box = writing(request, at, wrong)
    about = {
        "at": at,
        "box": box,
        "head": None,
        "thread": None,
        "posts": {},
        "pinned": None,
        "unread_from": None,
        "kept": [],
    } | _list(request, at.where)
    if at.other is not None:
        about["kept"] = talks_with(at.me, at.other.pk)
    if at.member is not None:
        stretch = _stretch(request, at)
        about |= {
            "head": queries.dialog_view(listener_of(request), at.member),
            "thread": stretch,
            "posts": posts_on(request, stretch.messages),
            "pinned": _pinned(request, at),
            "unread_from": _first_new(stretch),
        }
    return render(request, "im/thread.html", about, status=422 if wrong else 200)


def _stretch(request: HttpRequest, at: Here) -> queries.Thread:
    """What the address asks for; else the end, or, with much unread, where reading stopped."""
    assert at.member is not None
    asked = {name: _mark(request, name) for name in ("before", "after", "at")}
    around = asked["at"]
    if not any(asked.values()) and request.method == "GET" and "end" not in request.GET:
        new = (at.member.left_seq or at.member.dialog.last_seq) - at.member.read_seq
        around = at.member.read_seq + 1 if new > PAGE // 2 else None
    return queries.thread(
        listener_of(request), at.member, before=asked["before"], after=asked["after"], around=around
    )


def _first_new(stretch: queries.Thread) -> int | None:
    """The number the line "new messages" stands above."""
    new = [m.seq for m in stretch.messages if m.seq > stretch.read_seq and not m.mine]
    return new[0] if new else None


def _pinned(request: HttpRequest, at: Here) -> MessageView | None:
    member = at.member
    if member is None or member.dialog.pinned_seq is None:
        return None
    found = list(queries.messages_for(member).filter(seq=member.dialog.pinned_seq))
    views = queries.views_of(listener_of(request), member, found)
    return views[0] if views else None


def _mark(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 10 else None


def posts_on(request: HttpRequest, messages: Iterable[MessageView]) -> dict[int, PostView]:
    """The posts these messages carry, each through the gate of posts for this reader."""
    wanted = {number for message in messages for number in message.posts}
    if not wanted:
        return {}
    found = walls.seen_by(request.user.pk, list(walls.visible_posts().filter(pk__in=wanted)))
    return {view.number: view for view in walls.views_of(listener_of(request), found)}


@login_required
@require_safe
@never_cache
def rows(request: HttpRequest, where: Where) -> HttpResponse:
    """GET /im/7/rows?before= | after= | seq=: messages as the page draws them, to scroll and to catch up."""
    at = here(request, where)
    if at.member is None:
        return JsonResponse({"html": "", "older": False, "newest": True, "last": 0, "dialog": None})
    only = _mark(request, "seq")
    if only is not None:
        found = list(queries.messages_for(at.member).filter(seq=only))
        views = queries.views_of(listener_of(request), at.member, found)
        return JsonResponse({"html": drawn(request, at, views), "last": only, "newest": True, "older": True})
    stretch = queries.thread(
        listener_of(request), at.member, before=_mark(request, "before"), after=_mark(request, "after")
    )
    return JsonResponse(
        {
            "html": drawn(request, at, stretch.messages),
            "older": stretch.older,
            "newest": stretch.newest,
            "last": max(stretch.last_seq, at.member.dialog.last_seq if stretch.newest else 0),
            "dialog": at.member.dialog_id,
        }
    )


def drawn(request: HttpRequest, at: Here, messages: list[MessageView]) -> str:
    """Rows of a thread as HTML."""
    about = {"messages": messages, "posts": posts_on(request, messages), "at": at}
    return render_to_string("im/rows.html", about, request)


@login_required
@require_safe
@never_cache
def composer_again(request: HttpRequest, where: Where) -> HttpResponse:
    """GET /im/7/composer?reply= | edit=: the box alone."""
    at = here(request, where)
    return render(request, "im/box.html", {"at": at, "box": writing(request, at)})


@login_required
@require_safe
@never_cache
def message(request: HttpRequest, where: Where, seq: int) -> HttpResponse:
    """GET /im/7/message/12: one message and what may be done with it; ?menu=1 the acts alone."""
    member = member_here(request, where)
    views = queries.views_of(listener_of(request), member, list(queries.messages_for(member).filter(seq=seq)))
    if not views:
        raise Http404
    about = {
        "at": here(request, where),
        "message": views[0],
        "posts": posts_on(request, views),
        "dialog": member.dialog_id,
        "keeper": member.dialog.is_chat and member.role != "member" and member.left_seq is None,
        "pinned": member.dialog.pinned_seq == seq,
    }
    return render(request, "im/menu.html" if "menu" in request.GET else "im/message.html", about)
