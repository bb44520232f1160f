"""Properties of the gate, over every relation and every choice an owner can make."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.people.rules.privacy import (
    DEFAULTS,
    DONE,
    LEFT_OPEN,
    Audience,
    Key,
    Level,
    Privacy,
    Relation,
    Tie,
    chain,
    may,
    open_keys,
    opens,
)

LISTS = st.frozensets(st.integers(1, 3), max_size=3)
PEOPLE = st.frozensets(st.integers(1, 4), max_size=4)
AUDIENCES = st.builds(Audience, st.sampled_from(Level), LISTS, PEOPLE)
CHOICES = st.dictionaries(st.sampled_from(Key), AUDIENCES, max_size=5)
PRIVACIES = st.builds(Privacy, CHOICES, st.booleans())
MEMBERS = st.builds(
    Relation, st.sampled_from([t for t in Tie if t is not Tie.GUEST]), st.integers(1, 4), LISTS, st.booleans()
)
RELATIONS = st.one_of(st.just(Relation(Tie.GUEST)), MEMBERS)
KEYS = st.sampled_from(Key)


@given(MEMBERS, PRIVACIES)
def test_the_black_list_wins_over_everything(relation: Relation, privacy: Privacy) -> None:
    blocked = Relation(relation.tie, relation.viewer, relation.lists, blocked=True)
    if relation.tie is not Tie.SELF:
        assert open_keys(blocked, privacy) == frozenset()


@given(RELATIONS, PRIVACIES, KEYS)
def test_only_me_is_only_me(relation: Relation, privacy: Privacy, key: Key) -> None:
    mine = Privacy({**privacy.chosen, key: Audience(Level.NOBODY)}, privacy.closed)
    assert opens(relation, mine, key) == (relation.tie is Tie.SELF)


@given(PRIVACIES)
def test_an_owner_sees_and_does_everything(privacy: Privacy) -> None:
    assert open_keys(Relation(Tie.SELF, 1), privacy) == frozenset(Key)


@given(RELATIONS, PRIVACIES, KEYS)
def test_no_key_opens_what_its_own_audience_or_the_page_keeps_shut(
    relation: Relation, privacy: Privacy, key: Key
) -> None:
    if opens(relation, privacy, key):
        assert may(relation, privacy.audience(key))
        assert opens(relation, privacy, Key.PAGE)


@given(RELATIONS, PRIVACIES, KEYS, AUDIENCES, KEYS)
def test_a_choice_for_one_key_changes_no_other_that_does_not_stand_under_it(
    relation: Relation, privacy: Privacy, changed: Key, audience: Audience, other: Key
) -> None:
    after = Privacy({**privacy.chosen, changed: audience}, privacy.closed)
    if changed not in chain(other):
        assert opens(relation, privacy, other) == opens(relation, after, other)


@given(RELATIONS, CHOICES)
def test_closing_a_page_opens_nothing_and_leaves_friends_as_they_were(
    relation: Relation, chosen: Mapping[Key, Audience]
) -> None:
    before, after = (open_keys(relation, Privacy(chosen, closed)) for closed in (False, True))
    assert after <= before
    if relation.tie >= Tie.FRIEND:
        assert after == before
    else:
        assert after <= LEFT_OPEN


@given(st.sampled_from(Level), LISTS, PEOPLE, MEMBERS)
def test_who_stands_nearer_sees_no_less(
    level: Level, lists: frozenset[int], people: frozenset[int], relation: Relation
) -> None:
    seen = [
        may(Relation(tie, relation.viewer, relation.lists), Audience(level, lists, people))
        for tie in (Tie.MEMBER, Tie.FRIEND_OF_FRIEND, Tie.FRIEND, Tie.SELF)
    ]
    assert seen == sorted(seen)


@given(AUDIENCES, LISTS)
def test_a_guest_gets_no_more_than_a_member_nobody_knows(audience: Audience, lists: frozenset[int]) -> None:
    """Also where everybody but some is let in: signing out gets nobody past the exception."""
    guest, stranger = Relation(Tie.GUEST), Relation(Tie.MEMBER, 0)
    assert not may(guest, audience) or may(stranger, audience)
    if audience.level is Level.EXCEPT:
        assert not may(guest, audience)


@given(PRIVACIES)
def test_a_guest_does_nothing(privacy: Privacy) -> None:
    assert not open_keys(Relation(Tie.GUEST), privacy) & DONE


def test_every_key_has_a_default_and_stands_under_the_page() -> None:
    assert set(DEFAULTS) == set(Key)
    assert all(chain(key)[-1] is Key.PAGE for key in Key)


GUEST, MEMBER = Relation(Tie.GUEST), Relation(Tie.MEMBER, 7)
FAR, FRIEND, OWNER = Relation(Tie.FRIEND_OF_FRIEND, 7), Relation(Tie.FRIEND, 7), Relation(Tie.SELF, 7)
LISTED = Relation(Tie.FRIEND, 7, frozenset({1}))


@pytest.mark.parametrize(
    ("audience", "let_in"),
    [
        (Audience(Level.EVERYONE), [GUEST, MEMBER, FAR, FRIEND, LISTED, OWNER]),
        (Audience(Level.MEMBERS), [MEMBER, FAR, FRIEND, LISTED, OWNER]),
        (Audience(Level.EXCEPT, frozenset({1})), [MEMBER, FAR, FRIEND, OWNER]),
        (Audience(Level.EXCEPT, people=frozenset({7})), [OWNER]),
        (Audience(Level.FRIENDS_OF_FRIENDS), [FAR, FRIEND, LISTED, OWNER]),
        (Audience(Level.FRIENDS), [FRIEND, LISTED, OWNER]),
        (Audience(Level.LISTS, frozenset({1})), [LISTED, OWNER]),
        (Audience(Level.LISTS, people=frozenset({7})), [FRIEND, LISTED, OWNER]),
        (Audience(Level.NOBODY), [OWNER]),
    ],
)
def test_each_level_lets_in_whom_it_names(audience: Audience, let_in: list[Relation]) -> None:
    everybody = [GUEST, MEMBER, FAR, FRIEND, LISTED, OWNER]
    assert [viewer for viewer in everybody if may(viewer, audience)] == let_in
