"""What a deal says: which uses it permits, and what is wished for matches, by tables."""

from types import SimpleNamespace
from typing import Any

import pytest
from delivered_world import ClaimPolicy, condition, deal, policy
from hypothesis import given
from hypothesis import strategies as st

SHORTEST = 5_000  # a match counts from here on (Instance)
# Uses as a deal names them → the permissions read in them.
USES = [
    ("OnDemandStream", {"OnDemandStream"}),
    ("OnDemandStream NonInteractiveStream", {"OnDemandStream", "NonInteractiveStream"}),
    ("Stream", {"OnDemandStream", "NonInteractiveStream"}),  # the parent means all below it
    ("Download", {"PermanentDownload", "ConditionalDownload", "TetheredDownload"}),
    ("Stream PermanentDownload", {"OnDemandStream", "NonInteractiveStream", "PermanentDownload"}),
    ("TetheredDownload", {"TetheredDownload"}),
    ("UserMakeAvailableUserProvided UseAsRingtone", {"UserMakeAvailableUserProvided"}),
    ("UserMakeAvailableLabelProvided", {"UserMakeAvailableLabelProvided"}),
    ("Use", set()),  # too wide to be meant
    ("UseAsRingtone UserDefined", set()),
    ("stream", set()),
]


@pytest.mark.parametrize(("said", "uses"), USES)
def test_a_deal_permits_what_it_names(delivered: SimpleNamespace, said: str, uses: set[str]) -> None:
    found = list(delivered.said_by(deal(uses=said)))
    assert [{use.value for use in each.uses} for each in found] == ([uses] if uses else [])


@pytest.mark.parametrize(
    ("said", "models"),
    [
        ("SubscriptionModel", {"SubscriptionModel"}),
        (
            "FreeOfChargeModel AdvertisementSupportedModel",
            {"FreeOfChargeModel", "AdvertisementSupportedModel"},
        ),
        ("RightsClaimModel", {"RightsClaimModel"}),
        ("UserDefined SubscriptionModel", {"SubscriptionModel"}),
        ("UserDefined", set()),
        ("Unknown", set()),
    ],
)
def test_a_deal_is_for_the_models_it_names(delivered: SimpleNamespace, said: str, models: set[str]) -> None:
    found = list(delivered.said_by(deal(models=said)))
    assert [{model.value for model in each.models} for each in found] == ([models] if models else [])


# A condition → the bands in which a match is blocked, and in which it is let pass and reported: measure,
# at least, below. Per cent are counted whole and rounded down, so that 20.9 per cent are counted as 20.
CONDITIONS = [
    ("MoreThan 30 Second", ("matched_ms", 30_001, None), ("matched_ms", 30_001, None)),
    ("MoreThanOrEqualTo 30 Second", ("matched_ms", 30_000, None), ("matched_ms", 30_000, None)),
    ("LessThan 30 Second", ("matched_ms", 0, 30_000), ("matched_ms", 0, 30_000)),
    ("LessThanOrEqualTo 30 Second", ("matched_ms", 0, 30_001), ("matched_ms", 0, 30_001)),
    ("MoreThanOrEqualTo 1500 Millisecond", ("matched_ms", 1_500, None), ("matched_ms", 1_500, None)),
    ("MoreThanOrEqualTo 1.5 Minute", ("matched_ms", 90_000, None), ("matched_ms", 90_000, None)),
    ("LessThan 0.0015 Second", ("matched_ms", 0, 2), ("matched_ms", 0, 2)),
    ("MoreThan 20 Percent", ("percent_of_reference", 20, None), ("percent_of_reference", 21, None)),
    ("MoreThanOrEqualTo 20 Percent", ("percent_of_reference", 20, None), ("percent_of_reference", 20, None)),
    ("MoreThan 20.5 Percent", ("percent_of_reference", 20, None), ("percent_of_reference", 21, None)),
    ("LessThan 20 Percent", ("percent_of_reference", 0, 20), ("percent_of_reference", 0, 20)),
    ("LessThanOrEqualTo 20 Percent", ("percent_of_reference", 0, 21), ("percent_of_reference", 0, 20)),
    ("LessThan 20.5 Percent", ("percent_of_reference", 0, 21), ("percent_of_reference", 0, 20)),
    (
        "MoreThan 20 Percent UserMakeAvailableResource",
        ("percent_of_file", 20, None),
        ("percent_of_file", 21, None),
    ),
    (
        "MoreThan 20 Percent ReferenceResource",
        ("percent_of_reference", 20, None),
        ("percent_of_reference", 21, None),
    ),
]


def bands(wish: Any) -> tuple[str, int, int | None] | None:
    """The one measure the wish is about; None when it is about every match."""
    found = [
        (name, band.at_least, band.below)
        for name in ("matched_ms", "percent_of_file", "percent_of_reference")
        if (band := getattr(wish.bands, name)).at_least or band.below is not None
    ]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(("said", "blocked", "_reported"), CONDITIONS)
def test_what_is_blocked_is_at_least_what_was_asked(
    delivered: SimpleNamespace, said: str, blocked: tuple[str, int, int | None], _reported: object
) -> None:
    (wish,) = delivered.said_by(deal(policy("BlockAccess", said)))
    assert (wish.action.value, bands(wish)) == ("block", blocked)


@pytest.mark.parametrize(("said", "_blocked", "reported"), CONDITIONS)
def test_what_is_let_pass_is_at_most_what_was_asked(
    delivered: SimpleNamespace, said: str, _blocked: object, reported: tuple[str, int, int | None]
) -> None:
    (wish,) = delivered.said_by(deal(policy("ReportUsage", said)))
    assert (wish.action.value, bands(wish)) == ("report", reported)


NOT_UNDERSTOOD = [
    condition("EqualTo 20 Percent"),
    condition("NotEqualTo 20 Percent"),
    condition("MoreThan 20 Pixel"),
    condition("MoreThan twenty Percent"),
    condition("MoreThan 20 Percent", segments=(("PT0S", "PT30S"),)),
]


@pytest.mark.parametrize("odd", NOT_UNDERSTOOD, ids=str)
def test_a_condition_that_is_not_understood_blocks_all_and_lets_nothing_pass(
    delivered: SimpleNamespace, odd: Any
) -> None:
    (wish,) = delivered.said_by(deal(ClaimPolicy("BlockAccess", (odd,))))
    assert (wish.action.value, bands(wish)) == ("block", None)
    assert list(delivered.said_by(deal(ClaimPolicy("ReportUsage", (odd,))))) == []
    assert list(delivered.said_by(deal(ClaimPolicy("Monetize", (odd,))))) == []


def test_of_several_conditions_all_must_hold(delivered: SimpleNamespace) -> None:
    said = ("MoreThanOrEqualTo 30 Second", "LessThan 60 Second", "LessThan 90 Second", "MoreThan 20 Percent")
    (wish,) = delivered.said_by(deal(policy("BlockAccess", *said)))
    assert (wish.bands.matched_ms.at_least, wish.bands.matched_ms.below) == (30_000, 60_000)
    assert wish.bands.percent_of_reference.at_least == 20
    assert wish.bands.percent_of_file.at_least == 0


@pytest.mark.parametrize("kind", ["BlockAccess", "ReportUsage"])
def test_conditions_that_never_hold_together_wish_nothing(delivered: SimpleNamespace, kind: str) -> None:
    never = policy(kind, "MoreThanOrEqualTo 60 Second", "LessThan 60 Second")
    assert list(delivered.said_by(deal(never))) == []


@pytest.mark.parametrize("kind", ["BlockAccess", "ReportUsage"])
def test_a_policy_without_conditions_is_about_every_match(delivered: SimpleNamespace, kind: str) -> None:
    (wish,) = delivered.said_by(deal(policy(kind)))
    assert bands(wish) is None


def test_a_deal_with_policies_permits_only_by_monetize(delivered: SimpleNamespace) -> None:
    said = list(delivered.said_by(deal(policy("Monetize"), policy("BlockAccess", "MoreThan 90 Percent"))))
    assert [type(each).__name__ for each in said] == ["Wish", "Permission"]
    assert list(delivered.said_by(deal(policy("Vanish")))) == []


def test_where_a_condition_of_monetize_does_not_hold_the_match_is_blocked(delivered: SimpleNamespace) -> None:
    permission, short = delivered.said_by(deal(policy("Monetize", "MoreThan 30 Second")))
    assert {use.value for use in permission.uses} == {"OnDemandStream"}
    assert (short.action.value, bands(short)) == ("block", ("matched_ms", SHORTEST, 30_001))
    _permission, long = delivered.said_by(deal(policy("Monetize", "LessThan 30 Second")))
    assert (long.action.value, bands(long)) == ("block", ("matched_ms", 30_000, None))


def test_a_per_cent_of_monetize_blocks_of_matches_that_count(delivered: SimpleNamespace) -> None:
    _permission, little = delivered.said_by(deal(policy("Monetize", "MoreThan 20 Percent")))
    assert (little.bands.percent_of_reference.at_least, little.bands.percent_of_reference.below) == (0, 21)
    assert little.bands.matched_ms.at_least == SHORTEST


def test_two_monetizes_of_one_deal_are_unclear_and_permit_nothing(delivered: SimpleNamespace) -> None:
    twice = deal(policy("Monetize", "MoreThan 30 Second"), policy("Monetize", "LessThan 10 Percent"))
    assert list(delivered.said_by(twice)) == []


@given(
    relator=st.sampled_from(["MoreThan", "MoreThanOrEqualTo", "LessThan", "LessThanOrEqualTo"]),
    tenths=st.integers(0, 1000),
    met=st.integers(0, 1000),
)
def test_every_match_is_blocked_or_surely_within(
    delivered: SimpleNamespace, relator: str, tenths: int, met: int
) -> None:
    """Whatever of a match is (in tenths of a per cent), Monetize blocks it or its condition holds for it."""
    _permission, *blocked = delivered.said_by(deal(policy("Monetize", f"{relator} {tenths / 10} Percent")))
    holds = {
        "MoreThan": met > tenths,
        "MoreThanOrEqualTo": met >= tenths,
        "LessThan": met < tenths,
        "LessThanOrEqualTo": met <= tenths,
    }[relator]
    counted = met // 10
    outside = any(
        each.bands.percent_of_reference.at_least <= counted
        and (each.bands.percent_of_reference.below is None or counted < each.bands.percent_of_reference.below)
        for each in blocked
    )
    assert holds or outside
