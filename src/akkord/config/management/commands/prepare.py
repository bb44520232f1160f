"""`akkord manage prepare`: bring a data folder to what this version needs; run before every start."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from akkord.config.messages import compile_all
from akkord.config.tables import make_at_once
from akkord.config.upgrades import NotMoved, Plan, unknown_here, upgrade
from akkord.config.version import note_version, this_version
from akkord.people.queries import visible_people


class Command(BaseCommand):
    requires_system_checks = []  # the tests run them; a start does not wait for them
    help = "Migrate the database, compile messages, begin the public log, seed a sample world if new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sample", action="store_true", help="seed the sample world into a new database")
        parser.add_argument("--no-copy", action="store_true", help="upgrade without keeping a copy before")

    def handle(self, *args: Any, **options: Any) -> None:
        from akkord.ledger.actions import begin_log

        compile_all(settings.LOCALE_PATHS)
        new = self._migrate(copy=not options["no_copy"])
        begin_log()
        note_version(this_version())
        if options["sample"]:
            self._sample_world(new)

    def _migrate(self, *, copy: bool) -> bool:
        """Whether the database is new."""
        executor = MigrationExecutor(connection)
        if not executor.loader.applied_migrations:
            self.stdout.write("Making the database …")
            make_at_once(executor, executor.migration_plan(executor.loader.graph.leaf_nodes()))
            return True
        if unknown := unknown_here(executor):
            raise CommandError(
                f"This database is of a newer version ({', '.join(unknown)} is not known here). Put that one"
                " in place; the way back from it begins with its ./akkord manage rollback."
            )
        if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._upgrade(executor, plan, copy=copy)
        return False

    def _upgrade(self, executor: MigrationExecutor, plan: Plan, *, copy: bool) -> None:
        self.stdout.write(f"Upgrading the database: {len(plan)} migrations …")
        try:
            done = upgrade(executor, plan, copy=copy)
        except NotMoved as why:
            raise CommandError(f"{why}\nThe version that ran before can be started as it was.") from why
        kept = f" The database as it was is kept in {done.copy}." if copy else ""
        self.stdout.write(f"Upgraded.{kept} The way back: ./akkord manage rollback")

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
