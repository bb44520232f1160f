"""An archive with its owner's sounds, on its way: the pages lie ready, the sounds follow.

There is one way to a byte of sound: each file is decided when its turn comes and asked about again before
each piece (`music.handing_back`). What falls silent meanwhile breaks the answer off, and no program takes it
for whole.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZipFile

from django.utils import translation

from akkord.music import handing_back
from akkord.music.handing_back import PIECE, BrokenOff, Written
from akkord.music.rules import Listener
from akkord.people.queries import Person
from akkord.store.files import NotKept

from .packing import Handed, write
from .rules import FOLDER

IN_MEMORY = 8 * 1024 * 1024  # bytes; more of pages waits on disk, without a name


class _Out(Written):
    """A ZIP of which the beginning lies in a file, and the rest is taken as it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the answer
        self.is_ready = False

    def write(self, part: bytes) -> int:
        return super().write(part) if self.is_ready else self.pages.write(part)


@dataclass(frozen=True)
class Ready:
    """An archive all of whose pages are written."""

    out: _Out
    zipped: ZipFile
    sounds: list[Handed]
    listener: Listener


def made_ready(person: Person, listener: Listener, language: str) -> Ready:
    """Write its pages: all of it that asks the database much."""
    out = _Out()
    try:
        zipped = ZipFile(out, "w")  # type: ignore[call-overload]
        with translation.override(language):
            sounds = write(zipped, person, listener, sounds=True)
    except BaseException:
        out.pages.close()
        raise
    out.is_ready = True
    out.pages.seek(0)
    return Ready(out, zipped, sounds, listener)


async def pieces(ready: Ready) -> AsyncGenerator[bytes, None]:
    """The ZIP in pieces. Raises BrokenOff: the answer then ends without its directory."""
    with ready.out.pages:
        while piece := await asyncio.to_thread(ready.out.pages.read, PIECE):
            yield piece
    for sound in ready.sounds:
        async for piece in _sound(ready, sound):
            yield piece
    ready.zipped.close()
    yield ready.out.taken()


async def _sound(ready: Ready, sound: Handed) -> AsyncGenerator[bytes, None]:
    turn = await asyncio.to_thread(handing_back.asked, handing_back.turn_of, sound.track, ready.listener)
    if turn.opened is None:  # the archive names it already
        raise BrokenOff
    try:
        reader, first = await handing_back.begun(turn.opened)
    except NotKept as lost:
        raise BrokenOff from lost
    name = f"{FOLDER}/{sound.file}"
    async for piece in handing_back.entry(ready.zipped, ready.out, name, turn.opened, reader, first):
        yield piece
