"""Letters about an account's strikes: the warning, the statement of reasons, how a suspension went on."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from akkord.flow import clock
from akkord.music import queries as music

from . import proceeding_queries, writing
from .law import suspensions as law
from .law.suspensions import Ending
from .models import Strike, Suspension
from .suspension_queries import WARNING, strikes_behind

_CLOCK_OF = "EU"  # whose hours a letter reckons in: the Regulation's
_ENDED = {
    Ending.TIME: "suspension_served",
    Ending.STRIKES: "suspension_fallen",
    Ending.APPEAL: "suspension_reversed",
    Ending.STAFF: "suspension_lifted",
}


def write_warning(counting: list[Strike]) -> None:
    """Another strike will suspend the account's uploads. Without this letter none does."""
    person = counting[0].person
    with translation.override(person.language):
        said = {
            "law": law.LAW,
            "what": _named(counting),
            "count": str(len(counting)),
            "days": str(law.LASTS.days),
            "link": _PLACE,
        }
    writing.write_about_account(person, WARNING, said)


def write_suspended(row: Suspension, warned_at: datetime | None) -> None:
    """The statement of reasons (art. 17): what, how long, why, by whom, and the ways to contest."""
    with translation.override(row.person.language):
        warned = {"warned": _at(warned_at) if warned_at else ""}
        uploads = {"count": str(music.sent_in_by(row.person_id).count())}
        said = _words(row) | warned | uploads
    writing.write_about_account(row.person, "uploads_suspended", said)


def write_confirmed(row: Suspension) -> None:
    _write(row, "suspension_confirmed", row.reason)


def write_receipt(row: Suspension) -> None:
    _write(row, "suspension_appeal_receipt")


def write_answer(row: Suspension, *, uphold: bool) -> None:
    _write(row, "suspension_upheld" if uphold else "suspension_reversed", row.answer)


def write_end(row: Suspension) -> None:
    _write(row, _ENDED[Ending(row.ending)], row.answer if row.ending == Ending.APPEAL else row.why)


# --- how ---------------------------------------------------------------------------------------------

_PLACE = f"{settings.SITE_URL}/letters"


def _write(row: Suspension, template: str, reason: str = "") -> None:
    with translation.override(row.person.language):
        said = _words(row) | {"reason": reason}
    writing.write_about_account(row.person, template, said)


def _words(row: Suspension) -> dict[str, str]:
    answered = clock.now() if row.appealed_at is None else row.appealed_at
    return {
        "law": law.LAW,
        "what": _named(strikes_behind(row)),
        "line": row.entry.public_id if row.entry else "",
        "until": _at(row.until),
        "appeal": _at(row.at + law.APPEALS_FOR),
        "answer": _at(answered + law.ANSWERED_WITHIN),
        "link": _PLACE,
    }


def _at(instant: datetime) -> str:
    return writing.said_at(instant, _CLOCK_OF)


def _named(counting: Iterable[Strike]) -> str:
    """Each strike: when, for what, by which law or line."""
    return "; ".join(_strike(each) for each in counting)


def _strike(row: Strike) -> str:
    if row.proceeding is not None:
        about = {
            "when": _at(row.at),
            "what": writing.named(row.proceeding),
            "number": str(row.proceeding.pk),
            "law": proceeding_queries.procedure_of(row.proceeding).source,
        }
        return _("%(when)s: removed in proceeding %(number)s under %(law)s: %(what)s") % about
    assert row.block is not None  # a strike is for one or the other
    assert row.upload is not None
    line = row.block.entry.public_id if row.block.entry else ""
    about = {"when": _at(row.at), "what": row.upload.title or row.upload.filename, "line": line}
    return _("%(when)s: sent in again after its removal (line %(line)s of the log): %(what)s") % about
