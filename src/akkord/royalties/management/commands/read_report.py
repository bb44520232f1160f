"""`akkord manage read_report`: check the files of a DDEX sales report, without importing anything."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from akkord.royalties.dsr.reading import Fault, ReadRow, Source, read_report

# What a summary is about, for the line that is shown of it.
_ABOUT = ("CommercialModel", "UseType", "Territory", "ServiceDescription")


class Command(BaseCommand):
    """Exit code 1 when there is a fault."""

    requires_system_checks = []
    help = "Check the files of one DDEX sales report (DSR), all of them together. Nothing is imported."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="+", type=Path)
        parser.add_argument(
            "--json", action="store_true", help="print one JSON document a line: faults, then what was read"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paths: list[Path] = options["file"]
        for path in paths:
            if not path.is_file():
                raise CommandError(f"{path}: no such file")
        records: Counter[str] = Counter()
        head: ReadRow | None = None
        summaries: dict[str, ReadRow] = {}
        faults = 0
        for part in read_report([Source(path.name, _opened(path)) for path in paths]):
            if isinstance(part, Fault):
                faults += 1
                self.stdout.write(_fault_line(part) if options["json"] else str(part))
                continue
            records[part.record] += 1
            if part.record == "HEAD":
                head = head or part
            elif part.record.startswith("SY"):
                summaries.setdefault(part.cells.get("SummaryRecordId", ""), part)
        if options["json"]:
            self.stdout.write(_json(_document(head, summaries, records, faults)))
        else:
            self._tell(head, summaries, records, faults)
        if faults:
            sys.exit(1)

    def _tell(
        self, head: ReadRow | None, summaries: dict[str, ReadRow], records: Counter[str], faults: int
    ) -> None:
        if head is not None:
            said = head.cells
            self.stdout.write(
                f"{said.get('Profile')} {said.get('ProfileVersion')}, {said.get('MessageId')}:"
                f" {said.get('SenderName')} to {said.get('RecipientName', 'several')},"
                f" {said.get('UsageStartDate')} to {said.get('UsageEndDate')}"
            )
        for key, row in summaries.items():
            about = " ".join(str(row.cells[cell]) for cell in _ABOUT if cell in row.cells)
            self.stdout.write(f"  summary {key} ({row.record}): {about}")
        self.stdout.write("  " + ", ".join(f"{many} {code}" for code, many in sorted(records.items())))
        self.stdout.write("no faults" if not faults else f"{faults} faults")


def _opened(path: Path) -> Any:
    return lambda: path.open("rb")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _fault_line(fault: Fault) -> str:
    return _json(
        {
            "fault": fault.word,
            "file": fault.file,
            "line": fault.line,
            "cell": fault.cell,
            "what": fault.what,
            "mend": fault.mend,
        }
    )


def _document(
    head: ReadRow | None, summaries: dict[str, ReadRow], records: Counter[str], faults: int
) -> dict[str, object]:
    """Decimals and times as text: JSON's numbers are not exact."""
    return {
        "head": dict(head.cells) if head else None,
        "summaries": [{"record": row.record, **row.cells} for row in summaries.values()],
        "records": dict(sorted(records.items())),
        "faults": faults,
    }
