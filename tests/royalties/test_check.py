"""A statement is recomputed from its own inputs to the micro-unit, and whatever was changed is named."""

import copy
import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from akkord.royalties import check, documents
from akkord.royalties.documents import LineSaid, PartSaid, PoolSaid
from akkord.royalties.rules import pools
from akkord.royalties.rules.pools import Bucket, LineKey, PoolKey, Wait, What
from akkord.royalties.rules.terms import Advance, Own, Terms, due_of, settle
from royalties.rules import plainly

MONTH, LAST = date(2026, 10, 1), date(2026, 10, 31)
ME = 3
MINE = [Bucket(ME, Wait.NOTHING), Bucket(ME, Wait.DISPUTE)]
OTHERS = [Bucket(1, Wait.NOTHING), Bucket(9, Wait.NOTHING), Bucket(None, Wait.UNMATCHED)]

WHATS = st.builds(
    What,
    st.integers(1, 6),
    st.none(),
    st.sampled_from(["DE", "RU"]),
    st.sampled_from(["play", "radio"]),
    st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 3)]),
)
HEARD = st.dictionaries(
    st.sampled_from(MINE + OTHERS),
    st.dictionaries(WHATS, st.integers(1, 10**6), min_size=1, max_size=4),
    min_size=1,
).filter(lambda heard: any(bucket in heard for bucket in MINE))
TERMS = st.builds(
    Terms,
    st.just("EUR"),
    st.one_of(st.none(), st.just(Fraction(13, 20))),
    st.integers(0, 10**6),
    st.integers(0, 10**4),
    st.sampled_from([0, 1000]),
    st.integers(0, 10**4),
    st.sampled_from([0, 10**8]),
)
ADVANCES = st.sampled_from(
    [(), (Advance(1, MONTH, None, 5_000_000), Advance(2, MONTH, date(2026, 9, 30), 10**9))]
)


def _pool(key: PoolKey, gross: int, heard, terms: Terms) -> tuple[PoolSaid, list[LineSaid]]:
    """A pool shared out by the rules, and a party's part of it."""
    rate, deductions, subscribers, exchange = Fraction(3, 5), gross // 7, Fraction(31, 3), Fraction(913, 1000)
    weights = {
        bucket: sum((count * what.fraction for what, count in plays.items()), Fraction(0))
        for bucket, plays in heard.items()
    }
    amount = pools.pool_amount(gross - deductions, rate)
    shared = plainly.share_pool(amount, weights)
    parts, lines, due = [], [], due_of(Own(0, rate, exchange, Fraction(0), shared.weight, subscribers), terms)
    before = due
    for bucket in MINE:
        if bucket not in heard:
            continue
        part = shared.parts[bucket]
        parts.append(PartSaid(bucket, part.weight, part.weight, part.amount))
        if not bucket.wait:
            due = due_of(Own(part.amount, rate, exchange, part.weight, shared.weight, subscribers), terms)
        for what, line in plainly.share_lines(part.amount, heard[bucket]).items():
            lines.append(
                LineSaid(
                    LineKey(key, bucket, what), check.SHARE, "", "Тема, «б»", "x", line.plays,
                    line.plays * what.fraction, line.amount, 0,
                )
            )  # fmt: skip
    said = PoolSaid(
        *key, "pro_rata", gross, deductions, rate, 0, 0, amount, shared.weight, shared.weight, shared.cut,
        subscribers, exchange, "the central bank", LAST, tuple(parts), due, before,
    )  # fmt: skip
    return said, lines


@st.composite
def statements(draw) -> tuple[dict, str]:
    terms, advances, carried = draw(TERMS), draw(ADVANCES), draw(st.integers(-(10**6), 10**6))
    said, lines = [], []
    for key in draw(
        st.sampled_from(
            [[PoolKey("plus", "DE", "USD")], [PoolKey("free", "RU", "RUB"), PoolKey("plus", "DE", "USD")]]
        )
    ):
        pool, of_pool = _pool(key, draw(st.integers(0, 10**11)), draw(HEARD), terms)
        said.append(pool)
        lines += of_pool
    due = sum(pool.due.due - pool.before.due for pool in said)
    csv = documents.lines_csv(MONTH, lines)
    body = documents.document(
        number="2026-10/1", corrects="", site="https://music.example", organisation={"number": ME},
        first_day=MONTH, last_day=LAST, revision=0, terms=terms, terms_source="contract", pools=said,
        waiting=sum(
            pools.floor(part.amount * pool.exchange)
            for pool in said
            for part in pool.parts
            if part.bucket.wait
        ),
        carried_in=carried, due=due,
        settled=settle(due, carried, advances, terms, LAST, 10_000), advances=advances, smallest=10_000,
        usage={"manifest": "00"}, lines=csv, issued_at="2026-11-02T00:00:00Z",
    )  # fmt: skip
    return json.loads(body), csv


@given(statements())
@settings(max_examples=40, deadline=None)
def test_a_statement_comes_out_of_its_own_inputs(statement):
    assert list(check.differences(*statement)) == []


def _numbers(said, path=()):
    """Every number of a document that money follows from, or that is money."""
    for key, value in said.items() if isinstance(said, dict) else enumerate(said):
        if isinstance(value, dict | list):
            yield from _numbers(value, (*path, key))
        elif isinstance(value, int) and not isinstance(value, bool):
            yield (*path, key)


# What may be greater by one without another amount following from it.
INERT = {"before", "deductions", "gross", "number", "per_play_above", "place", "smallest", "threshold"}


@given(statements(), st.data())
@settings(max_examples=40, deadline=None)
def test_an_amount_changed_by_one_unit_is_noticed(statement, data):
    said, csv = statement
    paths = [path for path in _numbers(said) if path[0] in ("pools", "account", "waiting", "lines")]
    path = data.draw(st.sampled_from([path for path in paths if not INERT & set(path)]))
    changed = copy.deepcopy(said)
    within = changed
    for step in path[:-1]:
        within = within[step]
    within[path[-1]] += 1
    assert list(check.differences(changed, csv)), path


@given(statements(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_line_changed_removed_or_doubled_is_noticed(statement, data):
    said, csv = statement
    rows = csv.splitlines(keepends=True)
    place = data.draw(st.integers(1, len(rows) - 1))
    cells = rows[place].rstrip("\n").rsplit(",", 1)
    damaged = {
        "changed": [*rows[:place], f"{cells[0]},{int(cells[1]) + 1}\n", *rows[place + 1 :]],
        "removed": rows[:place] + rows[place + 1 :],
        "doubled": rows[: place + 1] + rows[place:],
    }[data.draw(st.sampled_from(["changed", "removed", "doubled"]))]
    text = "".join(damaged)
    said["lines"] = {"sha256": check.hashlib.sha256(text.encode()).hexdigest(), "count": len(damaged) - 1}
    assert list(check.differences(said, text))


def test_what_is_no_statement_is_refused(tmp_path, capsys):
    file = tmp_path / "x.zip"
    file.write_bytes(b"PK")
    assert check.main([str(file)]) == 1
    assert "not a statement" in capsys.readouterr().out


@pytest.mark.parametrize("missing", ["--vkey"])
def test_the_command_explains_itself(missing, capsys):
    with pytest.raises(SystemExit):
        check.main(["--help"])
    assert missing in capsys.readouterr().out
