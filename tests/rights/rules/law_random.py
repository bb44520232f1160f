"""Worlds by the hundred thousand: each perturbs an allowed one, grows from nothing, or is about a mix.

Quicker than the drafts of hypothesis, for comparing two readings of the law over very many worlds.
"""

from collections.abc import Iterator
from fractions import Fraction
from random import Random
from types import SimpleNamespace
from typing import Any

from law_world import (
    FILE,
    GROUP,
    LABEL,
    LENGTH,
    MEMBER,
    OTHER_SONG,
    RELEASE,
    RIVAL,
    SONG,
    STRANGER,
    STREAM,
    WORK,
    World,
    allowed_world,
    empty_world,
    hour,
    two_songs,
)

from akkord.rights.terms import (
    Action,
    BlockKind,
    BlockState,
    CommercialModel,
    Doubt,
    Gaps,
    Mode,
    Right,
    Scope,
    Standing,
    Use,
    UseType,
    Viewer,
)

WHERE = ("*", "*", "*", "RU", "DE", "RU DE", "* RU", "* DE")
WHEN = ((None, None), (None, None), (0, 20), (0, 12), (12, 20), (13, 20), (None, 13), (12, None))
OF = (
    None,
    None,
    {"recordings": frozenset({SONG})},
    {"releases": frozenset({RELEASE})},
    {"recordings": frozenset()},
)
MODELS = (CommercialModel.SUBSCRIPTION, CommercialModel.FREE_OF_CHARGE)
THIRD_SONG = 103
SCOPES = (
    Scope.recording(SONG),
    Scope.recording(OTHER_SONG),
    Scope.file(FILE),
    Scope.work(WORK),
    Scope.account(MEMBER),
    Scope.file(FILE + 1),
    Scope.recording(999),
)  # fmt: skip


def random_world(law: SimpleNamespace, dice: Random) -> World:
    """A world of up to eight statements on top of a start."""
    world = dice.choice((allowed_world, allowed_world, two_songs, empty_world))(law)
    if dice.random() < 0.2:
        world.drop(dice.choice(("ownerships", "licences")))
    if dice.random() < 0.3:
        for _ in range(dice.choice((1, 1, 2))):
            _same_sound(world, dice)
    for _ in range(dice.randrange(8)):
        dice.choice((_own, _license, _policy, _grant, _block, _free, _match))(world, dice)
    world.instance = {"mode": dice.choice(tuple(Mode)), "gaps": dice.choice(tuple(Gaps))}
    world.file = {
        "scanned": dice.random() < 0.95,
        "lawful_use": dice.random() < 0.3,
        "attested": dice.random() < 0.5,
        "reviewed": dice.random() < 0.5,
        "doubts": frozenset({dice.choice(tuple(Doubt))}) if dice.random() < 0.03 else frozenset(),
        "account": dice.choice((MEMBER, None)),
        "groups": dice.choice((frozenset({GROUP}), frozenset({GROUP + 1}), frozenset())),
        "declared_as": dice.choice((SONG, OTHER_SONG, 999)) if dice.random() < 0.3 else None,
        "delivered_as": SONG if dice.random() < 0.1 and world.facts.get("recordings") else None,
    }
    return world


def questions(law: SimpleNamespace, dice: Random) -> Iterator[Any]:
    """Questions about a world without end: everywhere, before, at and after every boundary."""
    while True:
        yield law.Query(
            territory=dice.choice(("RU", "DE", "JP", "ZZ", "KZ")),
            at=hour(dice.choice((-1, 0, 11.99, 12, 12.5, 13, 19.99, 20, 99))),
            use=dice.choice(tuple(Use)) if dice.random() < 0.5 else Use.PLAY,
            model=dice.choice(MODELS),
            viewer=dice.choice(tuple(Viewer)),
        )


def _place_and_time(dice: Random) -> dict[str, Any]:
    return {"where": dice.choice(WHERE), "when": dice.choice(WHEN)}


def _own(world: World, dice: Random) -> None:
    world.own(
        dice.choice((LABEL, RIVAL, STRANGER)),
        dice.choice((Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(0))),
        recording=dice.choice((SONG, OTHER_SONG)),
        standing=dice.choice((Standing.EVIDENCED, Standing.EVIDENCED, *Standing)),
        right=dice.choice((Right.GENERAL, Right.GENERAL, *Right)),
        **_place_and_time(dice),
    )


def _license(world: World, dice: Random) -> None:
    world.license(
        dice.choice((LABEL, RIVAL)),
        uses=dice.choice((frozenset(UseType), frozenset(UseType), STREAM)),
        models=frozenset(dice.sample(MODELS, dice.choice((1, 2)))),
        of=dice.choice(OF),
        mix=dice.choice((None, None, (LENGTH, 1), (LENGTH + 1, 2), (0, 2))),
        **_place_and_time(dice),
    )


def _bands(dice: Random) -> dict[str, Any]:
    bands = {
        "matched_ms": ((0, None), (50_000, None), (0, 50_000)),
        "percent_of_file": ((0, None), (50, None), (0, 50)),
        "percent_of_reference": ((0, None), (50, None), (0, 50)),
        "segment": ((0, 10_000), (40_000, 50_000), (90_000, 200_000)),
    }
    return {name: dice.choice(said) for name, said in bands.items() if dice.random() < 0.3}


def _policy(world: World, dice: Random) -> None:
    rules = [
        world.rule(dice.choice(tuple(Action)), dice.choice(WHERE), **_bands(dice))
        for _ in range(dice.choice((1, 2)))
    ]
    world.policy(
        *rules, owner=dice.choice((LABEL, RIVAL, STRANGER)), of=dice.choice(OF), when=dice.choice(WHEN)
    )


def _grant(world: World, dice: Random) -> None:
    world.grant(
        dice.choice((LABEL, RIVAL)),
        to=dice.choice((MEMBER, MEMBER + 1, None)),
        group=dice.choice((GROUP, None)),
        of=dice.choice(OF),
        uses=dice.choice((frozenset(Use), frozenset({Use.PLAY}), frozenset({Use.DOWNLOAD}))),
        **_place_and_time(dice),
    )


def _block(world: World, dice: Random) -> None:
    world.block(
        dice.choice(tuple(BlockKind)),
        dice.choice(SCOPES),
        uses=dice.choice((frozenset(Use), frozenset({Use.PLAY}), frozenset({Use.DOWNLOAD}))),
        state=dice.choice(tuple(BlockState)),
        **_place_and_time(dice),
    )


def _free(world: World, dice: Random) -> None:
    world.free(dice.choice((SONG, OTHER_SONG)), **_place_and_time(dice))


def _same_sound(world: World, dice: Random) -> None:
    """The two songs, wholly or in part; now and then a third, which may be unknown to the catalogue."""
    one, other = dice.choice(((SONG, OTHER_SONG), (SONG, OTHER_SONG), (SONG, THIRD_SONG), (OTHER_SONG, 999)))
    if other == THIRD_SONG:
        world.record(THIRD_SONG, works=(), releases=())
    world.same_sound(
        one,
        other,
        merged=dice.random() < 0.5,
        segments=dice.choice(
            (
                ((0, LENGTH, 0, LENGTH),),
                ((0, 100_000, 50_000, 149_000),),
                ((0, 60_000, 0, 60_000), (120_000, LENGTH, 80_000, 160_000)),
            )
        ),
        withdrawn_at=hour(5) if dice.random() < 0.1 else None,
    )


def _match(world: World, dice: Random) -> None:
    start = dice.choice((0, 50_000, 150_000))
    span = (start, start + dice.choice((4_000, 5_000, 50_000)))
    world.match(
        dice.choice((SONG, OTHER_SONG, 999)),
        segments=((*span, *span),),
        reference_ms=dice.choice((4_500, 50_000, LENGTH)),
        when=dice.choice(WHEN),
    )
