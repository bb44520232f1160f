"""A database connection for one question, for the handlers that stand beside Django."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections


@contextmanager
def connection() -> Iterator[None]:
    """Given back after the question: the thread that asks it serves no Django request, and may be the last
    to hold one of a pool's few."""
    try:
        yield
    finally:
        close_old_connections()
