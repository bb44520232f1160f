"""Announcements: a change and what it wakes are one transaction.

`announce` writes one job per listener of the event, in the caller's transaction. Who listens is one
table in the wiring (`settings.WAKES`: event name → dotted names of task functions), so rooms below
never know the rooms above that care.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from . import bell, clock, jobs
from .models import News


class OutsideTransaction(RuntimeError):
    """An announcement must be written in the transaction of its change."""


class UnknownEvent(LookupError):
    """The wiring does not name this event."""


def announce(event: str, **payload: Any) -> None:
    """Say that `event` happened; every listener gets a job with `payload` as keyword arguments."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(event)
    if event not in settings.WAKES:
        raise UnknownEvent(event)
    for listener in settings.WAKES[event]:
        jobs.put(import_string(listener), [], payload)


def announce_at(moment: datetime, event: str, **payload: Any) -> None:
    """Say that `event` will happen at `moment`, as a licence begins on its day; saying it twice is once."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(event)
    for listener in settings.WAKES[event]:
        said = f"{listener} {moment.isoformat()} {payload}"
        key = hashlib.sha256(said.encode()).hexdigest()
        jobs.put(import_string(listener), [], payload, at=moment, dedupe=f"at:{key}")


def tell(topic: str, kind: str, **payload: Any) -> None:
    """Tell open pages that listen to `topic` ("person:1", "dialog:2", "upload:<uuid>", "log") of a change."""
    News.objects.create(topic=topic, kind=kind, payload=payload, at=clock.now())
    transaction.on_commit(bell.ring, robust=True)
