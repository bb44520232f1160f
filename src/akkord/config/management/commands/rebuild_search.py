"""`akkord manage rebuild_search`: make the index of search anew from what there is."""

from typing import Any

from django.core.management.base import BaseCommand

from akkord.search.actions import rebuild


class Command(BaseCommand):
    requires_system_checks = []  # the tests run them; a start does not wait for them
    help = "Make the index of search anew."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} things can be found")
