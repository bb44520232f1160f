"""Reading the manifest of a batch: how many messages it announces, and which files with which sums."""

from typing import BinaryIO, NamedTuple

from .elements import first, text
from .faults import Place, Refused
from .message import File
from .stream import Bounds, Stream

# A manifest of five thousand messages is a megabyte or two.
BOUNDS = Bounds(megabytes=16, row_megabytes=16, elements=200_000, row_elements=200_000)


class Manifest(NamedTuple):
    """What the sender announces; a count of None was not said."""

    messages: int | None
    files: tuple[File, ...]
    test: bool


def read_manifest(source: BinaryIO) -> Manifest:
    """A ManifestMessage. Raises Refused when it is none."""
    messages: int | None = None
    files: list[File] = []
    test, root = False, ""
    for unit in Stream(source, BOUNDS).units():
        match unit.names:
            case ():
                root = unit.path.lstrip("/")
                if not root.endswith("ManifestMessage"):
                    raise Refused("other_message", root, Place(unit.path, unit.element.sourceline or 0))
            case ("NumberOfMessages",):
                written = "".join((unit.element.text or "").split())
                messages = int(written) if written.isascii() and written.isdigit() else None
            case ("IsTestFlag",):
                test = (unit.element.text or "").strip().lower() in ("true", "1")
            case ("MessageInBatch",):
                summed = first(unit.element, "HashSum")
                files.append(
                    File(
                        text(unit.element, "URL") or text(unit.element, "URI"),
                        text(summed, "Algorithm") or text(summed, "HashSumAlgorithmType"),
                        text(summed, "HashSumValue") or text(summed, "HashSum"),
                    )
                )
    return Manifest(messages, tuple(files), test)
