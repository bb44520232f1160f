"""What fills a smart playlist: its rules as a question to the tables."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from akkord.flow import clock
from akkord.music.models import Kept, Opinion, Play, Playlist, Track
from akkord.music.rules import folded, ranking, smart

from .gate import standing_tracks

MOST_DRAWN = 20_000  # among which a list at random is drawn
_HERE = OuterRef("pk")


def matching(person_id: int, node: smart.Node) -> QuerySet[Track]:
    """Standing tracks for which the rules hold, as their owner listens, keeps and likes."""
    return _with_figures(standing_tracks(), person_id).filter(_clause(node, person_id))


def filling(playlist: Playlist) -> list[int]:
    """Numbers of the tracks a smart playlist holds today, in its order."""
    said: dict[str, Any] = playlist.smart or {}
    found, most = matching(playlist.person_id, said["rules"]), int(said["most"])
    if said["order"] == "random":
        drawn = list(found.order_by("pk").values_list("pk", flat=True)[:MOST_DRAWN])
        ranking.seeded("smart", playlist.pk, clock.now().date()).shuffle(drawn)
        return drawn[:most]
    return list(found.order_by(*_ORDERS[said["order"]]).values_list("pk", flat=True)[:most])


_ORDERS: dict[str, list[Any]] = {
    "newest": ["-pk"],
    "artist": ["by__key", "album__key", F("place").asc(nulls_last=True), "pk"],
    "title": ["title", "pk"],
    "year": [F("year").desc(nulls_last=True), "pk"],
    "plays": ["-plays", "pk"],
}


def _with_figures(found: QuerySet[Track], person_id: int) -> QuerySet[Track]:
    counted = Play.objects.filter(track=_HERE, counted_at__isnull=False).order_by()
    stars = Opinion.objects.filter(track=_HERE, person=person_id).values("stars")[:1]
    return found.annotate(
        plays=_counted(counted),
        my_plays=_counted(counted.filter(person=person_id)),
        my_stars=Coalesce(Subquery(stars), 0),
    )


def _counted(plays: QuerySet[Play]) -> Coalesce:
    return Coalesce(Subquery(plays.values("track").annotate(n=Count("pk")).values("n")), 0)


def _clause(node: smart.Node, person_id: int) -> Q:
    if smart.is_group(node):
        clauses = [_clause(each, person_id) for each in node["of"]]
        whole = clauses[0]
        for clause in clauses[1:]:
            whole = whole | clause if node["match"] == "any" else whole & clause
        return whole
    field, operator, value = node["field"], node["is"], node["value"]
    if field in _EXIST:
        there = Q(_EXIST[field](person_id))
        return there if operator == "yes" else ~there
    if field in _FIGURES:
        return _figure(_FIGURES[field], operator, value * (60 if field == "minutes" else 1))
    if field in ("came", "heard"):
        return _days(field, operator, clock.now() - timedelta(days=min(value, 36_500)), person_id)
    return _words(field, operator, value)


_FIGURES = {
    "year": "year",
    "minutes": "seconds",
    "plays": "plays",
    "my_plays": "my_plays",
    "my_stars": "my_stars",
}
_EXIST: dict[str, Callable[[int], Exists | Q]] = {
    "liked": lambda person: Exists(
        Opinion.objects.filter(person=person, track=_HERE, liked_at__isnull=False)
    ),
    "in_my_music": lambda person: (
        Q(Exists(Kept.objects.filter(person=person, track=_HERE))) | Q(person_id=person)
    ),
}


def _figure(column: str, operator: str, value: int) -> Q:
    if operator == "equals" and column == "seconds":  # whole minutes begun
        return Q(seconds__gte=value, seconds__lt=value + 60)
    return Q(**{f"{column}__{ {'equals': 'exact', 'at_least': 'gte', 'at_most': 'lte'}[operator] }": value})


def _days(field: str, operator: str, since: Any, person_id: int) -> Q:
    if field == "came":
        return Q(made_at__gte=since) if operator == "within" else Q(made_at__lt=since)
    heard = Q(Exists(Play.objects.filter(person=person_id, track=_HERE, counted_at__gte=since)))
    return heard if operator == "within" else ~heard


_KEYS = {"artist": "by__key", "album": "album__key"}


def _words(field: str, operator: str, value: str) -> Q:
    """Artists and albums by their folded names; titles and genres by the ways their case is written."""
    lookup = {"is": "exact", "begins": "startswith", "contains": "contains"}[operator.removesuffix("_not")]
    if field in _KEYS:
        found = Q(**{f"{_KEYS[field]}__{lookup}": folded(value)})
        nothing = Q(**{f"{_KEYS[field]}__isnull": True})
    else:
        found, nothing = Q(), Q(pk__in=[])
        for way in {value, value.lower(), value.capitalize(), value.upper(), value.title()}:
            found |= Q(**{f"{field}__{lookup}": way})
    return (~found | nothing) if operator.endswith("_not") else found
