"""`akkord manage backup FOLDER`: a backup of the whole site, while it runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from akkord.config.backup import NoBackup, back_up


class Command(BaseCommand):
    help = "Back the whole site up into a folder; run again, it copies what is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = back_up(options["folder"])
        except (NoBackup, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{made.files} files, {made.bytes / 2**20:.1f} MiB, {made.copied} copied, as of {made.at}"
        )
