"""The rules of batches as their tests use them: the real ones, or a faulty copy of them."""

import hashlib
import importlib
from types import SimpleNamespace
from typing import Any

PACKAGE = "akkord.catalogue"
SOUND = b"a sound"


def gather() -> SimpleNamespace:
    """The rules from fresh imports."""
    rooms = [
        importlib.import_module(f"{PACKAGE}.{name}") for name in ("layout", "ern.enclosed", "ern.message")
    ]
    return SimpleNamespace(**{name: value for room in rooms for name, value in vars(room).items()})


def sums(data: bytes) -> dict[str, str]:
    return {name: hashlib.new(name, data).hexdigest() for name in ("md5", "sha1", "sha256")}


def resource(batch: SimpleNamespace, *files: tuple[str, str, str], kind: str = "SoundRecording") -> Any:
    """A resource with files: (address, algorithm, sum)."""
    named = tuple(batch.File(*file) for file in files)
    return batch.Resource(batch.Place("/X", 7), kind, "A1", files=named)


def compared(batch: SimpleNamespace, *files: tuple[str, str, str], here: dict[str, bytes]) -> list[str]:
    """Word by word what became of the files: the path that came, or the word of a fault."""
    came = {path: batch.Came(path, len(data), sums(data)) for path, data in here.items()}
    found = batch.compare([resource(batch, *files)], "R1", came)
    return [each.path if isinstance(each, batch.Came) else each.word for _resource, each in found]
