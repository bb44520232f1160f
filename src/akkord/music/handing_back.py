"""One's own originals as a ZIP, written while it is sent: no file of it, no thread and no more memory than
a piece belong to a listener who is slow.

Each file is decided when its turn comes and asked about again before each piece, like every stream; what is
silenced meanwhile breaks the answer off. What may not be handed back is named in a list at the end.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import NamedTuple, TypeVar
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings

from akkord.flow import clock
from akkord.flow.borrowed import connection
from akkord.sound.forms import RAW, Wanted
from akkord.store.files import NotKept
from akkord.store.reading import Reader

from . import queries, streams
from .errors import NotReady
from .models import Track
from .rules import Listener, originals

PIECE = 256 * 1024
T = TypeVar("T")


class BrokenOff(Exception):
    """Facts changed while a file was being sent: not a byte more."""


class Turn(NamedTuple):
    """A track whose turn has come: what may be sent of it, or None."""

    track: Track
    opened: streams.Opened | None


class Written:
    """Where the ZIP is written to: what came since it was last taken."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


async def packed(listener: Listener) -> AsyncGenerator[bytes, None]:
    """The ZIP in pieces. Raises BrokenOff: the answer then ends without its directory."""
    person = listener.person_id or 0
    tracks = await asyncio.to_thread(asked, queries.originals_of, person)
    out, left_out = Written(), list[Track]()
    with ZipFile(out, "w", ZIP_STORED) as zipped:  # type: ignore[call-overload]
        for place, track in enumerate(tracks, start=1):
            turn = await asyncio.to_thread(asked, turn_of, track, listener)
            if turn.opened is None:
                left_out.append(track)
                continue
            try:
                reader, first = await begun(turn.opened)
            except NotKept:  # lost: the others are handed back all the same
                left_out.append(track)
                continue
            name = originals.file_name(place, track.artist, track.title, turn.opened.suffix)
            async for piece in entry(zipped, out, name, turn.opened, reader, first):
                yield piece
        if left_out:
            lines = [
                originals.left_out_line(t.title, t.artist, settings.SITE_URL, _page(t)) for t in left_out
            ]
            zipped.writestr(_info(originals.LEFT_OUT), "".join(lines))
    yield out.taken()


def _page(track: Track) -> str:
    """Where its uploader reads why; a voice note has no page of a track."""
    return f"audio/upload/{track.upload_id}" if track.spoken else f"audio{track.pk}"


async def begun(opened: streams.Opened) -> tuple[Reader, bytes]:
    """A file with its first piece, before anything of its entry is sent: a bucket tells no sooner of a loss.

    Raises NotKept.
    """
    reader = opened.source.open()
    try:
        return reader, await reader.read(0, min(PIECE, opened.size))
    except BaseException:
        reader.close()
        raise


async def entry(
    zipped: ZipFile, out: Written, name: str, opened: streams.Opened, reader: Reader, piece: bytes
) -> AsyncGenerator[bytes, None]:
    """A file as an entry of a ZIP, in pieces, from its first. Raises BrokenOff."""
    info = _info(name)
    info.file_size = opened.size
    try:
        with zipped.open(info, "w") as place:
            sent = 0
            while sent < opened.size:
                if sent and not await asyncio.to_thread(asked, streams.still_allowed, opened):
                    raise BrokenOff
                piece = piece if not sent else await reader.read(sent, min(PIECE, opened.size - sent))
                if not piece:
                    raise BrokenOff
                sent += len(piece)
                place.write(piece)
                yield out.taken()
    finally:
        reader.close()


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name, clock.now().timetuple()[:6])
    info.compress_type, info.external_attr = ZIP_STORED, 0o600 << 16
    return info


def asked(question: Callable[..., T], *about: object) -> T:
    """Ask the database, in a thread."""
    with connection():
        return question(*about)


def turn_of(track: Track, listener: Listener) -> Turn:
    """Whoever asks is asked about anew for each file: their offer and its territory may have changed."""
    who = queries.listener(listener.person_id, listener.territory)
    try:
        use = queries.use_handing_back(track)
        if track.spoken:  # who said it has it, wherever it was said
            own = track.person_id == listener.person_id
            return Turn(track, streams.open_voice(track.pk, who, lambda: own, use, Wanted(RAW)))
        return Turn(track, streams.open_track(track.pk, who, use, wanted=Wanted(RAW)))
    except (streams.Refused, streams.NoSuchStream, NotReady):
        return Turn(track, None)
