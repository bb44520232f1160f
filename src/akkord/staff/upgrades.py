"""What is remembered of upgrades: when, from which version, what was applied before, the copy made then."""

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from akkord.flow import clock

FOLDER = "upgrades"  # in the data folder: a record each, and beside it the copy
COPIES = 2  # the newest stay, for so long: they hold what was erased since
COPY_KEPT = timedelta(days=30)

Name = tuple[str, str]  # a migration: its app, its own


@dataclass(frozen=True)
class Upgrade:
    """One step from one version to another."""

    at: str
    before: str  # version; "" when it did not say
    after: str
    applied: list[Name]  # before it

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def record(self) -> Path:
        return folder() / f"{self.moment:%Y%m%dT%H%M%S%f}.json"

    @property
    def copy(self) -> Path:
        """A backup of the database alone; may be gone, or never have been made."""
        return self.record.with_suffix("")

    def write(self) -> None:
        folder().mkdir(mode=0o700, exist_ok=True)
        half = self.record.with_suffix(".half")
        half.write_text(json.dumps(asdict(self), indent=1))
        half.replace(self.record)

    def forget(self) -> None:
        """It never came about, or was taken back."""
        self.record.unlink(missing_ok=True)
        shutil.rmtree(self.copy, ignore_errors=True)


def folder() -> Path:
    return Path(settings.DATA) / FOLDER


def remembered() -> list[Upgrade]:
    """Every record, the newest first."""
    said = [json.loads(path.read_text()) for path in sorted(folder().glob("*.json"), reverse=True)]
    return [Upgrade(**each | {"applied": [(app, name) for app, name in each["applied"]]}) for each in said]


def last_upgrade() -> Upgrade | None:
    """The newest that came about: the database has more than it had before it.

    A record is written before the database changes; the database alone knows whether it did.
    """
    applied = set(MigrationRecorder(connection).applied_migrations())
    return next((each for each in remembered() if set(each.applied) < applied), None)


def forget_copies() -> None:
    """Let go of copies that are too many or too old."""
    upgrades = [each for each in remembered() if each.copy.is_dir()]
    for place, each in enumerate(upgrades):
        if place >= COPIES or clock.now() - each.moment > COPY_KEPT:
            shutil.rmtree(each.copy)
