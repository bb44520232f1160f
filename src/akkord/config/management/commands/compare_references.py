"""`akkord manage compare_references`: look for recordings of the catalogue that share their sound.

Every new recording is looked for when it comes; this is for catalogues delivered before that was so.
"""

from typing import Any

from django.core.management.base import BaseCommand

from akkord.music import actions, queries
from akkord.rights import same_sounds


class Command(BaseCommand):
    help = "Hold every reference against all others; pairs with one sound wait for their owners' word."

    def handle(self, *args: Any, **options: Any) -> None:
        before, asked = same_sounds.overlaps().count(), 0
        for recording, _sound in queries.references():
            actions.compare_reference(recording)
            asked += 1
        found = same_sounds.overlaps().count() - before
        self.stdout.write(f"{asked} references were asked for, {found} new pairs have one sound.")
