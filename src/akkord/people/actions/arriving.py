"""Being let in: sign-ups that wait for the staff, and the history of signing in."""

from django.db import transaction

from akkord.flow import clock
from akkord.people.models import Person, SignIn

KEPT = 100  # entries of an account's history


def wait(person: Person) -> None:
    """Somebody new stands before the door until the staff lets them in."""
    person.waiting = True
    person.save(update_fields=["waiting"])


def let_in(person: Person) -> None:
    """The staff opens. Twice is once."""
    Person.objects.filter(pk=person.pk, waiting=True).update(waiting=False)


@transaction.atomic
def turn_away(person: Person) -> None:
    """The staff does not open: an account that never was in is forgotten. Twice is once."""
    Person.objects.filter(pk=person.pk, waiting=True).delete()


@transaction.atomic
def note_sign_in(
    person: Person, *, address: str | None, agent: str, way: str = "", refused: bool = False
) -> None:
    """An entry of the account's history, which only its owner reads."""
    SignIn.objects.create(
        person=person, at=clock.now(), address=address, agent=agent[:200], way=way[:20], refused=refused
    )
    old = SignIn.objects.filter(person=person).order_by("-pk").values_list("pk", flat=True)[KEPT:]
    SignIn.objects.filter(pk__in=list(old)).delete()
