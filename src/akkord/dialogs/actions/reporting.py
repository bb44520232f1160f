"""Showing the staff what somebody was sent: the messages one names, and no others."""

from collections.abc import Sequence

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.people.queries import Person

from .. import errors
from ..models import Attachment, Disclosed, Message, Report, Version
from ..queries import member_of, messages_for, report_by_number
from ..rules import MOST_REPORTED, tidy_text


@transaction.atomic
def report(reporter: Person, dialog_id: int, seqs: Sequence[int], words: str) -> Report:
    """Disclose these messages as they are now, with what they said before as far as it is still kept.

    Raises NoSuchDialog, NothingNamed, NoSuchMessage.
    """
    member = member_of(reporter.pk, dialog_id)
    wanted = set(seqs)
    if not wanted or len(wanted) > MOST_REPORTED:
        raise errors.NothingNamed
    named = list(messages_for(member).filter(seq__in=wanted, event="").order_by("seq"))
    if len(named) != len(wanted):
        raise errors.NoSuchMessage
    made = Report.objects.create(
        reporter=reporter, dialog_id=dialog_id, words=tidy_text(words)[:1000], made_at=clock.now()
    )
    Disclosed.objects.bulk_create([_disclosed(made, message) for message in named])
    outbox.announce("messages_reported", report=made.pk)
    return made


def _disclosed(made: Report, message: Message) -> Disclosed:
    earlier = Version.objects.filter(message=message).order_by("pk").values_list("text", flat=True)
    carried = Attachment.objects.filter(message=message)
    tracks, voices, photos, documents = (
        list(carried.exclude(**{name: None}).values_list(f"{name}_id", flat=True))
        for name in ("track", "voice", "photo", "document")
    )
    return Disclosed(
        report=made,
        author_id=message.author_id,
        seq=message.seq,
        text=message.text,
        earlier=list(earlier),
        tracks=tracks,
        voices=[str(each) for each in voices],
        photos=photos,
        documents=documents,
        said_at=message.made_at,
    )


@transaction.atomic
def close_report(staff: Person, number: int, outcome: str) -> None:
    """Answer a report; the reporter reads it. Twice is once. Raises NoSuchReport, NothingSaid."""
    said = tidy_text(outcome)[:1000]
    if not said:
        raise errors.NothingSaid
    found = report_by_number(number)
    if found.closed_at is None:
        found.outcome, found.closed_at, found.closed_by = said, clock.now(), staff
        found.save(update_fields=["outcome", "closed_at", "closed_by"])
        outbox.tell(f"person:{found.reporter_id}", "report", report=found.pk)
