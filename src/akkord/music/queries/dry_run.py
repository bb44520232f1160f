"""A dry run on real listening: which tracks a change of facts touches, and their counted plays."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Min, Q, QuerySet, Value, When

from akkord.music.models import Play, Track
from akkord.rights.rules.dry_run import Change, Counted, Move, Tally, moves
from akkord.rights.rules.prepared import Prepared
from akkord.rights.terms import CommercialModel, Use
from akkord.rights.territories import Territory
from akkord.subscriptions import queries as subscriptions

from .gate import grounds_of, standing_matches

MOST_NAMED = 500  # recordings asked for at once


@dataclass(frozen=True)
class Moved:
    """A member's track whose verdict the change would move, as things stand at this moment."""

    track: Track
    moves: list[Move]


def tracks_touched(recording_ids: Sequence[int]) -> list[int]:
    """Numbers of the tracks that are one of these recordings, by delivery or by sound, withdrawn ones too."""
    found: set[int] = set()
    for start in range(0, len(recording_ids), MOST_NAMED):
        some = recording_ids[start : start + MOST_NAMED]
        by_sound = standing_matches().filter(recording_id__in=some).values("sound_id")
        alike = Q(recording_id__in=some) | Q(recording=None, sound_id__in=by_sound)
        found.update(Track.objects.filter(alike).values_list("pk", flat=True))
    return sorted(found)


def dry_run(
    change: Change, numbers: Sequence[int], since: datetime, until: datetime, tally: Tally
) -> Iterator[Moved]:
    """Add to the tally the plays of these tracks that were counted from `since` until before `until`.

    Gives the members' tracks whose verdict the change moves at `until`. The number of queries is the same
    however many tracks and plays there are.
    """
    tracks = list(Track.objects.filter(pk__in=numbers).select_related("sound").order_by("pk"))
    grounds = grounds_of(tracks)
    if not grounds:
        return
    facts = grounds[0][1]  # one object for all of them (rights.queries.facts_for_many)
    changed, models = change.applied_to(facts), subscriptions.models_on_offer(until)
    asked = {
        track.pk: (Prepared(file, facts), Prepared(file, changed))
        for track, (file, _) in zip(tracks, grounds, strict=True)
    }
    cuts = {cut for pair in asked.values() for each in pair for cut in each.boundaries if since < cut < until}
    counted = _counted(asked, since, until, sorted(cuts))
    for track in tracks:
        before, after = asked[track.pk]
        tally.count(before, after, counted.get(track.pk, ()))
        if track.upload_id and track.withdrawn_at is None:
            moved = list(moves(before, after, until, Use.PLAY, models))
            if moved:
                yield Moved(track, moved)


def _counted(
    numbers: Iterable[int], since: datetime, until: datetime, cuts: list[datetime]
) -> dict[int, list[Counted]]:
    """Plays by track, counted together while territory, use, model and stretch of time are the same."""
    rows: QuerySet[Play] = Play.objects.filter(
        track_id__in=list(numbers), counted_at__gte=since, counted_at__lt=until
    )
    kinds = ["track_id", "territory", "use", "model"]
    if cuts:
        before = (When(started_at__lt=cut, then=Value(number)) for number, cut in enumerate(cuts))
        rows = rows.annotate(stretch=Case(*before, default=Value(len(cuts))))
        kinds.append("stretch")
    grouped = rows.values(*kinds).annotate(first=Min("started_at"), plays=Count("pk"))
    found: dict[int, list[Counted]] = {}
    for row in grouped.values_list("track_id", "territory", "use", "model", "first", "plays"):
        track, territory, use, model, first, plays = row
        counted = Counted(Territory(territory), first, Use(use), CommercialModel(model), plays)
        found.setdefault(track, []).append(counted)
    return found
