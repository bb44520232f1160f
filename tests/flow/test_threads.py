"""Threads for questions: one after another they are asked of the same, at once of as many as there may be."""

import asyncio
import threading
from threading import Barrier, get_ident

import pytest

from akkord.flow.threads import Threads


def test_who_rested_last_works_next() -> None:
    async def asking() -> set[int]:
        threads = Threads(4, "t")
        together = Barrier(4)
        await asyncio.gather(*(threads.ask(lambda: together.wait(10)) for _ in range(4)))
        return {await threads.ask(get_ident) for _ in range(50)}

    assert len(asyncio.run(asking())) == 1


def test_no_more_of_them_than_said_and_nothing_is_left_unanswered() -> None:
    seen = set[int]()

    async def asking() -> list[int]:
        threads = Threads(3, "t")

        def work(number: int) -> int:
            seen.add(get_ident())
            return number

        return await asyncio.gather(*(threads.ask(lambda n=n: work(n)) for n in range(500)))  # type: ignore[misc]

    assert asyncio.run(asking()) == list(range(500))
    assert len(seen) <= 3


def test_what_is_raised_is_raised_to_who_asked() -> None:
    async def asking() -> str:
        threads = Threads(1, "t")
        with pytest.raises(ZeroDivisionError):
            await threads.ask(lambda: 1 // 0)
        return await threads.ask(lambda: "and the thread goes on")

    assert asyncio.run(asking()) == "and the thread goes on"


def test_who_asks_and_goes_keeps_no_thread_from_the_next() -> None:
    async def asking() -> str:
        threads, go = Threads(1, "t"), threading.Event()
        gone = asyncio.ensure_future(threads.ask(lambda: go.wait(10)))
        await asyncio.sleep(0.05)
        gone.cancel()
        go.set()
        return await threads.ask(lambda: "next")

    assert asyncio.run(asking()) == "next"


def test_a_loop_that_has_ended_takes_no_thread_with_it() -> None:
    threads, go, over = Threads(1, "t"), threading.Event(), threading.Event()

    async def leaving() -> None:
        asking = asyncio.ensure_future(threads.ask(lambda: go.wait(10) and over.set()))
        await asyncio.sleep(0.05)
        asking.cancel()

    asyncio.run(leaving())
    go.set()
    assert over.wait(10)

    async def asking() -> str:
        return await threads.ask(lambda: "still here")

    assert asyncio.run(asking()) == "still here"
