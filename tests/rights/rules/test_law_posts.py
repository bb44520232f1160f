"""What is no sound: only blocks speak of it, and where, when and in what state they do."""

from types import SimpleNamespace
from typing import Any

import pytest
from law_world import NOW, empty_world

from akkord.rights.terms import BlockKind, BlockState, PostId, Scope

POST = Scope.post(PostId(7))
DEMAND, NOTICE = BlockKind.REGULATOR, BlockKind.NOTICE
ACTIVE, SUSPENDED, LIFTED = BlockState.ACTIVE, BlockState.SUSPENDED, BlockState.LIFTED


@pytest.mark.parametrize(
    ("where", "when", "kind", "state", "expected"),
    [
        ("DE", (None, None), DEMAND, ACTIVE, True),
        ("DE AT", (None, None), DEMAND, ACTIVE, True),
        ("*", (None, None), DEMAND, ACTIVE, True),
        ("FR", (None, None), DEMAND, ACTIVE, False),
        ("* DE", (None, None), DEMAND, ACTIVE, False),
        ("DE", (12, None), DEMAND, ACTIVE, True),  # from its first instant
        ("DE", (12.001, None), DEMAND, ACTIVE, False),
        ("DE", (None, 12), DEMAND, ACTIVE, False),  # to before its last
        ("DE", (None, 12.001), DEMAND, ACTIVE, True),
        ("DE", (None, None), DEMAND, SUSPENDED, True),  # only a notice is suspended by an answer
        ("DE", (None, None), NOTICE, SUSPENDED, False),
        ("DE", (None, None), DEMAND, LIFTED, False),
    ],
)
def test_a_block_on_a_post_holds_in_its_territory_and_its_time(
    law: SimpleNamespace, where: str, when: Any, kind: BlockKind, state: BlockState, expected: bool
) -> None:
    block = empty_world(law).block(kind, POST, where, when, state=state)
    assert law.forbids_there(block, "DE", NOW) == expected


def test_a_listener_of_an_unknown_country_is_in_none_that_a_demand_names(law: SimpleNamespace) -> None:
    world = empty_world(law)
    assert not law.forbids_there(world.block(DEMAND, POST, "DE"), "ZZ", NOW)
    assert law.forbids_there(world.block(DEMAND, POST, "*"), "ZZ", NOW)
