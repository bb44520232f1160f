"""Which permissions each use needs, of an upload and of a delivery (the use map)."""

from types import SimpleNamespace

import pytest
from law_cases import ALLOW, BLOCK, LICENSED, UNLICENSED, Case, both, check, delivered, relicense
from law_world import (
    STREAM,
    owned_world,
)

from akkord.rights.terms import (
    Use,
    UseType,
)

USES = [
    *(
        Case(
            f"an upload: {use} under {', '.join(sorted(types))}",
            owned_world,
            relicense(uses=frozenset(types)),
            ALLOW if good else BLOCK,
            LICENSED if good else UNLICENSED,
            {"use": use},
        )
        for use, types, good in [
            (Use.PLAY, STREAM, True),
            (Use.PLAY, {UseType.ON_DEMAND_STREAM}, False),
            (Use.PLAY, {UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, False),
            (Use.PLAY, set(UseType) - {UseType.ON_DEMAND_STREAM}, False),
            (Use.SHARE, STREAM, True),
            (Use.SHARE, {UseType.ON_DEMAND_STREAM, UseType.USER_MAKE_AVAILABLE_LABEL_PROVIDED}, False),
            (Use.SHARE, {UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, False),
            (Use.RADIO, {UseType.NON_INTERACTIVE_STREAM, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, True),
            (Use.RADIO, STREAM, False),
            (Use.OFFLINE, {UseType.TETHERED_DOWNLOAD, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, True),
            (Use.OFFLINE, {UseType.CONDITIONAL_DOWNLOAD, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, True),
            (Use.OFFLINE, {UseType.CONDITIONAL_DOWNLOAD, UseType.TETHERED_DOWNLOAD}, False),
            (Use.OFFLINE, {UseType.PERMANENT_DOWNLOAD, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, False),
            (Use.DOWNLOAD, {UseType.PERMANENT_DOWNLOAD, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, True),
            (Use.DOWNLOAD, {UseType.TETHERED_DOWNLOAD, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, False),
            (Use.PREVIEW, {UseType.PREVIEW, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, True),
            (Use.PREVIEW, STREAM, False),
        ]
    ),
    *(
        Case(
            f"a delivery: {use} under {', '.join(sorted(types))}",
            owned_world,
            both(delivered, relicense(uses=frozenset(types))),
            ALLOW if good else BLOCK,
            LICENSED if good else UNLICENSED,
            {"use": use},
        )
        for use, types, good in [
            (Use.PLAY, {UseType.ON_DEMAND_STREAM}, True),
            (Use.PLAY, set(UseType) - {UseType.ON_DEMAND_STREAM}, False),
            (Use.SHARE, {UseType.ON_DEMAND_STREAM, UseType.USER_MAKE_AVAILABLE_LABEL_PROVIDED}, True),
            (Use.SHARE, {UseType.ON_DEMAND_STREAM}, False),
            (Use.SHARE, {UseType.USER_MAKE_AVAILABLE_LABEL_PROVIDED}, False),
            (Use.RADIO, {UseType.NON_INTERACTIVE_STREAM}, True),
            (Use.RADIO, {UseType.ON_DEMAND_STREAM}, False),
            (Use.OFFLINE, {UseType.TETHERED_DOWNLOAD}, True),
            (Use.OFFLINE, {UseType.CONDITIONAL_DOWNLOAD}, True),
            (Use.DOWNLOAD, {UseType.PERMANENT_DOWNLOAD}, True),
            (Use.DOWNLOAD, {UseType.TETHERED_DOWNLOAD}, False),
            (Use.PREVIEW, {UseType.PREVIEW}, True),
            (Use.PREVIEW, {UseType.ON_DEMAND_STREAM}, False),
        ]
    ),
]


@pytest.mark.parametrize("case", USES, ids=str)
def test_the_table_of_cases(law: SimpleNamespace, case: Case) -> None:
    check(law, case)
