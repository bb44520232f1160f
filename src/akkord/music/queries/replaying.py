"""Plays of the past decided anew: by what was known when they were heard, and by what is known now."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import tee
from typing import NamedTuple

from django.db.models import Min, Q

from akkord.groups import queries as groups
from akkord.music.models import Hearing, Match, Play, Track
from akkord.rights import queries as rights
from akkord.rights.rules.answers import Query
from akkord.rights.rules.retro import Books, Recomputed
from akkord.rights.terms import CommercialModel, Use, Verdict
from akkord.rights.territories import Territory

from .gate import NOTHING_SAID, file_facts, recordings_in_question, said_of

HEARD = (Verdict.ALLOW.name, Verdict.ALLOW_REPORT.name)
AT_ONCE = 1000  # plays in memory


class Replayed(NamedTuple):
    """A counted play with its payees then and now."""

    play: Play
    payees: Recomputed


def replay(tracks: Iterable[int], since: datetime, until: datetime, now: datetime) -> Iterator[Replayed]:
    """Every counted play of these tracks begun in [since, until), by the books of its time and of `now`.

    The facts are read once a track, and one decision is made for each stretch of time, part of the world and
    state of the books that the plays tell apart; each is asked under the model it was heard under, and only
    a few are in memory at once. Read FactsVersion first if the answer is to be kept.
    """
    return _replayed(tracks, Q(started_at__gte=since, started_at__lt=until), now)


def replay_counted(
    tracks: Iterable[int], since: datetime, until: datetime, now: datetime
) -> Iterator[Replayed]:
    """The same for every play that was counted in [since, until): as months of royalties have them."""
    return _replayed(tracks, Q(counted_at__gte=since, counted_at__lt=until), now)


def counted_plays(tracks: Iterable[int], since: datetime, until: datetime) -> Iterator[Play]:
    """The plays of these tracks that were counted in [since, until), in order, with their tracks."""
    numbers = list(tracks)
    plays = Play.objects.filter(track_id__in=numbers, counted_at__gte=since, counted_at__lt=until)
    return (
        plays.filter(verdict__in=HEARD).select_related("track").order_by("counted_at", "pk").iterator(AT_ONCE)
    )


def counted_rows(since: datetime, until: datetime) -> Iterator[Play]:
    """Every play that was counted in [since, until), as it was decided, each with its track."""
    plays = Play.objects.filter(counted_at__gte=since, counted_at__lt=until, verdict__in=HEARD)
    return plays.select_related("track").order_by("counted_at", "pk").iterator(AT_ONCE)


def first_counted() -> date | None:
    """The day (UTC) on which the first play was counted."""
    first = Play.objects.filter(counted_at__isnull=False).aggregate(at=Min("counted_at"))["at"]
    return None if first is None else first.astimezone(UTC).date()


def _replayed(tracks: Iterable[int], which: Q, now: datetime) -> Iterator[Replayed]:
    for track in Track.objects.filter(pk__in=list(tracks)).select_related("sound").order_by("pk"):
        plays = Play.objects.filter(which, track=track, verdict__in=HEARD, counted_at__isnull=False)
        books = _books(track)
        one, other = tee(plays.order_by("started_at", "pk").iterator(AT_ONCE))
        for play, payees in zip(one, books.recompute(map(_query, other), now), strict=True):
            play.track = track
            yield Replayed(play, payees)


def _query(play: Play) -> Query:
    """What was asked of the law when it began."""
    return Query(Territory(play.territory), play.started_at, Use(play.use), CommercialModel(play.model))


def _books(track: Track) -> Books:
    """The track's file and facts with all their history."""
    matches = list(Match.objects.filter(sound_id=track.sound_id).order_by("pk"))
    heard = Hearing.objects.filter(sound_id=track.sound_id).exists()
    said = said_of([track.upload_id] if track.upload_id else []).get(track.upload_id, NOTHING_SAID)
    recordings = recordings_in_question(track, matches, said)
    facts = rights.facts_for(recordings, track.person_id, track.sound_id, history=True)
    kept = groups.kept_by_each([track.person_id] if track.person_id else []).get(
        track.person_id or 0, frozenset()
    )
    return Books(file_facts(track, matches, heard=heard, said=said, kept=kept), facts)
