"""Issuing statements: each is made, kept, numbered, and given its line in the log, all in one transaction."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from akkord.catalogue import queries as catalogue
from akkord.flow import clock
from akkord.ledger import actions as ledger
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing, stamp
from akkord.money import smallest
from akkord.store.files import files

from . import documents, moved, moving, queries, telling, usage_reports
from .check import REPLACEMENT, REVERSAL, SHARE
from .documents import LineSaid, line_id
from .drafting import Draft, drafts
from .errors import EarlierMonthOpen, EnteredSince, NotNow
from .lines import MonthLines
from .models import Correction, Month, Recoupment, Statement
from .when import last_day

if TYPE_CHECKING:
    from akkord.catalogue.models import Recording
    from akkord.ledger.models import Entry
    from akkord.people.models import Person


@transaction.atomic
def close_month(person: "Person", month: Month) -> list[Statement]:
    """Issue every statement of a month that was shared out.

    Raises NotNow, EnteredSince, EarlierMonthOpen, NoExchange; nothing is issued then.
    """
    month = Month.objects.select_for_update().get(pk=month.pk)
    if month.state != Month.State.SHARED or month.doing:
        raise NotNow
    if queries.entered_since_shared(month):
        raise EnteredSince
    earlier = Month.objects.filter(first_day__lt=month.first_day).exclude(state=Month.State.CLOSED)
    if earlier.exists():
        raise EarlierMonthOpen
    reckoned = MonthLines(month)
    issued = []
    for place, draft in enumerate(drafts(month), start=1):
        lines = list(reckoned.of(draft.organisation.pk))
        named = catalogue.recordings_by_ids({line.key.what.recording or 0 for line in lines})
        said = [_said(line.key, SHARE, line.plays, line.weight, line.amount, 0, named) for line in lines]
        issued.append(_keep(draft, f"{month.first_day:%Y-%m}/{place}", said))
    month.state, month.closed_at, month.closed_by = Month.State.CLOSED, clock.now(), person
    month.save(update_fields=["state", "closed_at", "closed_by"])
    moving.forget_pseudonyms(month.first_day)
    if settings.DPID:  # without one the site cannot say who sends the reports
        usage_reports.order(month)
    return issued


def issue_correction(correction: Correction) -> list[Statement]:
    """Issue a statement to every organisation whose lines the correction moved, in its transaction."""
    month, issued = correction.month, []
    for draft in drafts(month, correction.number):
        first = (
            Statement.objects.filter(organisation=draft.organisation, month=month)
            .order_by("-revision")
            .first()
        )
        changed = list(moved.of_party(correction, draft.organisation.pk))
        named = catalogue.recordings_by_ids({each.key.what.recording or 0 for each in changed})
        said = []
        for each in changed:
            fraction = each.key.what.fraction
            if each.before is not None:
                earlier = line_id(month.first_day, each.stated_in, each.key)
                plays, amount = -each.before.plays, -each.before.amount
                weight = plays * fraction
                said.append(
                    _said(each.key, REVERSAL, plays, weight, amount, correction.number, named, earlier)
                )
            if each.after is not None:
                plays, amount = each.after.plays, each.after.amount
                said.append(
                    _said(each.key, REPLACEMENT, plays, plays * fraction, amount, correction.number, named)
                )
        root = first.number.partition("-r")[0] if first else f"{month.first_day:%Y-%m}/{_next(month)}"
        issued.append(_keep(draft, f"{root}-r{correction.number}", said, first, correction))
    return issued


def _next(month: Month) -> int:
    """The number of a party that had no statement of the month: after those that have one."""
    return Statement.objects.filter(month=month).values("organisation").distinct().count() + 1


def _said(
    key: documents.LineKey,
    kind: str,
    plays: int,
    weight: Fraction,
    amount: int,
    revision: int,
    named: dict[int, "Recording"],
    replaces: str = "",
) -> LineSaid:
    recording = named.get(key.what.recording or 0)
    isrc, title, artist = (
        (recording.isrc or "", recording.title, recording.artist) if recording else ("", "", "")
    )
    return LineSaid(key, kind, isrc, title, artist, plays, weight, amount, revision, replaces)


def _keep(
    draft: Draft,
    number: str,
    lines: Iterable[LineSaid],
    corrects: Statement | None = None,
    correction: Correction | None = None,
) -> Statement:
    """Write a statement down: file, line of the log, row, and what it took of advances."""
    now, month = clock.now(), draft.month
    csv = documents.lines_csv(month.first_day, lines)
    kept = files().keep([_document(draft, number, corrects, csv, stamp(now))])
    statement = Statement.objects.create(
        number=number,
        organisation=draft.organisation,
        month=month,
        revision=draft.revision,
        corrects=corrects,
        correction=correction,
        document=kept.sha256,
        lines=files().keep([csv.encode()]).sha256,
        entry=_line(number, draft.organisation.pk, kept.sha256, csv.count("\n") - 1),
        issued_at=now,
        **_sums(draft),
    )
    _recoup(statement, draft)
    telling.tell_issued(statement)
    return statement


def _document(draft: Draft, number: str, corrects: Statement | None, csv: str, issued_at: str) -> bytes:
    month, organisation = draft.month, draft.organisation
    return documents.document(
        number=number,
        corrects=corrects.number if corrects else "",
        site=settings.SITE_URL,
        organisation={"number": organisation.pk, "name": organisation.name, "dpid": organisation.dpid},
        first_day=month.first_day,
        last_day=last_day(month.first_day),
        revision=draft.revision,
        terms=draft.terms.terms,
        terms_source=draft.terms.source,
        pools=draft.pools,
        waiting=draft.waiting,
        carried_in=draft.carried_in,
        due=draft.due,
        settled=draft.settled,
        advances=draft.advances,
        smallest=smallest(draft.terms.terms.currency),
        usage={"manifest": month.manifest, "lines": month.lines},
        lines=csv,
        issued_at=issued_at,
    )


def _sums(draft: Draft) -> dict[str, Any]:
    """What lists of statements and the next month need of the document."""
    return {
        "currency": draft.terms.terms.currency,
        "plays": draft.plays,
        "share": draft.share,
        "adjustments": draft.adjustments,
        "waiting": draft.waiting,
        "carried_in": draft.carried_in,
        "due": draft.due,
        "recouped": draft.settled.recouped,
        "paid": draft.settled.paid,
        "carried_on": draft.settled.carried,
    }


def _recoup(statement: Statement, draft: Draft) -> None:
    before = {advance.number: advance.left for advance in draft.advances}
    Recoupment.objects.bulk_create(
        Recoupment(
            statement=statement, advance_id=advance.number, amount=before[advance.number] - advance.left
        )
        for advance in draft.settled.advances
        if advance.left != before[advance.number]
    )


def _line(number: str, organisation_id: int, digest: str, count: int) -> "Entry":
    """The statement's line in the log: its digest in clear, whose it is by commitment only."""
    return ledger.write_line(
        Line(
            kind=Kind.STATEMENT,
            ground=Ground.OPERATION,
            actor=Actor(ActorClass.STAFF),
            thing=Thing("statement", f"statement:{number}"),
            action=Action.NONE,
            facts={"number": number, "organisation": organisation_id},
            count=count,
            digest=digest,
        )
    )
