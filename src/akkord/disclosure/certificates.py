"""The certificate of compliance: what was done about every row of an executed order, and how it is proved.

Everything a court or a label needs to check it years later without us is in it: the exact bytes of each
line, its proof of inclusion (C2SP tlog-proof), the signed checkpoint and the log's key. `check.py` checks it.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from akkord.flow import clock
from akkord.ledger import queries as ledger
from akkord.ledger.errors import LogNotBegun
from akkord.ledger.key import signing_key
from akkord.ledger.proving import Prover
from akkord.ledger.rules import stamp

from .check import CERTIFICATE
from .errors import NotExecuted, NotSignedYet
from .rows import Certified, certified_rows
from .rules.compliance import RowClass

if TYPE_CHECKING:
    from akkord.ledger.models import Entry

    from .executed import Executed


class Certificate:
    """Of one executed order or act, under the checkpoint published when it was asked for.

    Raises NotExecuted, NotSignedYet.
    """

    def __init__(self, order: "Executed") -> None:
        if order.entry is None or order.executed_at is None:
            raise NotExecuted
        try:
            self.prover = Prover()
        except LogNotBegun as nothing:
            raise NotSignedYet from nothing
        self.order, self.line = order, order.entry
        # The order's line is written after those of its rows: when it is signed for, they are.
        if self.line.number is None or self.line.number >= self.prover.size:
            raise NotSignedYet
        self.made_at: datetime = clock.now()
        self.vkey = signing_key(ledger_origin()).verifier.vkey

    def rows(self) -> Iterator[Certified]:
        """Every row as filed."""
        return certified_rows(self.order)

    def head(self) -> dict[str, Any]:
        """Everything but the rows and their count by class."""
        order, said = self.order, ledger.said(self.line)
        return {
            "format": CERTIFICATE,
            "site": settings.SITE_URL,
            "made_at": stamp(self.made_at),
            "log": {
                "origin": ledger_origin(),
                "vkey": self.vkey,
                "size": self.prover.size,
                "checkpoint": self.prover.checkpoint,
            },
            "order": {
                "id": order.id,
                "title": order.title,
                "reason": order.reason,
                "territory": order.territory,
                "filed_by": order.filed_by,
                "on_behalf_of": order.on_behalf_of or None,
                "case_number": order.case_number or None,
                "filed_at": stamp(order.filed_at),
                "executed_at": said["at"],
                "count": said["count"],
                "list_root": said["list_root"],
                "line": self._proved(self.line),
            },
        }

    def row_shape(self, row: Certified) -> dict[str, Any]:
        """A row of the document, with everything that proves it."""
        return {
            "row": row.row,
            "given": row.given,
            "class": row.found.value,
            "isrc": row.isrc,
            "name": row.name,
            "tracks": row.tracks,
            "due_at": stamp(row.due_at) if row.due_at else None,
            "decided_at": stamp(row.decided_at) if row.decided_at else None,
            "acted_at": stamp(row.entry.at) if row.entry else None,
            "line": self._proved(row.entry) if row.entry and self._signed(row.entry) else None,
            "lifted": self._proved(row.lifting) if row.lifting and self._signed(row.lifting) else None,
        }

    def document(self) -> Iterator[str]:
        """The certificate as JSON, piece by piece: ten thousand rows are never held at once."""
        head = json.dumps(self.head(), ensure_ascii=False)
        yield head[:-1] + ', "rows": [\n'
        counts, late = dict.fromkeys(RowClass, 0), 0
        for place, row in enumerate(self.rows()):
            counts[row.found] += 1
            late += row.late
            yield (",\n" if place else "") + json.dumps(self.row_shape(row), ensure_ascii=False)
        summary = {kind.value: count for kind, count in counts.items()}
        yield f'\n], "summary": {json.dumps(summary)}, "late": {late}}}\n'

    def _signed(self, entry: "Entry") -> bool:
        return entry.number is not None and entry.number < self.prover.size

    def _proved(self, entry: "Entry") -> dict[str, Any]:
        assert entry.number is not None  # a row's line is numbered before its order's
        return {
            "id": entry.public_id,
            "index": entry.number,
            "entry": bytes(entry.body).decode(),
            "proof": self.prover.prove(entry.number),
        }


def ledger_origin() -> str:
    """The name of this site's log."""
    head = ledger.signed_head()
    assert head is not None  # a checkpoint is published, so the log has begun
    return head.origin
