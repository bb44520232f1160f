"""The public log for people: the list, one line with its proof, the verify page, the counts."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from akkord.disclosure.data_demands import sealed_count
from akkord.disclosure.evidence import years_made
from akkord.ledger import queries
from akkord.ledger.rules import Ground, Kind
from akkord.words.places import country_name

from . import sentences
from .countries import places

if TYPE_CHECKING:
    from akkord.ledger.models import Entry

PAGE = 50
WAITING_SHOWN = 20
ROWS_SHOWN = 50
NUMBER = r"(?P<number>0|[1-9][0-9]{0,14})"


@dataclass(frozen=True)
class Told:
    """A line as lists show it. `number` is None while it waits."""

    number: int | None
    sentence: str
    at: datetime
    kind: str
    ground: str
    order: int | None

    @property
    def href(self) -> str:
        return "" if self.number is None else f"/log/{self.number}"


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Newest first, by kind and ground; what waits for its number stands above."""
    chosen = {"kind": _one_of(request, "kind", Kind), "ground": _one_of(request, "ground", Ground)}
    before, order = _number(request.GET.get("before")), _number(request.GET.get("order"))
    lines = list(queries.latest(PAGE + 1, before, order=order, **chosen))
    first = before is None and order is None
    waiting = list(queries.waiting(**chosen)[:WAITING_SHOWN]) if first else []
    about = chosen | {"order": "" if order is None else str(order)}
    return render(
        request,
        "openlog/log.html",
        {
            "lines": told(lines[:PAGE]),
            "waiting": told(waiting),
            "older": lines[PAGE - 1].number if len(lines) > PAGE else None,
            "newest": before is None,
            "health": queries.health(),
            "head": queries.signed_head(),
            "chosen": about,
            "query": {name: value for name, value in about.items() if value},
            "kinds": [(kind.value, sentences.kind(kind)) for kind in Kind],
            "grounds": [(ground.value, sentences.ground(ground)) for ground in Ground],
        },
    )


@require_safe
def line(request: HttpRequest, number: str) -> HttpResponse:
    """Everything one line says, what belongs to it, and how to check it."""
    try:
        entry = queries.entry_by_number(int(number))
    except queries.NoSuchEntry as missing:
        raise Http404 from missing
    said, head = queries.said(entry), queries.signed_head()
    body = bytes(entry.body)
    rows = queries.rows_of_order(entry)
    return render(
        request,
        "openlog/line.html",
        {
            "line": told([entry])[0],
            "fields": list(fields(said, entry)),
            "raw": body.decode(),
            "leaf": hashlib.sha256(b"\x00" + body).hexdigest(),
            "signed": head is not None and int(number) < head.size,
            "prev": told([entry.prev])[0] if entry.prev else None,
            "order": told([entry.order])[0] if entry.order else None,
            "rows": told(rows[:ROWS_SHOWN]) if said["kind"] == Kind.ORDER else [],
            "more_rows": max(0, said.get("count", 0) - ROWS_SHOWN),
            "changes": told(queries.changes_of(entry)[:ROWS_SHOWN]),
            "newest": queries.health().size - 1,
        },
    )


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Check a line, or an entry and proof somebody kept, in the browser alone.

    Where scripts do not run, asking for a number leads to the line itself.
    """
    if (number := _number(request.GET.get("number"))) is not None:
        return redirect("log_line", number)
    return render(request, "openlog/verify.html", {"head": queries.signed_head()})


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """How many lines of each kind on each ground; anybody can count the same from the log."""
    counted = {(kind, ground): lines for kind, ground, lines in queries.counts()}
    kinds = [kind for kind in Kind if any(name == kind for name, _ground in counted)]
    grounds = [ground for ground in Ground if any(name == ground for _kind, name in counted)]
    table = [
        (
            sentences.ground(ground),
            [(counted.get((kind, ground), 0), f"/log?kind={kind}&ground={ground}") for kind in kinds],
        )
        for ground in grounds
    ]
    return render(
        request,
        "openlog/transparency.html",
        {
            "kinds": [sentences.kind(kind) for kind in kinds],
            "table": table,
            "totals": [sum(counted.get((kind, ground), 0) for ground in Ground) for kind in kinds],
            "head": queries.signed_head(),
            "years": years_made(),
            "sealed": sealed_count(),
        },
    )


def told(entries: "Iterable[Entry]") -> list[Told]:
    """Lines as lists show them."""
    return [_told(entry, queries.said(entry)) for entry in entries]


def _told(entry: "Entry", said: Mapping[str, Any]) -> Told:
    order = entry.order.number if entry.order_id and entry.order else None
    return Told(
        number=entry.number,
        sentence=sentences.sentence(said),
        at=entry.at,
        kind=sentences.kind(said["kind"]),
        ground=sentences.ground(said["ground"]),
        order=order,
    )


@dataclass(frozen=True)
class Field:
    """One thing a line says: its name in the reader's words, its value, and whether it is a code."""

    name: str
    value: str
    code: bool = False


def fields(said: Mapping[str, Any], entry: "Entry") -> Iterable[Field]:
    """What a line says, in the reader's words, in reading order."""
    automated, basis = said["automated"], said.get("basis", {})
    optional = [
        (_("Provision"), basis.get("law", ""), False),
        (_("Jurisdiction"), country_name(basis["jurisdiction"]) if "jurisdiction" in basis else "", False),
        (_("Until"), said.get("until", ""), False),
        (_("Can be contested until"), said.get("appeal_until", ""), False),
        (_("Demand received"), said.get("demanded_at", ""), False),
        (_("What brought it about"), sentences.source(said["source"]) if "source" in said else "", False),
        (_("Content sent in"), said.get("content_date", ""), False),
        (_("Silenced before anybody heard it"), _yes_no(said.get("first_decision")), False),
        (_("Carries out the lines"), ", ".join(said.get("carries_out", [])), True),
        (
            _("Lines of this order") if said["kind"] == Kind.ORDER else _("Rows"),
            str(said.get("count", "")),
            False,
        ),
        (_("Root of the order's list"), said.get("list_root", ""), True),
        (_("SHA-256 of what it fixes"), said.get("digest", ""), True),
        (_("Match"), json.dumps(said["match"]) if "match" in said else "", True),
        (_("Log's origin"), said.get("log", {}).get("origin", ""), True),
        (_("Log's verifier key"), said.get("log", {}).get("vkey", ""), True),
    ]
    yield Field(_("Kind"), sentences.kind(said["kind"]))
    yield Field(_("Ground"), sentences.ground(said["ground"]))
    yield Field(_("Decided by"), sentences.actor(said))
    yield Field(_("About"), sentences.thing(said))
    yield Field(_("Where"), places(said["territory"]))
    yield Field(_("Written"), said["at"])
    yield Field(_("Found automatically"), _("yes") if automated["detection"] else _("no"))
    yield Field(_("Decided automatically"), _("yes") if automated["decision"] else _("no"))
    yield from (Field(name, value, code) for name, value, code in optional if value)
    yield Field(_("Line's id"), entry.public_id, code=True)
    yield Field(_("Commitment to the object"), said["object"]["commitment"], code=True)
    yield Field(_("Commitment to the facts"), said["facts_commitment"], code=True)


def _yes_no(said: bool | None) -> str:
    return "" if said is None else _("yes") if said else _("no")


def _one_of(request: HttpRequest, name: str, words: type[Kind] | type[Ground]) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in {word.value for word in words} else ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 15 else None
