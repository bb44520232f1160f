"""The short address of a community: chosen by its admins out of the one namespace it shares with people."""

from akkord.groups import errors, queries
from akkord.groups.models import Group
from akkord.groups.rules import Act
from akkord.people import actions as people
from akkord.people.queries import Person


def choose_address(person: Person, group: Group, text: str) -> str:
    """Show /<name> beside /club<n>. Raises NotAllowed, and what people's `choose_club_address` does."""
    _check_edits(person, group)
    return people.choose_club_address(group.pk, text)


def drop_address(person: Person, group: Group) -> None:
    """Show the number only; the address stays the community's. Raises NotAllowed."""
    _check_edits(person, group)
    people.drop_club_address(group.pk)


def _check_edits(person: Person, group: Group) -> None:
    if not queries.allows(person.pk, group, Act.EDIT):
        raise errors.NotAllowed
