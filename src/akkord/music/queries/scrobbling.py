"""To whom somebody's listens are told."""

import uuid

from akkord.music.models import Play, Scrobbler
from akkord.music.rules.scrobbles import Listen


def scrobblers_of(person_id: int) -> list[Scrobbler]:
    """The first connected first."""
    return list(Scrobbler.objects.filter(person_id=person_id).order_by("pk"))


def telling_for(person_id: int | None) -> list[Scrobbler]:
    """Those that still take something."""
    return [each for each in scrobblers_of(person_id) if not each.refused] if person_id else []


def listener_of_play(play_id: uuid.UUID) -> int | None:
    """Who listened; None for a guest, and for nobody any more."""
    return Play.objects.filter(pk=play_id).values_list("person_id", flat=True).first()


def listen_of(play_id: uuid.UUID) -> Listen | None:
    """A counted play as it is told; None where its track has gone or has no artist to name."""
    found = Play.objects.filter(pk=play_id, counted_at__isnull=False, track__withdrawn_at=None)
    play = found.select_related("track__album").first()
    if play is None or not play.track.artist:
        return None
    album = play.track.album.title if play.track.album else ""
    return Listen(play.track.title, play.track.artist, album, play.track.seconds, play.started_at)
