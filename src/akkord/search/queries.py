"""Finding: what the index holds for some words, through the gate of the room it belongs to.

The index knows everything and shows nothing: each hit is asked of its own room as the reader, so what is
private, blocked, restricted or gone is never among the found, whatever it says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from akkord.groups.queries import Group, visible_groups
from akkord.music.queries import TrackRow
from akkord.music.queries import rows as track_rows
from akkord.music.rules import Listener
from akkord.people.queries import Key, Person, allowed_among, visible_people
from akkord.wall.queries import PostView, seen_by, views_of, visible_posts
from akkord.words.spelling import trimmed

from .models import Document, Posting, Term, Trim
from .rules import Kind, Wanted, nearness, ranked, readings

LOOKED_AT = 300  # hits of whom a page shows the first; some are not for the reader
MOST_TERMS = 200  # words of the index that one typed word may mean


@dataclass(frozen=True)
class Found:
    """What was found for one reader, each kind with the best first."""

    people: list[Person]
    clubs: list[Group]
    tracks: list[TrackRow]
    posts: list[PostView]

    def __bool__(self) -> bool:
        return bool(self.people or self.clubs or self.tracks or self.posts)


def find(listener: Listener, text: str, limits: dict[Kind, int]) -> Found:
    """What there is of each kind, at most so many; a constant number of queries for each kind."""
    near = [_near(wanted) for wanted in readings(text)]

    def found(kind: Kind) -> list[Any]:
        limit = limits.get(kind, 0)
        if not limit or not near:
            return []
        hits = list(dict.fromkeys(number for reading in near for number in _hits(kind, reading)))
        return _GATES[kind](listener, hits, limit)

    return Found(found(Kind.PERSON), found(Kind.CLUB), found(Kind.TRACK), found(Kind.POST))


def _near(wanted: Wanted) -> list[dict[str, int]]:
    """For each typed word: words of the index it may mean → how near they are; two queries a word."""
    return [_meant(key) for key in wanted.keys]


def _meant(key: str) -> dict[str, int]:
    beginning = Term.objects.filter(key__startswith=key).values_list("key", flat=True)
    slipped = Trim.objects.filter(key__in=trimmed(key, 1)).values_list("term__key", flat=True)
    terms = {*beginning[: MOST_TERMS * 10], *slipped[: MOST_TERMS * 10]}
    near = {term: near for term in terms if (near := nearness(key, term))}
    kept = sorted(near, key=lambda term: (-near[term], len(term), term))[:MOST_TERMS]
    return {term: near[term] for term in kept}


def _hits(kind: Kind, near: list[dict[str, int]]) -> list[int]:
    documents = Document.objects.filter(kind=kind)
    for terms in near:
        holding = Posting.objects.filter(term__key__in=list(terms)).values("document_id")
        documents = documents.filter(pk__in=holding)
    looked_at = dict(documents.order_by("-number").values_list("pk", "number")[:LOOKED_AT])
    every = {term for terms in near for term in terms}
    postings = Posting.objects.filter(document__in=list(looked_at), term__key__in=every)
    rows = postings.values_list("document_id", "term__key", "weight")
    found = ((looked_at[document], term, weight) for document, term, weight in rows)
    return ranked(found, list(near), newest_first=kind is Kind.POST)


def _people(listener: Listener, hits: list[int], limit: int) -> list[Person]:
    shown = allowed_among(listener.person_id, hits, Key.FOUND)
    chosen = [number for number in hits if number in shown][:limit]
    people = visible_people().in_bulk(chosen)
    return [people[number] for number in chosen if number in people]


def _clubs(listener: Listener, hits: list[int], limit: int) -> list[Group]:
    shown = visible_groups(listener.person_id).in_bulk(hits)
    return [shown[number] for number in hits if number in shown][:limit]


def _tracks(listener: Listener, hits: list[int], limit: int) -> list[TrackRow]:
    return track_rows(listener, hits[: limit * 2])[:limit]


def _posts(listener: Listener, hits: list[int], limit: int) -> list[PostView]:
    there = visible_posts().in_bulk(hits[: limit * 5])
    seen = seen_by(listener.person_id, [there[number] for number in hits if number in there])
    shown = views_of(listener, seen)
    readable = [post for post in shown if post.restriction is None or post.author.pk == listener.person_id]
    return readable[:limit]


_GATES: dict[Kind, Callable[[Listener, list[int], int], list[Any]]] = {
    Kind.PERSON: _people,
    Kind.CLUB: _clubs,
    Kind.TRACK: _tracks,
    Kind.POST: _posts,
}
