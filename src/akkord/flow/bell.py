"""A bell within this process: rung when news is committed, so that who waits for it looks at once.

News of other processes is found by looking now and then; see `akkord.web.desk`.
"""

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def listen(called: Callable[[], None]) -> None:
    """Call this after every commit that brought news; it must be quick and safe in any thread."""
    _listeners.append(called)


def leave(called: Callable[[], None]) -> None:
    _listeners.remove(called)


def ring() -> None:
    for called in list(_listeners):
        called()
