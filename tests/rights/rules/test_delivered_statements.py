"""From the licences of a timeline to facts: recordings, territories, periods, and what was said when."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from delivered_world import SAID, deal, licence, policy, stated, where

from akkord.catalogue.ern.message import ALWAYS, Instant, LocalDay, Validity


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_licence_is_one_fact_for_its_recordings_that_are_known(delivered: SimpleNamespace) -> None:
    (fact,) = stated(delivered, licence(isrcs="DEA122600001 DEA122600002 DEA129999999"))
    assert (fact.recordings, fact.territories) == (frozenset({1, 2}), where("*"))
    assert (fact.starts, fact.ends, fact.message) == (None, None, "1")
    assert {use.value for use in fact.said.uses} == {"OnDemandStream"}


def test_a_licence_of_recordings_nobody_knows_states_nothing(delivered: SimpleNamespace) -> None:
    assert stated(delivered, licence(isrcs="DEA129999999")) == []


def test_a_deal_with_two_words_states_two_facts(delivered: SimpleNamespace) -> None:
    said = deal(policy("Monetize"), policy("ReportUsage", "LessThan 30 Second"))
    facts = stated(delivered, licence("DE", deal=said))
    assert [type(each.said).__name__ for each in facts] == ["Wish", "Permission"]
    assert {each.territories for each in facts} == {where("DE")}


def test_countries_with_the_same_terms_and_time_share_a_fact(delivered: SimpleNamespace) -> None:
    (fact,) = stated(delivered, licence("DE"), licence("FR"))
    assert fact.territories == where("DE FR")


def test_other_terms_or_another_message_are_another_fact(delivered: SimpleNamespace) -> None:
    paid = deal(models="PayAsYouGoModel")
    assert len(stated(delivered, licence("DE"), licence("FR", deal=paid))) == 2
    assert len(stated(delivered, licence("DE"), licence("FR", message="2"))) == 2
    assert len(stated(delivered, licence("DE"), licence("FR", isrcs="DEA122600002"))) == 2


def test_everywhere_but_some_united_with_one_of_those_is_everywhere_but_the_rest(
    delivered: SimpleNamespace,
) -> None:
    (fact,) = stated(delivered, licence("* DE RU"), licence("DE"))
    assert fact.territories == where("* RU")


NOON = at("2014-06-01T12:00:00")
LATER = at("2014-09-01T12:00:00")


@pytest.mark.parametrize(
    ("known", "now", "expected"),
    [
        ((SAID, None), NOON, [(None, None)]),
        ((SAID, LATER), NOON, [(None, LATER)]),  # another word comes at its date
        ((SAID, NOON), NOON, []),  # over by now
        ((SAID, NOON), NOON - timedelta(seconds=1), [(None, NOON)]),
        ((LATER, None), NOON, [(LATER, None)]),  # dated ahead: not before its date
        ((NOON, None), NOON, [(None, None)]),
    ],
)
def test_a_fact_holds_while_it_is_the_labels_word(
    delivered: SimpleNamespace,
    known: tuple[datetime, datetime | None],
    now: datetime,
    expected: list[tuple[datetime | None, datetime | None]],
) -> None:
    facts = stated(delivered, licence(known=known), now=now)
    assert [(each.starts, each.ends) for each in facts] == expected


@pytest.mark.parametrize(
    ("validity", "known", "expected"),
    [
        (Validity(Instant(NOON), Instant(LATER)), (SAID, None), [(NOON, LATER)]),
        (Validity(Instant(NOON), None), (SAID, LATER), [(NOON, LATER)]),
        (Validity(None, Instant(NOON)), (SAID, LATER), [(None, NOON)]),
        (Validity(None, Instant(LATER)), (SAID, NOON), [(None, NOON)]),
        (Validity(Instant(LATER), None), (SAID, LATER), []),  # begins when the word has ended
        (Validity(Instant(NOON), Instant(NOON)), (SAID, None), []),
        (Validity(None, Instant(NOON)), (LATER, None), []),
        (Validity(Instant(NOON), None), (LATER, None), [(LATER, None)]),
        (ALWAYS, (LATER, LATER + timedelta(days=1)), [(LATER, LATER + timedelta(days=1))]),
    ],
)
def test_validity_and_the_time_of_the_word_are_cut_together(
    delivered: SimpleNamespace,
    validity: Validity,
    known: tuple[datetime, datetime | None],
    expected: list[tuple[datetime | None, datetime | None]],
) -> None:
    facts = stated(delivered, licence(validity=validity, known=known))
    assert [(each.starts, each.ends) for each in facts] == expected


def test_a_local_day_is_a_fact_for_each_midnight(delivered: SimpleNamespace) -> None:
    day = Validity(LocalDay(date(2014, 6, 1)), LocalDay(date(2014, 6, 30)))
    facts = stated(delivered, licence("DE AT JP", validity=day))
    assert {(str(each.territories), each.starts, each.ends) for each in facts} == {
        ("AT DE", at("2014-05-31T22:00:00"), at("2014-06-30T22:00:00")),
        ("JP", at("2014-05-31T15:00:00"), at("2014-06-30T15:00:00")),
    }


def test_a_claim_policy_holds_where_and_when_its_deal_does(delivered: SimpleNamespace) -> None:
    said = deal(policy("BlockAccess", "MoreThan 20 Percent"), uses="UserMakeAvailableUserProvided")
    (fact,) = stated(delivered, licence("* RU", deal=said, validity=Validity(Instant(NOON), None)))
    assert (fact.said.action.value, fact.territories, fact.starts) == ("block", where("* RU"), NOON)
