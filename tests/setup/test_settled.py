"""The web process when it begins: what is loaded for good is out of the collector's way."""

import asyncio
import gc
from collections.abc import Iterator
from typing import Any

import pytest

from akkord.config import front


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


def test_what_is_loaded_when_the_site_begins_holds_up_nobody_later() -> None:
    assert gc.get_freeze_count() == 0
    messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
    answers: list[str] = []

    async def receive() -> Any:
        return next(messages)

    async def send(answer: Any) -> None:
        answers.append(answer["type"])

    asyncio.run(front.application({"type": "lifespan"}, receive, send))
    assert answers == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert gc.get_freeze_count() > 100_000
