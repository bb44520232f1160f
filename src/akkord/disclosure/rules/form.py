"""The EU's form for a statement of reasons, as a table of facts, and what is wrong with one filled in.

Regulation (EU) 2022/2065 articles 17 and 24(5); fields, limits and words as the DSA Transparency Database
takes them through its API, version 1 (read in June 2026). Texts are counted in characters.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

BATCH: Final = 100  # statements in one call

VISIBILITIES: Final = tuple(
    f"DECISION_VISIBILITY_{word}"
    for word in (
        *("CONTENT_REMOVED", "CONTENT_DISABLED", "CONTENT_DEMOTED", "CONTENT_AGE_RESTRICTED"),
        *("CONTENT_INTERACTION_RESTRICTED", "CONTENT_LABELLED", "OTHER"),
    )
)
MONETARIES: Final = tuple(f"DECISION_MONETARY_{word}" for word in ("SUSPENSION", "TERMINATION", "OTHER"))
PROVISIONS: Final = tuple(
    f"DECISION_PROVISION_{how}_{what}"
    for what in ("SUSPENSION", "TERMINATION")
    for how in ("PARTIAL", "TOTAL")
)
ACCOUNTS: Final = ("DECISION_ACCOUNT_SUSPENDED", "DECISION_ACCOUNT_TERMINATED")
ACCOUNT_TYPES: Final = ("ACCOUNT_TYPE_BUSINESS", "ACCOUNT_TYPE_PRIVATE")
ILLEGAL: Final = "DECISION_GROUND_ILLEGAL_CONTENT"
INCOMPATIBLE: Final = "DECISION_GROUND_INCOMPATIBLE_CONTENT"
CONTENT_TYPES: Final = tuple(
    f"CONTENT_TYPE_{word}"
    for word in ("APP", "AUDIO", "IMAGE", "PRODUCT", "SYNTHETIC_MEDIA", "TEXT", "VIDEO", "OTHER")
)
CATEGORIES: Final = tuple(
    f"STATEMENT_CATEGORY_{word}"
    for word in (
        *("ANIMAL_WELFARE", "CONSUMER_INFORMATION", "CYBER_VIOLENCE", "CYBER_VIOLENCE_AGAINST_WOMEN"),
        *("DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", "ILLEGAL_OR_HARMFUL_SPEECH"),
        *("INTELLECTUAL_PROPERTY_INFRINGEMENTS", "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS"),
        *("NOT_SPECIFIED_NOTICE", "OTHER_VIOLATION_TC", "PROTECTION_OF_MINORS", "RISK_FOR_PUBLIC_SECURITY"),
        *("SCAMS_AND_FRAUD", "SELF_HARM", "UNSAFE_AND_PROHIBITED_PRODUCTS", "VIOLENCE"),
    )
)
_KEYWORDS: Final = """
    ADULT_SEXUAL_MATERIAL AGE_SPECIFIC_RESTRICTIONS AGE_SPECIFIC_RESTRICTIONS_MINORS ANIMAL_HARM
    BIOMETRIC_DATA_BREACH BULLYING_AGAINST_GIRLS CHILD_SEXUAL_ABUSE_MATERIAL
    CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE CONTENT_PROMOTING_EATING_DISORDERS COORDINATED_HARM
    COPYRIGHT_INFRINGEMENT CYBER_BULLYING_INTIMIDATION CYBER_HARASSMENT CYBER_HARASSMENT_AGAINST_WOMEN
    CYBER_INCITEMENT CYBER_STALKING CYBER_STALKING_AGAINST_WOMEN DATA_FALSIFICATION DEFAMATION
    DESIGN_INFRINGEMENT DISCRIMINATION FEMALE_GENDERED_DISINFORMATION
    GEOGRAPHIC_INDICATIONS_INFRINGEMENT GEOGRAPHICAL_REQUIREMENTS GOODS_SERVICES_NOT_PERMITTED
    GROOMING_SEXUAL_ENTICEMENT_MINORS HATE_SPEECH HIDDEN_ADVERTISEMENT HUMAN_EXPLOITATION
    HUMAN_TRAFFICKING ILLEGAL_ORGANIZATIONS IMPERSONATION_ACCOUNT_HIJACKING INAUTHENTIC_ACCOUNTS
    INAUTHENTIC_LISTINGS INAUTHENTIC_USER_REVIEWS INCITEMENT_AGAINST_WOMEN INCITEMENT_VIOLENCE_HATRED
    INSUFFICIENT_INFORMATION_ON_TRADERS LANGUAGE_REQUIREMENTS MISINFORMATION_DISINFORMATION
    MISLEADING_INFO_CONSUMER_RIGHTS MISLEADING_INFO_GOODS_SERVICES MISSING_PROCESSING_GROUND
    NON_CONSENSUAL_IMAGE_SHARING NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN
    NON_CONSENSUAL_MATERIAL_DEEPFAKE NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN
    NONCOMPLIANCE_PRICING NUDITY PATENT_INFRINGEMENT PHISHING PROHIBITED_PRODUCTS PYRAMID_SCHEMES
    RIGHT_TO_BE_FORGOTTEN RISK_ENVIRONMENTAL_DAMAGE RISK_PUBLIC_HEALTH SELF_MUTILATION STALKING SUICIDE
    TERRORIST_CONTENT TRADE_SECRET_INFRINGEMENT TRADEMARK_INFRINGEMENT TRAFFICKING_WOMEN_GIRLS
    UNLAWFUL_SALE_ANIMALS UNSAFE_CHALLENGES UNSAFE_PRODUCTS VIOLATION_EU_LAW VIOLATION_NATIONAL_LAW OTHER
"""
KEYWORDS: Final = tuple(f"KEYWORD_{word}" for word in _KEYWORDS.split())
SOURCES: Final = (
    *("SOURCE_ARTICLE_16", "SOURCE_TRUSTED_FLAGGER", "SOURCE_TYPE_OTHER_NOTIFICATION", "SOURCE_VOLUNTARY"),
)
AUTOMATED: Final = tuple(f"AUTOMATED_DECISION_{word}" for word in ("FULLY", "PARTIALLY", "NOT_AUTOMATED"))
YES_NO: Final = ("Yes", "No")
# Where the Regulation applies: the Union, and the rest of the European Economic Area.
_UNION: Final = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EEA: Final = frozenset([*_UNION.split(), "IS", "LI", "NO"])
LANGUAGES: Final = re.compile(r"[A-Z]{2}")  # ISO 639-1, upper case
LAST_DAY: Final = date(2038, 1, 1)


@dataclass(frozen=True)
class Field:
    """What the form takes in one field; `needed` says when it must be filled in."""

    most: int | None = None  # characters
    words: tuple[str, ...] | None = None
    many: bool = False
    form: re.Pattern[str] | None = None
    first: date | None = None  # a date, not before this one
    last: date | None = None
    needed: Callable[[Mapping[str, Any]], bool] = lambda said: False
    excluded: Callable[[Mapping[str, Any]], bool] = lambda said: False


def _always(said: Mapping[str, Any]) -> bool:
    return True


def _when(field: str, word: str) -> Callable[[Mapping[str, Any]], bool]:
    """The field is needed when another says `word`."""

    def needed(said: Mapping[str, Any]) -> bool:
        value = said.get(field)
        return word in value if isinstance(value, list) else value == word

    return needed


def _no_other_decision(said: Mapping[str, Any]) -> bool:
    return not any(said.get(f"decision_{kind}") for kind in ("monetary", "provision", "account"))


_END: Final = Field(first=date.min, last=LAST_DAY)
FIELDS: Final[Mapping[str, Field]] = {
    "decision_visibility": Field(words=VISIBILITIES, many=True, needed=_no_other_decision),
    "decision_visibility_other": Field(500, needed=_when("decision_visibility", "DECISION_VISIBILITY_OTHER")),
    "end_date_visibility_restriction": _END,
    "decision_monetary": Field(words=MONETARIES),
    "decision_monetary_other": Field(500, needed=_when("decision_monetary", "DECISION_MONETARY_OTHER")),
    "end_date_monetary_restriction": _END,
    "decision_provision": Field(words=PROVISIONS),
    "end_date_service_restriction": _END,
    "decision_account": Field(words=ACCOUNTS),
    "account_type": Field(words=ACCOUNT_TYPES),
    "end_date_account_restriction": _END,
    "decision_ground": Field(words=(ILLEGAL, INCOMPATIBLE), needed=_always),
    "decision_ground_reference_url": Field(500),
    "illegal_content_legal_ground": Field(500, needed=_when("decision_ground", ILLEGAL)),
    "illegal_content_explanation": Field(2000, needed=_when("decision_ground", ILLEGAL)),
    "incompatible_content_ground": Field(500, needed=_when("decision_ground", INCOMPATIBLE)),
    "incompatible_content_explanation": Field(2000, needed=_when("decision_ground", INCOMPATIBLE)),
    "incompatible_content_illegal": Field(words=YES_NO),
    "content_type": Field(words=CONTENT_TYPES, many=True, needed=_always),
    "content_type_other": Field(500, needed=_when("content_type", "CONTENT_TYPE_OTHER")),
    "category": Field(words=CATEGORIES, needed=_always),
    "category_addition": Field(words=CATEGORIES, many=True),
    "category_specification": Field(words=KEYWORDS, many=True),
    "category_specification_other": Field(500, needed=_when("category_specification", "KEYWORD_OTHER")),
    "territorial_scope": Field(words=tuple(sorted(EEA)), many=True),
    "content_language": Field(form=LANGUAGES),
    "content_date": Field(first=date(2000, 1, 1), last=LAST_DAY, needed=_always),
    "application_date": Field(first=date(2020, 1, 1), last=LAST_DAY, needed=_always),
    "decision_facts": Field(5000, needed=_always),
    "source_type": Field(words=SOURCES, needed=_always),
    "source_identity": Field(500, excluded=_when("source_type", "SOURCE_VOLUNTARY")),
    "automated_detection": Field(words=YES_NO, needed=_always),
    "automated_decision": Field(words=AUTOMATED, needed=_always),
    "content_id": Field(),  # {"EAN-13": thirteen digits}; the one field that is an object
    "puid": Field(500, form=re.compile(r"[a-zA-Z0-9_-]+"), needed=_always),
}
CONTENT_IDS: Final = {"EAN-13": re.compile(r"[0-9]{13}")}


def faults(said: Mapping[str, Any]) -> list[str]:
    """What the form would not take, field by field; empty when it is filled in as it must be."""
    unknown = [f"{name}: no field of the form" for name in said if name not in FIELDS]
    return unknown + [fault for name, field in FIELDS.items() for fault in _faults(name, field, said)]


def _faults(name: str, field: Field, said: Mapping[str, Any]) -> Iterator[str]:
    value = said.get(name)
    if value is None or value in ("", []):
        if field.needed(said):
            yield f"{name}: must be filled in"
        return
    if field.excluded(said):
        yield f"{name}: must be left out"
    if name == "content_id":
        yield from _wrong_ids(value)
        return
    if isinstance(value, list) != field.many:
        yield f"{name}: {'a list' if field.many else 'one value'} is wanted"
        return
    for one in value if field.many else [value]:
        yield from (f"{name}: {fault}" for fault in _wrong(field, one))


def _wrong(field: Field, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield "text is wanted"
        return
    if field.most is not None and len(value) > field.most:
        yield f"longer than {field.most}"
    if field.words is not None and value not in field.words:
        yield f"{value!r} is not one of its words"
    if field.form is not None and not field.form.fullmatch(value):
        yield f"{value!r} is not of its form"
    if field.first is not None and field.last is not None:
        yield from _wrong_day(value, field.first, field.last)


def _wrong_day(value: str, first: date, last: date) -> Iterator[str]:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        yield f"{value!r} is no day as YYYY-MM-DD"
        return
    if len(value) != len("YYYY-MM-DD") or not first <= day <= last:
        yield f"{value!r} is not a day from {first} to {last}"


def _wrong_ids(value: Any) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield "content_id: an object is wanted"
        return
    for kind, number in value.items():
        form = CONTENT_IDS.get(kind)
        if form is None or not isinstance(number, str) or not form.fullmatch(number):
            yield f"content_id: {kind} is not of its form"
