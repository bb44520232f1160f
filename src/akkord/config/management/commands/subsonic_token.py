"""`akkord manage subsonic_token EMAIL NAME`: connect a music player; its secret is printed once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from akkord.people.actions import MOST_DEVICES, connect_device
from akkord.people.errors import TooManyTokens
from akkord.people.queries import person_by_email


class Command(BaseCommand):
    requires_system_checks = []  # the tests run them; a start does not wait for them
    help = "Make a device token for a person's music player."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name", help="which player it is for")

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_by_email(options["email"])
        if person is None:
            raise CommandError(f"nobody here has the address {options['email']}")
        try:
            self.stdout.write(connect_device(person, options["name"][:80]))
        except TooManyTokens as full:
            raise CommandError(f"{options['email']} has {MOST_DEVICES} players, as many as may be") from full
