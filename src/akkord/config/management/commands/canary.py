"""`akkord manage canary --days 30 "No demand…"`: sign the canary for so many days."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from akkord.disclosure.canary import renew
from akkord.ledger.notes import NoLog


class Command(BaseCommand):
    requires_system_checks = []
    help = "Sign a statement for some days; when it has ended the header of every page turns amber."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", help="what holds, in one sentence")
        parser.add_argument("--days", type=int, default=30)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = renew(options["text"], options["days"])
        except (ValueError, NoLog) as refused:
            raise CommandError(str(refused) or "the site has no log yet") from refused
        self.stdout.write(made.note)
