"""What decisions hold against uploads, recomputed from the facts for the audit."""

import uuid
from collections.abc import Iterator

from akkord.ledger.rules import Restriction
from akkord.music import rules
from akkord.music.models import Track
from akkord.rights.territories import TerritorySet

from .gate import decide_everywhere, silencing_reasons


def restrictions_in_force() -> Iterator[Restriction]:
    """What decisions silence by the site's own conclusion, recomputed from the facts, for the audit.

    Asked at the instant each was told: what has ended since by a date it always had needs no line.
    """
    for track in Track.objects.exclude(upload=None).select_related("sound", "upload__entry").iterator(500):
        upload = track.upload
        if upload is None or upload.decided_at is None:
            continue
        by_verdict = decide_everywhere(track, upload.decided_at)
        silent = rules.silent_territories(by_verdict)
        owed = bool(silent) and rules.owes_line(silencing_reasons(track, by_verdict, upload.decided_at))
        if owed or upload.entry is not None:
            yield Restriction(
                thing=f"upload:{upload.pk}",
                entry=upload.entry.public_id if upload.entry else "",
                facts=restriction_facts(upload.pk, silent),
            )


def restriction_facts(upload_id: uuid.UUID, silent: TerritorySet) -> dict[str, object]:
    """What a line about an upload's decision commits to."""
    return {"upload": str(upload_id), "silent": str(silent)}
