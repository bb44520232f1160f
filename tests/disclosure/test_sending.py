"""Statements of reasons go to the operator's address, each once, whatever happens on the way."""

from pathlib import Path

import pytest
from django.test import Client
from eu_database import Database
from ledger_lines import a_line, write, write_many

from akkord.disclosure import actions, queries, tasks
from akkord.disclosure.models import Statement
from akkord.disclosure.rules.verdicts import Verdict, verdicts
from akkord.ledger.models import Entry
from akkord.ledger.rules import Action, Kind
from akkord.ledger.sequencing import sequence
from akkord.people.models import Person

State = Statement.State


def removals(count: int) -> list[str]:
    """So many removals, signed; their lines' ids."""
    entries = write_many(count)
    sequence.func()
    return [entry.public_id for entry in entries]


def states() -> dict[str, int]:
    return {state: Statement.objects.filter(state=state).count() for state in State.values}


def test_scenario_13_250_removals_are_250_statements_in_3_batches_and_duplicates_are_retried_idempotently(
    log: Path, eu: Database
) -> None:
    ids = removals(250)
    tasks.statements.func()
    assert (eu.calls, eu.statuses) == ([100, 100, 50], [201, 201, 201])
    assert sorted(eu.held) == sorted(ids)
    assert states() == {"waiting": 0, "accepted": 250, "refused": 0}
    # The database is brought back from a backup: everything waits again, and is there already.
    Statement.objects.update(state=State.WAITING, accepted_at=None)
    tasks.statements.func()
    assert eu.statuses[3:] == [422, 422, 422]
    assert states() == {"waiting": 0, "accepted": 250, "refused": 0}
    assert len(eu.held) == 250


def test_nothing_leaves_the_site_when_no_address_is_set(log: Path, eu: Database, settings) -> None:  # type: ignore[no-untyped-def]
    settings.STATEMENTS_URL = ""
    removals(3)
    tasks.statements.func()
    assert (eu.calls, Statement.objects.count()) == ([], 0)


def test_only_what_is_signed_and_owed_is_sent(log: Path, eu: Database) -> None:
    block = write(a_line(1))[0]
    write(a_line(1, kind=Kind.REVERSE, action=Action.NONE, prev=block.public_id))
    tasks.statements.func()
    assert eu.held == {}
    sequence.func()
    tasks.statements.func()
    assert list(eu.held) == [block.public_id]
    tasks.statements.func()
    assert eu.calls == [1]


def test_a_lost_answer_is_asked_again_and_counts_once(log: Path, eu: Database) -> None:
    removals(120)
    eu.loses_answers = 1
    tasks.statements.func()
    assert states()["waiting"] == 120
    assert "NoAnswer" in queries.sending().trouble
    tasks.statements.func()
    assert states() == {"waiting": 0, "accepted": 120, "refused": 0}
    assert len(eu.held) == 120


@pytest.mark.parametrize("names_duplicates", [True, False])
def test_new_ones_in_a_batch_with_duplicates_are_sent(
    log: Path, eu: Database, names_duplicates: bool
) -> None:
    eu.names_duplicates = names_duplicates
    ids = removals(6)
    for one in ids[:2]:
        eu.held[one] = {}
    tasks.statements.func()
    assert states() == {"waiting": 0, "accepted": 6, "refused": 0}
    assert sorted(eu.held) == sorted(ids)


def test_one_that_is_refused_stays_visible_and_keeps_no_other_back(
    log: Path, eu: Database, client: Client
) -> None:
    ids = removals(5)
    eu.refuses = {ids[3]}
    tasks.statements.func()
    assert states() == {"waiting": 0, "accepted": 4, "refused": 1}
    operator = Person.objects.create_user("op@example.org", "correct horse", name="Olga", is_staff=True)
    client.force_login(operator, "allauth.account.auth_backends.AuthenticationBackend")
    number = Entry.objects.get(public_id=ids[3]).number
    assert f'href="/log/{number}"' in client.get("/staff/").content.decode()
    eu.refuses = set()
    client.post("/staff/statements/retry")
    tasks.statements.func()
    assert states() == {"waiting": 0, "accepted": 5, "refused": 0}


@pytest.mark.parametrize("status", [500, 503, 401, 302, 404])
def test_an_answer_that_says_nothing_about_them_leaves_them_waiting(
    log: Path, eu: Database, status: int
) -> None:
    removals(2)
    eu.out_of_order = [(status, b"<h1>out of order</h1>")]
    tasks.statements.func()
    assert states()["waiting"] == 2
    assert queries.sending().trouble.startswith(str(status))
    tasks.statements.func()
    assert states()["accepted"] == 2


def test_a_site_that_is_not_there_leaves_them_waiting(log: Path, settings) -> None:  # type: ignore[no-untyped-def]
    settings.STATEMENTS_URL = "http://127.0.0.1:1/api"
    removals(2)
    tasks.statements.func()
    assert states()["waiting"] == 2
    assert queries.sending().trouble.startswith("NoAnswer")


def test_lines_are_read_on_from_where_reading_stopped(log: Path, eu: Database, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(actions, "READ_AT_ONCE", 7)
    removals(20)
    tasks.statements.func()
    removals(3)
    tasks.statements.func()
    assert (len(eu.held), eu.calls) == (23, [20, 3])


A, R, N = (Verdict.ACCEPTED, ""), Verdict.REFUSED, (Verdict.AGAIN, "")


@pytest.mark.parametrize(
    ("status", "answer", "puids", "told"),
    [
        (201, {}, ["a", "b"], [A, A]),
        (422, {"errors": {"existing_puids": ["b", "z"]}}, ["a", "b"], [N, A]),
        (422, {"errors": {"statement_1": {"puid": ["x"]}}}, ["a", "b"], [N, (R, "x")]),
        (422, {"errors": {"puid": ["dup"]}}, ["a"], [A]),
        (422, {"errors": {"content_date": ["no"]}}, ["a"], [(R, "no")]),
        (422, {"message": "no"}, ["a"], [(R, "no")]),
        (422, {"errors": {"puid": ["dup"]}}, ["a", "b"], None),
        (422, None, ["a"], None),
        (422, {"errors": []}, ["a", "b"], None),
        (500, {"errors": {"existing_puids": ["a"]}}, ["a"], None),
    ],
    ids=str,
)
def test_what_an_answer_says_of_each(status: int, answer: object, puids: list[str], told: object) -> None:
    assert verdicts(status, answer, puids) == told
