"""The profiles that are written: their names in HEAD, their variants, and in which order records stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from .errors import WrongOrder


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile in one of its variants. `summaries` and `block` are patterns over record types, each
    followed by a space; a report of single records has one record a block and is one file (XSD of SRHE)."""

    name: str
    version: str
    summaries: str
    block: str
    single: bool = False

    # Architecture 1.3, allowed values 1.4.1, record definitions 1.4: where the records were taken from.
    message_version: str = "dsrf/1.3/1.4.1/1.4"

    def check_summaries(self, codes: Iterable[str]) -> None:
        """Raise WrongOrder when a report cannot begin with these summary records."""
        _match(self.summaries, codes, f"{self.name}: summary records")

    def check_block(self, codes: Iterable[str]) -> None:
        """Raise WrongOrder when a block cannot be made of these records."""
        _match(self.block, codes, f"{self.name}: a block")


def _match(pattern: str, codes: Iterable[str], what: str) -> None:
    given = "".join(f"{code} " for code in codes)
    if re.fullmatch(pattern.replace(".", r"\."), given) is None:
        raise WrongOrder(f"{what} cannot be {given.strip() or 'nothing'}")


LABELS: Final = Profile(
    name="FinancialReportingToRecordCompaniesProfileSRB",
    version="1.0",
    summaries="(SY10 )+",
    block="SR08 ",
    single=True,
)
BASIC_AUDIO: Final = Profile(
    name="BasicAudioProfile",
    version="1.3",
    summaries="(SY01.02 |SY02.03 |SY04.01 |SY05.03 )+",
    block="(RE01.02 )?(AS01.02 (MW01.02 )+|AS02.03 )+(RE02 )*(SU01.02 |SU02.02 )+",
)
BASIC_AUDIO_SINGLE: Final = Profile(
    name="BasicAudioProfileSRB",
    version="1.3",
    summaries="(SY01.02 |SY02.03 |SY04.01 |SY05.03 )+",
    block="SR01.01 |SR02.01 ",
    single=True,
)
UGC: Final = Profile(
    name="UGCProfile",
    version="1.3",
    summaries="(SY02.03 |SY04.01 (SY09.01 (SY05.03 )+)+)+",
    block=("(AS02.03 |AS01.02 (MW01.02 )*)+(LC01 )*((RU01.02 )*|(RU02.02 )*)(SU03.02 (ST01 )*(LI01.03 )*)*"),
)
PROFILES: Final = (LABELS, BASIC_AUDIO, BASIC_AUDIO_SINGLE, UGC)


def code_of(row: Any) -> str:
    """The record type of a record."""
    return str(type(row).CODE)
