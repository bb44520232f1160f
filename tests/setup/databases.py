"""New databases of the kind this run of the suite is about, and processes that use them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from living_site import SOURCES

# All tables: their columns and constraints, and every row.
EVERYTHING = """
import json, django
django.setup()
from django.db import connection
told = {}
def plain(value):
    return bytes(value) if isinstance(value, memoryview) else value
with connection.cursor() as cursor:
    for table in sorted(connection.introspection.table_names(cursor)):
        columns = connection.introspection.get_table_description(cursor, table)
        names = sorted(column.name for column in columns)
        constraints = connection.introspection.get_constraints(cursor, table).values()
        cursor.execute("SELECT {} FROM {}".format(
            ", ".join(map(connection.ops.quote_name, names)), connection.ops.quote_name(table)))
        told[table] = {
            "columns": sorted(list(map(str, column[:7])) for column in columns),
            "constraints": sorted(map(str, constraints)),
            "rows": sorted(str([plain(value) for value in row]) for row in cursor),
        }
print(json.dumps(told))
"""


def started(database: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    """Something of Django's in a process of its own, with that database (and whatever else is set there)."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("AKKORD_")}
    env |= {
        "PYTHONPATH": os.pathsep.join(map(str, [*SOURCES, Path(__file__).parents[1]])),
        "DJANGO_SETTINGS_MODULE": "akkord.config.settings",
    }
    return subprocess.Popen([sys.executable, *arguments], env=env | database, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def run(database: dict[str, str], *arguments: str) -> str:
    """Run it to its end; what it printed."""
    process = started(database, *arguments)
    out, err = process.communicate()
    assert process.returncode == 0, err[-2000:]
    return out


def refused(database: dict[str, str], *arguments: str) -> str:
    """Run it to its end, which is not a good one; what it complained of."""
    process = started(database, *arguments)
    _, err = process.communicate()
    assert process.returncode not in (0, None)
    assert "Traceback" not in err, err
    return err


def everything(database: dict[str, str]) -> Any:
    return json.loads(run(database, "-c", EVERYTHING))


@contextmanager
def empty_database(folder: Path, name: str, like: dict[str, str] | None = None) -> Iterator[dict[str, str]]:
    """The settings of a new database of the kind this run is about; or of a copy of another site."""
    database = {"AKKORD_DATA": str(folder / name)}
    if like is not None:
        shutil.copytree(like["AKKORD_DATA"], folder / name)
    if (url := os.environ.get("AKKORD_DATABASE_URL")) is None:
        yield database
        return
    name = f"{name}_{os.getpid()}"  # two processes of the suite share a server
    template = urlsplit(like["AKKORD_DATABASE_URL"]).path[1:] if like else "template1"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        try:
            yield database | {"AKKORD_DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
