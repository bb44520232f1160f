"""Finding: what the index holds for some words, through the gate of the room it belongs to.

The index knows everything and shows nothing: each hit is asked of its own room as the reader, so what is
private, blocked, restricted or gone is never among the found, whatever it says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from akkord.flow import clock
from akkord.flow.prepared import Prepared
from akkord.groups.queries import Group, visible_groups
from akkord.music.queries import TrackRow
from akkord.music.queries import rows as track_rows
from akkord.music.rules import Listener
from akkord.people.queries import Key, Person, in_common_among, keys_among, people_aged, visible_people
from akkord.wall.queries import PostView, seen_by, views_of, visible_posts
from akkord.words.spelling import keys_of, relaid, trimmed

from .models import Document, Posting, Term, Trim
from .rules import About, Kind, Shown, is_about, nearness, ranked, readings

LOOKED_AT = 300  # hits of whom a page shows the first; some are not for the reader
MOST_PEOPLE, PEOPLE_AT_ONCE = 2000, 100  # looked at for who of them may be found, and by what
MOST_TERMS = 200  # words of the index that one typed word may mean
LAST = "\U0010ffff"  # behind every letter


@dataclass(frozen=True)
class Found:
    """What was found for one reader, each kind with the best first."""

    people: list[Person]
    clubs: list[Group]
    tracks: list[TrackRow]
    sung: list[TrackRow]  # whose words were found
    posts: list[PostView]

    def __bool__(self) -> bool:
        return bool(self.people or self.clubs or self.tracks or self.sung or self.posts)


def find(listener: Listener, text: str, limits: dict[Kind, int]) -> Found:
    """What there is of each kind, at most so many; a constant number of queries for each kind."""
    near = [_near(wanted.keys) for wanted in readings(text)]

    def found(kind: Kind) -> list[int]:
        return _all_hits(kind, near) if limits.get(kind) else []

    return Found(
        _people(listener, found(Kind.PERSON), About(text), limits.get(Kind.PERSON, 0)),
        _clubs(listener, found(Kind.CLUB), limits.get(Kind.CLUB, 0)),
        _tracks(listener, found(Kind.TRACK), limits.get(Kind.TRACK, 0)),
        _sung(listener, found(Kind.LYRICS), limits.get(Kind.LYRICS, 0)),
        _posts(listener, found(Kind.POST), limits.get(Kind.POST, 0)),
    )


def find_people(listener: Listener, about: About, limit: int) -> list[Person]:
    """Who is so, as far as they show it, the nearest first; without words in the order of names."""
    if readings(about.words) or readings(about.city):
        texts = [(about.words, about.city), (relaid(about.words), relaid(about.city))]
        asked = dict.fromkeys(tuple(key for text in each for key in keys_of(text)) for each in texts)
        hits = _all_hits(Kind.PERSON, [_near(keys) for keys in asked if keys], MOST_PEOPLE)
    else:
        hits = people_aged(about.youngest, about.oldest, MOST_PEOPLE)
    return _people(listener, hits, about, limit)


def hits(kind: Kind, text: str) -> list[int]:
    """Numbers of what may be meant, best first, for a room that has a gate of its own."""
    return _all_hits(kind, [_near(wanted.keys) for wanted in readings(text)])


def _near(keys: Iterable[str]) -> list[dict[str, int]]:
    """For each typed word: words of the index it may mean → how near they are; two queries a word.

    Nothing holds every word where one of them means none, so what follows it is not asked for.
    """
    near: list[dict[str, int]] = []
    for key in keys:
        near.append(_meant(key))
        if not near[-1]:
            break
    return near


def _meant(key: str) -> dict[str, int]:
    slipped = Trim.objects.filter(key__in=trimmed(key, 1)).values_list("term__key", flat=True)
    terms = {*_beginning(key), *slipped[: MOST_TERMS * 10]}
    near = {term: near for term in terms if (near := nearness(key, term))}
    kept = sorted(near, key=lambda term: (-near[term], len(term), term))[:MOST_TERMS]
    return {term: near[term] for term in kept}


def _beginning(key: str) -> list[str]:
    """Words of the index that begin so. SQLite's LIKE looks at every word there is, but its index goes by
    bytes, and a span of it holds the same. PostgreSQL has one for LIKE, and one that goes by language."""
    if connection.vendor == "sqlite":
        return [term for (term,) in _span(key, key + LAST)]
    found = Term.objects.filter(key__startswith=key).values_list("key", flat=True)
    return list(found[: MOST_TERMS * 10])


_span = Prepared(
    lambda first, last: Term.objects.filter(key__gte=first, key__lt=last).values_list("key")[
        : MOST_TERMS * 10
    ]
)


def _all_hits(kind: Kind, readings: list[list[dict[str, int]]], most: int = LOOKED_AT) -> list[int]:
    """By one reading after another, each number once."""
    return list(dict.fromkeys(number for near in readings for number in _hits(kind, near, most)))


def _hits(kind: Kind, near: list[dict[str, int]], most: int) -> list[int]:
    if not all(near):
        return []
    documents = Document.objects.filter(kind=kind)
    for terms in near:
        holding = Posting.objects.filter(term__key__in=list(terms)).values("document_id")
        documents = documents.filter(pk__in=holding)
    looked_at = dict(documents.order_by("-number").values_list("pk", "number")[:most])
    every = {term for terms in near for term in terms}
    postings = Posting.objects.filter(document__in=list(looked_at), term__key__in=every)
    rows = postings.values_list("document_id", "term__key", "weight")
    found = ((looked_at[document], term, weight) for document, term, weight in rows)
    return ranked(found, list(near), newest_first=kind is Kind.POST)


def _people(listener: Listener, hits: Sequence[int], about: About, limit: int) -> list[Person]:
    """Those of the hits who let themselves be found, by what they show to the reader."""
    chosen: list[Person] = []
    today = clock.now().date()
    for begin in range(0, len(hits) if limit else 0, PEOPLE_AT_ONCE):
        batch = hits[begin : begin + PEOPLE_AT_ONCE]
        people, keys = visible_people().in_bulk(batch), keys_among(listener.person_id, batch)
        mutual = in_common_among(listener.person_id, batch) if about.mutual else set()
        for number in batch:
            person, shown = people.get(number), keys.get(number, frozenset())
            if person is None or Key.FOUND not in shown:
                continue
            tells = Shown(
                person.name,
                person.city if Key.CITY in shown else "",
                person.age_on(today) if Key.BIRTHDAY in shown else None,
                number in mutual,
            )
            if is_about(about, tells):
                chosen.append(person)
        if len(chosen) >= limit:
            break
    return chosen[:limit]


def _clubs(listener: Listener, hits: list[int], limit: int) -> list[Group]:
    shown = visible_groups(listener.person_id).in_bulk(hits)
    return [shown[number] for number in hits if number in shown][:limit]


def _tracks(listener: Listener, hits: list[int], limit: int) -> list[TrackRow]:
    return track_rows(listener, hits[: limit * 2])[:limit]


def _sung(listener: Listener, hits: list[int], limit: int) -> list[TrackRow]:
    """The words of a song are a part of it: where it is silent nobody learns that it has them."""
    return [row for row in track_rows(listener, hits[: limit * 5]) if row.audible][:limit]


def _posts(listener: Listener, hits: list[int], limit: int) -> list[PostView]:
    there = visible_posts().in_bulk(hits[: limit * 5])
    seen = seen_by(listener.person_id, [there[number] for number in hits if number in there])
    shown = views_of(listener, seen)
    readable = [post for post in shown if post.restriction is None or post.own]
    return readable[:limit]
