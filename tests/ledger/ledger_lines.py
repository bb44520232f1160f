"""Lines for the tests of the ledger, and what a stranger checks of a log's folder."""

from pathlib import Path
from typing import Any

from django.db import transaction

from akkord.ledger import actions, key, queries
from akkord.ledger.models import Entry
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing
from akkord.ledger.sequencing import log_folder
from tilelog.audit import audit
from tilelog.client import FolderSource
from tilelog.note import Verifier


def a_line(number: int = 1, **changes: Any) -> Line:
    """A label blocks recording `number` everywhere."""
    fields: dict[str, Any] = {
        "kind": Kind.RESTRICT,
        "ground": Ground.COPYRIGHT,
        "actor": Actor(ActorClass.LABEL, "Northwind Records"),
        "thing": Thing("recording", f"recording:{number}", isrc="QZAKK2600001"),
        "action": Action.BLOCK,
        "facts": {"recording": number},
    }
    return Line(**(fields | changes))


def write(*lines: Line) -> list[Entry]:
    """Written in a transaction of their own."""
    with transaction.atomic():
        return actions.write_lines(lines)


def write_many(count: int) -> list[Entry]:
    return write(*(a_line(number) for number in range(count)))


def verifier() -> Verifier:
    head = queries.signed_head()
    assert head is not None
    return key.signing_key(head.origin).verifier


def faults_of_the_log(*older: str) -> list[str]:
    """What a stranger who kept `older` checkpoints finds wrong, and whether the rows stand in the files."""
    folder = log_folder()
    kept = [(f"kept {place}", text) for place, text in enumerate(older)]
    report = audit(FolderSource(Path(folder.folder)), verifier(), kept)
    found = [f"{finding.path}: {finding.problem}" for finding in report.findings]
    size = report.checkpoint.size if report.checkpoint else 0
    rows = list(Entry.objects.order_by("number").exclude(number=None).values_list("number", "body"))
    if [number for number, _ in rows] != list(range(size)):
        found.append(f"{len(rows)} numbered rows under a checkpoint of {size}")
    found += [f"{number} differs" for number, body in rows if folder.read_entry(number, size) != bytes(body)]
    head = queries.signed_head()
    if head is None or head.note != folder.read_checkpoint():
        found.append("the remembered note is not the published one")
    return found
