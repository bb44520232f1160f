"""Walls as Atom feeds, of what a guest may read: for programs that ask now and then."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from akkord.groups import queries as groups
from akkord.groups.errors import NoSuchGroup
from akkord.groups.rules import Act
from akkord.music.rules import Listener
from akkord.people import queries as people
from akkord.people.errors import NoSuchPerson
from akkord.people.queries import Key
from akkord.wall import queries as walls
from akkord.wall.queries import PostView
from akkord.words.markup import marked

from .listening import listener_of

TITLE = 80
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@require_safe
@conditional_page
def of_person(request: HttpRequest, number: int) -> HttpResponse:
    """GET /id<n>/feed.atom: 404 where a guest does not read the wall."""
    try:
        whose = people.person_for(None, number)
    except NoSuchPerson as missing:
        raise Http404 from missing
    if not people.allows(None, number, Key.WALL):
        raise Http404
    page = walls.posts_on_person(_guest(request), number)
    return _feed(f"/id{number}", whose.name, page.posts)


@require_safe
@conditional_page
def of_club(request: HttpRequest, number: int) -> HttpResponse:
    """GET /club<n>/feed.atom."""
    try:
        group = groups.group_for(None, number)
    except NoSuchGroup as missing:
        raise Http404 from missing
    if not groups.allows(None, group, Act.READ):
        raise Http404
    return _feed(f"/club{number}", group.name, walls.posts_on_group(_guest(request), number).posts)


def _guest(request: HttpRequest) -> Listener:
    return Listener(None, listener_of(request).territory)


def _feed(place: str, name: str, posts: Iterable[PostView]) -> HttpResponse:
    """Newest first; what is restricted where the program asks is left out."""
    address = f"{settings.SITE_URL}{place}"
    feed = Atom1Feed(_clean(f"{name} · {settings.SITE_NAME}"), address, "", feed_url=f"{address}/feed.atom")
    for post in sorted(posts, key=lambda each: each.number, reverse=True):
        if post.restriction is not None:
            continue
        link = f"{settings.SITE_URL}{post.href}"
        title = post.text.split("\n", 1)[0][:TITLE] or _("Post by %(name)s") % {"name": post.speaker.name}
        feed.add_item(
            _clean(title),
            link,
            _clean(str(marked(post.text))),
            unique_id=link,
            pubdate=post.made_at,
            updateddate=post.made_at,
            author_name=_clean(post.speaker.name),
        )
    answer = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    # What is restricted differs by territory, and whoever closes a wall closes it at once.
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _clean(text: str) -> str:
    """What XML 1.0 (2.2, Char) has a place for; the feed's writer refuses the rest."""
    return _NO_XML.sub("", text)
