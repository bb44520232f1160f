"""Tiles stand where C2SP tlog-tiles puts them, at every size, however the log grew to it."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilelog import tiles
from tilelog.errors import BadPath, BadTile, EntryTooLarge, NotServed, OutOfTree
from tilelog.merkle import Node, inclusion_proof, leaf_hash, root_from, root_of, verify_inclusion
from tilelog.tiles import Bundle, Tile

BOUNDARIES = [0, 1, 2, 255, 256, 257, 511, 512, 513, 65535, 65536, 65537]
ENTRIES = [b"%d" % number for number in range(65537)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


class Shelf(dict[Tile, bytes]):
    """Tiles kept in memory."""

    def read(self, tile: Tile) -> bytes:
        if tile not in self:
            raise NotServed(tile.path)
        return self[tile]

    def grow(self, start: int, stop: int) -> None:
        for tile, data in tiles.new_tiles(start, ENTRIES[start:stop], self.read):
            self[tile] = data


def test_seventy_thousand_entries_make_277_tiles_and_274_bundles() -> None:
    found = list(tiles.tiles_of(70_000))
    partial = [tile for tile in found if tile.width < 256]
    assert partial == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert [sum(tile.level == level for tile in found) for level in range(4)] == [274, 2, 1, 0]
    assert len(found) == 277
    assert len(list(tiles.bundles_of(70_000))) == 274
    assert tiles.partials_of(70_000) == [*partial, Bundle(273, 112)]


def test_256_entries_make_a_full_tile_and_a_partial_one_above() -> None:
    assert list(tiles.tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert [*tiles.tiles_of(0), *tiles.bundles_of(0), *tiles.partials_of(0)] == []


@pytest.mark.parametrize(
    ("part", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(63, 999, 255), "tile/63/999.p/255"),
        (Tile(1, 1000, 1), "tile/1/x001/000.p/1"),
        (Bundle(1000), "tile/entries/x001/000"),
        (Bundle(0, 7), "tile/entries/000.p/7"),
    ],
)
def test_paths_are_three_digit_groups(part: Tile | Bundle, path: str) -> None:
    assert part.path == path
    assert tiles.parse_path(path) == part


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000/",
        "tile/0/000\n",
        "/tile/0/000",
        "tile/0/../000",
        "tile/entries/٠٠١",
        "tile/data/000",
        "tile/0/" + "x001/" * 40 + "000",
    ],
)
def test_every_other_path_is_refused(path: str) -> None:
    with pytest.raises(BadPath):
        tiles.parse_path(path)


@pytest.mark.parametrize("size", BOUNDARIES)
def test_at_every_boundary_the_tiles_are_those_of_the_size_and_give_the_root(size: int) -> None:
    shelf = Shelf()
    shelf.grow(0, size)
    assert sorted(tile.path for tile in shelf) == sorted(tile.path for tile in tiles.tiles_of(size))
    hashes = tiles.hashes_from_tiles(size, shelf.read)
    root = root_of(LEAVES[:size])
    assert root_from(size, hashes) == root
    for index in {0, 1, 254, 255, 256, size // 2, size - 2, size - 1} & set(range(size)):
        verify_inclusion(LEAVES[index], index, size, inclusion_proof(index, size, hashes), root)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 1200), max_size=6))
def test_a_log_grown_in_any_steps_has_the_tiles_of_one_grown_at_once(cuts: list[int]) -> None:
    sizes = [0, *sorted(cuts)]
    grown, whole = Shelf(), Shelf()
    for start, stop in pairwise(sizes):
        grown.grow(start, stop)
    whole.grow(0, sizes[-1])
    assert all(grown[tile] == data for tile, data in whole.items())


def test_hashes_outside_the_log_are_not_made_up() -> None:
    shelf = Shelf()
    shelf.grow(0, 300)
    hashes = tiles.hashes_from_tiles(300, shelf.read)
    for node in (Node(0, 300), Node(8, 1), Node(9, 0), Node(0, -1)):
        with pytest.raises(OutOfTree):
            hashes([node])


@pytest.mark.parametrize("length", [0, 31, 33, 64, 8192])
def test_a_tile_of_wrong_length_is_refused(length: int) -> None:
    with pytest.raises(BadTile):
        tiles.split_hashes(Tile(0, 0, 1), bytes(length))


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=20))
def test_bundles_give_back_their_entries_and_no_others(entries: list[bytes]) -> None:
    bundle = Bundle(3, len(entries))
    data = tiles.pack_entries(entries)
    assert tiles.split_entries(bundle, data) == entries
    for wrong in (data[:-1], data + b"\x00", data + b"\x00\x00"):
        with pytest.raises(BadTile):
            tiles.split_entries(bundle, wrong)
    assert tiles.cut(Bundle(3, 1), data) == tiles.pack_entries(entries[:1])


def test_an_entry_has_at_most_65535_bytes() -> None:
    assert tiles.split_entries(Bundle(0, 1), tiles.pack_entries([bytes(65535)])) == [bytes(65535)]
    with pytest.raises(EntryTooLarge):
        tiles.pack_entries([bytes(65536)])
