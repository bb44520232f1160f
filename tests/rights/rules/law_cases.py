"""What a line of the table of cases is, and the words its changes are told in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from law_world import (
    SONG,
    World,
)

from akkord.rights.terms import (
    CommercialModel,
    Verdict,
    Why,
)

ALLOW, REPORT, HOLD, BLOCK = Verdict


HALF = Fraction(1, 2)


SUBSCRIPTION = CommercialModel.SUBSCRIPTION


@dataclass(frozen=True)
class Case:
    """A start, one change, what is asked, and the answer: the verdict and the reasons for it."""

    promise: str
    start: Callable[[SimpleNamespace], World]
    change: Callable[[World], object]
    verdict: Verdict
    because: set[Why]
    asked: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.promise


def nothing(world: World) -> None:
    """No change."""


def both(*changes: Callable[[World], object]) -> Callable[[World], object]:
    def change(world: World) -> None:
        for each in changes:
            each(world)

    return change


def told(**file: Any) -> Callable[[World], object]:
    return lambda w: w.file.update(file)


def rematch(**match: Any) -> Callable[[World], object]:
    """The song is heard elsewhere or for shorter than by default."""

    def change(world: World) -> None:
        world.matches.clear()
        world.match(**match)

    return change


def excerpt(ms: int, **more: Any) -> Callable[[World], object]:
    """Only so many milliseconds of the song are heard."""
    return rematch(f1=ms, r1=ms, **more)


def owners(*shares: tuple[int, Any]) -> Callable[[World], object]:
    """The song is owned so, instead of by the label alone."""

    def change(world: World) -> None:
        world.drop("ownerships")
        for party, share in shares:
            world.own(party, share)

    return change


def relicense(**licence: Any) -> Callable[[World], object]:
    def change(world: World) -> None:
        world.drop("licences")
        world.license(**licence)

    return change


def rules(*told: tuple[Any, ...], **policy: Any) -> Callable[[World], object]:
    """The label's policy: (action, {"where": …, band: (at_least, below)}) per rule."""

    def change(world: World) -> None:
        world.policy(*(world.rule(action, **(more[0] if more else {})) for action, *more in told), **policy)

    return change


def setting(**instance: Any) -> Callable[[World], object]:
    return lambda w: w.instance.update(instance)


def delivered(world: World) -> None:
    """The file is the label's own delivery."""
    world.matches.clear()
    world.file.update(delivered_as=SONG, account=None)


LICENSED, UNLICENSED, BLOCKED, FREE = {Why.LICENSED}, {Why.UNLICENSED}, {Why.BLOCKED}, {Why.FREE}


def unlicense(party: int) -> Callable[[World], object]:
    def change(world: World) -> None:
        world.facts["licences"] = [each for each in world.facts["licences"] if each.licensor != party]

    return change


LAWFUL = told(lawful_use=True)


QUOTED = excerpt(179_999)  # of 200 s; whole begins at 90 %


def check(law: SimpleNamespace, case: Case) -> None:
    """Judge the changed world and compare the verdict with its reasons."""
    world = case.start(law)
    case.change(world)
    decision = world.decide(**case.asked)
    assert (decision.verdict, {reason.why for reason in decision.tombstone}) == (case.verdict, case.because)
    assert decision.audible == (case.verdict < HOLD)
    assert bool(decision.payees) <= decision.audible
