"""The reading of messages as its tests use it, so that a faulty copy can be put in its place."""

import importlib
import io
from types import SimpleNamespace
from typing import Any

PACKAGE = "akkord.catalogue.ern"


def face() -> SimpleNamespace:
    """The functions under test, from the modules that are loaded now."""
    rooms = {name: importlib.import_module(f"{PACKAGE}.{name}") for name in ROOMS}
    reading, message = rooms["reading"], rooms["message"]

    def read(written: str | bytes, **options: Any) -> Any:
        data = written if isinstance(written, bytes) else written.encode()
        return reading.read_message(io.BytesIO(data), "message.xml", **options)

    return SimpleNamespace(
        read=read,
        expand=rooms["territories"].expand,
        Territories=rooms["territories"].Territories,
        timeline=rooms["timeline"].timeline,
        licences_at=rooms["timeline"].licences_at,
        holds=rooms["validity"].holds,
        earlier_end=rooms["validity"].earlier_end,
        LocalDay=message.LocalDay,
        LocalTime=message.LocalTime,
        Instant=message.Instant,
        Validity=message.Validity,
    )


ROOMS = ("message", "reading", "territories", "timeline", "validity")
