"""A database connection for one question, for the handlers that stand beside Django."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections


@contextmanager
def connection() -> Iterator[None]:
    """Given back after the question: the thread that asks it serves no Django request, and may be the last
    to hold one of a pool's few."""
    try:
        yield
    finally:
        here = connections[DEFAULT_DB_ALIAS]
        if here.close_at is not None or here.errors_occurred:  # else it stays as it is, SQLite's always
            here.close_if_unusable_or_obsolete()
