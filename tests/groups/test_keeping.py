"""Promises of communities with doors, roles, bans and a log of their own."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from akkord.flow import clock
from akkord.groups import actions, errors, queries
from akkord.groups.models import Entry
from akkord.groups.queries import Group
from akkord.groups.rules import Act, Door, Kind, Role, root_of
from akkord.ledger.queries import waiting
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.queries import Person
from akkord.wall import actions as wall
from akkord.wall import queries as walls
from factories import a_person, friends

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Person:
    return a_person()


def a_group(owner: Person, door: str = "open", kind: str = "group") -> Group:
    return actions.found_group(owner, "Night radio", "", kind=kind, door=door)


def member(group: Group, owner: Person, role: str = "member", name: str = "Boris") -> Person:
    """Somebody who belongs, whatever the door."""
    person = a_person(name)
    friends(owner, person)
    actions.invite(owner, group, person)
    actions.join(person, group)
    if role != "member":
        actions.appoint(owner, group, person.pk, role)
    return person


def test_a_private_community_is_there_for_its_own_alone(anna: Person) -> None:
    club = a_group(anna, Door.PRIVATE)
    stranger, inside = a_person("Stranger"), member(club, anna)
    wall.write_post(anna, wall_group=club, text="Only for us")
    for viewer in (None, stranger.pk):
        with pytest.raises(errors.NoSuchGroup):
            queries.group_for(viewer, club.pk)
        assert not queries.find_groups(viewer, "Night").exists()
        assert not queries.groups_of(viewer, inside.pk).exists()
        assert not walls.posts_on_group(Listener(viewer, "DE"), club.pk).posts
    with pytest.raises(errors.NoSuchGroup):
        actions.join(stranger, club)
    assert queries.group_for(inside.pk, club.pk).pk == club.pk
    assert len(walls.posts_on_group(Listener(inside.pk, "DE"), club.pk).posts) == 1


def test_the_rows_a_list_shows_are_those_the_table_lets_be_seen(anna: Person) -> None:
    inside, invited, banned = a_person("In"), a_person("Invited"), a_person("Banned")
    for each in (inside, invited, banned):
        friends(anna, each)
    clubs = [a_group(anna, door) for door in Door]
    for club in clubs:
        for each in (inside, invited, banned):
            actions.invite(anna, club, each)
        actions.join(inside, club)
        actions.join(banned, club)
        actions.ban(anna, club, banned, "spam", "day")
    for viewer in (None, anna.pk, inside.pk, invited.pk, banned.pk, a_person("Far").pk):
        listed = set(queries.visible_groups(viewer).values_list("pk", flat=True))
        assert listed == queries.allowed_in(viewer, [club.pk for club in clubs], Act.SEE)


def test_a_closed_community_is_asked_and_lets_in(anna: Person) -> None:
    club, boris = a_group(anna, Door.CLOSED), a_person("Boris")
    assert not actions.join(boris, club)
    assert not actions.join(boris, club)
    assert [person.pk for person, _ in queries.requests_to(club)] == [boris.pk]
    actions.decline(anna, club, boris.pk)
    assert not queries.requests_to(club)
    actions.accept(anna, club, boris.pk)
    assert queries.role_in(boris.pk, club.pk) == "member"
    assert not queries.has_asked(boris.pk, club)


def test_a_door_that_opens_lets_in_who_waits_before_it(anna: Person) -> None:
    club, boris = a_group(anna, Door.CLOSED), a_person("Boris")
    actions.join(boris, club)
    actions.edit_group(anna, club, door="open")
    assert queries.role_in(boris.pk, club.pk) == "member"


def test_only_those_who_let_in_let_in(anna: Person) -> None:
    club, boris = a_group(anna, Door.CLOSED), a_person("Boris")
    actions.join(boris, club)
    for who in (member(club, anna), member(club, anna, Role.EDITOR), boris):
        with pytest.raises(errors.NotAllowed):
            actions.accept(who, club, boris.pk)
    actions.accept(member(club, anna, Role.MODERATOR), club, boris.pk)


def test_who_takes_no_invitations_gets_none(anna: Person) -> None:
    club, stranger, blocker = a_group(anna), a_person("Stranger"), a_person("Blocker")
    people.block(blocker, anna)
    with pytest.raises((errors.NotWanted, LookupError)):
        actions.invite(anna, club, blocker)
    with pytest.raises(errors.NotAllowed):
        actions.invite(stranger, club, anna)


def test_a_ban_ends_by_itself_and_tells_why(anna: Person) -> None:
    club = a_group(anna)
    boris = member(club, anna)
    actions.ban(anna, club, boris, "insult", "day", "Be kind.")
    told = queries.ban_on(boris.pk, club)
    assert told is not None
    assert (told.reason, told.words) == ("insult", "Be kind.")
    assert not queries.role_in(boris.pk, club.pk)
    assert queries.acts_of(boris.pk, club) == {Act.SEE, Act.READ}
    with pytest.raises(errors.Banned):
        actions.join(boris, club)
    with clock.at(clock.now() + timedelta(days=1)):
        assert queries.ban_on(boris.pk, club) is None
        assert actions.join(boris, club)
        actions.ban(anna, club, boris, "spam", "forever")
        actions.lift_ban(anna, club, boris.pk)
        assert queries.ban_on(boris.pk, club) is None


def test_a_private_community_tells_whom_it_bans(anna: Person) -> None:
    club = a_group(anna, Door.PRIVATE)
    boris = member(club, anna)
    actions.ban(anna, club, boris, "spam", "week")
    assert [ban.group.pk for ban in queries.bans_of(boris.pk)] == [club.pk]
    with pytest.raises(errors.NoSuchGroup):
        queries.group_for(boris.pk, club.pk)


def test_nobody_acts_upon_equals_and_those_above(anna: Person) -> None:
    club = a_group(anna)
    admin, other = member(club, anna, Role.ADMIN), member(club, anna, Role.ADMIN)
    moderator = member(club, anna, Role.MODERATOR)
    for by, whom in ((moderator, admin), (admin, other), (admin, anna), (moderator, moderator)):
        with pytest.raises(errors.AboveYou):
            actions.ban(by, club, whom, "other", "hour")
        with pytest.raises(errors.AboveYou):
            actions.put_out(by, club, whom.pk)
    with pytest.raises(errors.AboveYou):
        actions.appoint(admin, club, other.pk, Role.MEMBER)
    actions.ban(admin, club, moderator, "other", "hour")


def test_ownership_is_handed_over_and_kept_by_one(anna: Person) -> None:
    club = a_group(anna)
    boris = member(club, anna)
    with pytest.raises(errors.NotAllowed):
        actions.hand_over(boris, club, boris.pk)
    actions.hand_over(anna, club, boris.pk)
    club.refresh_from_db()
    assert club.owner_id == boris.pk
    assert [queries.role_in(each.pk, club.pk) for each in (anna, boris)] == ["admin", "owner"]
    actions.leave(anna, club)


def test_whoever_is_gone_leaves_their_community_to_its_keepers(anna: Person) -> None:
    club = a_group(anna)
    editor = member(club, anna, Role.EDITOR)
    member(club, anna)
    actions.forget_member(anna.pk)
    club.refresh_from_db()
    assert club.owner_id == editor.pk
    assert not queries.role_in(anna.pk, club.pk)


def test_on_a_limited_wall_only_editors_write(anna: Person) -> None:
    club = a_group(anna, kind=Kind.PAGE)
    boris, editor = member(club, anna), member(club, anna, Role.EDITOR)
    assert not walls.may_write(boris.pk, wall_group=club.pk)
    assert walls.may_write(editor.pk, wall_group=club.pk)


def test_an_event_begins_and_a_page_is_open(anna: Person) -> None:
    with pytest.raises(errors.TimeMissing):
        a_group(anna, kind=Kind.EVENT)
    with pytest.raises(errors.DoorsOfAPage):
        a_group(anna, Door.PRIVATE, Kind.PAGE)
    now = clock.now()
    with pytest.raises(errors.EndsBeforeItBegins):
        actions.found_group(anna, "Concert", kind="event", starts_at=now, ends_at=now - timedelta(hours=1))


def test_the_log_tells_all_what_keepers_did_and_names_it_to_whom_it_concerns(anna: Person) -> None:
    club = a_group(anna)
    boris, carla = member(club, anna), member(club, anna, name="Carla")
    actions.ban(anna, club, boris, "spam", "week", "Sells shoes")
    line = queries.log_of(club, None, 5)[0]
    assert (line.deed, line.role, line.by, line.whom, line.words) == ("ban", "owner", None, None, "")
    assert queries.log_of(club, carla.pk, 5)[0].whom is None
    assert queries.log_of(club, boris.pk, 5)[0].words == "Sells shoes"
    named = queries.log_of(club, anna.pk, 5)[0]
    assert (named.by, named.whom) == (anna, boris)


def test_a_day_of_the_log_becomes_one_line_whose_root_anybody_computes(anna: Person) -> None:
    club = a_group(anna)
    boris = member(club, anna)
    actions.ban(anna, club, boris, "spam", "hour")
    actions.lift_ban(anna, club, boris.pk)
    assert actions.fix_days() == 0
    with clock.at(clock.now() + timedelta(days=1, minutes=11)):
        assert actions.fix_days() == 1
        assert actions.fix_days() == 0
    line = waiting(kind="moderation").get()
    leaves = [each.leaf for each in reversed(queries.log_of(club, None, 50))]
    said = json.loads(bytes(line.body))
    assert (said["digest"], said["count"]) == (root_of(leaves), 2)
    assert [day.root for day in queries.days_of(club)] == [said["digest"]]
    Entry.objects.filter(deed="ban").update(leaf=leaves[0].replace("spam", "flood"))
    assert root_of([each.leaf for each in reversed(queries.log_of(club, None, 50))]) != said["digest"]


def test_asking_about_many_communities_costs_as_much_as_about_one(anna: Person) -> None:
    clubs = [a_group(anna).pk for _ in range(5)]
    boris = a_person("Boris")
    counts = []
    for asked in (clubs[:1], clubs):
        with CaptureQueriesContext(
            connection,
        ) as queried:
            queries.allowed_in(boris.pk, asked, Act.READ)
        counts.append(len(queried))
    assert counts[0] == counts[1] == 1
