"""What the law states, the tables keep exactly."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.rights import facts_in_tables as tables
from akkord.rights import models, terms
from akkord.rights.rules import facts as law
from akkord.rights.territories import Territory, TerritorySet, countries

codes = st.frozensets(st.sampled_from(sorted(countries())), max_size=30)
territories = codes.map(lambda c: TerritorySet.of(*c)) | codes.map(TerritorySet.worldwide)
instants = st.none() | st.datetimes(
    datetime(1990, 1, 1),
    datetime(2100, 1, 1),
    timezones=st.just(UTC),
)
numbers = st.frozensets(st.integers(1, 10**12), max_size=5)
amounts = st.integers(0, 10**7)
bands = st.builds(law.Band, amounts, st.none() | amounts)
rules = st.builds(
    law.PolicyRule,
    st.builds(law.Condition, territories, bands, bands, bands),
    st.sampled_from(terms.Action),
)


@given(territories)
def test_territories_come_back_as_they_were(stated: TerritorySet) -> None:
    assert tables.read_territories(tables.write_territories(stated)) == stated


def test_what_no_fact_can_state_is_not_written() -> None:
    for unstated in (TerritorySet(frozenset({Territory("ZZ")})), ~TerritorySet.of("DE")):
        with pytest.raises(ValueError, match="ZZ"):
            tables.write_territories(unstated)


def test_a_country_that_ceased_to_exist_is_still_read() -> None:
    assert "SU" in tables.read_territories("SU DE")


@given(rules)
def test_rules_of_policies_come_back_as_they_were(rule: law.PolicyRule) -> None:
    assert tables.read_rule(tables.stored_rule(rule)) == rule


@given(st.booleans(), numbers, numbers)
def test_repertoires_come_back_as_they_were(
    catalogue: bool, recordings: frozenset[int], releases: frozenset[int]
) -> None:
    stated = law.Repertoire(catalogue, recordings, releases)  # type: ignore[arg-type]
    row = models.Licence(**tables.write_repertoire(stated))
    assert tables.read_repertoire(row) == stated


@given(st.fractions(0, 1, max_denominator=10**9), territories, instants, st.sampled_from(terms.Standing))
def test_ownerships_come_back_as_they_were(
    share: Fraction, where: TerritorySet, start: datetime | None, standing: terms.Standing
) -> None:
    end = None if start is None else start + timedelta(microseconds=1)
    row = models.Ownership(
        pk=1,
        recording_id=2,
        party_id=3,
        share=str(share),
        standing=standing.value,
        territory=tables.write_territories(where),
        starts=start,
        ends=end,
        recorded_at=datetime.now(UTC),
    )
    read = tables.ownership(row)
    assert (read.share, read.territories, read.standing) == (share, where, standing)
    assert read.valid == law.Period(start, end)


@given(instants)
def test_the_content_of_a_row_does_not_depend_on_how_its_time_is_written(start: datetime | None) -> None:
    from zoneinfo import ZoneInfo

    elsewhere = start.astimezone(ZoneInfo("Asia/Tokyo")) if start else None
    one, other = (models.Free(ground="PD", recording_id=1, starts=at) for at in (start, elsewhere))
    assert tables.content_of(one) == tables.content_of(other)
