"""Reading somebody's log, from its web address or a copy in a folder, and believing only what is proved."""

import http.client
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from tilelog import tiles
from tilelog.checkpoint import Checkpoint, open_checkpoint
from tilelog.errors import BadTile, NotServed, OutOfTree, Unreachable
from tilelog.merkle import (
    ReadHashes,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from tilelog.note import LARGEST_NOTE, Verifier
from tilelog.proof import format_proof, make_proof
from tilelog.tiles import Bundle, Tile

TIMEOUT_SECONDS = 30.0
_GZIP = 31  # zlib's number for "gzip only"


class Source(Protocol):
    """Where a log's files come from."""

    def read(self, path: str, limit: int) -> bytes:
        """The file at `<prefix>/<path>`, at most `limit` bytes. Raises NotServed, Unreachable, BadTile."""
        ...

    def paths(self) -> Iterable[str]:
        """The paths under `tile/` that can be seen to exist; the web cannot be listed and gives none."""
        ...


class FolderSource:
    """A log's files in a local folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, path: str, limit: int) -> bytes:
        """As Source.read."""
        try:
            with open(self.folder / path, "rb") as file:
                return _bounded(path, file.read(limit + 1), limit)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise NotServed(f"{path} is not in {self.folder}") from None

    def paths(self) -> Iterable[str]:
        """As Source.paths."""
        found = (path for path in (self.folder / "tile").rglob("*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in found)


class WebSource:
    """A log's files under an http or https prefix."""

    def __init__(self, prefix: str, timeout: float = TIMEOUT_SECONDS) -> None:
        """`timeout` in seconds, for each answer's silence. Raises Unreachable for another kind of address."""
        if not prefix.startswith(("http://", "https://")):
            raise Unreachable(f"not an http address: {prefix}")
        self.prefix = prefix.rstrip("/")
        self.timeout = timeout
        self._opener = _web_only()

    def read(self, path: str, limit: int) -> bytes:
        """As Source.read."""
        headers = {"Accept-Encoding": "gzip, identity", "User-Agent": "tilelog"}
        request = urllib.request.Request(f"{self.prefix}/{path}", headers=headers)
        try:
            with self._opener.open(request, timeout=self.timeout) as answer:
                data: bytes = answer.read(limit + 1)
                if answer.length and len(data) <= limit:  # http.client does not mind a bounded read being cut
                    raise Unreachable(f"{path}: the answer broke off")
                packed = answer.headers.get("Content-Encoding", "identity").lower() == "gzip"
        except urllib.error.HTTPError as error:
            if error.code in (404, 410):
                raise NotServed(f"{path} is not served: {error.code}") from None
            raise Unreachable(f"{path}: the server answered {error.code}") from error
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(f"{path}: {error}") from error
        return _bounded(path, _unpack(path, data, limit) if packed else data, limit)

    def paths(self) -> Iterable[str]:
        """As Source.paths."""
        return ()


def open_source(where: str, timeout: float = TIMEOUT_SECONDS) -> Source:
    """The log at an http(s) address or in a folder."""
    return WebSource(where, timeout) if "://" in where else FolderSource(Path(where))


def fetch_part(source: Source, part: Tile | Bundle) -> bytes:
    """A tile or bundle; a partial one may have become full. Raises NotServed, Unreachable, BadTile."""
    limit = tiles.LARGEST_BUNDLE if isinstance(part, Bundle) else tiles.LARGEST_TILE
    try:
        return source.read(part.path, limit)
    except NotServed:
        if part == part.full:
            raise
        return tiles.cut(part, source.read(part.full.path, limit))


class LogClient:
    """One log as a reader holds it: the newest checkpoint seen, and entries proved under it."""

    def __init__(self, source: Source, verifier: Verifier, known: Checkpoint | None = None) -> None:
        """`known`: the checkpoint kept from last time, which every newer one must continue."""
        self.source = source
        self.verifier = verifier
        self.checkpoint = known
        self._signed: str | None = None

    def refresh(self) -> Checkpoint:
        """Fetches the checkpoint and takes it over if it continues the one held.

        Raises Unreachable, NotServed, BadNote, BadCheckpoint, SignatureFailed, NotSigned, WrongOrigin,
        ConsistencyFailed, BadTile.
        """
        signed = self.source.read("checkpoint", LARGEST_NOTE)
        newest = open_checkpoint(signed, self.verifier)
        held = self.checkpoint
        if held is not None:
            reader = self._hashes(newest.size)
            proof = consistency_proof(held.size, newest.size, reader) if held.size <= newest.size else []
            verify_consistency(held.size, held.root, newest.size, newest.root, proof)
        self.checkpoint, self._signed = newest, signed.decode()
        return newest

    def entry(self, index: int) -> bytes:
        """Entry `index`, proved. Raises OutOfTree, InclusionFailed and what fetching raises."""
        return next(entry for _, entry in self.entries(index, index + 1))

    def entries(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        """(index, entry) from `start` to before `stop`, each proved. Raises as `entry`."""
        held = self.checkpoint or self.refresh()
        if not 0 <= start <= stop <= held.size:
            raise OutOfTree(f"no entries {start} to {stop} in a log of {held.size}")
        reader = self._hashes(held.size)
        for number in range(start // tiles.TILE_WIDTH, -(-stop // tiles.TILE_WIDTH)):
            bundle = Bundle(number, min(tiles.TILE_WIDTH, held.size - number * tiles.TILE_WIDTH))
            found = tiles.split_entries(bundle, fetch_part(self.source, bundle))
            for index in range(max(start, bundle.start), min(stop, bundle.start + bundle.width)):
                entry = found[index - bundle.start]
                path = inclusion_proof(index, held.size, reader)
                verify_inclusion(leaf_hash(entry), index, held.size, path, held.root)
                yield index, entry

    def proof(self, index: int) -> str:
        """The proof file of entry `index` under the newest checkpoint. Raises as `refresh` and `entry`."""
        if self._signed is None:
            self.refresh()
        if self._signed is None or self.checkpoint is None:
            raise NotServed("no checkpoint")
        return format_proof(make_proof(index, self._signed, self._hashes(self.checkpoint.size)))

    def _hashes(self, size: int) -> ReadHashes:
        return tiles.hashes_from_tiles(size, lambda tile: fetch_part(self.source, tile))


def _web_only() -> urllib.request.OpenerDirector:
    """Follows redirects, but never to a file or another protocol, as urllib's own opener would."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _unpack(path: str, data: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    try:
        return unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise BadTile(f"{path}: broken gzip: {error}") from error


def _bounded(path: str, data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise BadTile(f"{path}: more than {limit} bytes")
    return data
