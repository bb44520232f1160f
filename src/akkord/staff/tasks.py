"""What the operator's pages have worked out ahead of time."""

import json
import os
import uuid
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django_tasks import task

from akkord.flow import clock

from . import upgrades
from .queries import LAST_MEASURED, measured


@task(priority=-10)
def measure_storage() -> None:
    """Walk the data folder, which takes a while where it is large, and keep what was found with its time."""
    said = json.dumps({"at": clock.now().isoformat(), **asdict(measured())})
    place = Path(settings.DATA) / LAST_MEASURED
    made = place.with_name(f"{LAST_MEASURED}.{uuid.uuid4().hex}")
    made.write_text(said)
    os.replace(made, place)


@task(priority=-10)
def forget_copies() -> None:
    """Copies made before upgrades hold what was erased since: they do not stay for ever."""
    upgrades.forget_copies()
