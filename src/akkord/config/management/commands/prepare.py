"""`akkord manage prepare`: bring a data folder to what this version needs; run before every start."""

import gc
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from akkord.config.messages import compile_all
from akkord.config.tables import make_at_once
from akkord.people.queries import visible_people


class Command(BaseCommand):
    requires_system_checks = []  # the tests run them; a start does not wait for them
    help = "Migrate the database, compile messages, begin the public log, seed a sample world if new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sample", action="store_true", help="seed the sample world into a new database")

    def handle(self, *args: Any, **options: Any) -> None:
        from akkord.ledger.actions import begin_log

        compile_all(settings.LOCALE_PATHS)
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        new = not executor.loader.applied_migrations
        if new:
            self.stdout.write("Making the database …")
            make_at_once(executor, plan)
        elif plan:
            self.stdout.write("Preparing the database …")
            # Every step draws the tables' classes anew; much of the time went into looking for garbage.
            gc.set_threshold(100_000, 20, 20)
            call_command("migrate", interactive=False, verbosity=0)
        begin_log()
        if options["sample"]:
            self._sample_world(new)

    def _sample_world(self, new: bool) -> None:
        """Seed an empty server; one whose seeding was killed is seeded again, any other is left alone."""
        wanted = Path(settings.DATA) / "sample-world"
        if new:
            wanted.touch()
        if wanted.exists() and not visible_people().exists():
            # Loads the synthesiser: only when there is something to play.
            from akkord.sample.world import seed

            seed()
            self.stdout.write("A sample world was made; its music is being played in by the worker.")
