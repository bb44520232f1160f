"""How far new references are held against what was sent in before them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from akkord.music.models import Reexamination

from .gate import standing_matches


@dataclass(frozen=True)
class Reexamined:
    """References asked for of how many; sounds looked at again of how many that may hold one; copies found.

    `long_way`: references of which there may be more copies, so that every older sound is looked at.
    """

    references: int
    asked: int
    sounds: int
    looked: int
    found: int
    long_way: int

    @property
    def done(self) -> bool:
        return self.asked == self.references and not self.long_way


def reexamined(recordings: QuerySet[Any]) -> Reexamined:
    """Of these recordings (a subquery of numbers)."""
    said = Reexamination.objects.filter(recording_id__in=recordings).aggregate(
        references=Count("pk"),
        asked=Count("pk", filter=Q(asked_at__isnull=False)),
        sounds=Sum("answered", default=0),
        looked=Sum("looked", default=0),
        long_way=Count("pk", filter=Q(long_way=True)),
    )
    found = standing_matches().filter(recording_id__in=recordings)
    return Reexamined(found=found.count(), **said)
