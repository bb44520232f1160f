"""Plays a rule left out, told to those they would have paid and to who sent the track in; their appeals."""

from typing import NamedTuple

from django.db.models import Count, QuerySet

from akkord.music import queries as music
from akkord.royalties.models import Appeal, Exclusion, Month


class LeftOut(NamedTuple):
    """So many plays of a track in a month that one rule left out; with what was asked and answered of it."""

    month: Month
    track: int
    reason: str
    plays: int
    appeal: Appeal | None


def left_out_of(organisation_id: int) -> list[LeftOut]:
    """What is left out of recordings the organisation states a share of, the newest month first."""
    return _left_out(music.numbers_touched(catalogue_of=organisation_id))


def left_out_of_member(person_id: int) -> list[LeftOut]:
    """What is left out of tracks a member sent in."""
    return _left_out(music.tracks_sent_in(person_id))


def appeals() -> QuerySet[Appeal]:
    """Every appeal, those that wait first, the oldest of them first."""
    rows = Appeal.objects.select_related("month", "track", "organisation", "person", "answered_by")
    return rows.order_by("answered_at", "asked_at", "pk")


def appeals_of(organisation_id: int) -> QuerySet[Appeal]:
    """An organisation's appeals, the newest first."""
    return appeals().filter(organisation_id=organisation_id).order_by("-asked_at", "-pk")


def _left_out(tracks: set[int]) -> list[LeftOut]:
    rows = Exclusion.objects.filter(track__in=tracks, lifted_at=None)
    sums = list(rows.values_list("month", "track", "reason").annotate(plays=Count("pk")))
    months = Month.objects.in_bulk({month for month, *_ in sums})
    asked = {
        (row.month_id, row.track_id, row.reason): row
        for row in appeals().filter(track__in=tracks).order_by("pk")
    }
    found = [
        LeftOut(months[month], track, reason, plays, asked.get((month, track, reason)))
        for month, track, reason, plays in sums
    ]
    return sorted(found, key=lambda each: (-each.month.first_day.toordinal(), each.track, each.reason))
