"""Accounts: who is here, by number, name and address; who runs the server."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from akkord.flow import clock
from akkord.people.errors import NoSuchPerson
from akkord.people.models import Person, SignIn
from akkord.people.rules.birthdays import years_before

MOST_AT_ONCE = 10_000


def standing(of: str = "") -> Q:
    """Accounts that stand; `of` leads to the account from another table of this room ("asker__")."""
    return Q(
        **{
            f"{of}is_active": True,
            f"{of}waiting": False,
            f"{of}frozen_at": None,
            f"{of}leaving_at": None,
            f"{of}suspended_at": None,
            f"{of}gone_at": None,
        }
    )


def visible_people() -> QuerySet[Person]:
    """Accounts that stand. Who may see which of them is asked of `privacy`."""
    return Person.objects.filter(standing())


def stands(number: int) -> bool:
    """Whether this account may act: nobody who is away, suspended or gone does."""
    return visible_people().filter(pk=number).exists()


def cities_of(numbers: Iterable[int]) -> dict[int, str]:
    """Who of them, of those that stand, named a city, and which; whoever asks has asked who shows it."""
    asked, found = sorted(set(numbers)), dict[int, str]()
    for at in range(0, len(asked), MOST_AT_ONCE):
        some = visible_people().filter(pk__in=asked[at : at + MOST_AT_ONCE]).exclude(city="")
        found |= dict(some.values_list("pk", "city"))
    return found


def every_person() -> QuerySet[Person]:
    """Accounts that are not erased: for search, which asks the gate about each it finds."""
    return Person.objects.filter(gone_at=None)


def person_by_number(number: int) -> Person:
    """Whoever has this number, whatever they show: for the staff, the office and actions."""
    try:
        return visible_people().get(pk=number)
    except Person.DoesNotExist as missing:
        raise NoSuchPerson(number) from missing


def people_by_numbers(numbers: set[int]) -> dict[int, Person]:
    return {p.pk: p for p in visible_people().filter(pk__in=numbers)}


def names_of_people(numbers: Iterable[int]) -> list[str]:
    """How these people are called, those with closed accounts too."""
    return list(Person.objects.filter(pk__in=set(numbers)).values_list("name", flat=True))


def person_by_email(email: str) -> Person | None:
    return visible_people().filter(email=email.strip().lower()).first()


def operators() -> QuerySet[Person]:
    """The staff of this server."""
    return visible_people().filter(is_staff=True).order_by("pk")


def is_operator(number: int | None) -> bool:
    """Whether the person is of the site's staff at this moment."""
    return number is not None and Person.objects.filter(pk=number, is_active=True, is_staff=True).exists()


def people_aged(youngest: int | None, oldest: int | None, limit: int) -> list[int]:
    """Numbers of who is so old today, or of everybody, by name; whether they show it is not asked."""
    aged, today = visible_people(), clock.now().date()
    if youngest is not None:
        aged = aged.filter(born__lte=years_before(today, youngest))
    if oldest is not None:
        aged = aged.filter(born__gt=years_before(today, oldest + 1))
    return list(aged.order_by("name", "pk").values_list("pk", flat=True)[:limit])


def newcomers() -> QuerySet[Person]:
    """Who waits to be let in, the oldest first."""
    return Person.objects.filter(waiting=True, gone_at=None).order_by("date_joined", "pk")


def due_to_be_erased(now: datetime) -> list[Person]:
    """Whose 30 days to think again are over."""
    return list(Person.objects.filter(leaving_at__lte=now, gone_at=None).order_by("leaving_at")[:100])


def sign_ins_of(person_id: int) -> list[SignIn]:
    """The history of an account, the newest first."""
    return list(SignIn.objects.filter(person_id=person_id).order_by("-pk")[:50])
