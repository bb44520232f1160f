"""Threads that answer the questions of an ASGI handler: whoever rested last goes to work next.

An executor of the library wakes its threads in turn. Each has a connection of its own, so that twelve of them
look at a database with twelve caches, of which none is warm: a short question cost a third more.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from typing import Any, NamedTuple, TypeVar

Said = TypeVar("Said")


class _Asked(NamedTuple):
    call: Callable[[], Any]
    loop: asyncio.AbstractEventLoop
    answer: "asyncio.Future[Any]"


class Threads:
    """At most so many, made as they are needed; what is asked of them beyond that waits for its turn.

    They are daemons: a process that ends waits for no question. What one of them was writing then is a
    transaction that was never committed.
    """

    def __init__(self, most: int, name: str) -> None:
        self.most, self.name = most, name
        self._lock = Lock()
        self._resting: list[_Worker] = []
        self._waiting: deque[_Asked] = deque()
        self._made = 0

    async def ask(self, call: Callable[[], Said]) -> Said:
        """What the call returns or raises, in one of the threads."""
        loop = asyncio.get_running_loop()
        asked = _Asked(call, loop, loop.create_future())
        if worker := self._free_for(asked):
            worker.give(asked)
        return await asked.answer

    def _free_for(self, asked: _Asked) -> "_Worker | None":
        """Who takes it; None where it waits until somebody has done with something else."""
        with self._lock:
            if self._resting:
                return self._resting.pop()
            if self._made == self.most:
                self._waiting.append(asked)
                return None
            self._made += 1
        worker = _Worker(self)
        Thread(target=worker.work, name=self.name, daemon=True).start()
        return worker

    def next_for(self, worker: "_Worker") -> _Asked | None:
        """What the worker does next; None: it rests until it is given something."""
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._resting.append(worker)
            return None


class _Worker:
    def __init__(self, threads: Threads) -> None:
        self.threads = threads
        self._given: _Asked | None = None
        self._gate = Lock()  # shut while it rests
        self._gate.acquire()

    def give(self, asked: _Asked) -> None:
        self._given = asked
        self._gate.release()

    def work(self) -> None:
        while True:
            self._gate.acquire()
            asked, self._given = self._given, None
            while asked is not None:
                said, why = _answered(asked.call)
                # It rests before its answer is known: the next question, which comes at once, finds it.
                following = self.threads.next_for(self)
                with suppress(RuntimeError):  # the loop has ended, and nobody waits
                    asked.loop.call_soon_threadsafe(_tell, asked.answer, said, why)
                asked = following


def _answered(call: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    try:
        return call(), None
    except BaseException as why:  # noqa: BLE001  # raised to who asked
        return None, why


def _tell(answer: "asyncio.Future[Any]", said: Any, why: BaseException | None) -> None:
    if answer.done():  # who asked has gone
        return
    if why is None:
        answer.set_result(said)
    else:
        answer.set_exception(why)
