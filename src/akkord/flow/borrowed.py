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
        connections[DEFAULT_DB_ALIAS].close_if_unusable_or_obsolete()
