"""Properties of the table of a community's acts, over every standing and every kind of house."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.groups.rules import (
    KEEPERS,
    Act,
    Deed,
    Door,
    House,
    Kind,
    Role,
    Standing,
    Term,
    Wall,
    above,
    doors_of,
    end_of,
    in_force,
    leaf_of,
    may,
    may_appoint,
    root_of,
    successor,
)

ROLES = st.sampled_from(Role)
HOUSES = st.builds(House, st.sampled_from(Kind), st.sampled_from(Door), st.sampled_from(Wall))
MEMBERS = st.builds(Standing, role=st.none() | ROLES, invited=st.booleans(), banned=st.booleans())
GUEST = Standing(guest=True)
STANDINGS = MEMBERS | st.just(GUEST)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
LOOKS = {Act.SEE, Act.READ}


@given(st.booleans(), HOUSES)
def test_a_private_community_is_nothing_to_who_is_not_let_in(guest: bool, house: House) -> None:
    private = House(house.kind, Door.PRIVATE, house.wall)
    assert not any(may(Standing(guest=guest), private, act) for act in Act)


@given(MEMBERS, HOUSES)
def test_who_is_banned_does_nothing_and_reads_what_guests_read(who: Standing, house: House) -> None:
    banned = Standing(role=who.role, invited=who.invited, banned=True)
    for act in Act:
        assert may(banned, house, act) == (act in LOOKS and may(GUEST, house, act))


@given(HOUSES)
def test_guests_only_look(house: House) -> None:
    assert {act for act in Act if may(GUEST, house, act)} <= LOOKS


@given(STANDINGS, HOUSES)
def test_what_is_done_is_done_by_those_who_read_or_knock(who: Standing, house: House) -> None:
    for act in set(Act) - {Act.SEE, Act.JOIN, Act.ASK}:
        if may(who, house, act):
            assert may(who, house, Act.READ)
    if any(may(who, house, act) for act in Act):
        assert may(who, house, Act.SEE)


@given(MEMBERS, HOUSES)
def test_one_comes_in_or_is_in_never_both(who: Standing, house: House) -> None:
    comes = [act for act in (Act.JOIN, Act.ASK) if may(who, house, act)]
    assert len(comes) <= (who.role is None)


@given(HOUSES, st.sampled_from(Act))
def test_the_owner_does_all_there_is_but_come_and_go(house: House, act: Act) -> None:
    owner, coming = Standing(role=Role.OWNER), {Act.JOIN, Act.ASK, Act.LEAVE, Act.SUGGEST}
    shut = {Act.COMMENT} if house.wall is Wall.SHUT else set()
    shut |= {Act.ANSWER} if house.kind is not Kind.EVENT else set()
    assert may(owner, house, act) == (act not in coming | shut)


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        (Role.ADMIN, {Act.SPEAK, Act.KEEP, Act.ADMIT, Act.BAN, Act.EDIT, Act.APPOINT, Act.COUNT}),
        (Role.EDITOR, {Act.SPEAK, Act.KEEP}),
        (Role.MODERATOR, {Act.KEEP, Act.ADMIT, Act.BAN}),
        (Role.MEMBER, set()),
    ],
)
def test_each_role_keeps_what_is_its_own(role: Role, acts: set[Act]) -> None:
    keeping = {Act.SPEAK, Act.KEEP, Act.ADMIT, Act.BAN, Act.EDIT, Act.APPOINT, Act.COUNT, Act.HAND_OVER}
    assert {act for act in keeping if may(Standing(role=role), House(), act)} == acts


@pytest.mark.parametrize(
    ("wall", "member", "stranger"),
    [
        (Wall.OPEN, {Act.WRITE, Act.COMMENT}, set()),
        (Wall.LIMITED, {Act.SUGGEST, Act.COMMENT}, {Act.SUGGEST}),
        (Wall.SHUT, set(), set()),
    ],
)
def test_the_wall_says_who_writes(wall: Wall, member: set[Act], stranger: set[Act]) -> None:
    house, writing = House(wall=wall), {Act.WRITE, Act.SUGGEST, Act.COMMENT}
    assert {act for act in writing if may(Standing(role=Role.MEMBER), house, act)} == member
    assert {act for act in writing if may(Standing(), house, act)} == stranger
    assert may(Standing(role=Role.EDITOR), house, Act.WRITE)
    page = House(Kind.PAGE, wall=wall)
    assert may(Standing(), page, Act.COMMENT) == (wall is not Wall.SHUT)


def test_behind_a_closed_door_one_asks_or_is_invited() -> None:
    closed = House(door=Door.CLOSED)
    assert may(Standing(), closed, Act.SEE)
    assert not may(Standing(), closed, Act.READ)
    assert may(Standing(), closed, Act.ASK)
    assert may(Standing(invited=True), closed, Act.JOIN)
    assert may(Standing(invited=True), House(door=Door.PRIVATE), Act.JOIN)
    assert not may(Standing(invited=True), House(door=Door.PRIVATE), Act.READ)
    assert not may(Standing(role=Role.MEMBER), closed, Act.INVITE)
    assert may(Standing(role=Role.MEMBER), House(), Act.INVITE)


@given(MEMBERS, st.none() | ROLES, ROLES)
def test_nobody_gives_or_takes_what_is_not_below_them(by: Standing, now: Role | None, role: Role) -> None:
    if may_appoint(by, now, role):
        assert by.role is not None
        assert not by.banned
        assert now is not None
        assert above(by.role, now)
        assert above(by.role, role)
        assert role is not Role.OWNER
    if by.role is Role.OWNER and not by.banned and now not in (None, Role.OWNER):
        assert may_appoint(by, now, role) == (role is not Role.OWNER)


def test_an_admin_makes_no_admin_and_keepers_of_one_rank_leave_each_other() -> None:
    assert not may_appoint(Standing(role=Role.ADMIN), Role.MEMBER, Role.ADMIN)
    assert may_appoint(Standing(role=Role.ADMIN), Role.MEMBER, Role.EDITOR)
    assert not above(Role.MODERATOR, Role.EDITOR)
    assert above(Role.MODERATOR, None)


def test_a_public_page_is_open() -> None:
    assert doors_of(Kind.PAGE) == (Door.OPEN,)
    assert set(doors_of(Kind.EVENT)) == set(Door)


@given(st.sampled_from([term for term in Term if term is not Term.FOREVER]))
def test_a_ban_ends_by_itself_on_the_instant(term: Term) -> None:
    until = end_of(term, NOW)
    assert until is not None
    assert in_force(until - timedelta(microseconds=1), until, None)
    assert not in_force(until, until, None)
    assert not in_force(NOW, until, NOW)
    assert [end_of(one, NOW) for one in (Term.HOUR, Term.FOREVER)] == [NOW + timedelta(hours=1), None]


def test_the_log_names_nobody_and_every_word_of_it_counts() -> None:
    salt = b"s" * 32
    leaf = leaf_of(Deed.BAN, NOW, "moderator", "spam", None, salt, "account:77", "Anna sells shoes")
    assert "77" not in leaf
    assert "shoes" not in leaf
    others = [
        leaf_of(Deed.UNBAN, NOW, "moderator", "spam", None, salt, "account:77", "Anna sells shoes"),
        leaf_of(Deed.BAN, NOW, "admin", "spam", None, salt, "account:77", "Anna sells shoes"),
        leaf_of(Deed.BAN, NOW, "moderator", "flood", None, salt, "account:77", "Anna sells shoes"),
        leaf_of(Deed.BAN, NOW, "moderator", "spam", NOW, salt, "account:77", "Anna sells shoes"),
        leaf_of(Deed.BAN, NOW, "moderator", "spam", None, salt, "account:78", "Anna sells shoes"),
        leaf_of(Deed.BAN, NOW, "moderator", "spam", None, salt, "account:77", "Anna sells boots"),
        leaf_of(Deed.BAN, NOW, "moderator", "spam", None, b"t" * 32, "account:77", "Anna sells shoes"),
    ]
    assert len({root_of([each]) for each in (leaf, *others)}) == len(others) + 1
    assert root_of([leaf, others[0]]) != root_of([others[0], leaf])


@given(st.lists(st.tuples(st.integers(1, 9), ROLES, st.datetimes()), max_size=6))
def test_who_succeeds_kept_the_community_and_nobody_who_kept_it_ranks_higher(
    rows: list[tuple[int, Role, datetime]],
) -> None:
    heir = successor(rows)
    keepers = [row for row in rows if row[1] in KEEPERS - {Role.OWNER}]
    assert (heir is None) == (not keepers)
    if heir is not None:
        theirs = [role for person, role, _ in keepers if person == heir]
        assert not any(all(above(role, own) for own in theirs) for _, role, _ in keepers)
