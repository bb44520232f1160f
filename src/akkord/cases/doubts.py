"""Rows that may mean several tracks: a person of the staff says which one an order's line means, or none."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from akkord.catalogue import queries as catalogue
from akkord.flow import clock, jobs
from akkord.music import queries as music
from akkord.rights.territories import parse

from . import actions, errors, lookup, rules
from .models import OrderRow, ProceedingRow
from .stay_down import learn
from .telling import tell_uploaders

if TYPE_CHECKING:
    from akkord.music.models import Track
    from akkord.people.models import Person

Found = OrderRow.Found


def rows_in_doubt() -> QuerySet[OrderRow]:
    """Lines of orders in force that name several tracks, of which nobody has said yet which they mean.

    Of an order that was released altogether nothing is decided any more.
    """
    in_force = OrderRow.objects.filter(order=OuterRef("order"), block__isnull=False, block__withdrawn_at=None)
    doubtful = OrderRow.objects.filter(found=Found.AMBIGUOUS, decided_at=None)
    return doubtful.filter(Exists(in_force)).select_related("order__organisation", "order__on_behalf_of")


def rows_of_acts_in_doubt() -> QuerySet[ProceedingRow]:
    """The same of courts' acts that are not over."""
    doubtful = ProceedingRow.objects.filter(found=Found.AMBIGUOUS, decided_at=None)
    return doubtful.filter(proceeding__closed_at=None).select_related("proceeding")


def tracks_meant(row: OrderRow | ProceedingRow) -> "list[Track]":
    """The tracks an ambiguous row may mean."""
    named = rules.name(row.line, row.given)
    numbers = music.tracks_titled([(named.artist, named.value)]).get((named.artist, named.value), [])
    return sorted(music.tracks_by_numbers(numbers).values(), key=lambda track: track.pk)


def track_meant(row: OrderRow | ProceedingRow, number: int) -> "Track":
    """One of them. Raises NoSuchRow."""
    meant = next((track for track in tracks_meant(row) if track.pk == number), None)
    if meant is None:
        raise errors.NoSuchRow
    return meant


@transaction.atomic
def decide_row(person: "Person", number: int, track: int | None) -> OrderRow:
    """One of the staff says which track the row of a label's order means, or (None) that it means none.

    What it means is then looked up like any row, in the name of who filed the order, as far as they may act
    now, and silent at once, with its own line. Raises StaffOnly, NoSuchRow.
    """
    if not catalogue.is_operator(person):
        raise errors.StaffOnly
    row = rows_in_doubt().select_for_update(of=("self",)).filter(pk=number).first()
    if row is None:
        raise errors.NoSuchRow
    if track is not None:
        _mean(row, track_meant(row, track))
    row.decided_by, row.decided_at = person, clock.now()
    row.save()
    return row


def _mean(row: OrderRow, track: "Track") -> None:
    order = row.order
    claimant, where = order.on_behalf_of or order.organisation, parse(order.territory)
    parties = actions.parties_of(order.person, claimant, where)
    (found,) = lookup.look_up(parties, [rules.name(row.line, f"/audio{track.pk}")])
    row.recording_id, row.sound_id, row.tracks = found.recording, found.sound, found.tracks
    row.claimant_id, row.refusal = found.claimant, found.refusal
    row.note = found.note or str(track)[:300]
    if found.found not in actions.EFFECTIVE:  # it is somebody else's, or they may not act for it any more
        return
    row.block = actions.lay_row(row)
    jobs.put(learn, [order.pk], {})
    jobs.put(tell_uploaders, [order.pk], {})
