"""Where the hashes and entries of a log stand: tiles, partial tiles and entry bundles of C2SP tlog-tiles."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tilelog.errors import BadPath, BadTile, EntryTooLarge, OutOfTree
from tilelog.merkle import HASH_SIZE, Node, ReadHashes, leaf_hash, root_of

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
LARGEST_LEVEL = 63
LARGEST_ENTRY = 0xFFFF
LARGEST_TILE = TILE_WIDTH * HASH_SIZE
LARGEST_BUNDLE = TILE_WIDTH * (2 + LARGEST_ENTRY)
# A proof climbs at most 8 tile levels below 2^63 entries; some more let a walk along the log reuse them.
_TILES_REMEMBERED = 64

_PATH = re.compile(
    r"tile/(?P<level>entries|[0-9]|[1-5][0-9]|6[0-3])/(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True)
class Tile:
    """`width` consecutive hashes of tree level 8*level, from number index*256 on; partial if under 256."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The path under the log's prefix."""
        return f"tile/{self.level}/{_index_path(self.index, self.width)}"

    @property
    def full(self) -> "Tile":
        """The full tile that takes this one's place once the log has grown."""
        return Tile(self.level, self.index)


@dataclass(frozen=True)
class Bundle:
    """`width` consecutive entries from number index*256 on; partial if under 256."""

    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The path under the log's prefix."""
        return f"tile/entries/{_index_path(self.index, self.width)}"

    @property
    def start(self) -> int:
        """The index of the first entry."""
        return self.index * TILE_WIDTH

    @property
    def full(self) -> "Bundle":
        """The full bundle that takes this one's place once the log has grown."""
        return Bundle(self.index)


ReadTile = Callable[[Tile], bytes]


def parse_path(path: str) -> Tile | Bundle:
    """The tile or bundle a path names; every path has one spelling. Raises BadPath."""
    found = _PATH.fullmatch(path)
    if found is None:
        raise BadPath(f"not a tile path: {path[:200]!r}")
    index = int(found["index"].replace("x", "").replace("/", ""))
    width = int(found["width"] or TILE_WIDTH)
    named = Bundle(index, width) if found["level"] == "entries" else Tile(int(found["level"]), index, width)
    if named.path != path:
        raise BadPath(f"not a tile path: {path[:200]!r}")
    return named


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a log of this size, bottom level first; empty tiles do not exist."""
    level = 0
    while count := size >> (TILE_HEIGHT * level):
        for index, width in _groups(0, count):
            yield Tile(level, index, width)
        level += 1


def bundles_of(size: int) -> Iterator[Bundle]:
    """Every entry bundle of a log of this size."""
    return (Bundle(index, width) for index, width in _groups(0, size))


def partials_of(size: int) -> list[Tile | Bundle]:
    """The partial tiles and the partial bundle that a checkpoint of this size obliges the log to serve."""
    partials: list[Tile | Bundle] = []
    level = 0
    while count := size >> (TILE_HEIGHT * level):
        if width := count % TILE_WIDTH:
            partials.append(Tile(level, count // TILE_WIDTH, width))
        level += 1
    if size % TILE_WIDTH:
        partials.append(Bundle(size // TILE_WIDTH, size % TILE_WIDTH))
    return partials


def tile_for(node: Node, size: int) -> tuple[Tile, int]:
    """The tile of a log of `size` that holds the hashes under `node`, and the first one's place in it."""
    level, rest = divmod(node.level, TILE_HEIGHT)
    first = node.index << rest
    index, place = divmod(first, TILE_WIDTH)
    width = min(TILE_WIDTH, (size >> (TILE_HEIGHT * level)) - index * TILE_WIDTH)
    if node.index < 0 or place + (1 << rest) > width:
        raise OutOfTree(f"no subtree {node.index} of 2^{node.level} entries in a log of {size}")
    return Tile(level, index, width), place


def hashes_from_tiles(size: int, read_tile: ReadTile) -> ReadHashes:
    """A reader of subtree hashes over the tiles of a log of `size`. Raises BadTile for tiles of wrong length.

    The tiles are *not* verified here: verify what is made from them (a root or a proof).
    """

    @lru_cache(maxsize=_TILES_REMEMBERED)
    def hashes(tile: Tile) -> list[bytes]:
        return split_hashes(tile, read_tile(tile))

    def read(nodes: Sequence[Node]) -> list[bytes]:
        found = []
        for node in nodes:
            tile, place = tile_for(node, size)
            found.append(root_of(hashes(tile)[place : place + (1 << node.level % TILE_HEIGHT)]))
        return found

    return read


def split_hashes(tile: Tile, data: bytes) -> list[bytes]:
    """The hashes in a tile's bytes. Raises BadTile unless there are exactly `tile.width` of them."""
    if len(data) != tile.width * HASH_SIZE:
        raise BadTile(f"{tile.path}: {len(data)} bytes instead of {tile.width * HASH_SIZE}")
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


def check_entry(entry: bytes) -> None:
    """Raises EntryTooLarge for what no entry bundle can hold."""
    if len(entry) > LARGEST_ENTRY:
        raise EntryTooLarge(f"an entry has at most {LARGEST_ENTRY} bytes, not {len(entry)}")


def pack_entries(entries: Sequence[bytes]) -> bytes:
    """The bytes of an entry bundle: each entry after its length as a big-endian uint16."""
    for entry in entries:
        check_entry(entry)
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def split_entries(bundle: Bundle, data: bytes) -> list[bytes]:
    """The entries in a bundle's bytes. Raises BadTile unless there are exactly `bundle.width` of them."""
    entries = take_entries(bundle, data)
    if len(data) != sum(2 + len(entry) for entry in entries):
        raise BadTile(f"{bundle.path}: bytes after the last of {bundle.width} entries")
    return entries


def take_entries(bundle: Bundle, data: bytes) -> list[bytes]:
    """The first `bundle.width` entries of bytes that may hold more. Raises BadTile if they hold fewer."""
    entries: list[bytes] = []
    at = 0
    for _ in range(bundle.width):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data):
            raise BadTile(f"{bundle.path}: ends within entry {bundle.start + len(entries)}")
        entries.append(data[at + 2 : end])
        at = end
    return entries


def cut(part: Tile | Bundle, data: bytes) -> bytes:
    """The bytes of a partial tile or bundle, cut from those of a wider one. Raises BadTile if too short."""
    if isinstance(part, Bundle):
        return pack_entries(take_entries(part, data))
    if len(data) < part.width * HASH_SIZE:
        raise BadTile(f"{part.path}: only {len(data)} bytes")
    return data[: part.width * HASH_SIZE]


def new_bundles(
    start: int, tail: Sequence[bytes], entries: Sequence[bytes]
) -> Iterator[tuple[Bundle, bytes]]:
    """The bundles that change when `entries` follow entry start-1; `tail`: those of the partial bundle."""
    held = [*tail, *entries]
    for index, width in _groups(start // TILE_WIDTH * TILE_WIDTH, start + len(entries)):
        at = (index - start // TILE_WIDTH) * TILE_WIDTH
        yield Bundle(index, width), pack_entries(held[at : at + width])


def new_tiles(start: int, entries: Sequence[bytes], read_tile: ReadTile) -> Iterator[tuple[Tile, bytes]]:
    """The tiles that change when `entries` follow entry start-1, bottom level first.

    At each level the new hashes are put behind those of the old partial tile; every tile this fills gives
    one new hash to the level above.
    """
    level, count = 0, start
    fresh = [leaf_hash(entry) for entry in entries]
    while fresh:
        index, width = divmod(count, TILE_WIDTH)
        old = Tile(level, index, width)
        held = (split_hashes(old, read_tile(old)) if width else []) + fresh
        fresh = []
        for tile_index, tile_width in _groups(index * TILE_WIDTH, index * TILE_WIDTH + len(held)):
            at = (tile_index - index) * TILE_WIDTH
            hashes = held[at : at + tile_width]
            yield Tile(level, tile_index, tile_width), b"".join(hashes)
            if tile_width == TILE_WIDTH:
                fresh.append(root_of(hashes))
        level, count = level + 1, count >> TILE_HEIGHT


def _groups(low: int, high: int) -> Iterator[tuple[int, int]]:
    """(index, width) of the groups of 256 that make up low..high; `low` begins a group."""
    for start in range(low, high, TILE_WIDTH):
        yield start // TILE_WIDTH, min(TILE_WIDTH, high - start)


def _index_path(index: int, width: int) -> str:
    """1234067 → x001/x234/067, with .p/W for a partial tile."""
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    return path if width == TILE_WIDTH else f"{path}.p/{width}"
