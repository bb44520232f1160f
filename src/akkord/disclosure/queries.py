"""Reading what is disclosed: the statements of reasons and how their sending goes."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Min

from akkord.ledger import queries as ledger

from .models import Statement
from .rules.reasons import Site

REFUSED_SHOWN = 20


@dataclass(frozen=True)
class Sending:
    """How the sending of statements goes, for the operator."""

    address: str  # "" when nothing is sent
    waiting: int
    accepted: int
    oldest_waiting: datetime | None  # when its line was written
    trouble: str  # what the latest try of a waiting one met
    refused: list[Statement]
    refused_count: int


def sending() -> Sending:
    waiting = Statement.objects.filter(state=Statement.State.WAITING)
    refused = Statement.objects.filter(state=Statement.State.REFUSED).select_related("entry").order_by("-pk")
    tried = waiting.exclude(trouble="").order_by("-tried_at").first()
    return Sending(
        address=settings.STATEMENTS_URL,
        waiting=waiting.count(),
        accepted=Statement.objects.filter(state=Statement.State.ACCEPTED).count(),
        oldest_waiting=waiting.aggregate(oldest=Min("entry__at"))["oldest"],
        trouble=tried.trouble if tried else "",
        refused=list(refused[:REFUSED_SHOWN]),
        refused_count=refused.count(),
    )


def site() -> Site:
    """Who speaks: this site and its log."""
    head = ledger.signed_head()
    return Site(settings.SITE_URL, head.origin if head else "")
