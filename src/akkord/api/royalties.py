"""Royalties through the API: statements, their lines and archives, questions about a line.

Amounts are whole micro-units (millionths of the currency's unit), fractions exact text ("1/3").
"""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from akkord.royalties import actions, queries
from akkord.royalties import archive as archives

from .auth import person_of
from .ownership import organisation_of
from .paging import Asked, Page, each, page, page_of
from .values import Number, Words

router = Router(tags=["royalties"])

LineId = Annotated[str, Path(pattern=r"^[0-9a-f]{1,40}$", description="A line's `id`")]


class Question(Schema):
    """What is wrong with a line."""

    text: Annotated[Words, Field(max_length=2000)]


@router.get(
    "/organisations/{number}/royalties",
    summary="Statements of royalties, newest first; to agents for some recordings by number alone",
    response=Page,
)
def statements(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    reach = _reach(request, number)
    shape = _shape if reach.whole else _name_of
    return page(request, asked, queries.statements_of(number, reach), each(shape), ("-pk",))


@router.get(
    "/organisations/{number}/royalties/{statement}",
    summary="A statement’s document: the account, terms, pools with all it takes to recompute one’s part",
)
def statement(request: HttpRequest, number: Number, statement: Number) -> dict[str, Any]:
    found, reach = _found(request, number, statement)
    return dict(queries.said_in(found, reach))


@router.get(
    "/organisations/{number}/royalties/{statement}/lines",
    summary="A statement’s lines, in their order; all values are text, as in the file of lines",
    response=Page,
)
def lines(request: HttpRequest, number: Number, statement: Number, asked: Query[Asked]) -> dict[str, Any]:
    return page_of(request, asked, queries.lines_in(*_found(request, number, statement)))


@router.get(
    "/organisations/{number}/royalties/{statement}/archive",
    summary="Document, lines and the proof of its line in the public log, as one ZIP file",
)
def archive(request: HttpRequest, number: Number, statement: Number) -> HttpResponse:
    packed = archives.archive(queries.whole_statement_of(number, statement, _reach(request, number)))
    return HttpResponse(packed, content_type="application/zip")


@router.get(
    "/organisations/{number}/royalties/{statement}/questions",
    summary="What was asked about a statement’s lines, and the answers",
)
def questions(request: HttpRequest, number: Number, statement: Number) -> list[dict[str, Any]]:
    return [_question_shape(asked) for asked in queries.questions_of(*_found(request, number, statement))]


@router.post(
    "/organisations/{number}/royalties/{statement}/lines/{line}/questions",
    summary="Dispute a line; the site answers with reasons",
    response={201: dict},
)
def ask(
    request: HttpRequest, number: Number, statement: Number, line: LineId, asked: Question
) -> Status[dict[str, Any]]:
    found, _ = _found(request, number, statement)
    return Status(201, _question_shape(actions.ask(person_of(request), found, line, asked.text)))


def _reach(request: HttpRequest, number: int) -> queries.Reach:
    """What of the organisation's statements who asks may read. Raises NoSuchOrganisation."""
    return queries.reach_of(person_of(request), organisation_of(request, number).pk)


def _found(request: HttpRequest, number: int, statement: int) -> tuple[queries.Statement, queries.Reach]:
    reach = _reach(request, number)
    return queries.statement_of(number, statement, reach), reach


def _name_of(found: queries.Statement) -> dict[str, Any]:
    """All that an agent for some recordings is told of the statement; the rest is in its lines."""
    return {
        "statement": found.pk,
        "number": found.number,
        "month": f"{found.month.first_day:%Y-%m}",
        "corrects": found.corrects.number if found.corrects else None,
        "issued_at": found.issued_at,
    }


def _shape(found: queries.Statement) -> dict[str, Any]:
    return {
        **_name_of(found),
        "currency": found.currency,
        "plays": found.plays,
        "share": found.share,
        "adjustments": found.adjustments,
        "waiting": found.waiting,
        "carried_in": found.carried_in,
        "due": found.due,
        "recouped": found.recouped,
        "paid": found.paid,
        "carried_on": found.carried_on,
        "sha256": found.document,
    }


def _question_shape(asked: queries.Question) -> dict[str, Any]:
    return {
        "line": asked.line,
        "by": asked.person.name,
        "text": asked.text,
        "asked_at": asked.asked_at,
        "state": asked.state,
        "answer": asked.answer or None,
        "answered_at": asked.answered_at,
    }
