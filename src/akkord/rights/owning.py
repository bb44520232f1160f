"""Who owns a recording, as people read it: what is stated, what of it counts, and how that came to be."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from . import facts_in_tables as read
from .models import Ownership, SameSound
from .queries import alike
from .rules import effective as rules
from .rules import facts as law
from .rules.history import known_at


@dataclass(frozen=True)
class Happened:
    """A statement was recorded, or taken back."""

    at: datetime
    withdrawn: bool
    statement: Ownership


def one_sound(recording_id: int) -> set[int]:
    """The recording and those that are the same one, by agreement or by a dispute about whose it is."""
    return alike([recording_id], SameSound.State.MERGED, SameSound.State.DISPUTED)


def statements_about(recording_id: int, known: datetime | None = None) -> QuerySet[Ownership]:
    """Every statement about the recording that stands, or that stood in the books at the instant `known`,
    under any of its numbers."""
    rows = Ownership.objects.filter(recording_id__in=one_sound(recording_id))
    rows = rows.select_related("party", "person")
    if known is None:
        rows = rows.filter(withdrawn_at=None)
    else:
        rows = rows.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=known), recorded_at__lte=known)
    return rows.order_by("party__name", "pk")


def effective_on(recording_id: int, at: datetime, known: datetime | None = None) -> list[rules.Part]:
    """Right by right, who counts with what share where at the instant, by what was known then."""
    stated = facts_about(recording_id)
    if known is not None:
        stated = known_at(law.Facts(ownerships=stated), known).ownerships
    return [part for right in rules.EACH_RIGHT for part in rules.effective(stated, right, at)]


def facts_about(recording_id: int) -> tuple[law.Ownership, ...]:
    """All statements there ever were about the recording, and what is one with it, as the law reads them."""
    return _facts(alike([recording_id], SameSound.State.MERGED))


def overclaims_on(recording_id: int) -> tuple[rules.Overclaim, ...]:
    """Where statements about the recording, and what is disputed to be it, come to more than the whole."""
    return rules.overclaims(_facts(one_sound(recording_id)))


def _facts(recordings: set[int]) -> tuple[law.Ownership, ...]:
    rows = Ownership.objects.filter(recording_id__in=recordings).order_by("pk")
    return tuple(read.ownership(row) for row in rows)


def history_of(recording_id: int) -> list[Happened]:
    """What was recorded and taken back, newest first."""
    rows = Ownership.objects.filter(recording_id__in=one_sound(recording_id))
    told = []
    for row in rows.select_related("party", "person", "withdrawal"):
        told.append(Happened(row.recorded_at, False, row))
        if row.withdrawn_at is not None:
            told.append(Happened(row.withdrawn_at, True, row))
    return sorted(told, key=lambda each: (each.at, each.withdrawn, each.statement.pk), reverse=True)
