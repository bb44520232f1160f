"""What a person has listened to."""

from collections.abc import Iterator
from datetime import datetime

from akkord.music.models import Play

PAGE = 1000


def heard_by(person_id: int) -> Iterator[tuple[str, str, int, datetime]]:
    """(title, artist, track, when) of every counted play, the newest first; for the person alone."""
    plays = Play.objects.filter(person_id=person_id, counted_at__isnull=False).order_by("-started_at")
    rows = plays.values_list("track__title", "track__artist", "track_id", "started_at")
    yield from rows.iterator(PAGE)
