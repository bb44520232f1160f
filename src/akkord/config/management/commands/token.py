"""`akkord manage token EMAIL`: issue an API token; its text is printed once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from akkord.people.actions import issue_token
from akkord.people.queries import person_by_email


class Command(BaseCommand):
    requires_system_checks = []  # the tests run them; a start does not wait for them
    help = "Issue an API token for a person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="made by the operator")

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_by_email(options["email"])
        if person is None:
            raise CommandError(f"nobody here has the address {options['email']}")
        self.stdout.write(issue_token(person, options["name"]))
