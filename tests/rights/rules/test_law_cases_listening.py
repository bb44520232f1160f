"""What was heard in the file: doubts, unknown sounds, label deliveries, mixes (rules 1, 3, 4, 6)."""

from types import SimpleNamespace

import pytest
from law_cases import (
    ALLOW,
    BLOCK,
    BLOCKED,
    HOLD,
    LICENSED,
    REPORT,
    UNLICENSED,
    Case,
    both,
    check,
    delivered,
    excerpt,
    nothing,
    relicense,
    rematch,
    rules,
    setting,
    told,
    unlicense,
)
from law_world import (
    LABEL,
    LENGTH,
    OTHER_SONG,
    RIVAL,
    SONG,
    allowed_world,
    empty_world,
    hour,
    owned_world,
    two_songs,
)

from akkord.rights.terms import (
    Action,
    Doubt,
    Mode,
    Viewer,
    Why,
)

DOUBT_AND_SCAN = [
    Case("a licensed and unblocked upload is allowed", allowed_world, nothing, ALLOW, LICENSED),
    *(
        Case(f"doubt holds: {doubt}", allowed_world, told(doubts=frozenset({doubt})), HOLD, {Why.DOUBT})
        for doubt in Doubt
    ),
    Case("a file not scanned is held", allowed_world, told(scanned=False), HOLD, {Why.NOT_SCANNED}),
    Case(
        "an unscanned file is not called unknown", empty_world, told(scanned=False), HOLD, {Why.NOT_SCANNED}
    ),
    Case(
        "an unscanned file is not sent to review",
        empty_world,
        both(told(scanned=False), setting(mode=Mode.STRICT)),
        HOLD,
        {Why.NOT_SCANNED},
    ),
    Case("an expired match holds", allowed_world, rematch(when=(0, 12)), HOLD, {Why.MATCH_EXPIRED}),
    Case("a match not yet valid holds", allowed_world, rematch(when=(13, None)), HOLD, {Why.MATCH_EXPIRED}),
    Case("a match in its time serves", allowed_world, rematch(when=(12, 13)), ALLOW, LICENSED),
    Case(
        "a match of a recording nobody knows holds",
        allowed_world,
        lambda w: w.match(OTHER_SONG),
        HOLD,
        {Why.RECORDING_UNKNOWN},
    ),
    Case(
        "a withdrawn recording is unknown",
        empty_world,
        both(lambda w: w.record(withdrawn_at=hour(1)), lambda w: w.match()),
        HOLD,
        {Why.RECORDING_UNKNOWN},
    ),
    Case(
        "a withdrawn match is no match",
        owned_world,
        rematch(withdrawn_at=hour(1)),
        REPORT,
        {Why.UNMATCHED},
    ),
    Case(
        "doubt does not soften a refusal",
        owned_world,
        told(doubts=frozenset({Doubt.ERROR})),
        BLOCK,
        UNLICENSED,
    ),
]


UNKNOWN_SOUND = [
    Case("an unknown sound is heard and reported", empty_world, nothing, REPORT, {Why.UNMATCHED}),
    Case("strict: an unknown sound waits", empty_world, setting(mode=Mode.STRICT), HOLD, {Why.UNREVIEWED}),
    Case(
        "strict: attested alone waits",
        empty_world,
        both(setting(mode=Mode.STRICT), told(attested=True)),
        HOLD,
        {Why.UNREVIEWED},
    ),
    Case(
        "strict: reviewed alone waits",
        empty_world,
        both(setting(mode=Mode.STRICT), told(reviewed=True)),
        HOLD,
        {Why.UNREVIEWED},
    ),
    Case(
        "strict: attested and reviewed is heard",
        empty_world,
        both(setting(mode=Mode.STRICT), told(attested=True, reviewed=True)),
        REPORT,
        {Why.UNMATCHED},
    ),
    Case("strict: a known sound does not wait", allowed_world, setting(mode=Mode.STRICT), ALLOW, LICENSED),
    Case("a match below the minimum is none", owned_world, excerpt(4_999), REPORT, {Why.UNMATCHED}),
    Case("a match of the minimum counts", owned_world, excerpt(5_000), BLOCK, UNLICENSED),
    Case(
        "the instance sets the minimum",
        owned_world,
        both(excerpt(5_000), setting(minimum_ms=5_001)),
        REPORT,
        {Why.UNMATCHED},
    ),
    Case(
        "one long match among short ones counts",
        owned_world,
        both(excerpt(1_000), lambda w: w.match(f1=6_000, r1=6_000), lambda w: w.match(f1=900, r1=900)),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "overlapping segments count once",
        owned_world,
        rematch(segments=((0, 3_000, 0, 3_000), (1_000, 4_000, 1_000, 4_000))),
        REPORT,
        {Why.UNMATCHED},
    ),
    Case(
        "an inner segment adds nothing and takes nothing away",
        owned_world,
        rematch(segments=((0, 6_000, 0, 6_000), (1_000, 2_000, 1_000, 2_000))),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "segments apart add up, in any order",
        owned_world,
        rematch(segments=((50_000, 52_500, 9_000, 11_500), (0, 2_500, 0, 2_500))),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "a short match named by a blocking rule is blocked",
        owned_world,
        both(excerpt(1_000), rules((Action.BLOCK,))),
        BLOCK,
        {Why.OWNER_BLOCKS},
    ),
    Case(
        "a short match whose rule is not met stays unknown",
        owned_world,
        both(excerpt(1_000), rules((Action.BLOCK, {"matched_ms": (1_001, None)}))),
        REPORT,
        {Why.UNMATCHED},
    ),
    Case(
        "strict: a short match does not make a sound known",
        owned_world,
        both(excerpt(1_000), rules((Action.REPORT,)), setting(mode=Mode.STRICT)),
        HOLD,
        {Why.UNREVIEWED},
    ),
]


DELIVERIES = [
    Case("a delivered file is its recording without a match", owned_world, delivered, BLOCK, UNLICENSED),
    Case("a delivered file licensed", allowed_world, delivered, ALLOW, LICENSED),
    Case(
        "a delivered file shorter than the minimum is its recording all the same",
        owned_world,
        both(delivered, told(length_ms=4_000)),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "a delivered file not looked up yet is held",
        allowed_world,
        both(delivered, told(scanned=False)),
        HOLD,
        {Why.NOT_SCANNED},
    ),
    Case(
        "a delivered file of an unknown recording",
        allowed_world,
        both(delivered, told(delivered_as=9)),
        HOLD,
        {Why.RECORDING_UNKNOWN},
    ),
    Case(
        "a delivered file blocked by recording",
        allowed_world,
        both(delivered, lambda w: w.block()),
        BLOCK,
        BLOCKED,
    ),
    Case(
        "a delivered file is all of itself",
        allowed_world,
        both(
            delivered,
            rules(
                (
                    Action.BLOCK,
                    {
                        "percent_of_file": (100, 101),
                        "percent_of_reference": (100, 101),
                        "matched_ms": (LENGTH, LENGTH + 1),
                    },
                )
            ),
        ),
        BLOCK,
        {Why.OWNER_BLOCKS},
    ),
    Case(
        "a delivered file is all of its reference and no more",
        allowed_world,
        both(delivered, told(length_ms=100), rules((Action.BLOCK, {"percent_of_reference": (100, 101)}))),
        BLOCK,
        {Why.OWNER_BLOCKS},
    ),
    Case(
        "a delivered file matching its own reference", allowed_world, told(delivered_as=SONG), ALLOW, LICENSED
    ),
    Case(
        "a delivered file that is a rival's recording too",
        allowed_world,
        both(
            delivered,
            lambda w: w.record(OTHER_SONG),
            lambda w: w.own(RIVAL, recording=OTHER_SONG),
            lambda w: w.match(OTHER_SONG),
        ),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "no lawful use of a whole delivery",
        owned_world,
        both(delivered, told(lawful_use=True)),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "a short delivery still counts by its whole length",
        owned_world,
        both(delivered, told(length_ms=5_000)),
        BLOCK,
        UNLICENSED,
    ),
]


MIXES = [
    Case("a mix of two licensed songs", two_songs, nothing, ALLOW, LICENSED),
    Case("its first song unlicensed", two_songs, unlicense(LABEL), BLOCK, UNLICENSED),
    Case("its last song unlicensed", two_songs, unlicense(RIVAL), BLOCK, UNLICENSED),
    Case(
        "its last song without owner", two_songs, lambda w: w.facts["ownerships"].pop(), HOLD, {Why.NO_OWNER}
    ),
    Case(
        "its first song free, its last licensed",
        two_songs,
        both(unlicense(LABEL), lambda w: w.free()),
        ALLOW,
        {Why.FREE, Why.LICENSED},
    ),
    *(
        Case(
            f"mix terms {terms}",
            two_songs,
            both(unlicense(LABEL), lambda w, t=terms: w.license(mix=t)),
            verdict,
            why,
        )
        for terms, verdict, why in [
            ((LENGTH, 2), ALLOW, LICENSED),
            ((LENGTH + 1, 2), BLOCK, UNLICENSED),
            ((LENGTH, 1), BLOCK, UNLICENSED),
            ((0, 3), ALLOW, LICENSED),
        ]
    ),
    Case(
        "mix terms do not concern a single song", owned_world, relicense(mix=(LENGTH + 1, 0)), ALLOW, LICENSED
    ),
]


@pytest.mark.parametrize("case", [*DOUBT_AND_SCAN, *UNKNOWN_SOUND, *DELIVERIES, *MIXES], ids=str)
def test_the_table_of_cases(law: SimpleNamespace, case: Case) -> None:
    check(law, case)


@pytest.mark.parametrize("viewer", Viewer)
def test_held_is_heard_by_uploader_and_rights_office_only(law: SimpleNamespace, viewer: Viewer) -> None:
    world = allowed_world(law)
    assert world.decide(viewer=viewer).audible
    world.drop("ownerships")
    assert world.decide(viewer=viewer).audible == (viewer in {Viewer.UPLOADER, Viewer.RIGHTS_OFFICE})
    world.block()
    assert not world.decide(viewer=viewer).audible


def test_an_ordinary_listener_is_assumed(law: SimpleNamespace) -> None:
    world = allowed_world(law)
    world.drop("ownerships")
    assert not world.decide().audible
