"""Recordings with one sound, as people read them: what waits for a word, and what was said before."""

from django.db.models import Case, Q, QuerySet, When

from .models import Ownership, SameSound

OPEN = (SameSound.State.OPEN, SameSound.State.DISPUTED)


def overlaps() -> QuerySet[SameSound]:
    """Every pair that something stands about, what waits first, newest first."""
    waits = Case(When(state__in=OPEN, then=0), default=1)
    rows = SameSound.objects.filter(withdrawn_at=None)
    return _with_names(rows).order_by(waits, "-recorded_at", "-pk")


def overlaps_of(organisation_id: int) -> QuerySet[SameSound]:
    """Those of which the organisation delivered a recording, or states to own a share of one."""
    owned = Ownership.objects.filter(party_id=organisation_id, withdrawn_at=None).values("recording")
    theirs = Q(one__organisation=organisation_id) | Q(other__organisation=organisation_id)
    return overlaps().filter(theirs | Q(one__in=owned) | Q(other__in=owned))


def said_of(one: int, other: int) -> QuerySet[SameSound]:
    """All that was ever said of two recordings, newest first; the first of them stands."""
    return _with_names(SameSound.objects.filter(one_id=one, other_id=other)).order_by("-pk")


def _with_names(rows: QuerySet[SameSound]) -> QuerySet[SameSound]:
    names = ("one__organisation", "other__organisation", "one__sound", "other__sound")
    return rows.select_related(*names, "organisation", "person", "entry")
