"""Which record may follow which, profile by profile (Parts 3, 4 and 9; XSDs of the profiles).

A state names what stood before; each tells which records may come now and which state they lead to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Steps = Mapping[str, Mapping[str, str]]
START: Final = "start"


@dataclass(frozen=True, slots=True)
class Order:
    """The order of records in one profile. A `single` one has blocks of one record and is one file."""

    single: bool
    foot: str
    summaries: Steps
    summaries_end: frozenset[str]
    block: Steps
    block_end: frozenset[str]

    @property
    def summary_codes(self) -> frozenset[str]:
        return frozenset(code for steps in self.summaries.values() for code in steps)

    @property
    def block_codes(self) -> frozenset[str]:
        return frozenset(code for steps in self.block.values() for code in steps)


def _any(*codes: str) -> Steps:
    """These records in any order, at least one of them."""
    steps = dict.fromkeys(codes, "some")
    return {START: steps, "some": steps}


_AUDIO_SUMMARIES: Final = _any("SY01.02", "SY02.03", "SY04.01", "SY05.03")

_SOLD: Final = {"SU01.02": "sold", "SU02.02": "sold"}
_HEARD: Final = {"AS01.02": "recording", "AS02.03": "heard"}
_AUDIO_BLOCK: Final[Steps] = {
    START: {"RE01.02": "release", **_HEARD},
    "release": _HEARD,
    "recording": {"MW01.02": "work"},
    "work": {"MW01.02": "work", **_HEARD, "RE02": "part", **_SOLD},
    "heard": {**_HEARD, "RE02": "part", **_SOLD},
    "part": {"RE02": "part", **_SOLD},
    "sold": _SOLD,
}

_FIRST_USE: Final = {"SU03.02": "used"}
_UPLOADS: Final = {"RU01.02": "uploads", "RU02.02": "upload", **_FIRST_USE}
_IN_UPLOADS: Final = {"AS02.03": "resource", "AS01.02": "recording", "LC01": "delivered", **_UPLOADS}
_UGC_BLOCK: Final[Steps] = {
    START: {"AS02.03": "resource", "AS01.02": "recording"},
    "resource": _IN_UPLOADS,
    "recording": {"MW01.02": "recording", **_IN_UPLOADS},
    "delivered": {"LC01": "delivered", **_UPLOADS},
    "uploads": {"RU01.02": "uploads", **_FIRST_USE},
    "upload": {"RU02.02": "upload", **_FIRST_USE},
    "used": {"ST01": "subscribers", "LI01.03": "share", **_FIRST_USE},
    "subscribers": {"ST01": "subscribers", "LI01.03": "share", **_FIRST_USE},
    # a licensor's own data of the work may follow its share (XSD of UgcProfile 1.2)
    "share": {"LI01.03": "share", "MW01.02": "work of share", **_FIRST_USE},
    "work of share": {"LI01.03": "share", **_FIRST_USE},
}
_UGC_SUMMARIES: Final[Steps] = {
    START: {"SY02.03": "advertised", "SY04.01": "subscribed"},
    "advertised": {"SY02.03": "advertised", "SY04.01": "subscribed"},
    "subscribed": {"SY09.01": "market"},
    "market": {"SY05.03": "licensor"},
    "licensor": {
        "SY05.03": "licensor",
        "SY09.01": "market",
        "SY02.03": "advertised",
        "SY04.01": "subscribed",
    },
}

_AUDIO: Final = Order(
    single=False,
    foot="FOOT",
    summaries=_AUDIO_SUMMARIES,
    summaries_end=frozenset({"some"}),
    block=_AUDIO_BLOCK,
    block_end=frozenset({"sold"}),
)
_UGC: Final = Order(
    single=False,
    foot="FOOT",
    summaries=_UGC_SUMMARIES,
    summaries_end=frozenset({"advertised", "licensor"}),
    block=_UGC_BLOCK,
    block_end=frozenset(_UGC_BLOCK) - {START},
)
ORDERS: Final[Mapping[str, Order]] = {
    "BasicAudioProfile": _AUDIO,
    "BasicAudioProfileSRB": Order(
        single=True,
        foot="SRFO",
        summaries=_AUDIO_SUMMARIES,
        summaries_end=frozenset({"some"}),
        block={START: {"SR01.01": "line", "SR02.01": "line"}},
        block_end=frozenset({"line"}),
    ),
    "UGCProfile": _UGC,
    "UgcProfile": _UGC,  # so the XSDs spell it
    "FinancialReportingToRecordCompaniesProfileSRB": Order(
        single=True,
        foot="SRFO",
        summaries=_any("SY10"),
        summaries_end=frozenset({"some"}),
        block={START: {"SR08": "line"}},
        block_end=frozenset({"line"}),
    ),
}
