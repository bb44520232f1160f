"""How a notice over a file nobody knows comes to hold every copy of it, in any disguise.

The file itself is blocked when its order is executed. Then this job teaches the ear its sound, under a
recording that only lists it (nobody is thereby its owner), extends the block to that recording, and has
it asked for among older uploads.
"""

from django.db import transaction
from django_tasks import task

from akkord.catalogue import actions as catalogue
from akkord.flow import jobs
from akkord.music import queries as music
from akkord.music.tasks import ask_backlog
from akkord.rights import actions as rights_actions
from akkord.rights import queries as rights
from akkord.rights.terms import BlockKind, RecordingId, Scope, ScopeKind
from akkord.rights.territories import parse
from akkord.sound import ear

from .models import Order, OrderRow


@task(priority=10)
def learn(order_id: int) -> None:
    """Extend an executed order's notices from files to their sound. Twice is once."""
    order = Order.objects.select_related("organisation", "on_behalf_of", "person", "entry").get(pk=order_id)
    claimant = order.on_behalf_of or order.organisation
    laid = OrderRow.objects.filter(order=order, block__isnull=False, block__withdrawn_at=None)
    rows = laid.filter(sound__isnull=False).select_related("sound")
    for row in rows.order_by("line"):
        if row.sound is None or not row.sound.print:
            continue
        title, artist = music.names_of_sounds([row.sound.pk])[row.sound.pk]
        listed = catalogue.list_recording(claimant, row.sound, title=title, artist=artist)
        ear.add_reference(listed.pk, row.sound)
        jobs.put(ask_backlog, [listed.pk], {}, dedupe=f"ask_backlog:{listed.pk}")
        with transaction.atomic():
            if any(b.case == order.pk for b in rights.blocks_on(ScopeKind.RECORDING, listed.pk)):
                continue
            rights_actions.block(
                order.person,
                rights_actions.Wanted(
                    kind=BlockKind.NOTICE,
                    scope=Scope.recording(RecordingId(listed.pk)),
                    claimant=claimant.pk,
                    territories=parse(order.territory),
                    source=f"order {order.pk}",
                    content_date=music.first_sent([], [row.sound.pk])[1].get(row.sound.pk),
                ),
                case=order.pk,
                # Not the order's line: that one counts the rows it was executed with.
                basis=rights_actions.Basis(
                    detection_automated=True, decision_automated=True, demanded_at=order.made_at
                ),
            )


@task(priority=10)
def forget(recordings: list[int]) -> None:
    """The ear no longer knows what was only listed by a notice that its claimant has released."""
    ear.forget(recordings)
