"""Somebody of the staff who comes with a key to one desk decides nothing for the site."""

import pytest

from akkord.cases import errors, flaggers
from akkord.catalogue.roles import Role, Scope, acting_within
from cases import makers

pytestmark = pytest.mark.django_db


def test_an_operators_key_to_one_desk_decides_nothing_for_the_site() -> None:
    label, _ = makers.label()
    operator = makers.person(is_staff=True)
    with acting_within(Scope(label.pk, Role.MANAGER)), pytest.raises(errors.StaffOnly):
        flaggers.revoke(operator, 1, "Asked by a key.")


def test_only_one_place_says_who_is_of_the_staff() -> None:
    """Whoever asks `person.is_staff` in a case would believe a key that opens one desk."""
    from pathlib import Path

    import akkord.cases

    folder = Path(akkord.cases.__path__[0])
    asked = [file.name for file in folder.rglob("*.py") if "person.is_staff" in file.read_text()]
    assert asked == []
