"""How loud a track and its album are, as the box has measured them."""

from collections import OrderedDict
from collections.abc import Iterable
from math import inf
from threading import Lock
from time import monotonic

from akkord.flow.prepared import Prepared
from akkord.music.models import Track
from akkord.music.rules.levels import together

from .gate import standing_tracks

MOST_REMEMBERED = 20_000
LOOKED_AT_AGAIN = 600.0  # seconds: an album of which something has yet to be measured (`sound.tasks`)
# What is measured of a sound never changes, so an album is as loud as the sounds on it: its level, and until
# when that is remembered, by the process's own clock.
_remembered: OrderedDict[tuple[int, ...], tuple[float | None, float]] = OrderedDict()
_lock = Lock()
_on_albums = Prepared(
    lambda albums: (
        standing_tracks()
        .filter(album_id__in=albums, sound__loudness__isnull=False)
        .order_by("album_id", "sound_id")
        .values_list("album_id", "sound_id")
    )
)


def forget_levels() -> None:
    """What was measured of albums is measured anew: another database may number its sounds alike."""
    with _lock:
        _remembered.clear()


def levels_of(track: Track) -> dict[str, float | None]:
    """{"track": LUFS, "album": LUFS}, None where nothing is measured or it stands on no album."""
    album = levels_of_albums([track.album_id]).get(track.album_id) if track.album_id else None
    return {"track": track.sound.loudness, "album": album}


def levels_of_albums(albums: Iterable[int]) -> dict[int, float]:
    """album → LUFS over its whole, of those on which something is measured; one query for what is known."""
    on: dict[int, list[int]] = {}
    for album, sound in _on_albums(sorted(set(albums))):
        on.setdefault(album, []).append(sound)
    now = monotonic()
    found = {album: _remembered.get(tuple(sounds), (None, 0.0)) for album, sounds in on.items()}
    known = {album: level for album, (level, until) in found.items() if until > now}
    unknown = [album for album in on if album not in known]
    fresh = _measured(unknown, now) if unknown else {}
    return {album: level for album, level in {**known, **fresh}.items() if level is not None}


def _measured(albums: list[int], now: float) -> dict[int, float | None]:
    """The same from the blocks of their tracks, and remembered."""
    rows = standing_tracks().filter(album_id__in=albums, sound__loudness__isnull=False)
    on: dict[int, list[tuple[int, float, float, bytes]]] = {}
    columns = ("album_id", "sound_id", "sound__loudness", "seconds", "sound__levels")
    for album, sound, lufs, seconds, blocks in rows.order_by("album_id", "sound_id").values_list(*columns):
        on.setdefault(album, []).append((sound, lufs, seconds, bytes(blocks)))
    found = {album: together(each[1:] for each in tracks) for album, tracks in on.items()}
    with _lock:
        for album, tracks in on.items():
            whole = all(blocks for _, _, _, blocks in tracks)
            until = inf if whole else now + LOOKED_AT_AGAIN
            _remembered[tuple(each[0] for each in tracks)] = found[album], until
        while len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return found
