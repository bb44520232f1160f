"""How loud a track and its album are, as the box has measured them."""

from akkord.music.models import Track
from akkord.music.rules.levels import together

from .gate import standing_tracks


def levels_of(track: Track) -> dict[str, float | None]:
    """{"track": LUFS, "album": LUFS}, None where nothing is measured or it stands on no album."""
    if track.album_id is None:
        return {"track": track.sound.loudness, "album": None}
    on_album = standing_tracks().filter(album=track.album_id).values_list("sound__loudness", "seconds")
    measured = [(lufs, seconds) for lufs, seconds in on_album if lufs is not None]
    return {"track": track.sound.loudness, "album": together(measured)}
