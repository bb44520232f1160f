"""Promises of communities."""

import pytest

from akkord.groups import actions, errors, queries
from factories import a_club, a_person

pytestmark = pytest.mark.django_db


def test_the_founder_owns_the_community_and_stays() -> None:
    anna = a_person()
    club = a_club(anna)
    assert queries.role_in(anna.pk, club.pk) == "owner"
    with pytest.raises(errors.OwnerStays):
        actions.leave(anna, club)


def test_joining_twice_is_once_and_leaving_ends_it() -> None:
    anna, boris = a_person(), a_person("Boris")
    club = a_club(anna)
    actions.join(boris, club)
    actions.join(boris, club)
    assert queries.group_for(None, club.pk).size == 2
    actions.leave(boris, club)
    assert queries.role_in(boris.pk, club.pk) == ""


def test_a_community_needs_a_name() -> None:
    with pytest.raises(errors.NameMissing):
        a_club(a_person(), "  ")
