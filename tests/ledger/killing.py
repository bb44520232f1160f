"""Run as a program (`death` or `crowd`): how the log fares with a real database file and real processes.

`death`: sequences lines again and again in a process that dies at its n-th operation.

Every statement, and every opening for writing, making of a folder, rename and fsync in the data folder is
one operation; n grows until a run gets through. After each death the run is repeated, and a stranger who
kept every checkpoint audits the files. Writes {"deaths": n, "lines": n, "faults": […]}.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django
from django.core.management import call_command


class Death:
    """Kills this process before its n-th operation, and at fsync also after it."""

    def __init__(self, at: int, folder: str) -> None:
        self.left, self.folder = at, folder
        self.armed = False

    def step(self) -> None:
        if not self.armed:
            return
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook: what touches files."""
        if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(self.folder):
            if arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self.step()
        elif event in ("os.rename", "os.mkdir", "os.rmdir", "os.remove"):
            self.step()

    def synced(self, fsync: Callable[[Any], None]) -> Callable[[Any], None]:
        def dying(handle: Any) -> None:
            self.step()
            fsync(handle)
            self.step()

        return dying

    def asked(self, execute: Any, sql: Any, parameters: Any, many: Any, context: Any) -> Any:
        """A statement."""
        self.step()
        answer = execute(sql, parameters, many, context)
        self.step()
        return answer


def main(trial: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "akkord.config.settings")
    django.setup()
    call_command("prepare", stdout=sys.stderr)
    sequence_once()
    sys.stdout.write(json.dumps(TRIALS[trial]()))


def crowd() -> dict[str, Any]:
    """Four processes, each writing five times three lines and sequencing after each."""
    children = []
    for _ in range(4):
        with forked() as child:
            if not child:
                write_and_sequence(5)
                os._exit(0)
            children.append(child)
    deaths = sum(os.waitpid(child, 0)[1] != 0 for child in children)
    from ledger_lines import faults_of_the_log

    from akkord.ledger import queries

    return {"deaths": deaths, "lines": queries.health().size, "faults": faults_of_the_log()}


def write_and_sequence(times: int) -> None:
    from ledger_lines import write_many

    for _ in range(times):
        write_many(3)
        sequence_once()


def death() -> dict[str, Any]:
    """One more operation survived each time, until a run gets through."""
    from ledger_lines import faults_of_the_log, write_many

    from akkord.ledger import queries

    kept, faults, deaths, through = [], [], 0, False
    while not through:
        write_many(7)
        deaths += 1
        through = sequence_dying(deaths) == 0
        sequence_once()
        faults += [f"death {deaths}: {fault}" for fault in faults_of_the_log(*kept[-20:])]
        kept.append(queries.signed_head().note)
    faults += faults_of_the_log(*kept)
    return {"deaths": deaths - 1, "lines": queries.health().size, "faults": faults}


TRIALS: dict[str, Callable[[], dict[str, Any]]] = {"death": death, "crowd": crowd}


def sequence_once() -> None:
    from akkord.ledger.sequencing import sequence

    sequence.func()


def sequence_dying(at: int) -> int:
    """The exit of a forked child that sequences and is killed at its n-th operation; 0 = it got through."""
    with forked() as child:
        if not child:
            death = Death(at, os.environ["AKKORD_DATA"])
            sys.addaudithook(death.heard)
            os.fsync = death.synced(os.fsync)
            from django.db import connection

            connection.ensure_connection()
            with connection.execute_wrapper(death.asked):
                death.armed = True
                sequence_once()
            os._exit(0)
        return os.waitpid(child, 0)[1]


@contextmanager
def forked() -> Iterator[int]:
    """The child's number in the parent, 0 in the child; no connection is shared between the two."""
    from django.db import connections

    for connection in connections.all():
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    yield os.fork()


if __name__ == "__main__":
    main(sys.argv[1])
