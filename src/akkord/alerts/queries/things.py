"""What a ring is about, as its reader may see it now: asked of the gate of its room, all at once."""

from collections.abc import Collection
from dataclasses import dataclass

from akkord.alerts.rules import Kind
from akkord.care import queries as care
from akkord.groups import queries as groups
from akkord.music.rules import Listener
from akkord.wall import queries as wall

EXCERPT = 100
Named = tuple[Kind, str]
_FRIENDS = {Kind.ASKED: "/friends/requests", Kind.BEFRIENDED: "/friends"}


@dataclass(frozen=True)
class Thing:
    """Where a line leads, and the beginning of the words it is about."""

    href: str
    text: str = ""
    own: bool = False  # the reader wrote it


def things_shown(listener: Listener, wanted: Collection[Named]) -> dict[Named, Thing]:
    """(kind, thing) → what it is, of those the reader may see."""
    me = listener.person_id
    assert me is not None
    made: dict[Named, Thing] = {}
    posts = _posts(listener, wanted)
    comments = _comments(listener, wanted)
    clubs = _clubs(me, wanted)
    decided = {told.decision.pk for told in care.decisions_about(me)} if _about(wanted, "decision") else set()
    for kind, thing in wanted:
        of, _, said = thing.partition(":")
        number = int(said) if said else 0
        if of == "post" and number in posts:
            made[kind, thing] = posts[number]
        elif of == "comment" and number in comments:
            made[kind, thing] = comments[number]
        elif of == "club" and number in clubs:
            page = "/members" if kind == Kind.CLUB_REQUEST else ""
            made[kind, thing] = Thing(f"/club{number}{page}", clubs[number])
        elif kind in _FRIENDS:
            made[kind, thing] = Thing(_FRIENDS[kind])
        elif of == "decision" and number in decided:
            made[kind, thing] = Thing(f"/my/decisions/{number}" + ("#appeal" if kind == Kind.APPEAL else ""))
        elif kind == Kind.REPORT:
            made[kind, thing] = Thing("/my/reports")
    return made


def _posts(listener: Listener, wanted: Collection[Named]) -> dict[int, Thing]:
    numbers = _numbers(wanted, "post")
    if not numbers:
        return {}
    seen = wall.seen_by(listener.person_id, list(wall.visible_posts().filter(pk__in=numbers)))
    hidden = wall.restricted(listener, [post.pk for post in seen])
    return {
        post.pk: Thing(
            f"/wall{post.pk}",
            "" if post.pk in hidden else post.text[:EXCERPT],
            post.author_id == listener.person_id,
        )
        for post in seen
        if post.pk not in hidden or post.author_id == listener.person_id
    }


def _comments(listener: Listener, wanted: Collection[Named]) -> dict[int, Thing]:
    """Comments whose author and whose post the reader may see, and whose post is not hidden from them."""
    numbers, me = _numbers(wanted, "comment"), listener.person_id
    if not numbers:
        return {}
    there = list(wall.visible_comments().filter(pk__in=numbers).select_related("post"))
    standing = wall.seen_by(me, list(wall.visible_posts().filter(pk__in={c.post_id for c in there})))
    hidden = wall.restricted(listener, [post.pk for post in standing])
    posts = {p.pk for p in standing if p.pk not in hidden or p.author_id == me}
    silent = wall.restricted_comments(listener, [c.pk for c in there])
    return {
        c.pk: Thing(f"/wall{c.post_id}?at={c.pk}#comment{c.pk}", c.text[:EXCERPT], c.author_id == me)
        for c in wall.comments_seen_by(me, there)
        if c.post_id in posts and (c.pk not in silent or c.author_id == me)
    }


def _clubs(me: int, wanted: Collection[Named]) -> dict[int, str]:
    """community → its name, of those the reader may know of."""
    numbers = _numbers(wanted, "club")
    there = groups.visible_groups(me).filter(pk__in=numbers) if numbers else []
    return {group.pk: group.name for group in there}


def _numbers(wanted: Collection[Named], of: str) -> set[int]:
    prefix = f"{of}:"
    return {int(thing.removeprefix(prefix)) for _, thing in wanted if thing.startswith(prefix)}


def _about(wanted: Collection[Named], of: str) -> bool:
    return any(thing.startswith(f"{of}:") for _, thing in wanted)
