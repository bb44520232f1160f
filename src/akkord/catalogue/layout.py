"""How a batch lies in its folder, by DDEX's choreography for SFTP (ECHO, 8.3 and 8.4), on plain values.

    N_20141128/                          priority and BatchId
        A10302B0003989564F/              one release: its message under its name, its files
            A10302B0003989564F.xml
            resources/1.flac
        BatchComplete_20141128.xml       comes last: a manifest, or zero bytes

Names are somebody else's: only those that cannot mean another place are taken.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

MOST_FILES = 20_000  # in a batch
MOST_RELEASES = 5_000
DEEPEST = 4  # folders below that of a release
LONGEST_NAME = 255
LONGEST_PATH = 1000
_BATCH = re.compile(r"[PMN]_([A-Za-z0-9][A-Za-z0-9._-]{0,99})")


def batch_id_of(name: str) -> str | None:
    """The BatchId of a folder's name; None when it is no batch's."""
    found = _BATCH.fullmatch(name)
    return found.group(1) if found else None


def trigger_of(batch_id: str) -> str:
    """The name of the file that says that the batch is complete."""
    return f"BatchComplete_{batch_id}.xml"


def is_plain(name: str) -> bool:
    """Whether a name is one step of a path and nothing else: no “..”, no slash, nothing hidden."""
    return (
        0 < len(name.encode(errors="replace")) <= LONGEST_NAME
        and not name.startswith(".")
        and name == name.strip()
        and not any(mark in '/\\:*?"<>|' for mark in name)
        and not any(unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Zl", "Zp") for mark in name)
    )


def path_within(written: str) -> str | None:
    """A path below the batch's folder, composed one way; None when it leads elsewhere or nowhere."""
    steps = unicodedata.normalize("NFC", written).split("/")
    if not 1 <= len(steps) <= DEEPEST + 2 or not all(is_plain(step) for step in steps):
        return None
    path = "/".join(steps)
    return path if len(path) <= LONGEST_PATH else None


@dataclass(frozen=True, slots=True)
class Layout:
    """A batch by its releases: folder → the files in it; and what lies beside the folders."""

    releases: Mapping[str, tuple[str, ...]]
    beside: tuple[str, ...]
    manifest: str | None


def laid_out(paths: Iterable[str], batch_id: str) -> Layout:
    """Sort the paths of a batch's files."""
    releases: dict[str, list[str]] = {}
    beside: list[str] = []
    trigger, manifest = trigger_of(batch_id), None
    for path in sorted(paths):
        folder, slash, _rest = path.partition("/")
        if slash:
            releases.setdefault(folder, []).append(path)
        elif path == trigger:
            manifest = path
        else:
            beside.append(path)
    return Layout({folder: tuple(files) for folder, files in releases.items()}, tuple(beside), manifest)


def messages_in(folder: str, paths: Iterable[str]) -> Iterator[str]:
    """The XML files that lie directly in a release's folder; the one of its name alone, if it is there."""
    found = [path for path in paths if path.count("/") == 1 and path.lower().endswith(".xml")]
    named = [path for path in found if path.casefold() == f"{folder}/{folder}.xml".casefold()]
    yield from named or found
