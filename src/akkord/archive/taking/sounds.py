"""Sounds their owner sent in there: each becomes an upload here, and takes the road of every upload.

Nothing of what the old site decided about it is believed: it is heard by nobody before it is decided here.
"""

from akkord.music import actions, queries
from akkord.music.errors import MusicError, UploadsClosed, UploadsSuspended

from ..format import SOUNDS, SoundSaid
from .errand import Errand


def take_sounds(errand: Errand) -> None:
    for _file, rows in errand.archive.parts("sounds", SOUNDS):
        for said in rows:
            if said.spoken:
                errand.leave_out("voices")
            elif not said.file:
                errand.leave_out("sounds_not_in_it")
            else:
                _take(errand, said)


def _take(errand: Errand, said: SoundSaid) -> None:
    about = errand.archive.about(said.file)
    if queries.sent_in_before(errand.person.pk, about.sha256):  # by a run that was cut, or by themselves
        return
    try:
        upload = actions.begin_upload(
            errand.person,
            said.name,
            about.bytes,
            title=said.title,
            artist=said.artist,
            unpacked=True,
        )
        actions.append_bytes(upload, 0, errand.archive.pieces(said.file))
    except (UploadsClosed, UploadsSuspended):
        errand.leave_out("sounds_closed")
    except MusicError as refused:
        errand.leave_out(f"sound_{refused.code}")
