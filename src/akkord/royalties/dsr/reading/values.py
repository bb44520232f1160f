"""What the values of cells may be, and what they are read as (DSR Part 1, 6.6.5; definitions of Part 8).

Written from the standard alone: nothing of it is shared with the writer.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final

import pycountry

Read = Callable[[str], Any]

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_WHOLE: Final = re.compile(r"-?[0-9]{1,30}")
_DECIMAL: Final = re.compile(r"-?[0-9]{1,30}(\.[0-9]{0,30})?")
_DAY: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})")
_DURATION: Final = re.compile(
    r"P(?=.)(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?=.)(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?"
)
_USER_DEFINED: Final = re.compile(r"UserDefined [A-Za-z0-9]+")


class Wrong(ValueError):
    """The value is not what its cell is for; the text says what it should be."""


def _text(value: str) -> str:
    if _UNPRINTABLE.search(value):
        raise Wrong("text has no unprintable characters")
    return value


def _like(pattern: str, what: str) -> Read:
    shape = re.compile(pattern)

    def read(value: str) -> str:
        if shape.fullmatch(value) is None:
            raise Wrong(what)
        return _text(value)

    return read


def _of(words: frozenset[str], what: str) -> Read:
    def read(value: str) -> str:
        if value not in words and _USER_DEFINED.fullmatch(value) is None:
            raise Wrong(what)
        return value

    return read


def _whole(value: str) -> int:
    if _WHOLE.fullmatch(value) is None:
        raise Wrong("a whole number has digits only")
    return int(value)


def _decimal(value: str) -> Decimal:
    if _DECIMAL.fullmatch(value) is None:
        raise Wrong("a decimal has digits and one dot")
    return Decimal(value)


def _truth(value: str) -> bool:
    """ "true" or "false"; senders write them in capitals too, and the standard's own library accepts that."""
    if value.lower() not in ("true", "false"):
        raise Wrong("true or false is meant")
    return value.lower() == "true"


def _day(value: str) -> str:
    """A year, a month or a day that exists, as it is written."""
    found = _DAY.fullmatch(value)
    try:
        if found is None:
            raise ValueError
        date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        raise Wrong("a day is YYYY-MM-DD, a month YYYY-MM, a year YYYY") from None
    return value


def _time(value: str) -> datetime:
    try:
        if _TIME.fullmatch(value) is None:
            raise ValueError
        return datetime.fromisoformat(value)
    except ValueError:
        raise Wrong("a time is YYYY-MM-DDThh:mm:ss with Z or +hh:mm") from None


@cache
def _countries() -> frozenset[str]:
    return frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}


@cache
def _currencies() -> frozenset[str]:
    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


def _territory(value: str) -> str:
    """ISO 3166-1, a subdivision of it, a TIS number, or the world."""
    ours = value[:2] in _countries() and re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", value)
    if not ours and value != "Worldwide" and not re.fullmatch(r"[0-9]{1,4}", value):
        raise Wrong("a territory is an ISO code, a TIS number or Worldwide")
    return value


def _currency(value: str) -> str:
    if value not in _currencies():
        raise Wrong("a currency is an ISO 4217 code")
    return value


_KEYED: Final = _like(r".+::.+", "an id is written namespace::id")
_WORD: Final = _like(r"[A-Z][A-Za-z0-9]*|UserDefined [A-Za-z0-9]+", "a word of the standard's list")

READ: Final[Mapping[str, Read]] = {
    "text": _text,
    "whole": _whole,
    "decimal": _decimal,
    "truth": _truth,
    "day": _day,
    "time": _time,
    "duration": _like(_DURATION.pattern, "a duration is PT3M45S"),
    "dpid": _like(r"PADPIDA[A-Za-z0-9]+", "a DDEX party id begins with PADPIDA and has no dashes"),
    "party": _KEYED,
    "key": _KEYED,
    "territory": _territory,
    "currency": _currency,
    "model": _of(
        frozenset(
            {
                "AdvertisementSupportedModel",
                "AsPerContract",
                "DeviceFeeModel",
                "FreeOfChargeModel",
                "PayAsYouGoModel",
                "PerformanceRoyaltiesModel",
                "RightsClaimModel",
                "SubscriptionModel",
                "Unknown",
            }
        ),
        "a commercial model of the standard's list",
    ),
    "rights": _of(
        frozenset(
            {
                "MakeAvailableRight",
                "MechanicalRight",
                "PerformingRight",
                "PrintRight",
                "ReproductionRight",
                "SynchronizationRight",
            }
        ),
        "a right of the standard's list",
    ),
    "basis": _of(frozenset({"CopCon", "Direct", "Unmatched"}), "CopCon, Direct or Unmatched"),
    "word": _WORD,
    "service": _like(r"[^\s_]+", "a service has no space and no underscore in its name"),
    "version": _like(r"(dsrf|CDM)/.+", "the version is dsrf/ or CDM/ and three numbers"),
    "isrc": _like(r"[A-Za-z]{2}[A-Za-z0-9]{3}[0-9]{7}", "an ISRC has twelve characters"),
    "iswc": _like(r"T[0-9]{10}", "an ISWC is T and ten digits"),
    "icpn": _like(r"[0-9]{12,14}", "an ICPN has twelve to fourteen digits"),
    "grid": _like(r"[A-Za-z0-9]{18}", "a GRid has eighteen characters"),
    "isan": _like(
        r"[A-Fa-f0-9]{12}|[A-Fa-f0-9]{24}|[A-Fa-f0-9]{16}[A-Za-z][A-Fa-f0-9]{8}[A-Za-z]", "an ISAN is meant"
    ),
}
