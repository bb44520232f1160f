"""The log's own hand: an append-only folder of tiles, entry bundles and the published checkpoint.

The order of writes keeps the promise: tiles are durable before a checkpoint over them is published, and no
published file ever changes. Every step may be killed at any instant and simply run again. This room knows
no database: its caller remembers (size, root) and never signs what it does not remember to have integrated.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tilelog import tiles
from tilelog.checkpoint import Checkpoint, unverified_checkpoint
from tilelog.errors import (
    BadTile,
    ConsistencyFailed,
    FolderBusy,
    FolderDiffers,
    Forked,
    GoesBackwards,
    NotServed,
    OutOfTree,
    TilesMissing,
    WouldRewrite,
    WrongOrigin,
)
from tilelog.merkle import ReadHashes, consistency_proof, leaf_hash, root_from, verify_consistency
from tilelog.proof import format_proof, make_proof
from tilelog.tiles import Bundle, Tile

CHECKPOINT = "checkpoint"
# One writer at a time holds the lock, so one temporary file is enough and a killed writer leaves only that.
_LOCK = ".lock"
_WRITING = ".writing"


class LogFolder:
    """A log's static files under `folder`, to be served as they are under the log's URL prefix."""

    def __init__(self, folder: Path) -> None:
        """The folder is made by the first write."""
        self.folder = folder

    def integrate(
        self, entries: Sequence[bytes], start: int, *, root: bytes | None = None
    ) -> tuple[int, bytes]:
        """Writes the bundles and tiles that put `entries` behind the first `start`; gives (size, root).

        Durable on return. Running it again with the same entries, or with these and more, changes nothing
        that stands. `root`: the root that the caller remembers for `start`; checked against the files first.
        Raises EntryTooLarge, FolderDiffers, WouldRewrite, FolderBusy.
        """
        for entry in entries:
            tiles.check_entry(entry)
        with self._alone():
            tail = self._tail(start, root)
            for bundle, data in tiles.new_bundles(start, tail, entries) if entries else ():
                self._put(bundle.path, data)
            for tile, data in tiles.new_tiles(start, entries, self.read_tile):
                self._put(tile.path, data)
            size = start + len(entries)
            self._settle([part.path for part in _touched(start, size)])
            return size, root_from(size, self.hashes(size))

    def publish(self, checkpoint_text: str) -> Checkpoint:
        """Puts a signed checkpoint before the public, in one step; its tiles must be there.

        The same size and root may be published again (with more signatures). The signature itself is not
        checked. Raises BadNote, BadCheckpoint, TilesMissing, WrongOrigin, GoesBackwards, Forked, FolderBusy.
        """
        checkpoint = unverified_checkpoint(checkpoint_text)
        with self._alone():
            published = self.read_checkpoint()
            old = None if published is None else unverified_checkpoint(published)
            if old is not None:
                _check_continues(old, checkpoint)
            self._check_tiles(old, checkpoint)
            self._drop_superseded(old.size if old else 0, checkpoint.size)
            self._replace(CHECKPOINT, checkpoint_text.encode())
            _sync_folder(self.folder)
        return checkpoint

    def read_checkpoint(self) -> str | None:
        """The published checkpoint, None before the first."""
        path = self.folder / CHECKPOINT
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def read_tile(self, tile: Tile) -> bytes:
        """A tile's bytes; a partial one is cut from the full one once there is one. Raises NotServed."""
        return self._read_part(tile)

    def read_bundle(self, bundle: Bundle) -> bytes:
        """An entry bundle's bytes; a partial one may be cut from the full one. Raises NotServed."""
        return self._read_part(bundle)

    def read_path(self, path: str) -> bytes:
        """What to answer under `<prefix>/<path>`; paths that are no part of a log are not looked for.

        Raises BadPath, NotServed.
        """
        if path != CHECKPOINT:
            return self._read_part(tiles.parse_path(path))
        checkpoint = self.read_checkpoint()
        if checkpoint is None:
            raise NotServed("no checkpoint is published")
        return checkpoint.encode()

    def read_entry(self, index: int, size: int) -> bytes:
        """Entry `index` of the log at `size`. Raises OutOfTree, NotServed, BadTile."""
        if not 0 <= index < size:
            raise OutOfTree(f"no entry {index} in a log of {size}")
        number, place = divmod(index, tiles.TILE_WIDTH)
        bundle = Bundle(number, min(tiles.TILE_WIDTH, size - number * tiles.TILE_WIDTH))
        return tiles.split_entries(bundle, self.read_bundle(bundle))[place]

    def hashes(self, size: int) -> ReadHashes:
        """Reader of subtree hashes of the log at `size`, for merkle.inclusion_proof and consistency_proof."""
        return tiles.hashes_from_tiles(size, self.read_tile)

    def prove(self, index: int) -> str:
        """The proof file of entry `index` under the published checkpoint. Raises NotServed, OutOfTree."""
        checkpoint = self.read_path(CHECKPOINT).decode()
        size = unverified_checkpoint(checkpoint).size
        return format_proof(make_proof(index, checkpoint, self.hashes(size)))

    def _tail(self, start: int, root: bytes | None) -> list[bytes]:
        """The entries of the last partial bundle before `start`, after a look at whether the files agree."""
        try:
            if root is not None and root_from(start, self.hashes(start)) != root:
                raise FolderDiffers(f"the tiles do not have the remembered root at size {start}")
            number, width = divmod(start, tiles.TILE_WIDTH)
            if not width:
                return []
            bundle, tile = Bundle(number, width), Tile(0, number, width)
            entries = tiles.split_entries(bundle, self.read_bundle(bundle))
            if [leaf_hash(entry) for entry in entries] != tiles.split_hashes(tile, self.read_tile(tile)):
                raise FolderDiffers(f"{bundle.path} does not hash to {tile.path}")
        except (NotServed, BadTile) as error:
            raise FolderDiffers(f"the files do not reach size {start}: {error}") from error
        return entries

    def _check_tiles(self, old: Checkpoint | None, new: Checkpoint) -> None:
        hashes = self.hashes(new.size)
        try:
            if root_from(new.size, hashes) != new.root:
                raise TilesMissing(f"the tiles have another root at size {new.size}")
            if old is not None:
                proof = consistency_proof(old.size, new.size, hashes)
                verify_consistency(old.size, old.root, new.size, new.root, proof)
        except (NotServed, BadTile) as error:
            raise TilesMissing(f"the tiles do not reach size {new.size}: {error}") from error
        except ConsistencyFailed as error:
            raise Forked(f"size {new.size} does not continue the published {old}: {error}") from error

    def _drop_superseded(self, old_size: int, new_size: int) -> None:
        """Removes the partial files of tiles that have become full since the published size.

        tlog-tiles allows it once the full tile is available; otherwise every single entry would leave a copy
        of its bundle for ever. `read_tile` goes on answering for them.
        """
        for part in _touched(old_size, new_size):
            partials = self.folder / f"{part.full.path}.p"
            if part == part.full and partials.is_dir():
                shutil.rmtree(partials)

    def _read_part(self, part: Tile | Bundle) -> bytes:
        for candidate in dict.fromkeys((part, part.full)):
            path = self.folder / candidate.path
            if path.is_file():
                data = path.read_bytes()
                return data if candidate == part else tiles.cut(part, data)
        raise NotServed(f"{part.path} is not in the log")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Holds the writer's lock; the kernel gives it back if the process dies. Raises FolderBusy."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / _LOCK, "ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise FolderBusy(f"{self.folder} is being written by another process") from None
            yield

    def _put(self, path: str, data: bytes) -> None:
        """Writes a file that is never to change; one that stands already must be the same."""
        final = self.folder / path
        if final.is_file():
            if final.read_bytes() != data:
                raise WouldRewrite(f"{path} is there with other bytes")
            return
        final.parent.mkdir(parents=True, exist_ok=True)
        self._replace(path, data)

    def _replace(self, path: str, data: bytes) -> None:
        temporary = self.folder / _WRITING
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.rename(temporary, self.folder / path)

    def _settle(self, paths: Sequence[str]) -> None:
        """Makes the names durable: every folder on the way to these files, also those an earlier run made."""
        folders = {parent for path in paths for parent in (self.folder / path).parents}
        for folder in sorted(folders, reverse=True):
            if folder.is_relative_to(self.folder):
                _sync_folder(folder)


def _touched(start: int, size: int) -> Iterator[Tile | Bundle]:
    """The tiles and bundles that differ between the log at `start` and the log at `size`."""
    level, low, high = 0, start, size
    while high > low:
        for index in range(low // tiles.TILE_WIDTH, -(-high // tiles.TILE_WIDTH)):
            width = min(tiles.TILE_WIDTH, high - index * tiles.TILE_WIDTH)
            yield Tile(level, index, width)
            if level == 0:
                yield Bundle(index, width)
        level, low, high = level + 1, low >> tiles.TILE_HEIGHT, high >> tiles.TILE_HEIGHT


def _check_continues(old: Checkpoint, new: Checkpoint) -> None:
    if new.origin != old.origin:
        raise WrongOrigin(f"this folder is the log {old.origin!r}, not {new.origin!r}")
    if new.size < old.size:
        raise GoesBackwards(f"size {old.size} is published; {new.size} is behind it")
    if new.size == old.size and new.root != old.root:
        raise Forked(f"size {old.size} is published with another root")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
