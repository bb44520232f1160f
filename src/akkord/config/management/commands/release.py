"""`akkord manage release NUMBER`: let an account go that the staff has limited or suspended.

The last way when nobody is left who could: an operator who was suspended has the machine still.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from akkord.care.actions import release


class Command(BaseCommand):
    requires_system_checks = []  # the tests run them; a start does not wait for them
    help = "Lift all that the staff holds against an account; each lifting has its line in the public log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="the person's number, as in /id7")

    def handle(self, *args: Any, **options: Any) -> None:
        lifted = release(options["number"])
        if not lifted:
            raise CommandError(f"nothing is held against account {options['number']}")
        self.stdout.write(f"Lifted: {lifted}. Each has its line in the public log.")
