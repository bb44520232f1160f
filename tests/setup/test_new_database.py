"""A database made at once is the one that all migrations make, step by step."""

import json
from pathlib import Path
from typing import Any

import pytest

from setup.databases import empty_database, run

# Every table with its columns, constraints and rows, whatever order they came in. Keys of rows and times of
# writing are of no account.
TOLD = """
import json, django
django.setup()
from django.apps import apps
from django.db import connection

def shape(cursor, table):
    columns = connection.introspection.get_table_description(cursor, table)
    constraints = connection.introspection.get_constraints(cursor, table)
    return {
        "columns": sorted(list(map(str, column[:7])) for column in columns),
        "constraints": sorted(f"{name if name in named else ''} {of}" for name, of in constraints.items()),
    }

# Of names those matter which a model gives; Django looks for all others by their columns.
named = {
    each.name
    for model in apps.get_models()
    for each in (*model._meta.constraints, *model._meta.indexes)
}

def rows(model):
    away = {"id", "pk", "opened_at", "applied", "content_type"}
    names = [field.name for field in model._meta.concrete_fields if field.name not in away]
    return sorted(str(row) for row in model.objects.values_list(*names))

with connection.cursor() as cursor:
    tables = {table: shape(cursor, table) for table in connection.introspection.table_names(cursor)}
# Each public log begins with a key of its own, and with a job of its own time.
compared = [each for each in apps.get_models() if each._meta.app_label not in ("ledger", "flow")]
told = {each._meta.label: rows(each) for each in compared}
with connection.cursor() as cursor:
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    told["migrations"] = [list(row) for row in cursor.fetchall()]
print(json.dumps({"tables": tables, "rows": told}))
"""

# Much of the time of it would go into looking for garbage.
BY_STEPS = """
import gc
gc.set_threshold(100_000, 20, 20)
from django.core.management import execute_from_command_line
execute_from_command_line(["manage", "migrate", "--verbosity", "0"])
"""


@pytest.mark.django_db  # for the run on PostgreSQL to choose it, too
def test_a_database_made_at_once_is_the_one_all_migrations_make(tmp_path: Path) -> None:
    with empty_database(tmp_path, "at_once") as new, empty_database(tmp_path, "stepwise") as old:
        run(new, "-m", "django", "prepare")
        run(old, "-c", BY_STEPS)
        run(old, "-m", "django", "prepare")  # whoever came by steps goes on
        at_once, stepwise = (told(database) for database in (new, old))
    assert at_once["rows"] == stepwise["rows"]
    for table, shape in stepwise["tables"].items():
        assert at_once["tables"][table] == shape, table
    assert at_once["tables"].keys() == stepwise["tables"].keys()


def told(database: dict[str, str]) -> Any:
    return json.loads(run(database, "-c", TOLD))


def test_the_models_leave_nothing_for_a_migration_to_make(tmp_path: Path) -> None:
    run({"AKKORD_DATA": str(tmp_path / "data")}, "-m", "django", "makemigrations", "--check", "--dry-run")
