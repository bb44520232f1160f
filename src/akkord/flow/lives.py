"""Lives: a thing is born, changes state by state, and ends; its whole story is declared on one page.

A life names its table, its states, and for each state the step that leads on. A step does its work
outside any transaction, then calls `move`, which compares and swaps the state and enqueues the next
step in one transaction. A step that runs twice (a worker died, a lease ran out) finds the state already
moved and its `move` says so: the effect happens once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django_tasks import task

from . import jobs

LIVES: dict[str, "Life"] = {}


class AlreadyMoved(Exception):
    """Another run of the same step was here first; nothing is left to do."""


@dataclass(frozen=True)
class Life:
    """States of one kind of row, and the step each waiting state takes."""

    name: str
    model: str  # "app.Model" with a `state` field
    steps: Mapping[str, Callable[[Any], None]]
    ends: frozenset[str]

    def __post_init__(self) -> None:
        LIVES[self.name] = self

    @property
    def table(self) -> type[models.Model]:
        return apps.get_model(self.model)

    def begin(self, row: models.Model) -> None:
        """Enqueue the first step of a row just created, in the caller's transaction."""
        self._enqueue(row.pk, row.state)  # type: ignore[attr-defined]

    def move(self, row: models.Model, to: str, **fields: Any) -> None:
        """Swap the row's state to `to` with `fields`, and enqueue what follows; AlreadyMoved if late."""
        if to not in self.steps and to not in self.ends:
            raise LookupError(f"{self.name} has no state {to}")
        with transaction.atomic():
            swapped = self.table._default_manager.filter(pk=row.pk, state=row.state).update(  # type: ignore[attr-defined]
                state=to, **fields
            )
            if not swapped:
                raise AlreadyMoved(f"{self.name} {row.pk}")
            row.state = to  # type: ignore[attr-defined]
            for name, value in fields.items():
                setattr(row, name, value)
            self._enqueue(row.pk, to)

    def again(self, row: models.Model, at: datetime | None = None) -> None:
        """Enqueue the step of the state the row stands in once more: stuck, not done, or its grounds
        changed. `at`: not before."""
        self._enqueue(row.pk, row.state, at)  # type: ignore[attr-defined]

    def _enqueue(self, pk: Any, state: str, at: datetime | None = None) -> None:
        if state in self.steps:
            key = f"{self.name}:{pk}:{state}"
            jobs.put(step, [self.name, str(pk), state], {}, at=at, dedupe=key)


@task()
def step(life: str, pk: str, state: str) -> None:
    """Take the step of `state` for one row, if it still stands there."""
    declared = LIVES[life]
    row = declared.table._default_manager.filter(pk=pk, state=state).first()
    if row is None:
        return
    try:
        declared.steps[state](row)
    except AlreadyMoved:
        return


def begin(life: str, row: models.Model) -> None:
    """Start a life by its name: for actions, which stand below the page that declares it."""
    LIVES[life].begin(row)


def move(life: str, row: models.Model, to: str, **fields: Any) -> None:
    """Move a row of a life by its name (see Life.move)."""
    LIVES[life].move(row, to, **fields)
