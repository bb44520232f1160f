"""The feed: posts of oneself, of those one follows and of one's communities; pulled when read.

Nothing is left out or moved but by what the reader chose, and each post says why it is there.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Q, QuerySet, Value, When

from akkord.flow import clock
from akkord.flow.look import one_look
from akkord.groups.queries import memberships_of
from akkord.music.rules import Listener
from akkord.people.queries import (
    FriendList,
    Key,
    Person,
    allowed_among,
    follows_of,
    list_rows,
    listed,
    lists_of,
    lists_told,
    shown_people,
)
from akkord.wall import queries as wall
from akkord.wall.queries import PostView

from .errors import NoSuchList
from .models import HiddenPost, MutedAuthor, MutedWord
from .rules import LOOKED_AT, WITHIN, importance, word_in

PAGE = 10


class Why(StrEnum):
    """Why a post is in somebody's feed."""

    OWN = "own"
    FRIEND = "friend"
    FOLLOWED = "followed"
    GROUP = "group"
    LIST = "list"


@dataclass(frozen=True)
class FeedEntry:
    """A post in a feed: why it is there, and the reader's own word that folds it, if one does."""

    post: PostView
    why: Why
    folded_by: str = ""


@dataclass(frozen=True)
class FeedPage:
    """Some entries; `before` marks the next page of the newest, `further` the number of the important's,
    `begun` says whether the reader has a draft of a post on their own wall."""

    entries: list[FeedEntry]
    before: int | None = None
    further: int | None = None
    begun: bool = False

    @property
    def posts(self) -> list[PostView]:
        return [entry.post for entry in self.entries]


@dataclass(frozen=True)
class _Sources:
    """Whose posts are read, and which of them are left out by the reader's own choice."""

    people: set[int]
    groups: list[int]
    friends: set[int]
    words: list[str]  # that fold posts
    hidden: QuerySet[HiddenPost, Any]  # numbers of posts
    begun: bool  # there is a draft


def page(
    listener: Listener,
    person: Person,
    before: int | None = None,
    *,
    of_list: int | None = None,
) -> FeedPage:
    """One page of a person's feed, newest first, or of a list of friends. Raises NoSuchList."""
    with one_look():
        found = _sources(person, of_list)
        posts = wall.posts_by(listener, found.people, found.groups, before, without=found.hidden)
        return FeedPage(_entries(posts.posts, found, of_list), posts.before, begun=found.begun)


def important(listener: Listener, person: Person, number: int = 0, *, of_list: int | None = None) -> FeedPage:
    """A page of the last days' posts, the most important first, by `rules.importance` and nothing else."""
    now = clock.now()
    with one_look():
        found = _sources(person, of_list)
        posts = wall.posts_since(
            listener, found.people, found.groups, now - WITHIN, LOOKED_AT, without=found.hidden
        )
        ranked = sorted(
            posts,
            key=lambda p: (importance(p.likes, p.comments, p.reposts, now - p.made_at), p.pk),
            reverse=True,
        )
        shown = ranked[number * PAGE : (number + 1) * PAGE]
        further = number + 1 if len(ranked) > (number + 1) * PAGE else None
        return FeedPage(_entries(wall.posts_whole(listener, shown), found, of_list), further=further)


def newer(listener: Listener, person: Person, after: int) -> int:
    """How many posts the feed has that are newer than `after`; a page of them at most."""
    with one_look():
        found = _sources(person, None)
        return wall.count_by(listener, found.people, found.groups, after, without=found.hidden)


def _sources(person: Person, of_list: int | None) -> _Sources:
    told = _told_of(person)
    hidden = HiddenPost.objects.filter(reader=person).values("post_id")
    friends, groups = (
        {number for number, _word in told["friend"]},
        [number for number, _word in told["group"]],
    )
    wanted = {person.pk, *friends, *(number for number, _word in told["followed"])}
    lists = lists_told(person.pk, told["list"])
    if of_list is not None:
        wanted, friends, groups = _on_list(person, of_list, lists), set(), []
    muted = {number for number, _word in told["muted"]}
    words = [word for _number, word in told["word"]]
    shown = allowed_among(person.pk, wanted - muted, Key.WALL)
    return _Sources(shown, groups, friends, words, hidden, begun="draft" in told)


def _told_of(person: Person) -> dict[str, list[tuple[int, str]]]:
    """Whom the person reads, their lists, where they belong, which authors and words they leave out, and
    whether they have begun to write; one query."""
    nobody, nothing = Value(0, BigIntegerField()), Value("", CharField())
    read = Case(When(friend=True, then=_named("friend")), default=_named("followed"))
    rows = follows_of(person.pk).order_by().values_list(read, "followed_id", nothing)
    others = (
        wall.drafts_at(person.pk, f"id{person.pk}").order_by().values_list(_named("draft"), "pk", nothing),
        list_rows(person.pk).order_by().values_list(_named("list"), "pk", "name"),
        memberships_of(person.pk).order_by().values_list(_named("group"), "group_id", nothing),
        _standing(MutedAuthor.objects.filter(reader=person))
        .order_by()
        .values_list(_named("muted"), "author_id", nothing),
        _standing(MutedWord.objects.filter(reader=person))
        .order_by()
        .values_list(_named("word"), nobody, "word"),
    )
    told: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for kind, number, word in rows.union(*others, all=True):
        told[kind].append((number, word))
    return told


def _named(kind: str) -> Value:
    return Value(kind, CharField())


def _on_list(person: Person, number: int, lists: list[FriendList]) -> set[int]:
    if number not in {each.pk for each in lists}:
        raise NoSuchList
    return listed(person.pk).get(number, set())


def _entries(posts: list[PostView], found: _Sources, of_list: int | None) -> list[FeedEntry]:
    return [FeedEntry(p, _why(p, of_list, found.friends), _folding(p, found.words)) for p in posts]


def _why(post: PostView, of_list: int | None, friends: set[int]) -> Why:
    if of_list is not None:
        return Why.LIST
    if post.wall_group is not None:
        return Why.GROUP
    if post.own:
        return Why.OWN
    return Why.FRIEND if post.author is not None and post.author.pk in friends else Why.FOLLOWED


def _folding(post: PostView, words: list[str]) -> str:
    if not words or post.own:
        return ""
    said = [post.text, *(source.text for source in post.chain)]
    return word_in(" ".join(said + [f"{t.artist} {t.title}" for t in post.tracks]), words)


def _standing(rows: QuerySet) -> QuerySet:  # type: ignore[type-arg]
    """Those whose term is not over."""
    return rows.filter(Q(until=None) | Q(until__gt=clock.now()))


@dataclass(frozen=True)
class Muting:
    """All that a reader leaves out or folds."""

    words: list[MutedWord]
    authors: list[tuple[int, Person | None, datetime | None]]  # number; who it is, if the reader may see them
    hidden: list[int]


def muting(person: Person) -> Muting:
    """What stands between a reader and the whole of their feed, by their own choice."""
    words = list(_standing(MutedWord.objects.filter(reader=person)).order_by("word"))
    terms = dict(_standing(MutedAuthor.objects.filter(reader=person)).values_list("author_id", "until"))
    shown = shown_people(person.pk, terms)
    names = {number: shown[number].name if number in shown else "" for number in terms}
    authors = [(n, shown.get(n), terms[n]) for n in sorted(terms, key=lambda n: (not names[n], names[n], n))]
    hidden = HiddenPost.objects.filter(reader=person).order_by("-pk").values_list("post_id", flat=True)
    return Muting(words, authors, list(hidden))


def feed_lists(person: Person) -> list[FriendList]:
    """The lists a feed can be narrowed to."""
    return lists_of(person.pk)
