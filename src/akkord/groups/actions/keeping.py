"""Keeping a community: roles, its owner, bans."""

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.groups import errors, queries
from akkord.groups.models import Attendance, Ban, Group, Invitation, Membership, Request
from akkord.groups.rules import Act, Deed, Reason, Role, Term, above, end_of, may_appoint, successor
from akkord.people.queries import Person

from .logging import note

MOST_WORDS = 300


@transaction.atomic
def appoint(by: Person, group: Group, person_id: int, role: str) -> None:
    """Give a member a role, or take it ("member"). Raises NotAllowed, NotAMember, AboveYou."""
    _hold(group)
    who, wanted = queries.standing_in(by.pk, group), Role(role)
    if not queries.allows(by.pk, group, Act.APPOINT):
        raise errors.NotAllowed
    now = queries.role_in(person_id, group.pk)
    if not now:
        raise errors.NotAMember(person_id)
    if now == wanted:
        return
    if not may_appoint(who, Role(now), wanted):
        raise errors.AboveYou
    Membership.objects.filter(group=group, person_id=person_id).update(role=wanted)
    note(group, by, Deed.ROLE, whom=person_id, said=wanted)
    outbox.announce("club_told", group=group.pk, what="club_role", people=[person_id], by=None)


@transaction.atomic
def hand_over(owner: Person, group: Group, person_id: int) -> None:
    """Make another member the owner; who owned it stays as an admin. Raises NotAllowed, NotAMember."""
    _hold(group)
    if not queries.allows(owner.pk, group, Act.HAND_OVER):
        raise errors.NotAllowed
    there = queries.standings(person_id, [group.pk])[group.pk]
    if there.role is None or there.banned:
        raise errors.NotAMember(person_id)
    if person_id == owner.pk:
        return
    note(group, owner, Deed.HANDED_OVER, whom=person_id)
    _own(group, person_id, before=Role.ADMIN)


def _own(group: Group, person_id: int, before: Role) -> None:
    Membership.objects.filter(group=group, role=Role.OWNER).update(role=before)
    Membership.objects.filter(group=group, person_id=person_id).update(role=Role.OWNER)
    Group.objects.filter(pk=group.pk).update(owner=person_id)
    group.owner_id = person_id


@transaction.atomic
def ban(keeper: Person, group: Group, person: Person, reason: str, term: str, words: str = "") -> None:
    """Keep somebody from doing anything here until the term ends; they are out and told why.

    Banned again, the new term counts. Raises NotAllowed, AboveYou.
    """
    _hold(group)
    who = queries.standing_in(keeper.pk, group)
    if not queries.allows(keeper.pk, group, Act.BAN) or who.role is None:
        raise errors.NotAllowed
    role = queries.role_in(person.pk, group.pk)
    if person.pk == keeper.pk or not above(who.role, Role(role) if role else None):
        raise errors.AboveYou
    now = clock.now()
    until = end_of(Term(term), now)
    said = words.strip()[:MOST_WORDS]
    Ban.objects.filter(group=group, person=person, lifted_at=None).update(lifted_at=now)
    Ban.objects.create(
        group=group, person=person, by=keeper, reason=Reason(reason), words=said, since=now, until=until
    )
    for rows in (Membership, Request, Invitation, Attendance):
        rows.objects.filter(group=group, person=person).delete()  # type: ignore[attr-defined]
    note(group, keeper, Deed.BAN, whom=person.pk, said=Reason(reason), words=said, until=until)
    outbox.tell(f"person:{person.pk}", "banned", club=group.pk, name=group.name)
    outbox.announce("club_told", group=group.pk, what="club_ban", people=[person.pk], by=None)


@transaction.atomic
def lift_ban(keeper: Person, group: Group, person_id: int) -> None:
    """Let somebody come back before the term ends. Raises NotAllowed, NotAMember (of the banned)."""
    if not queries.allows(keeper.pk, group, Act.BAN):
        raise errors.NotAllowed
    if not queries.bans_in_force().filter(group=group, person_id=person_id).update(lifted_at=clock.now()):
        raise errors.NotAMember(person_id)
    note(group, keeper, Deed.UNBAN, whom=person_id)


@transaction.atomic
def forget_member(person_id: int) -> None:
    """Whoever is gone for good belongs to nothing; what they owned goes to the highest who keeps it."""
    for group in Group.objects.select_for_update().filter(owner_id=person_id):
        rows = Membership.objects.filter(group=group).values_list("person_id", "role", "since")
        heir = successor([(person, Role(role), since) for person, role, since in rows])
        if heir is not None:
            _own(group, heir, before=Role.MEMBER)
    Membership.objects.filter(person_id=person_id).exclude(role=Role.OWNER).delete()
    Request.objects.filter(person_id=person_id).delete()
    Invitation.objects.filter(person_id=person_id).delete()
    Invitation.objects.filter(by_id=person_id).delete()
    Attendance.objects.filter(person_id=person_id).delete()


def _hold(group: Group) -> None:
    """Two who change roles of one community at once do it one after the other."""
    Group.objects.select_for_update().get(pk=group.pk)
