"""The engine answers what a plain reckoning answers, to the last micro-unit, in whatever order and files
plays come.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from plain_reckoning import Heard, reckon
from worlds import World, worlds, write

from akkord.royalties.usage.counting import count
from akkord.royalties.usage.errors import TooMuch
from akkord.royalties.usage.lines import MonthLines
from akkord.royalties.usage.sharing import Shares, share

lasting = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def engine(world: World, at: Path, seed: int = 0, most: int = 1000) -> tuple[Shares, Path]:
    """What the engine makes of a world whose plays come in this order."""
    at.mkdir(exist_ok=True)
    shares = share(count(write(world.rows, at, seed, most), world.paying), world.pools)
    shares.write_lines(at / "lines.parquet")
    return shares, at / "lines.parquet"


def must_agree(world: World, at: Path) -> None:
    try:
        shares, path = engine(world, at)
    except TooMuch:
        assume(False)
    plain = reckon(world.rows, world.pools, world.payers)
    assert [shared.pool for shared in shares.pools] == list(plain.parts)
    for number, shared in enumerate(shares.pools):
        expected = plain.parts[shared.pool]
        parts = list(shares.parts(number))
        assert {(part.party, part.wait): part[2:] for part in parts} == expected
        assert list(expected) == [(part.party, part.wait) for part in parts]
        assert shared.weight == sum(part[0] for part in expected.values())
        assert shared.heard == sum(part[1] for part in expected.values())
        assert (shared.cut and tuple(shared.cut)) == plain.cuts[shared.pool]
        assert (
            shared.shared
            == sum(part.amount for part in parts)
            == (shared.pool.amount if shared.weight else 0)
        )
    lines = MonthLines(path)
    parties = [*sorted({line.party for line in plain.lines if line.party is not None}), None]
    assert [line for party in parties for line in lines.of(party)] == plain.lines
    assert len(lines) == len(plain.lines)


@lasting
@given(worlds())
def test_every_pool_bucket_and_line_is_what_the_plain_reckoning_says(world: World) -> None:
    with folder() as at:
        must_agree(world, at)


@lasting
@given(worlds(finest=True))
def test_fractions_too_fine_for_the_machine_are_shared_as_exactly(world: World) -> None:
    with folder() as at:
        must_agree(world, at)


@lasting
@given(worlds(), st.integers(1, 5), st.integers(1, 9))
def test_the_same_plays_make_the_same_bytes_in_whatever_order_and_files(
    world: World, seed: int, most: int
) -> None:
    with folder() as at:
        try:
            _, one = engine(world, at / "one")
        except TooMuch:
            assume(False)
        _, other = engine(world, at / "other", seed, most)
        assert one.read_bytes() == other.read_bytes()


@lasting
@given(worlds())
def test_no_line_is_negative_and_lines_add_up_to_the_pool(world: World) -> None:
    with folder() as at:
        try:
            shares, path = engine(world, at)
        except TooMuch:
            assume(False)
        rows = MonthLines(path).table().to_pylist()
        assert all(
            row["amount"] >= 0 and row["plays"] >= 0 and row["plays"] + row["excluded"] > 0 for row in rows
        )
        for shared in shares.pools:
            mine = [
                row["amount"]
                for row in rows
                if (row["offer"], row["sold_in"], row["currency"]) == shared.pool[:3]
            ]
            assert sum(mine) == shared.shared


@lasting
@given(worlds(), st.data())
def test_what_is_due_by_the_play_never_falls_when_a_play_is_added(world: World, data: st.DataObject) -> None:
    """Under terms of so much a play: what a party was heard for is the sum of its parts, whatever the pools
    hold.
    """
    assume(world.rows)
    more: Heard = data.draw(st.sampled_from(world.rows))
    with folder() as at:
        try:
            before, _ = engine(world, at / "before")
            rows = (*world.rows, more._replace(play=1000, revision=0))
            after, _ = engine(World(rows, world.pools, world.payers), at / "after")
        except TooMuch:
            assume(False)
    one, other = _heard(before), _heard(after)
    assert all(other.get(party, 0) >= heard for party, heard in one.items())


def _heard(shares: Shares) -> dict:
    found: dict = {}
    for number in range(len(shares.pools)):
        for part in shares.parts(number):
            found[part.party] = found.get(part.party, 0) + part.heard
    return found
