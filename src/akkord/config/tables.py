"""A new database gets all its tables at once; only one that holds something walks through the migrations."""

from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor


def make_at_once(executor: MigrationExecutor, plan: list[tuple[Migration, bool]]) -> None:
    """Make the tables as these migrations leave them and note every one as done, whole or not at all.

    Each step of a migration draws the models anew, which is most of a minute, and an empty database has
    nothing to carry along. A migration that writes into an empty database, too, says so by the hint
    `begins`. tests/setup/test_new_database.py proves that both ways end in the same database.
    """
    executor.recorder.ensure_schema()
    # The models of the migrations, not the real ones: these number the tables between two models otherwise.
    apps = executor.loader.project_state([(each.app_label, each.name) for each, _ in plan]).apps
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        # PostgreSQL alters no table with rows whose foreign keys are still to be checked.
        for statement in editor.deferred_sql:
            editor.execute(statement)
        editor.deferred_sql.clear()
        for migration, _ in plan:
            for operation in migration.operations:
                if isinstance(operation, RunPython) and operation.hints.get("begins"):
                    operation.code(apps, editor)
            for label, name in [*migration.replaces, (migration.app_label, migration.name)]:
                executor.recorder.record_applied(label, name)
    emit_post_migrate_signal(0, False, connection.alias)
