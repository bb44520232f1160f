"""A log with every kind of line in it, and somebody who reads it over HTTP."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "ledger"))

from django.db import transaction
from ledger_lines import a_line, write

from akkord.ledger import actions, sequencing
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Thing


@pytest.fixture
def log(db: None, settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    """0 key, 1 block in DE, 2 its lifting, 3-5 rows of order 6, 7 hold, 8 licence, 9 policy, 10 account."""
    settings.DATA = tmp_path
    settings.SITE_URL = "https://music.example"
    actions.begin_log()
    block = write(a_line(1, action=Action.TERRITORY, territory="DE"))[0]
    write(a_line(1, kind=Kind.REVERSE, action=Action.NONE, territory="DE", prev=block.public_id))
    name = actions.reserve_id()
    with transaction.atomic():
        rows = actions.write_lines([a_line(number, order=name) for number in range(2, 5)])
        actions.write_order(a_line(kind=Kind.ORDER, thing=Thing("list", "order:1"), id=name), rows)
    machine = Actor(ActorClass.AUTOMATIC)
    write(
        a_line(kind=Kind.RESTRICT, action=Action.HOLD, actor=machine, thing=Thing("track", "upload:5")),
        a_line(kind=Kind.POLICY, action=Action.NONE, ground=Ground.LICENCE, thing=Thing("licence", "o:1"),
               territory="Worldwide -DE -AT"),
        a_line(kind=Kind.RESTRICT, thing=Thing("policy", "o:1")),
        a_line(action=Action.ACCOUNT, thing=Thing("account", "person:5"), actor=Actor(ActorClass.STAFF),
               ground=Ground.RULES),
    )  # fmt: skip
    sequencing.sequence.func()
    return tmp_path / "log"
