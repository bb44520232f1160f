"""`akkord manage audit`: read the public log anew and compare it with the database and every room."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from akkord.config.wiring import RESTRICTIONS
from akkord.ledger.audit import Report, audit


class Command(BaseCommand):
    """Exit code 1 and one line for each difference; 0 when there is none."""

    help = "Re-read the public log and compare it with the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        report = audit(chain.from_iterable(import_string(name)() for name in RESTRICTIONS))
        self.stdout.write(_as_json(report) if options["json"] else _as_text(report))
        if not report.ok:
            sys.exit(1)


def _as_text(report: Report) -> str:
    lines = [
        f"DIFFERS {found.what}: {found.detail}"
        + (f" [{found.thing}]" if found.thing else "")
        + (f" (line {found.entry})" if found.entry else "")
        for found in report.findings
    ]
    counted = (
        f"{report.size} lines in {report.files} files, {report.standing} stand, "
        f"{report.restrictions} restrictions held, {len(report.findings)} differences"
    )
    return "\n".join([*lines, f"{'OK' if report.ok else 'FAILED'}: {counted}"])


def _as_json(report: Report) -> str:
    return json.dumps({"ok": report.ok} | asdict(report), ensure_ascii=False, indent=2)
