"""The sample labels' delivery lists, as a label's clerk would send them."""

import csv
import io

from .catalogue import ARTISTS, LABELS, RELEASES
from .sound_file import ENDINGS

HEADER = ("isrc", "title", "artist", "release", "icpn", "file", "share", "territory")


def as_csv(label_key: str) -> str:
    """Every recording of a label: one line each, with the name of its file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    encoding = next(label.encoding for label in LABELS if label.key == label_key)
    artists = {artist.key: artist.name for artist in ARTISTS}
    for release in RELEASES:
        if release.label == label_key:
            for recording in release.recordings:
                file = recording.key + ENDINGS[encoding]
                artist = artists[recording.artist]
                writer.writerow(
                    (
                        recording.isrc,
                        recording.title,
                        artist,
                        release.title,
                        release.icpn,
                        file,
                        "1",
                        "Worldwide",
                    )
                )
    return out.getvalue()
