"""What is true of dialogs: who may write to whom, who keeps a chat, what numbers mean."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.dialogs.rules import (
    MOST_UNANSWERED,
    Answer,
    Between,
    Door,
    Mark,
    Role,
    door,
    folded,
    heir,
    mark_of,
    may_remove,
    may_say_more,
    strangers_a_day,
    tidy_text,
)

NOW = datetime(2026, 5, 1, tzinfo=UTC)
answers = st.none() | st.sampled_from(Answer)
betweens = st.builds(
    Between, blocked=st.booleans(), friends=st.booleans(), let_in=st.booleans(), answer=answers
)


@pytest.mark.parametrize(
    ("friends", "let_in", "answer", "way"),
    [
        (True, True, None, Door.OPEN),
        (False, True, None, Door.REQUEST),
        (False, False, None, Door.CLOSED),
        (True, False, None, Door.CLOSED),  # friends outside the chosen audience
        (False, False, Answer.ACCEPTED, Door.OPEN),  # once accepted, open until a black list closes it
        (False, True, Answer.WAITING, Door.REQUEST),
        (True, True, Answer.WAITING, Door.OPEN),  # friends meanwhile
        (False, True, Answer.DECLINED, Door.REQUEST),
        (True, True, Answer.DECLINED, Door.OPEN),
    ],
)
def test_who_may_write_to_whom(friends: bool, let_in: bool, answer: Answer | None, way: Door) -> None:
    assert door(Between(False, friends, let_in, answer)) == way


@given(betweens)
def test_a_black_list_closes_every_door(between: Between) -> None:
    shut = Between(True, between.friends, between.let_in, between.answer)
    assert door(shut) == Door.CLOSED


@given(st.booleans(), st.integers(0, 10))
def test_who_was_declined_meets_the_same_door_as_who_waits(let_in: bool, said: int) -> None:
    waits, declined = (Between(False, False, let_in, a) for a in (Answer.WAITING, Answer.DECLINED))
    assert door(waits) == door(declined)
    assert not may_say_more(Answer.DECLINED, said)
    assert may_say_more(Answer.WAITING, said) == (said < MOST_UNANSWERED)


def test_a_fresh_account_writes_to_fewer_strangers() -> None:
    assert strangers_a_day(NOW - timedelta(days=1), NOW) < strangers_a_day(NOW - timedelta(days=8), NOW)


@given(st.sampled_from(Role), st.sampled_from(Role))
def test_nobody_removes_an_owner_and_members_remove_nobody(actor: Role, other: Role) -> None:
    if may_remove(actor, other):
        assert other != Role.OWNER
        assert actor != Role.MEMBER
        assert actor != other


def test_a_chat_falls_to_its_longest_keeper_else_its_longest_member() -> None:
    later = NOW + timedelta(days=1)
    assert heir({1: (Role.MEMBER, NOW), 2: (Role.KEEPER, later), 3: (Role.KEEPER, NOW)}) == 3
    assert heir({1: (Role.MEMBER, later), 2: (Role.MEMBER, NOW)}) == 2
    assert heir({}) is None


@given(st.integers(1, 99), st.integers(0, 99), st.integers(0, 99))
def test_what_is_read_was_delivered(seq: int, read: int, delivered: int) -> None:
    mark = mark_of(seq, read=read, delivered=max(read, delivered))
    assert (mark == Mark.READ) == (seq <= read)
    assert (mark == Mark.SENT) == (seq > max(read, delivered))


@given(st.text())
def test_kept_text_is_kept_as_it_is(text: str) -> None:
    said = tidy_text(text)
    assert tidy_text(said) == said
    assert "\x00" not in said


def test_words_are_found_in_any_case_and_with_either_yo() -> None:
    assert folded("ЁЛКА") == folded("елка")
