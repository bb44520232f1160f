"""New databases of the kind this run of the suite is about, and processes that use them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from living_site import SOURCES


def run(database: dict[str, str], *arguments: str) -> str:
    """Something of Django's in a process of its own, with that database."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("AKKORD_")} | database
    env |= {
        "PYTHONPATH": os.pathsep.join(map(str, SOURCES)),
        "DJANGO_SETTINGS_MODULE": "akkord.config.settings",
    }
    done = subprocess.run([sys.executable, *arguments], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@contextmanager
def empty_database(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The settings of a new database of the kind this run of the suite is about."""
    database = {"AKKORD_DATA": str(folder / name)}
    if (url := os.environ.get("AKKORD_DATABASE_URL")) is None:
        yield database
        return
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield database | {"AKKORD_DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
