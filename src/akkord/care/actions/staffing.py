"""Naming who moderates, and ending it."""

from django.db import transaction

from akkord.care import errors, queries
from akkord.care.models import Place
from akkord.care.rules import Power, Role, may
from akkord.flow import clock
from akkord.people.queries import Person


@transaction.atomic
def appoint(admin: Person, person: Person, role: Role) -> None:
    """Give somebody a role, in place of one they had. Raises NotYourRole, YourOwnMatter."""
    _check(admin, person.pk)
    Place.objects.update_or_create(
        person=person, defaults={"role": role.value, "given_by": admin, "since": clock.now()}
    )


@transaction.atomic
def dismiss(admin: Person, person_id: int) -> None:
    """End somebody's place. Twice is once. Raises NotYourRole, YourOwnMatter."""
    _check(admin, person_id)
    Place.objects.filter(person_id=person_id).delete()


def _check(admin: Person, person_id: int) -> None:
    if not may(queries.role_of(admin.pk), Power.APPOINT):
        raise errors.NotYourRole
    if admin.pk == person_id:
        raise errors.YourOwnMatter
