"""Whatever a day holds: the order it comes in says nothing, and a play more never brings back one left out by
its rate.
"""

from random import Random
from types import SimpleNamespace

from fraud_world import play, small
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

plays = st.lists(
    st.tuples(
        st.integers(0, 300),
        st.integers(0, 4),
        st.integers(1, 3),
        st.sampled_from(["DE", "GB", "JP", "ZZ"]),
        st.sampled_from([15.0, 30.0]),
    ),
    max_size=40,
)
lasting = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def test_findings_are_the_same_in_whatever_order_plays_come(law: SimpleNamespace) -> None:
    @lasting
    @given(plays, st.integers(0, 99))
    def holds(rows: list[tuple], seed: int) -> None:
        day = [play(law, n, *row) for n, row in enumerate(rows)]
        assert law.find(day, small(law)) == law.find(Random(seed).sample(day, len(day)), small(law))

    holds()


def test_what_counts_breaks_no_limit(law: SimpleNamespace) -> None:
    @lasting
    @given(plays)
    def holds(rows: list[tuple]) -> None:
        limits = small(law)
        day = [play(law, n, *row) for n, row in enumerate(rows)]
        found = law.find(day, limits)
        kept = [each for each in day if each.play not in found and each.listener]
        for one in kept:
            mine = [each for each in kept if each.listener == one.listener]
            hour = [each for each in mine if one.at <= each.at < one.at + limits.rate_window]
            assert sum(each.seconds for each in hour) <= 3600 * limits.streams_at_once
            assert sum(each.track == one.track for each in mine) <= limits.same_track_a_day

    holds()


def test_everything_left_out_was_heard_and_says_numbers(law: SimpleNamespace) -> None:
    @lasting
    @given(plays)
    def holds(rows: list[tuple]) -> None:
        day = [play(law, n, *row) for n, row in enumerate(rows)]
        found = law.find(day, small(law))
        assert found.keys() <= {each.play for each in day if each.listener}
        assert all(len(finding.evidence) >= 2 for finding in found.values())

    holds()
