"""Questions of an organisation about lines of its statements, and what the site answers."""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from akkord.catalogue import queries as catalogue
from akkord.catalogue.roles import Duty
from akkord.flow import clock
from akkord.royalties import queries, telling
from akkord.royalties.errors import AnsweredBefore, AskedBefore
from akkord.royalties.models import Query, Statement

from .said import words_of

if TYPE_CHECKING:
    from akkord.people.models import Person


def ask(person: "Person", statement: Statement, line: str, text: str) -> Query:
    """Dispute a line of a statement, by its transaction id, for the organisation it was issued to.

    Raises NotRepresented, RoleTooNarrow, NoSuchLine (an agent's mandate may not reach it), AskedBefore,
    BadEntry.
    """
    reach = queries.reach_of(person, statement.organisation_id, Duty.ACT)
    if not reach.ways:
        raise catalogue.no_way(person.pk, statement.organisation_id, clock.now())
    said = words_of(text)
    queries.line_in(statement, line, reach)
    try:
        with transaction.atomic():
            return Query.objects.create(
                statement=statement, line=line, person=person, text=said, asked_at=clock.now()
            )
    except IntegrityError as twice:
        raise AskedBefore from twice


def answer(person: "Person", query: Query, text: str, *, corrected: bool) -> None:
    """Answer with reasons: the line is right, or it was put right. Raises AnsweredBefore, BadEntry."""
    said = words_of(text)
    state = Query.State.CORRECTED if corrected else Query.State.UPHELD
    asked = Query.objects.filter(pk=query.pk, state=Query.State.ASKED)
    with transaction.atomic():
        if not asked.update(state=state, answer=said, answered_by=person, answered_at=clock.now()):
            raise AnsweredBefore
        telling.tell_answered(query)
