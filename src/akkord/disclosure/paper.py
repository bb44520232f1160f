"""The certificate of compliance on paper: a PDF to be printed, signed and filed, in the reader's language.

A letter the font lacks is a box here and whole in the JSON.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from akkord.words.paper import Paper

from .words import CERTIFIED, CLASSES

if TYPE_CHECKING:
    from akkord.disclosure.certificates import Certificate
    from akkord.disclosure.rows import Certified
    from akkord.disclosure.rules.compliance import RowClass

# Row, given, class, name, ISRC, line, times: parts of the page's width.
COLUMNS: Final = (0.06, 0.23, 0.13, 0.21, 0.12, 0.10, 0.15)


def certificate_pdf(
    certificate: "Certificate", rows: Iterable["Certified"], counts: Mapping["RowClass", int]
) -> bytes:
    """The whole certificate: what is certified, the classes, and every row with its line of the log."""
    paper = Paper(_("Certificate of compliance"), certificate.order.title)
    for name, value in _facts(certificate):
        paper.fact(name, value)
    paper.heading(_("Rows by class"))
    for kind, count in counts.items():
        paper.fact(str(CERTIFIED[kind.value]), str(count))
    paper.heading(_("Rows"))
    header = [_("Row"), _("Given"), _("Class"), _("Title"), "ISRC", _("Log"), _("Silent since")]
    paper.table(header, map(_cells, rows), COLUMNS)
    return paper.done()


def _facts(certificate: "Certificate") -> Iterator[tuple[str, str]]:
    order, head = certificate.order, certificate.head()
    said = head["order"]
    names = {"agent": order.filed_by, "principal": order.on_behalf_of}
    who = _("%(agent)s for %(principal)s") % names if order.on_behalf_of else order.filed_by
    yield _("Reason"), order.reason
    yield _("Filed"), f"{_moment(order.filed_at)}, {who}"
    yield _("Executed"), _moment(order.executed_at or order.filed_at)
    yield _("Territory"), order.territory
    yield _("Log"), f"{_line(said['line']['index'])} ({said['line']['id']})"
    yield _("Root of the order's list"), said["list_root"]
    yield _("Log's verifier key"), certificate.vkey
    yield _("Checkpoint"), certificate.prover.checkpoint.strip()
    yield _("Certificate made"), _moment(certificate.made_at)


def _cells(row: "Certified") -> list[str]:
    line = "" if row.entry is None or row.entry.number is None else str(row.entry.number)
    if row.lifting is not None and row.lifting.number is not None:
        line += f" ({_('lifted since')}: {row.lifting.number})"
    times = [_short(row.entry.at)] if row.entry else []
    if row.due_at is not None:
        times.append(_("due %(when)s") % {"when": _short(row.due_at)})
    return [
        str(row.row),
        row.given,
        str(CLASSES[row.found.value]),
        row.name,
        row.isrc,
        line,
        "\n".join(times),
    ]


def _short(at: datetime) -> str:
    return f"{timezone.localtime(at, UTC):%Y-%m-%d %H:%M:%S}"


def _moment(at: datetime) -> str:
    return f"{formats.date_format(timezone.localtime(at), 'j E Y, H:i:s')} UTC"


def _line(number: int) -> str:
    return _("Log line %(number)s") % {"number": number}
