"""Writing to the ledger: the one way in which anything may narrow what people see or hear."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import replace

from django.db import connection, transaction

from akkord.flow import clock, outbox
from tilelog.merkle import EMPTY_ROOT

from . import key, rules
from .errors import OutsideTransaction
from .models import Entry, Opening, SignedHead
from .rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing


def write_line(line: Line) -> Entry:
    """Write one line in the current transaction; it is sequenced within seconds."""
    return write_lines([line])[0]


def write_lines(lines: Sequence[Line]) -> list[Entry]:
    """Write many lines at once, in order. Raises OutsideTransaction, NotForTheLog, LineTooLong."""
    if not connection.in_atomic_block:
        raise OutsideTransaction
    if not lines:
        return []
    at = clock.now()
    known = {e.public_id: e for e in Entry.objects.filter(public_id__in=_named(lines))}
    entries, openings = [], []
    for line in lines:
        public_id = line.id or reserve_id()
        salts = {"object": secrets.token_bytes(32), "facts": secrets.token_bytes(32)}
        entry = Entry(
            public_id=public_id,
            kind=line.kind.value,
            ground=line.ground.value,
            body=rules.body_of(line, public_id, at, salts),
            thing=line.thing.key,
            prev=known[line.prev] if line.prev else None,
            order=known.get(line.order),  # the rows of an order are written before it
            at=at,
        )
        entries.append(entry)
        openings.append(Opening(entry=entry, field="object", salt=salts["object"], value=line.thing.key))
        openings.append(Opening(entry=entry, field="facts", salt=salts["facts"], value=line.told))
    Entry.objects.bulk_create(entries, batch_size=500)
    Opening.objects.bulk_create(openings, batch_size=500)
    outbox.announce("line_written")
    return entries


def reserve_id() -> str:
    """An id (random 128 bits, hex) for a line that others will refer to before it is written."""
    return secrets.token_hex(16)


def write_order(line: Line, rows: Sequence[Entry]) -> Entry:
    """Write the line of an order after those of its rows: it names their number and the root of their list.

    `line.id` is the id the rows already name. In the transaction of the rows.
    """
    said = [json.loads(bytes(row.body))["object"]["commitment"] for row in rows]
    order = write_line(replace(line, count=len(rows), list_root=rules.list_root(said)))
    Entry.objects.filter(pk__in=[row.pk for row in rows]).update(order=order)
    return order


def _named(lines: Sequence[Line]) -> set[str]:
    return {name for line in lines for name in (line.prev, line.order) if name}


@transaction.atomic
def erase_openings(entry: Entry) -> None:
    """Redact what the commitments of an entry stand for; leaf and tree stay whole."""
    Opening.objects.filter(entry=entry).update(salt=None, value=None)


def begin_log() -> SignedHead:
    """Make the log when the site is prepared: its key, its origin, and entry 0, which names both.

    Run again it changes nothing; killed half-way it is simply run again. Raises CannotSign.
    """
    head = SignedHead.objects.filter(pk=1).first()
    if head is not None:
        key.signing_key(head.origin)
        return head
    origin = key.chosen_origin()
    vkey = key.make_key(origin).verifier.vkey
    with transaction.atomic():
        head, new = SignedHead.objects.get_or_create(
            pk=1, defaults={"origin": origin, "root": EMPTY_ROOT.hex()}
        )
        if new:
            write_line(_key_line(origin, vkey))
    return head


def _key_line(origin: str, vkey: str) -> Line:
    named = {"origin": origin, "vkey": vkey}
    return Line(
        kind=Kind.KEY,
        ground=Ground.OPERATION,
        actor=Actor(ActorClass.STAFF),
        thing=Thing("log", f"log:{origin}"),
        action=Action.NONE,
        facts=named,
        log=named,
    )
