"""Orders over many files: what they find, what they silence in one step, and what they never touch."""

import pytest

from akkord.cases import actions, queries
from akkord.cases.models import OrderRow
from cases import makers

pytestmark = pytest.mark.django_db

Found = OrderRow.Found


def filed(by, label, text, **more):  # type: ignore[no-untyped-def]
    said = {"title": "Autumn", "reason": "Not licensed", "text": text} | more
    return actions.file_order(by, label, **said)


def test_an_order_finds_recordings_files_and_what_is_anothers() -> None:
    label, rep = makers.label()
    other, _ = makers.label()
    mine, theirs = makers.recordings(label, 1)[0], makers.recordings(other, 1)[0]
    sounds = makers.sounds(3)
    mixed = makers.tracks(makers.person(), sounds)
    makers.matched(sounds[:2], [mine, theirs])
    lines = [f"/audio{t.pk}" for t in mixed] + [mine.isrc, "/audio999999", "hm"]
    order = filed(rep, label, "\n".join(lines))
    found = list(queries.rows_of(order).values_list("found", "tracks"))
    assert found == [
        (Found.RECORDING, 1), (Found.NO_STANDING, 0), (Found.FILE, 1),
        (Found.RECORDING, 1), (Found.NOT_FOUND, 0), (Found.NOT_FOUND, 0),
    ]  # fmt: skip
    done = actions.execute_order(rep, order)
    assert done.state == "executed"
