"""What decisions hold against uploads, recomputed from the facts for the audit."""

import uuid
from collections.abc import Iterator

from akkord.flow import clock
from akkord.ledger.rules import Restriction
from akkord.music import rules
from akkord.music.models import Upload
from akkord.rights.territories import TerritorySet

from .gate import decide_worldwide


def restrictions_in_force() -> Iterator[Restriction]:
    """What decisions silence by the site's own conclusion, recomputed from the facts, for the audit.

    Asked at the instant each was told: what has ended since by a date it always had needs no line.
    """
    decided = Upload.objects.filter(decided_at__isnull=False, track__isnull=False)
    for upload in decided.select_related("track__sound", "entry").order_by("pk").iterator(500):
        world = decide_worldwide(upload.track, upload.decided_at or clock.now())
        silent = rules.silent_territories(world.by_verdict)
        owed = bool(silent) and rules.owes_line(world.reasons)
        if owed or upload.entry is not None:
            yield Restriction(
                thing=f"upload:{upload.pk}",
                entry=upload.entry.public_id if upload.entry else "",
                facts=restriction_facts(upload.pk, silent),
            )


def restriction_facts(upload_id: uuid.UUID, silent: TerritorySet) -> dict[str, object]:
    """What a line about an upload's decision commits to."""
    return {"upload": str(upload_id), "silent": str(silent)}
