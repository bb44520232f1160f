"""Whether this server is well: the checks behind /readyz, and what the operator's page shows."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from akkord.flow import clock
from akkord.flow.queries import living_workers
from akkord.ledger import queries as ledger
from akkord.ledger.errors import CannotSign
from akkord.ledger.key import signing_key
from akkord.ledger.sequencing import check_published, log_folder
from akkord.store.files import Unreachable, files

LOG_LATE = timedelta(seconds=60)  # the promise for a line; the alarm is at half of it
LOG_ALARM = timedelta(seconds=30)
LEAST_FREE = 512 * 1024 * 1024  # one upload of the largest size
REFUSED = "refused"
PROBED, KEPT_PROBE = "store-probed", 10  # seconds: anybody may ask whether we are ready


@dataclass(frozen=True)
class Check:
    """One thing that must be so for the server to be ready, and what was seen."""

    name: str
    ok: bool
    detail: str


def readiness() -> list[Check]:
    """Every check, in the order in which a cause hides its consequences."""
    first = [_database(), _folder(), _store()]
    if not first[0].ok:
        return first
    return [*first, *(check() for check in IN_DATABASE)]


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Check("database", False, type(error).__name__)
    return Check("database", True, connection.vendor)


def _folder() -> Check:
    """The data folder takes a file, and has room for one more upload."""
    folder = Path(settings.DATA)
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".ready-") as probe:
            probe.write(b"ready")
            probe.flush()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Check("data", False, os.strerror(error.errno or 0))
    return Check("data", free >= LEAST_FREE, _("%(num)s MiB free") % {"num": free // 1024 // 1024})


def _store() -> Check:
    """Files are taken, given and deleted; tried again no sooner than after KEPT_PROBE."""
    why = cache.get_or_set(PROBED, _why_no_store, KEPT_PROBE)
    return Check("store", not why, why or (_("a bucket") if settings.STORE else _("the data folder")))


def _why_no_store() -> str:
    try:
        files().probe()
    except Unreachable as error:
        return str(error)
    return ""


class _Migrations:
    """What is applied stays applied while this process lives: looked at until everything is there."""

    def __init__(self) -> None:
        self.done = False

    def __call__(self) -> Check:
        missing = [] if self.done else self._missing()
        self.done = not missing
        return Check("migrations", self.done, ", ".join(missing) or _("all applied"))

    def _missing(self) -> list[str]:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def _worker() -> Check:
    alive = living_workers()
    return Check("worker", bool(alive), _("%(num)s at work") % {"num": len(alive)})


def _box() -> Check:
    """At least one living worker has a box that proved itself in the mode the operator chose."""
    proven = [beat for beat in living_workers() if beat.box not in (REFUSED, "unknown")]
    if proven:
        return Check("box", True, proven[0].box)
    refused = [beat.box_detail for beat in living_workers()]
    return Check("box", False, refused[0] if refused else _("no worker has proven a box"))


def _log() -> Check:
    """Lines do not wait longer than promised, and nothing keeps the log from being signed."""
    if refusal := why_not_signing():
        return Check("log", False, refusal)
    waited = log_wait()
    if not waited:
        return Check("log", True, _("nothing waits"))
    said = _("oldest waiting line: %(num)s s") % {"num": round(waited.total_seconds())}
    return Check("log", waited < LOG_LATE, said)


def log_wait() -> timedelta:
    """How long the oldest waiting line waits."""
    oldest: datetime | None = ledger.health().oldest_waiting
    return timedelta(0) if oldest is None else clock.now() - oldest


def why_not_signing() -> str:
    """Why the log would refuse to sign at this moment; "" when it would not."""
    head = ledger.signed_head()
    if head is None:
        return "LogNotBegun"
    try:
        check_published(log_folder(), head, signing_key(head.origin).verifier)
    except CannotSign as refusal:
        return f"{type(refusal).__name__}: {refusal}"
    return ""


IN_DATABASE: list[Callable[[], Check]] = [_Migrations(), _worker, _box, _log]
