"""One sound under two recordings: whose word is needed for what, and what may follow what."""

from types import SimpleNamespace

import pytest

ONE, TWO, THREE = 11, 12, 13


@pytest.mark.parametrize(
    ("owners", "deliverers", "parties"),
    [
        (({ONE}, {TWO}), (ONE, TWO), {ONE, TWO}),
        (({ONE}, {ONE}), (ONE, ONE), {ONE}),
        (({ONE, THREE}, {TWO}), (ONE, TWO), {ONE, TWO, THREE}),
        (({THREE}, {TWO}), (ONE, TWO), {TWO, THREE}),  # who delivered and owns nothing has no word
        ((set(), {TWO}), (ONE, TWO), {ONE, TWO}),  # but while nobody owns it they have
    ],
)
def test_the_word_of_all_proven_owners_counts(law, owners, deliverers, parties) -> None:  # type: ignore[no-untyped-def]
    assert law.overlaps.parties(owners, deliverers) == parties


def test_what_may_follow_what(law: SimpleNamespace) -> None:
    told = {
        f"{before} {after}"
        for before in law.overlaps.State
        for after in law.overlaps.State
        if law.overlaps.may_follow(before, after)
    }
    assert told == {
        "open merged",
        "open different",
        "open disputed",
        "disputed merged",
        "disputed different",
        "disputed open",
        "merged open",
        "different open",
    }


@pytest.mark.parametrize("word", ["merged", "different"])
def test_what_takes_from_others_needs_them_all(law: SimpleNamespace, word: str) -> None:
    state = law.overlaps.State(word)
    assert not law.overlaps.carried(state, [ONE], {ONE, TWO})
    assert law.overlaps.carried(state, [TWO, ONE], {ONE, TWO})
    assert law.overlaps.carried(state, [ONE], {ONE})
    assert law.overlaps.carried(state, [ONE, THREE], {ONE}), "who is no party any more does no harm"
    assert not law.overlaps.carried(state, [ONE, THREE], {ONE, TWO})
    assert not law.overlaps.carried(state, [], set())


@pytest.mark.parametrize("word", ["disputed", "open"])
def test_what_takes_nothing_from_others_one_party_says_alone(law: SimpleNamespace, word: str) -> None:
    state = law.overlaps.State(word)
    assert law.overlaps.carried(state, [ONE], {ONE, TWO})
    assert not law.overlaps.carried(state, [THREE], {ONE, TWO})


def test_why_is_told_where_an_earlier_word_or_the_ear_is_contradicted(law: SimpleNamespace) -> None:
    asked = {word.value for word in law.overlaps.State if law.overlaps.needs_reason(word)}
    assert asked == {"different", "open"}
