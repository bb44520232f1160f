"""An account closed by a hand in the database is a restriction nobody told of."""

import pytest

from akkord.people import queries
from akkord.people.models import Person

pytestmark = pytest.mark.django_db


def test_the_audit_hears_of_an_account_closed_without_a_line() -> None:
    person = Person.objects.create_user("closed@example.org", "a long enough word", name="Closed")
    assert list(queries.restrictions_in_force()) == []
    Person.objects.filter(pk=person.pk).update(is_active=False)
    (restriction,) = queries.restrictions_in_force()
    assert restriction.thing == f"account:{person.pk}"
    assert restriction.entry == ""
