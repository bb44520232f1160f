"""`akkord manage operator EMAIL`: make somebody an operator of this server, with a new account if need be."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand

from akkord.people.actions import appoint_operator, enrol
from akkord.people.queries import person_by_email


class Command(BaseCommand):
    requires_system_checks = []  # the tests run them; a start does not wait for them
    help = "Make a person an operator; somebody new gets an account and a password, printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="Operator")

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_by_email(options["email"])
        if person is None:
            password = secrets.token_urlsafe(12)
            person = enrol(
                email=options["email"], name=options["name"], password_hash=make_password(password)
            )
            self.stdout.write(f"Password of the new account: {password}")
        appoint_operator(person)
        self.stdout.write(f"{person.email} is an operator of this server; see /staff/.")
