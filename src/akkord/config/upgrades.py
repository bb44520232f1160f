"""From one version to the next in one step, whole or not at all, and back again.

All migrations of an upgrade run in one transaction: one that fails or is killed midway leaves the database as
it was. The way back runs the same migrations' reverse steps, in one transaction as well, so what people wrote
since stays, and so does the public log, which must never be behind what was published. Before an upgrade the
database is copied, for the case that a migration did what it was not meant to.
"""

import gc
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DatabaseError, connection, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.models import Count, Max

from akkord.flow import clock, running
from akkord.ledger.models import Entry, SignedHead
from akkord.staff.upgrades import Name, Upgrade, forget_copies, remembered

from .backup import NoBackup, keep_database
from .version import note_version, this_version, version_before

Plan = list[tuple[Migration, bool]]
AS_BEFORE = "The database is as it was before."
STOP_IT = "The site is running: stop it first (web and all workers)."


class NotMoved(Exception):
    """The database is as it was; the text says why and what to do."""


def unknown_here(executor: MigrationExecutor) -> list[str]:
    """Migrations that are applied and that this version does not know: the database is of a newer one."""
    known = executor.loader.disk_migrations
    replaced = {name for migration in known.values() for name in migration.replaces}
    return sorted(
        ".".join(name) for name in executor.loader.applied_migrations.keys() - known.keys() - replaced
    )


# --- forward -----------------------------------------------------------------------------------------


def upgrade(executor: MigrationExecutor, plan: Plan, *, copy: bool) -> Upgrade:
    """Copy the database, then bring it to this version. Raises NotMoved."""
    with _stopped():
        applied = list(executor.loader.applied_migrations)
        for stale in remembered():
            if not set(stale.applied) < set(applied):  # was killed before it came about
                stale.forget()
        begun = Upgrade(clock.now().isoformat(), version_before(), this_version(), applied)
        try:
            begun.write()
            if copy:
                _keep(begun.copy)
            with _whole():
                _run(executor, plan)
                emit_post_migrate_signal(0, False, connection.alias)
        except (NotMoved, OSError) as why:
            begun.forget()
            raise NotMoved(str(why)) from why
        forget_copies()
        return begun


def _keep(to: Path) -> None:
    needed, free = room_needed(), shutil.disk_usage(settings.DATA).free
    if free < needed:
        raise NotMoved(
            f"An upgrade keeps a copy of the database and may write it anew: {needed // 2**20} MiB, and"
            f" {settings.DATA} has {free // 2**20} left. Make room; or, if you keep a copy by other means:"
            " ./akkord manage prepare --no-copy"
        )
    try:
        keep_database(to)
    except NoBackup as why:
        raise NotMoved(
            f"The database could not be copied before the upgrade. {why}\nNothing was changed. If you keep a"
            " copy by other means: ./akkord manage prepare --no-copy"
        ) from why


def room_needed() -> int:
    """Bytes an upgrade may write under the data folder."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return 2 * int(cursor.fetchone()[0])  # what the transaction writes lies here, too


# --- back --------------------------------------------------------------------------------------------


def undone_by(last: Upgrade, executor: MigrationExecutor) -> Plan:
    """The steps back to what was applied before the upgrade, the latest first. Raises NotMoved."""
    if unknown := unknown_here(executor):
        raise NotMoved(f"Only the version that brought {', '.join(unknown)} can lead it back.")
    full = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    undone = [each for each, _ in full if _name(each) in executor.loader.applied_migrations]
    undone = [each for each in undone if _name(each) not in last.applied]
    for each in undone:
        if not all(operation.reversible for operation in each.operations):
            raise NotMoved(f"{each} has no way back. {_the_copy(last)}")
    return [(each, True) for each in reversed(undone)]


def lost_by(plan: Plan, executor: MigrationExecutor) -> list[str]:
    """What only the newer tables and columns hold: "wall.draft.poll: 3"."""
    undone = {_name(each) for each, _ in plan}
    applied = [name for name in executor.loader.applied_migrations if name in executor.loader.graph.nodes]
    now = executor.loader.project_state(applied)
    then = executor.loader.project_state([name for name in applied if name not in undone])
    lost = []
    for key, model in sorted(now.models.items()):
        here = now.apps.get_model(*key)
        if key not in then.models:
            lost.append((".".join(key), here._base_manager.count()))
            continue
        for name in model.fields.keys() - then.models[key].fields.keys():
            lost.append((f"{'.'.join(key)}.{name}", _filled(here, name)))
    return [f"{what}: {rows}" for what, rows in sorted(lost) if rows]


def _filled(model: Any, name: str) -> int:
    """How many rows have something in that column."""
    field = model._meta.get_field(name)
    if field.many_to_many:
        return int(field.remote_field.through._base_manager.count())
    rows = model._base_manager.exclude(**{f"{name}__isnull": True})
    empty = field.get_default()
    return int((rows if empty is None else rows.exclude(**{name: empty})).count())


def lead_back(last: Upgrade, plan: Plan, executor: MigrationExecutor) -> None:
    """Undo the upgrade, and nothing of what people wrote besides. Raises NotMoved."""
    with _stopped():
        try:
            with _whole():
                told = _public_log()
                _run(executor, plan)
                if _public_log() != told:
                    raise NotMoved("Lines of the public log would be gone that may have been published.")
        except NotMoved as why:
            raise NotMoved(f"{why}\n{_the_copy(last)}") from why
        note_version(last.before)
        last.forget()


def _public_log() -> tuple[Any, ...]:
    """How far the log goes and what was signed of it."""
    lines = Entry.objects.aggregate(Count("pk"), Max("number"))
    return (*lines.values(), *SignedHead.objects.values_list("size", "root", "note"))


def _the_copy(last: Upgrade) -> str:
    if not last.copy.is_dir():
        return "Go on with this version, or restore a backup."
    return (
        f"Go on with this version, or restore the copy made before the upgrade, {last.copy}: all that was"
        " written since is missing in it (docs/operators/README.md)."
    )


# --- both --------------------------------------------------------------------------------------------


@contextmanager
def _stopped() -> Iterator[None]:
    try:
        with running.stopped():
            yield
    except running.Running as why:
        raise NotMoved(STOP_IT) from why


@contextmanager
def _whole() -> Iterator[None]:
    """One transaction; SQLite may rebuild tables in it to which others point."""
    try:
        with connection.constraint_checks_disabled(), transaction.atomic():
            yield
    except DatabaseError as error:
        raise NotMoved(f"The database refused: {error}\n{AS_BEFORE}") from error


def _run(executor: MigrationExecutor, plan: Plan) -> None:
    """Take all steps. Raises NotMoved, naming the one that failed."""
    doing = plan[0][0]

    def tell(action: str, migration: Migration | None = None, fake: bool | None = False) -> None:
        nonlocal doing
        if migration is None:
            return
        if action.endswith("_start"):
            doing = migration
        elif connection.vendor == "postgresql":
            connection.check_constraints()  # it alters no table with rows whose keys are still to be checked

    executor.progress_callback = tell
    # Every step draws the tables' classes anew; much of the time went into looking for garbage.
    gc.set_threshold(100_000, 20, 20)
    state = executor.loader.project_state(list(executor.loader.applied_migrations))
    back = plan[0][1]
    try:
        emit_pre_migrate_signal(0, False, connection.alias, apps=state.apps, plan=plan)
        if back:
            for migration, before in _steps_back(executor, plan):
                executor.unapply_migration(before, migration)
            executor.check_replacements()
        else:
            executor.migrate(None, plan, state=state)
    except Exception as error:  # a migration may raise anything
        said = str(error).strip() or type(error).__name__
        raise NotMoved(f"The migration {doing} failed: {said}\n{AS_BEFORE}") from error


def _steps_back(executor: MigrationExecutor, plan: Plan) -> list[tuple[Migration, ProjectState]]:
    """Each migration to undo, the latest first, with the tables as they stood before it.

    What stays never depends on what is undone, so it comes first, and no class is drawn for it. Django's
    executor keeps its own order and draws the classes anew for all that stands between: a minute and more.
    """
    undone = {_name(migration) for migration, _ in plan}
    state = executor.loader.project_state([n for n in executor.loader.applied_migrations if n not in undone])
    _ = state.apps  # drawn once, then only what a step changes
    steps = []
    for migration, _ in reversed(plan):
        steps.append((migration, state))
        state = migration.mutate_state(state, preserve=True)
    return steps[::-1]


def _name(migration: Migration) -> Name:
    return migration.app_label, migration.name
