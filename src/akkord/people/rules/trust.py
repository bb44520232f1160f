"""How much a new account may do: one table of steps, climbed by time alone.

Discourse's trust levels let a fresh account write two links and to no stranger; ours may do a little, so
that a newcomer is not mute, and less than a program needs. What is refused says why.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Step:
    """What an account may do from an age on; None is no limit."""

    age: timedelta
    links: int | None  # in one text
    posts_an_hour: int | None
    comments_an_hour: int | None
    strangers_a_day: int  # written to who have not answered


STEPS = (
    Step(timedelta(0), links=2, posts_an_hour=10, comments_an_hour=30, strangers_a_day=5),
    Step(timedelta(days=7), links=None, posts_an_hour=None, comments_an_hour=None, strangers_a_day=20),
)


def step_at(joined: datetime, now: datetime) -> Step:
    """The step an account stands on."""
    return max((step for step in STEPS if now - joined >= step.age), key=lambda s: s.age, default=STEPS[0])


def too_many_links(step: Step, links: int) -> bool:
    """Whether a text carries more addresses than the step allows."""
    return step.links is not None and links > step.links


def exceeds(limit: int | None, done: int) -> bool:
    """Whether one more would be too many."""
    return limit is not None and done >= limit
