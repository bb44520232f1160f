"""What is read of an organisation's statements: THE GATE, lists, lines, questions.

Whoever acts for the whole of an organisation reads all; an agent for some recordings or territories reads
their lines and nothing that would tell of others: no account, no pool, no document.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from akkord.catalogue import queries as catalogue
from akkord.catalogue.roles import Duty
from akkord.flow import clock
from akkord.rights.territories import parse
from akkord.royalties.errors import NoSuchLine, NoSuchStatement
from akkord.royalties.models import Query, Statement
from akkord.royalties.rules.reach import EVERYTHING, Reach, Way
from akkord.store.files import files

if TYPE_CHECKING:
    from akkord.people.models import Person

ISSUED = Statement.objects.select_related("month", "organisation", "entry", "corrects")


def reach_of(person: "Person", organisation_id: int, duty: Duty = Duty.READ) -> Reach:
    """How far the person may do that with the organisation's statements; the operator reads them all."""
    if duty is Duty.READ and catalogue.is_operator(person):
        return EVERYTHING
    ways = catalogue.ways_to_act(person.pk, [organisation_id], clock.now(), duty).get(organisation_id, [])
    return Reach(tuple(Way(way.recordings, parse(way.territory)) for way in ways))


def statements_of(organisation_id: int, reach: Reach) -> QuerySet[Statement]:
    """An organisation's statements that hold a line within reach, the newest first."""
    found = ISSUED.filter(organisation_id=organisation_id).order_by("-month__first_day", "-revision")
    if reach.whole:
        return found
    return found.filter(pk__in=[each.pk for each in found if _holds_any(each, reach)])


def statement_of(organisation_id: int, number: int, reach: Reach) -> Statement:
    """One of its statements. Raises NoSuchStatement."""
    found = ISSUED.filter(organisation_id=organisation_id, pk=number).first()
    if found is None or not (reach.whole or _holds_any(found, reach)):
        raise NoSuchStatement
    return found


def whole_statement_of(organisation_id: int, number: int, reach: Reach) -> Statement:
    """The same for who may read the whole, as its files tell it. Raises NoSuchStatement."""
    if not reach.whole:
        raise NoSuchStatement
    return statement_of(organisation_id, number, reach)


def said_in(statement: Statement, reach: Reach) -> Mapping[str, Any]:
    """The statement's document, for who may read the whole. Raises NoSuchStatement."""
    if not reach.whole:
        raise NoSuchStatement
    said: Mapping[str, Any] = json.loads(files().read(statement.document))
    return said


def lines_in(statement: Statement, reach: Reach) -> Iterator[dict[str, str]]:
    """The statement's lines within reach, in their order, as they were issued."""
    from .issued_lines import batches  # loads Arrow, as below: only where lines are read

    for batch in batches(statement, reach):
        yield from batch.to_pylist()


def line_in(statement: Statement, line: str, reach: Reach) -> dict[str, str]:
    """One line by its sales transaction id. Raises NoSuchLine."""
    from .issued_lines import find

    found = find(statement, reach, line)
    if found is None:
        raise NoSuchLine
    return found


def questions_of(statement: Statement, reach: Reach) -> QuerySet[Query]:
    """What was asked about its lines within reach."""
    asked = Query.objects.filter(statement=statement).select_related("person", "answered_by").order_by("pk")
    if reach.whole:
        return asked
    from .issued_lines import among

    return asked.filter(line__in=among(statement, reach, [each.line for each in asked]))


def open_questions() -> QuerySet[Query]:
    """What the site still has to answer, the oldest first."""
    asked = Query.objects.filter(state=Query.State.ASKED)
    return asked.select_related("statement__organisation", "person").order_by("asked_at")


def _holds_any(statement: Statement, reach: Reach) -> bool:
    return bool(reach.ways) and any(islice(lines_in(statement, reach), 1))
