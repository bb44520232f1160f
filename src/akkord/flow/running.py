"""Whether the site runs: web and workers hold a lock of the operating system for as long as they live."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

LOCK = "running"  # in the data folder, which all of them share; whoever dies has let go of it


class Running(Exception):
    """The site runs."""


def hold() -> None:
    """This process is part of the running site until it ends; waits while the database is being changed."""
    fcntl.flock(_open(), fcntl.LOCK_SH)


@contextmanager
def stopped() -> Iterator[None]:
    """Nothing of the site runs or begins to. Raises Running."""
    lock = _open()
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as held:
        raise Running from held
    else:
        yield
    finally:
        os.close(lock)


def _open() -> int:
    return os.open(Path(settings.DATA) / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
