"""What an operator is told of the disk: bytes by kind, the pace, and the day it is full."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from akkord.flow import clock
from akkord.flow.models import Job
from akkord.staff import queries
from akkord.staff.queries import DAY, Kind, Storage
from akkord.staff.tasks import measure_storage


def lies(path: Path, size: int, days_ago: float = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    at = clock.now().timestamp() - days_ago * DAY
    os.utime(path, (at, at))


@pytest.mark.django_db
def test_every_byte_under_the_data_folder_is_of_one_kind(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    lies(tmp_path / "files/ab/abcd", 1000, days_ago=40)
    lies(tmp_path / "files/cd/cdef", 300, days_ago=2)
    lies(tmp_path / "files/partial/1", 20)
    lies(tmp_path / "files/incoming/2", 3)
    lies(tmp_path / "akkord.sqlite3-wal", 50)
    lies(tmp_path / "renditions/ab/x", 70)
    lies(tmp_path / "log/tile/0/000", 5)
    lies(tmp_path / "secret", 7)
    found = queries.measured()
    held = {kind.name: (kind.held, kind.new) for kind in found.kinds}
    held["database"] = (50, 50)  # a database server holds its own, and says how much
    assert held == {
        "files": (1300, 300),
        "incoming": (23, 23),
        "database": (50, 50),
        "renditions": (70, 70),
        "log": (5, 5),
        "other": (7, 7),
    }
    assert found.days == 30


@pytest.mark.django_db
def test_a_young_site_is_measured_over_its_own_days(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    lies(tmp_path / "files/ab/abcd", 1000, days_ago=4.5)
    lies(tmp_path / "files/cd/cdef", 600, days_ago=1)
    assert queries.measured().days == 4


@pytest.mark.django_db
def test_an_empty_folder_is_no_error(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    assert queries.measured().a_day == 0


@pytest.mark.parametrize(
    ("new", "free", "left"), [(0, 100, None), (300, 100, 10), (300, 99, 9), (29, 100, None)]
)
def test_the_disk_lasts_as_many_whole_days_as_fit(new: int, free: int, left: int | None) -> None:
    storage = Storage([Kind("files", new + 5, new)], free, 30)
    assert storage.days_left == left


@pytest.mark.django_db
def test_the_page_shows_what_a_job_measured_and_when(operator: Client, tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    lies(tmp_path / "files/ab/abcd", 4096)
    assert "for the first time" in operator.get("/staff/storage").content.decode()
    assert Job.objects.get(state="waiting").task.endswith("measure_storage")
    measure_storage.call()
    shown = operator.get("/staff/storage").content.decode()
    assert "What was sent in" in shown
    assert "4.0\xa0KB" in shown
    lies(tmp_path / "files/ab/ffff", 4096)
    assert "8.0\xa0KB" not in operator.get("/staff/storage").content.decode()
    assert operator.post("/staff/storage").status_code == 302
    assert Job.objects.count() == 1  # pressed twice it is measured once
    measure_storage.call()
    assert "8.0\xa0KB" in operator.get("/staff/storage").content.decode()


@pytest.mark.django_db
def test_no_request_walks_the_folder(
    operator: Client, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    measure_storage.call()
    monkeypatch.setattr("os.scandir", lambda *_: pytest.fail("a request walks the folder"))
    assert operator.get("/staff/storage").status_code == 200
