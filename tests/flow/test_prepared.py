"""Prepared questions answer what the ORM answers, whatever the values."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from akkord.flow import clock
from akkord.flow.prepared import Prepared
from akkord.people.models import Person

COLUMNS = ("pk", "email", "is_active", "date_joined", "born")


@pytest.fixture
def people(db: None) -> list[Person]:
    now = clock.now()
    return [
        Person.objects.create(email=f"p{n}@example.org", name=f"P{n}", date_joined=now - timedelta(days=n))
        for n in range(4)
    ]


def test_the_answer_is_the_orms_for_every_kind_of_value(people: list[Person]) -> None:
    def ask(numbers: list[int], email: str, joined: object) -> object:
        found = Person.objects.filter(pk__in=numbers, date_joined__gt=joined, is_active=True)
        return found.exclude(email=email).order_by("-pk").values_list(*COLUMNS)

    prepared = Prepared(ask)  # type: ignore[arg-type]
    day = timedelta(days=1)
    for length in (1, 4, 2, 4):
        numbers = [person.pk for person in people[:length]]
        for email in ("p0@example.org", "nobody", "'; DROP TABLE people_person; --"):
            for joined in (clock.now() - 2.5 * day, clock.now() + day):
                assert prepared(numbers, email, joined) == list(ask(numbers, email, joined))  # type: ignore[call-overload]
    assert prepared([], "a", clock.now()) == []


def test_few_questions_are_kept_however_many_lengths_are_asked_about(people: list[Person]) -> None:
    prepared = Prepared(lambda numbers: Person.objects.filter(pk__in=numbers).values_list("pk"))
    for length in range(1, 200):
        assert sorted(prepared([people[0].pk, *range(10_000, 10_000 + length)])) == [(people[0].pk,)]
    assert len(prepared._written) <= 8


def test_a_list_of_any_length_is_told_from_what_follows_it(people: list[Person]) -> None:
    prepared = Prepared(
        lambda numbers, number: Person.objects.filter(pk__in=numbers).exclude(pk=number).values_list("pk")
    )
    assert prepared([people[0].pk, *range(50_000, 70_000)], people[1].pk) == [(people[0].pk,)]


def test_one_question_is_one_query(people: list[Person]) -> None:
    prepared = Prepared(lambda number: Person.objects.filter(pk=number).values_list("name"))
    with CaptureQueriesContext(connection) as asked:
        assert prepared(people[2].pk) == [("P2",)]
    assert len(asked) == 1


def test_a_value_that_is_not_sent_as_it_is_cannot_be_prepared(db: None) -> None:
    prepared = Prepared(lambda text: Person.objects.filter(name__contains=text).values_list("pk"))
    with pytest.raises(ValueError, match="as it is"):
        prepared("a")


def test_an_error_of_the_database_is_told_as_the_orm_tells_it(people: list[Person]) -> None:
    prepared = Prepared(lambda number: Person.objects.filter(pk=number).values_list("pk"))
    prepared(1)
    ((key, written),) = prepared._written.items()
    prepared._written[key] = written._replace(drivers=written.drivers.replace("people_person", "nowhere"))
    with pytest.raises(DatabaseError, match="nowhere"), transaction.atomic():
        prepared(1)


def test_nothing_is_asked_in_a_transaction_that_is_broken(people: list[Person]) -> None:
    prepared = Prepared(lambda number: Person.objects.filter(pk=number).values_list("pk"))
    with transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic(savepoint=False):
            Person.objects.create(email="p0@example.org")
        with pytest.raises(transaction.TransactionManagementError):
            prepared(1)
