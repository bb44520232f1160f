"""Values of a DDEX message: durations, days and instants, percentages, and the standard's own lists of words.

Durations by ISO 8601, days and times by XML Schema. The lists are those of AVS that decide something here; a
word that is not in them is kept, because senders use words of other versions and make their own.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Final

_DURATION = re.compile(
    r"P(?:0+Y)?(?:0+M)?(?:(\d{1,3})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8}(?:[.,]\d{1,9})?)S)?)?"
)
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:Z|[+-]\d{2}:\d{2})?")
_ZONE_WITHOUT_COLON = re.compile(r"([+-]\d{2})(\d{2})$")
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")
# Times outside these years are slips of the pen, and too near to the ends of Python's calendar.
_YEARS: Final = range(1800, 9000)


def read_duration(text: str) -> int | None:
    """ "PT3M45S" in milliseconds; None when it is no duration. Years and months must be zero."""
    found = _DURATION.fullmatch(text.strip().upper())
    if found is None or not any(found.groups()):
        return None
    days, hours, minutes, seconds = (Fraction((part or "0").replace(",", ".")) for part in found.groups())
    return round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000)


def read_day(text: str, *, last: bool = False) -> date | None:
    """ "2011-08-30", or the first (or last) day of "2011-08" or "2011"; None when it is no day."""
    found = _DAY.fullmatch(text.strip())
    if found is None or int(found.group(1)) not in _YEARS:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    month = month or (12 if last else 1)
    if year is None or not 1 <= month <= 12:
        return None
    longest = monthrange(year, month)[1]
    day = day or (longest if last else 1)
    return date(year, month, day) if day <= longest else None


def read_time(text: str) -> datetime | None:
    """ "2014-09-24T14:57:25+01:00", without a zone when none is written; None when it is no time."""
    try:
        found = datetime.fromisoformat(_ZONE_WITHOUT_COLON.sub(r"\1:\2", text.strip()))
    except ValueError:
        return None
    return found if found.year in _YEARS and "T" in text.upper() else None


def read_share(text: str, *, of_one: bool = False) -> Fraction | None:
    """ "50.5" (per cent) or "0.505" (HasMaxValueOfOne) exactly; None when it is none, or not in [0, 1]."""
    if _NUMBER.fullmatch(text.strip().rstrip("% ")) is None:
        return None
    share = Fraction(text.strip().rstrip("% ").replace(",", ".")) / (1 if of_one else 100)
    return share if share <= 1 else None


def read_amount(text: str) -> Fraction | None:
    """ "20" or "0.5" exactly; None when it is no amount."""
    return Fraction(text.strip().replace(",", ".")) if _NUMBER.fullmatch(text.strip()) else None


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LISTS: Mapping[str, frozenset[str]] = {
    "UseType": _words(
        "AsPerContract Broadcast Cable ConditionalDownload ContentInfluencedStream Display Download Dub"
        " DubForAdvertisement DubForLivePerformance DubForMovies DubForMusicOnHold DubForPublicPerformance"
        " DubForRadio DubForTV ExtractForInternet KioskDownload Narrowcast NonInteractiveStream"
        " OnDemandStream"
        " Perform PerformAsMusicOnHold PerformInLivePerformance PerformInPublic PermanentDownload"
        " PlayInPublic"
        " Playback Podcast Print PrivateCopy PurchaseAsPhysicalProduct Rent Simulcast Stream TetheredDownload"
        " TimeInfluencedStream Unknown Use UseAsAlarm UseAsDevice UseAsKaraoke UseAsRingbackTone"
        " UseAsRingbackTune UseAsRingtone UseAsRingtune UseAsScreensaver UseAsVoiceMail UseAsWallpaper"
        " UseForIdentification UseInMobilePhoneMessaging UseInPhoneListening UserDefined"
        " UserMakeAvailableLabelProvided UserMakeAvailableUserProvided Webcast"
    ),
    "CommercialModelType": _words(
        "AdvertisementSupportedModel AsPerContract DeviceFeeModel FreeOfChargeModel PayAsYouGoModel"
        " PerformanceRoyaltiesModel RightsClaimModel SubscriptionModel Unknown UserDefined"
    ),
    "RightsClaimPolicyType": frozenset({"BlockAccess", "Monetize", "ReportUsage"}),
    "Unit": frozenset({"Millisecond", "Second", "Minute", "Percent", "Pixel"}),
    "RelationalRelator": _words("EqualTo LessThan LessThanOrEqualTo MoreThan MoreThanOrEqualTo NotEqualTo"),
    "MessageControlType": frozenset({"LiveMessage", "TestMessage"}),
}


def is_known(vocabulary: str, word: str) -> bool:
    """Whether the standard's list has the word."""
    return word in _LISTS[vocabulary]
