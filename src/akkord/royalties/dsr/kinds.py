"""What a cell can hold, and how a value is written into it (DSR Part 1, 6.6.4, 6.6.5 and 6.6.11).

The types of the records' dataclasses are these: `Amount` is integer micro-units written as an exact decimal,
`Number` a whole number or a Decimal, never a float.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Final

from akkord.money import decimal as written_amount

from .text import clean, escape


class Kind(StrEnum):
    """The standard's data types, and the narrower ones its definitions ask for."""

    STRING = "String"
    INTEGER = "Integer"
    DECIMAL = "Decimal"
    AMOUNT = "Decimal (amount)"
    BOOLEAN = "Boolean"
    DAY = "ISO date"
    INSTANT = "Date and time"
    DURATION = "Duration"
    DPID = "DDEX party id"
    PARTY = "Party id (ns::id)"
    OWN_ID = "String::String (ns::id)"
    TERRITORY = "AVS CurrentTerritoryCode"
    CURRENCY = "AVS CurrencyCode (ISO 4217)"
    MODEL = "AVS CommercialModelType"
    USE = "AVS UseType"
    RIGHTS = "AVS RightsCoverage"
    RESOURCE = "AVS ResourceType"
    RELEASE = "AVS ReleaseType"
    DISCREPANCY = "AVS DiscrepancyType"
    SERVICE = "String without spaces and underscores"
    ISRC = "ISRC"
    ISWC = "ISWC"
    ICPN = "ICPN"
    GRID = "GRid"
    ISAN = "ISAN"


Text = Annotated[str, Kind.STRING]
Texts = Annotated[tuple[str, ...], Kind.STRING]
Whole = Annotated[int, Kind.INTEGER]
Wholes = Annotated[tuple[int, ...], Kind.INTEGER]
Number = Annotated[int | Decimal, Kind.DECIMAL]
Numbers = Annotated[tuple[int | Decimal, ...], Kind.DECIMAL]
Amount = Annotated[int, Kind.AMOUNT]
Amounts = Annotated[tuple[int, ...], Kind.AMOUNT]
Flag = Annotated[bool, Kind.BOOLEAN]
Day = Annotated[date, Kind.DAY]
Instant = Annotated[datetime, Kind.INSTANT]
Milliseconds = Annotated[int, Kind.DURATION]
Dpid = Annotated[str, Kind.DPID]
PartyKey = Annotated[str, Kind.PARTY]
PartyKeys = Annotated[tuple[str, ...], Kind.PARTY]
OwnKey = Annotated[str, Kind.OWN_ID]
OwnKeys = Annotated[tuple[str, ...], Kind.OWN_ID]
Territory = Annotated[str, Kind.TERRITORY]
Currency = Annotated[str, Kind.CURRENCY]
Model = Annotated[str, Kind.MODEL]
Use = Annotated[str, Kind.USE]
Rights = Annotated[str, Kind.RIGHTS]
ResourceKind = Annotated[str, Kind.RESOURCE]
ReleaseKind = Annotated[str, Kind.RELEASE]
Discrepancies = Annotated[tuple[str, ...], Kind.DISCREPANCY]
Discrepancy = Annotated[str, Kind.DISCREPANCY]
Service = Annotated[str, Kind.SERVICE]
Isrc = Annotated[str, Kind.ISRC]
Isrcs = Annotated[tuple[str, ...], Kind.ISRC]
Iswc = Annotated[str, Kind.ISWC]
Icpn = Annotated[str, Kind.ICPN]
Grid = Annotated[str, Kind.GRID]
Isan = Annotated[str, Kind.ISAN]

# A word of the standard, or "UserDefined" with a word the two sides agreed on (6.6.14).
_WORD: Final = r"[A-Z][A-Za-z0-9]*|UserDefined [A-Za-z0-9]+"
MODELS: Final = (
    "AdvertisementSupportedModel",
    "AsPerContract",
    "DeviceFeeModel",
    "FreeOfChargeModel",
    "PayAsYouGoModel",
    "PerformanceRoyaltiesModel",
    "RightsClaimModel",
    "SubscriptionModel",
    "Unknown",
)
RIGHTS: Final = (
    "MakeAvailableRight",
    "MechanicalRight",
    "PerformingRight",
    "PrintRight",
    "ReproductionRight",
    "SynchronizationRight",
)

_SHAPES: Final[Mapping[Kind, str]] = {
    Kind.STRING: r".+",
    Kind.SERVICE: r"[^\s_]+",
    Kind.DPID: r"PADPIDA[A-Za-z0-9]+",
    Kind.PARTY: r".+::.+",
    Kind.OWN_ID: r".+::.+",
    Kind.TERRITORY: r"[A-Z]{2}(-[A-Z0-9]{1,3})?|[0-9]{1,4}|Worldwide",
    Kind.CURRENCY: r"[A-Z]{3}",
    Kind.MODEL: f"{'|'.join(MODELS)}|UserDefined [A-Za-z0-9]+",
    Kind.USE: _WORD,
    Kind.RIGHTS: f"{'|'.join(RIGHTS)}|UserDefined [A-Za-z0-9]+",
    Kind.RESOURCE: _WORD,
    Kind.RELEASE: _WORD,
    Kind.DISCREPANCY: _WORD,
    Kind.ISRC: r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}",
    Kind.ISWC: r"T[0-9]{10}",
    Kind.ICPN: r"[0-9]{12,14}",
    Kind.GRID: r"A1[A-Z0-9]{16}",
    Kind.ISAN: r"[A-Fa-f0-9]{12}|[A-Fa-f0-9]{24}|[A-Fa-f0-9]{16}[A-Za-z][A-Fa-f0-9]{8}[A-Za-z]",
}
_PATTERNS: Final = {kind: re.compile(shape) for kind, shape in _SHAPES.items()}


class NotThat(ValueError):
    """The value is not of the cell's kind."""


def written(kind: Kind, value: Any) -> str:
    """One value as it stands in a cell, its delimiters escaped. Raises NotThat."""
    return _WRITERS[kind](value)


def _words(kind: Kind) -> Callable[[Any], str]:
    def write(value: Any) -> str:
        if not isinstance(value, str):
            raise NotThat("is no text")
        text = clean(value)
        if _PATTERNS[kind].fullmatch(text) is None:
            raise NotThat(f"is no {kind}")
        return escape(text)

    return write


def _whole(value: Any) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotThat("is no whole number")
    return str(value)


def _number(value: Any) -> str:
    """Nought is 0, never 0.0; no exponents (6.6.11)."""
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise NotThat("is no finite number")
        plain = f"{value:f}"
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return "0" if plain in ("-0", "") else plain
    return _whole(value)


def _amount(value: Any) -> str:
    return written_amount(int(_whole(value)), 0)


def _flag(value: Any) -> str:
    if not isinstance(value, bool):
        raise NotThat("is neither true nor false")
    return "true" if value else "false"


def _day(value: Any) -> str:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise NotThat("is no day")
    return value.isoformat()


def _instant(value: Any) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise NotThat("is no instant with a zone")
    return value.isoformat(timespec="seconds").replace("+00:00", "Z")


def _duration(value: Any) -> str:
    """Milliseconds as ISO 8601: 225500 is PT3M45.5S."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise NotThat("is no length in milliseconds")
    seconds, rest = divmod(value, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    point = f".{rest:03}".rstrip("0") if rest else ""
    parts = (f"{hours}H" if hours else "", f"{minutes}M" if minutes else "")
    last = f"{seconds}{point}S" if seconds or rest or not (hours or minutes) else ""
    return f"PT{''.join(parts)}{last}"


_WRITERS: Final[Mapping[Kind, Callable[[Any], str]]] = {
    Kind.INTEGER: _whole,
    Kind.DECIMAL: _number,
    Kind.AMOUNT: _amount,
    Kind.BOOLEAN: _flag,
    Kind.DAY: _day,
    Kind.INSTANT: _instant,
    Kind.DURATION: _duration,
    **{kind: _words(kind) for kind in _SHAPES},
}
