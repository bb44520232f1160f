"""What an organisation reads of its statements: lists, lines, the plays behind a line, questions."""

import csv
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from akkord.royalties.errors import NoSuchLine, NoSuchStatement
from akkord.royalties.models import Query, Statement
from akkord.store.files import files

ISSUED = Statement.objects.select_related("month", "organisation", "entry", "corrects")


def statements_of(organisation_id: int) -> QuerySet[Statement]:
    """An organisation's statements, the newest first."""
    return ISSUED.filter(organisation_id=organisation_id).order_by("-month__first_day", "-revision")


def statement_of(organisation_id: int, number: int) -> Statement:
    """One of its statements. Raises NoSuchStatement."""
    try:
        return ISSUED.get(organisation_id=organisation_id, pk=number)
    except Statement.DoesNotExist as unknown:
        raise NoSuchStatement from unknown


def said_in(statement: Statement) -> Mapping[str, Any]:
    """The statement's document."""
    said: Mapping[str, Any] = json.loads(files().read(statement.document))
    return said


def lines_in(statement: Statement) -> Iterator[dict[str, str]]:
    """The statement's lines, in their order, as they were issued."""
    with files().path(statement.lines).open(newline="") as lines:
        yield from csv.DictReader(lines)


def line_in(statement: Statement, line: str) -> dict[str, str]:
    """One line by its sales transaction id. Raises NoSuchLine."""
    for row in lines_in(statement):
        if row["id"] == line:
            return row
    raise NoSuchLine


def questions_of(statement: Statement) -> QuerySet[Query]:
    """What was asked about its lines."""
    return Query.objects.filter(statement=statement).select_related("person", "answered_by").order_by("pk")


def open_questions() -> QuerySet[Query]:
    """What the site still has to answer, the oldest first."""
    asked = Query.objects.filter(state=Query.State.ASKED)
    return asked.select_related("statement__organisation", "person").order_by("asked_at")
