"""What a ring is about, as its reader may see it now: asked of the gate of its room, all at once."""

from collections.abc import Collection
from dataclasses import dataclass

from akkord.alerts.rules import Kind
from akkord.care import queries as care
from akkord.groups import queries as groups
from akkord.music import queries as music
from akkord.music.rules import Listener
from akkord.podcasts import queries as podcasts
from akkord.wall import queries as wall

EXCERPT = 100
Named = tuple[Kind, str]
_CLUB_PAGES = {Kind.CLUB_REQUEST: "/members", Kind.SUGGESTED: "/queue", Kind.ANSWERED: "/suggest"}
_PLACES = {
    Kind.ASKED: "/friends/requests",
    Kind.BEFRIENDED: "/friends",
    Kind.BIRTHDAY: "/friends",
    Kind.NEW_MUSIC: "/audio/new",
    Kind.GIFT: "/settings/subscription",
}


@dataclass(frozen=True)
class Thing:
    """Where a line leads, and the beginning of the words it is about."""

    href: str
    text: str = ""
    own: bool = False  # the reader wrote it
    club: str = ""  # in which community's name it is said


def things_shown(listener: Listener, wanted: Collection[Named]) -> dict[Named, Thing]:
    """(kind, thing) → what it is, of those the reader may see."""
    me = listener.person_id
    assert me is not None
    made: dict[Named, Thing] = {}
    posts = _posts(listener, wanted)
    comments = _comments(listener, wanted)
    clubs = _clubs(me, wanted)
    named = _numbers(wanted, "artist")
    artists = {row.number: row.name for row in music.artists(named)} if named else {}
    heard = _numbers(wanted, "podcast")
    feeds = podcasts.followed_among(me, heard) if heard else {}
    barred = _barred(me) if any(kind == Kind.CLUB_BAN for kind, _thing in wanted) else {}
    decided = {told.decision.pk for told in care.decisions_about(me)} if _about(wanted, "decision") else set()
    for kind, thing in wanted:
        of, _, said = thing.partition(":")
        number = int(said) if said else 0
        if of == "post" and number in posts:
            made[kind, thing] = posts[number]
        elif of == "comment" and number in comments:
            made[kind, thing] = comments[number]
        elif kind == Kind.CLUB_BAN and number in barred:
            made[kind, thing] = Thing("/clubs", barred[number])
        elif of == "club" and number in clubs:
            page = _CLUB_PAGES.get(kind, "")
            made[kind, thing] = Thing(f"/club{number}{page}", clubs[number])
        elif kind in _PLACES:
            made[kind, thing] = Thing(_PLACES[kind])
        elif of == "artist" and number in artists:
            made[kind, thing] = Thing(f"/artist{number}", artists[number])
        elif of == "podcast" and number in feeds:
            made[kind, thing] = Thing(f"/podcast{number}", str(feeds[number]))
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
    clubs = _speaking({post.wall_group_id for post in seen if post.voice})
    return {
        post.pk: Thing(
            f"/wall{post.pk}",
            "" if post.pk in hidden else post.text[:EXCERPT],
            post.author_id == listener.person_id,
            clubs[post.wall_group_id].name if post.voice and post.wall_group_id else "",
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
    clubs = _speaking({c.post.wall_group_id for c in there if c.voice})

    def thing(said: wall.Comment) -> Thing:
        club = clubs[said.post.wall_group_id].name if said.voice and said.post.wall_group_id else ""
        href = f"/wall{said.post_id}?at={said.pk}#comment{said.pk}"
        return Thing(href, said.text[:EXCERPT], said.author_id == me, club)

    return {
        c.pk: thing(c)
        for c in wall.comments_seen_by(me, there)
        if c.post_id in posts and (c.pk not in silent or c.author_id == me)
    }


def _speaking(numbers: set[int | None]) -> dict[int, groups.Group]:
    """Communities in whose name something is said."""
    return groups.groups_by_numbers(n for n in numbers if n) if numbers else {}


def _clubs(me: int, wanted: Collection[Named]) -> dict[int, str]:
    """community → its name, of those the reader may know of."""
    numbers = _numbers(wanted, "club")
    there = groups.visible_groups(me).filter(pk__in=numbers) if numbers else []
    return {group.pk: group.name for group in there}


def _barred(me: int) -> dict[int, str]:
    """community → its name, of those that keep the reader out: /clubs says why, also of a private one."""
    return {kept.group.pk: kept.group.name for kept in groups.bans_of(me)}


def _numbers(wanted: Collection[Named], of: str) -> set[int]:
    prefix = f"{of}:"
    return {int(thing.removeprefix(prefix)) for _, thing in wanted if thing.startswith(prefix)}


def _about(wanted: Collection[Named], of: str) -> bool:
    return any(thing.startswith(f"{of}:") for _, thing in wanted)
