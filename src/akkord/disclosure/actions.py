"""Statements of reasons: noted as owed when their line is signed, sent, and accepted once.

A statement's name is its line's id, so sending one twice is the same statement: whoever already has it
answers "duplicate" (422), and that is as good as accepted.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from akkord.flow import clock
from akkord.ledger import queries as ledger
from akkord.net import outgoing
from akkord.net.errors import NotReached

from . import queries
from .errors import NotTaken
from .models import Reading, Statement
from .rules import form, reasons
from .rules.verdicts import UNPROCESSABLE, Verdict, verdicts

READ_AT_ONCE = 2000
State = Statement.State


@transaction.atomic
def note_owed() -> int:
    """Read on in the log and note every statement a line owes; how many lines were read."""
    reading, _ = Reading.objects.select_for_update().get_or_create(pk=1)
    entries = list(ledger.signed_from(reading.following)[:READ_AT_ONCE])
    owing = [entry for entry in entries if reasons.owes_statement(ledger.said(entry))]
    Statement.objects.bulk_create([Statement(entry=entry) for entry in owing], ignore_conflicts=True)
    if entries:
        Reading.objects.filter(pk=1).update(following=(entries[-1].number or 0) + 1)
    return len(entries)


def send_waiting() -> int:
    """Send everything that waits, in the order of the log; how many were accepted.

    Raises NotReached, NotTaken: the job is tried again, and what was accepted stays accepted.
    """
    accepted = 0
    while batch := _next_batch():
        accepted += _send(batch)
    return accepted


def _next_batch() -> list[Statement]:
    waiting = Statement.objects.filter(state=State.WAITING).select_related("entry").order_by("entry__number")
    return list(waiting[: form.BATCH])


def _send(batch: Sequence[Statement]) -> int:
    """One call; how many of the batch are accepted now."""
    site = queries.site()
    said = {row.pk: reasons.statement_of(ledger.said(row.entry), site) for row in batch}
    wrong = {row.pk: "; ".join(faults) for row in batch if (faults := form.faults(said[row.pk]))}
    for row in batch:
        if row.pk in wrong:  # never sent: it would keep the whole batch from being taken
            _settle([row], State.REFUSED, wrong[row.pk])
    sound = [row for row in batch if row.pk not in wrong]
    return _deliver(sound, [said[row.pk] for row in sound]) if sound else 0


def _deliver(rows: Sequence[Statement], said: Sequence[dict[str, Any]]) -> int:
    try:
        answer = outgoing.post_json(
            settings.STATEMENTS_URL, {"statements": list(said)}, token=settings.STATEMENTS_TOKEN
        )
    except NotReached as silence:
        _keep_waiting(rows, f"{type(silence).__name__}: {silence}")
        raise
    told = verdicts(answer.status, answer.json(), [one["puid"] for one in said])
    if told is None and answer.status == UNPROCESSABLE and len(rows) > 1:
        # It does not say which of them it means: they are sent one by one.
        return sum(_deliver([row], [one]) for row, one in zip(rows, said, strict=True))
    if told is None:
        _keep_waiting(rows, f"{answer.status}: {answer.excerpt}")
        raise NotTaken(f"{answer.status}: {answer.excerpt}")
    return _take_over(rows, told)


def _take_over(rows: Sequence[Statement], told: Sequence[tuple[Verdict, str]]) -> int:
    """What each statement was answered; those that only shared a batch with a refused one go on waiting."""
    by_verdict: dict[tuple[Verdict, str], list[Statement]] = {}
    for row, answer in zip(rows, told, strict=True):
        by_verdict.setdefault(answer, []).append(row)
    for (verdict, trouble), some in by_verdict.items():
        if verdict != Verdict.AGAIN:
            _settle(some, State.ACCEPTED if verdict == Verdict.ACCEPTED else State.REFUSED, trouble)
    return sum(verdict == Verdict.ACCEPTED for verdict, _ in told)


def _settle(rows: Sequence[Statement], state: State, trouble: str = "") -> None:
    at = clock.now()
    Statement.objects.filter(pk__in=[row.pk for row in rows], state=State.WAITING).update(
        state=state,
        trouble=trouble[:500],
        tried_at=at,
        accepted_at=at if state == State.ACCEPTED else None,
    )


def _keep_waiting(rows: Sequence[Statement], trouble: str) -> None:
    Statement.objects.filter(pk__in=[row.pk for row in rows]).update(
        trouble=trouble[:500], tried_at=clock.now()
    )


def try_refused_again() -> int:
    """The operator asks for what was refused once more; how many."""
    return Statement.objects.filter(state=State.REFUSED).update(state=State.WAITING, trouble="")
