"""Files of the data folder copied into the bucket; nothing is taken away, and it can be run again."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from .bucket import BucketFiles, Damaged
from .files import PIECE, Files


@dataclass(frozen=True)
class Moved:
    """One file, and whether the bucket has its very bytes."""

    sha256: str
    ok: bool
    why: str = ""


def move(folder: Files, bucket: BucketFiles) -> Iterator[Moved]:
    """Put each file where it is not yet, then read it back whole from the bucket."""
    for path in sorted(folder.folder.glob("??/*")):
        sha256 = path.name
        digest = hashlib.sha256()
        with path.open("rb") as source:
            while piece := source.read(PIECE):
                digest.update(piece)
        if digest.hexdigest() != sha256:
            yield Moved(sha256, False, "the folder has other bytes under this name")
            continue
        bucket.put(path, sha256)
        try:
            bucket.check(sha256)
        except Damaged:
            yield Moved(sha256, False, "the store has other bytes under this name")
        else:
            yield Moved(sha256, True)
