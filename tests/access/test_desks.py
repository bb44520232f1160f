"""The offices of labels and the pages of the staff: every address with a hole × everybody at a desk."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.urls.converters import UUIDConverter

from access.asking import ask, routes
from access.desk_table import NOBODYS, NOT_MADE, OFFICE, STAFF, STAFF_PATHS
from access.desk_world import DESK_ACTORS, DeskWorld, make_desk_world
from akkord.ledger import actions as ledger
from akkord.store.files import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks(settings: Any, tmp_path: Path) -> Any:
    settings.DATA = tmp_path
    settings.WAKES = {event: [] for event in settings.WAKES}
    files.cache_clear()
    ledger.begin_log()
    yield make_desk_world()
    files.cache_clear()


def test_every_address_of_an_office_and_of_the_staff_is_in_the_table_and_no_other() -> None:
    assert {name for name, path, _ in routes() if path.startswith("rights/")} == set(OFFICE)
    assert {name for name, path, _ in routes() if path.startswith(STAFF_PATHS)} == set(STAFF)


def place_of(world: DeskWorld, name: str, pattern: Any, number: int | None = None) -> str:
    """The address of the label's thing, at its own office or at the one of that number."""
    things = world.things | ({"statement": world.things["ownership"]} if name == "labels-statement" else {})
    holes = {hole: things.get(hole, NOT_MADE.get(hole)) for hole in pattern.pattern.converters}
    return reverse(name, kwargs=holes | {"number": number or world.label.pk})


def differences(world: DeskWorld, name: str, place: str, expected: tuple[str, str]) -> list[Any]:
    """(name, verb, actor, letter of the table, letter told) where they are not the same."""
    return [
        (name, method, actor, letter, told)
        for method, row in zip(("get", "post"), expected, strict=True)
        for actor, letter in zip(DESK_ACTORS, row, strict=True)
        # A verb an address does not know is asked for by nobody, an outsider and who may most.
        if letter != "M" or actor in ("guest", "rival", "manager", "operator")
        if (told := ask(place, world.people[actor], method)[0]) != letter
    ]


def test_everybody_at_an_office_is_answered_as_the_table_says(desks: DeskWorld) -> None:
    odd = []
    for name, path, pattern in routes():
        if path.startswith("rights/"):
            place = place_of(desks, name, pattern)
            odd += differences(desks, name, place, OFFICE[name])
    assert odd == []


def test_what_is_a_labels_is_not_there_at_another_labels_desk(desks: DeskWorld) -> None:
    """The rival's manager asks at their own office, where they may do everything, by the label's numbers."""
    told = {}
    for name, path, pattern in routes():
        if path.startswith("rights/") and set(pattern.pattern.converters) & set(desks.things):
            place = place_of(desks, name, pattern, desks.rival.pk)
            told[name] = {ask(place, desks.people["rival"], method)[0] for method in ("get", "post")}
    assert {name: letters for name, letters in told.items() if not letters <= {"N", "M"}} == {}


def test_everybody_at_the_pages_of_the_staff_is_answered_as_the_table_says(desks: DeskWorld) -> None:
    odd = []
    for name, path, pattern in routes():
        if path.startswith(STAFF_PATHS):
            made = {
                k: v
                for begins, held in desks.staffs.items()
                if path.startswith(begins)
                for k, v in held.items()
            }
            holes = {
                hole: made.get(hole) or (NOBODYS if isinstance(kind, UUIDConverter) else NOT_MADE[hole])
                for hole, kind in pattern.pattern.converters.items()
            }
            place = reverse(name, kwargs=holes)
            odd += differences(desks, name, place, STAFF[name])
    assert odd == []
