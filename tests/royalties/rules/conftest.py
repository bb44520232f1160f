"""Gives the tables of these rules the real ones; the gate on faults gives them faulty copies."""

from types import SimpleNamespace

import pytest

from royalties.rules.rooms import gather


@pytest.fixture
def reckoning() -> SimpleNamespace:
    return gather()
