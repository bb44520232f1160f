"""Coming in and going: joining, asking, being invited, leaving, being put out."""

from datetime import timedelta

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.groups import errors, queries
from akkord.groups.models import Group, Invitation, Membership, Request
from akkord.groups.rules import Act, Deed, Role, above
from akkord.people import queries as people
from akkord.people.queries import Person

from .logging import note

MOST_INVITED_A_DAY = 40


@transaction.atomic
def join(person: Person, group: Group) -> bool:
    """Belong to an open community or one that has invited; ask to be let into a closed one. Twice is once.

    Whether the person is in now. Raises NoSuchGroup, Banned.
    """
    acts = queries.acts_of(person.pk, group)
    if Act.JOIN in acts:
        _let_in(group, person.pk)
        return True
    if queries.role_in(person.pk, group.pk):
        return True
    if Act.SEE not in acts:
        raise errors.NoSuchGroup(group.pk)
    if Act.ASK not in acts:
        raise errors.Banned
    _, new = Request.objects.get_or_create(group=group, person=person, defaults={"since": clock.now()})
    if new:
        _tell_waiting(group, person.pk)
    return False


def _let_in(group: Group, person_id: int) -> None:
    Membership.objects.get_or_create(group=group, person_id=person_id, defaults={"since": clock.now()})
    Request.objects.filter(group=group, person_id=person_id).delete()
    Invitation.objects.filter(group=group, person_id=person_id).delete()


def take_back(person: Person, group: Group) -> None:
    """Ask no longer."""
    Request.objects.filter(group=group, person=person).delete()


@transaction.atomic
def leave(person: Person, group: Group) -> None:
    """Belong no longer. Raises OwnerStays: a community is handed over before its owner leaves."""
    if queries.role_in(person.pk, group.pk) == Role.OWNER:
        raise errors.OwnerStays
    Membership.objects.filter(group=group, person=person).delete()


@transaction.atomic
def accept(keeper: Person, group: Group, person_id: int) -> None:
    """Let somebody in who asks, also after declining. Raises NotAllowed, NoSuchGroupRequest."""
    _check_admits(keeper, group)
    if not Request.objects.filter(group=group, person_id=person_id).exists():
        raise errors.NoSuchGroupRequest(person_id)
    _let_in(group, person_id)
    outbox.tell(f"person:{person_id}", "let_in", club=group.pk, name=group.name)
    outbox.announce("club_told", group=group.pk, what="club_let_in", people=[person_id], by=None)


@transaction.atomic
def decline(keeper: Person, group: Group, person_id: int) -> None:
    """Leave somebody outside; they are not told. Raises NotAllowed, NoSuchGroupRequest."""
    _check_admits(keeper, group)
    waiting = Request.objects.filter(group=group, person_id=person_id, declined_at=None)
    if not waiting.update(declined_at=clock.now()):
        raise errors.NoSuchGroupRequest(person_id)


def _check_admits(keeper: Person, group: Group) -> None:
    if not queries.allows(keeper.pk, group, Act.ADMIT):
        raise errors.NotAllowed


@transaction.atomic
def invite(by: Person, group: Group, person: Person) -> None:
    """Ask somebody to belong; who has asked to be let in is in at once, if the inviter may let in.

    Twice is once. Raises NotAllowed, NoSuchPerson, NotWanted, TooManyInvited.
    """
    acts = queries.acts_of(by.pk, group)
    if Act.INVITE not in acts:
        raise errors.NotAllowed
    open_keys = people.open_to(by.pk, person.pk)
    if people.Key.PAGE not in open_keys:
        raise people.NoSuchPerson(person.pk)
    there = queries.standing_in(person.pk, group)
    if there.role is not None or there.invited:
        return
    if Act.ADMIT in acts and Request.objects.filter(group=group, person=person).exists():
        return accept(by, group, person.pk)
    if people.Key.INVITE not in open_keys or there.banned:
        raise errors.NotWanted
    since = clock.now() - timedelta(days=1)
    if Invitation.objects.filter(by=by, since__gt=since).count() >= MOST_INVITED_A_DAY:
        raise errors.TooManyInvited
    Invitation.objects.create(group=group, person=person, by=by, since=clock.now())
    outbox.tell(f"person:{person.pk}", "invited", club=group.pk, name=group.name, by=by.pk)
    outbox.announce("club_told", group=group.pk, what="club_invite", people=[person.pk], by=by.pk)


def decline_invitation(person: Person, group: Group) -> None:
    """Not want to belong; nobody is told."""
    Invitation.objects.filter(group=group, person=person).delete()


@transaction.atomic
def put_out(keeper: Person, group: Group, person_id: int) -> None:
    """End somebody's membership; they may come back as anybody. Raises NotAllowed, NotAMember, AboveYou."""
    who = queries.standing_in(keeper.pk, group)
    if not queries.allows(keeper.pk, group, Act.BAN) or who.role is None:
        raise errors.NotAllowed
    role = queries.role_in(person_id, group.pk)
    if not role:
        raise errors.NotAMember(person_id)
    if not above(who.role, Role(role)):
        raise errors.AboveYou
    Membership.objects.filter(group=group, person_id=person_id).delete()
    note(group, keeper, Deed.PUT_OUT, whom=person_id)


def _tell_waiting(group: Group, person_id: int) -> None:
    """Those who let in hear that somebody waits."""
    keeping = (Role.OWNER, Role.ADMIN, Role.MODERATOR)
    keepers = [number for number, role in queries.roles_in(group.pk).items() if role in keeping]
    for number in keepers:
        outbox.tell(f"person:{number}", "club_request", club=group.pk, name=group.name)
    outbox.announce("club_told", group=group.pk, what="club_request", people=keepers, by=person_id)
