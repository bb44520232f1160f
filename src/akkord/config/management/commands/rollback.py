"""`akkord manage rollback`: undo the last upgrade, so that the version before it runs again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from akkord.config.upgrades import NotMoved, lead_back, lost_by, undone_by
from akkord.staff.upgrades import last_upgrade


class Command(BaseCommand):
    requires_system_checks = []
    help = "Tell what undoing the last upgrade would lose; with --yes undo it. The newer version runs it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="undo it")

    def handle(self, *args: Any, **options: Any) -> None:
        last = last_upgrade()
        if last is None:
            raise CommandError("No upgrade is remembered here: there is nothing to undo.")
        executor = MigrationExecutor(connection)
        before = last.before or "the version before"
        try:
            plan = undone_by(last, executor)
            self._tell(f"The upgrade of {last.at} from {before}", len(plan), lost_by(plan, executor))
            if not options["yes"]:
                self.stdout.write("Nothing was changed. To undo it: ./akkord manage rollback --yes")
                return
            lead_back(last, plan, executor)
        except NotMoved as why:
            raise CommandError(str(why)) from why
        self.stdout.write(f"Undone. Put {before} in place and start it.")

    def _tell(self, what: str, steps: int, lost: list[str]) -> None:
        self.stdout.write(f"{what}, {steps} migrations.")
        if lost:
            self.stdout.write("Lost is what only the newer version has a place for (rows):")
            self.stdout.writelines(f"  {each}\n" for each in lost)
        else:
            self.stdout.write(
                "Nothing is lost: nothing was written that only the newer version has a place for."
            )
