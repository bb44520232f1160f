"""`akkord manage restore FOLDER`: make this empty site the one that was backed up; `--check` only reads."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from akkord.config.backup import NoBackup, check, restore


class Command(BaseCommand):
    help = "Restore a backup into an empty site, after reading all of it; --check reads and writes nothing."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--check", action="store_true", help="only read the backup and compare its sums")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = (check if options["check"] else restore)(options["folder"])
        except (NoBackup, OSError) as error:
            raise CommandError(str(error)) from error
        done = "is sound" if options["check"] else "is restored; start it with ./akkord up"
        self.stdout.write(f"The backup of {manifest['at']}, {len(manifest['files'])} files, {done}")
