"""`akkord manage statement verify FILE`: recompute a statement, and prove it by this site's own log."""

import zipfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from akkord.ledger import queries as ledger
from akkord.ledger.key import signing_key
from akkord.royalties.check import check


class Command(BaseCommand):
    """Exit code 1 when anything differs; each difference is a line."""

    help = "Recompute a royalty statement from its inputs, and check its line in the public log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["verify"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--vkey", default="", help="another log's key; else this site's own")

    def handle(self, *args: Any, file: Path, vkey: str, **options: Any) -> None:
        head = ledger.signed_head()
        if not vkey and head is None:
            raise CommandError("This site has no log yet: give --vkey.")
        own = "" if head is None else signing_key(head.origin).verifier.vkey
        try:
            found = check(file, vkey or own)
        except (OSError, zipfile.BadZipFile, KeyError, ValueError) as fault:
            raise CommandError(f"{file} is no statement: {fault!r}") from fault
        for difference in found:
            self.stdout.write(str(difference))
        if found:
            raise CommandError(f"{len(found)} differ")
        self.stdout.write("Everything comes out, and the log knows it.")
