"""Reading a deal: who may do what with which releases, where, from when to when, and under what policy."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from .elements import all_of, attribute, first, name_of, says_yes, text, texts, words
from .message import (
    ALWAYS,
    ClaimPolicy,
    Condition,
    Deal,
    Price,
    Term,
    Validity,
    WebPolicy,
)
from .notes import Notes
from .parties import read_party
from .sharing import shared
from .territories import EVERYWHERE, Territories, expand
from .validity import is_empty, read_validity

_PRICES = (
    "WholesalePricePerUnit",
    "BulkOrderWholesalePricePerUnit",
    "SuggestedRetailPrice",
    "PriceRangeType",
    "PriceType",
    "PriceCode",
)
_PRE_ORDER = ("PreOrderReleaseDate", "PreOrderPreviewDate", "PreOrderPreviewDateTime")


def read_deal(row: Element, notes: Notes) -> Deal:
    """One Deal of a ReleaseDeal, not yet with its releases."""
    found = first(row, "DealTerms")
    terms = row if found is None else found
    take_down, cancelled = says_yes(first(terms, "TakeDown")), says_yes(first(terms, "AllDealsCancelled"))
    deal = Deal(
        place=notes.place(),
        territories=_territories(terms, notes, taking=take_down or cancelled),
        uses=shared(tuple(_uses(terms, notes))),
        models=shared(tuple(_models(terms, notes))),
        validities=shared(tuple(_validities(terms, notes))),
        channels=tuple(read_party(each, notes) for each in all_of(terms, "DistributionChannel")),
        excluded_channels=tuple(
            read_party(each, notes) for each in all_of(terms, "ExcludedDistributionChannel")
        ),
        policies=tuple(_policy(each, notes) for each in all_of(terms, "RightsClaimPolicy")),
        web_policies=tuple(_web_policy(each, notes) for each in all_of(terms, "WebPolicy")),
        prices=tuple(_prices(terms)),
        pre_order=says_yes(first(terms, "IsPreOrderDeal")) or any(text(terms, name) for name in _PRE_ORDER),
        take_down=take_down,
        all_cancelled=cancelled,
        exclusive=says_yes(first(terms, "IsExclusive")),
        refused=notes.row_refused,
    )
    _remark(row, deal, notes)
    return deal


def _remark(row: Element, deal: Deal, notes: Notes) -> None:
    """What is not wrong, but what the label should know of."""
    if not deal.uses and not deal.ends_rights:
        notes.warn("no_uses")
    if any(is_empty(validity) for validity in deal.validities):
        notes.warn("empty_period")
    if any(not channel.dpids for channel in (*deal.channels, *deal.excluded_channels)):
        notes.warn("nameless_channel")
    if first(row, "ResourceUsage") is not None:
        notes.warn("resource_usage", "", first(row, "ResourceUsage"))


def _territories(terms: Element, notes: Notes, *, taking: bool) -> Territories:
    included, excluded = texts(terms, "TerritoryCode"), texts(terms, "ExcludedTerritoryCode")
    if not included and not excluded:
        if taking:
            return EVERYWHERE
        notes.refuse_row("no_territory")
    territories, doubts = expand(included, excluded, taking=taking)
    for doubt in doubts:
        (notes.refuse_row if doubt.refuses else notes.warn)(doubt.word, doubt.about, terms)
    if not territories and doubts and not notes.row_refused:
        notes.refuse_row("no_territory_left", " ".join(included), terms)
    return territories


def _uses(terms: Element, notes: Notes) -> Iterator[Term]:
    """In Usage blocks (ERN 3) or beside the model (ERN 4)."""
    holders = (terms, *all_of(terms, "Usage", "CommercialModel"))
    yield from dict.fromkeys(
        read_use(each, notes) for holder in holders for each in all_of(holder, "UseType") if words(each.text)
    )


def read_use(element: Element, notes: Notes) -> Term:
    return notes.known("UseType", _term(element), element)


def _models(terms: Element, notes: Notes) -> Iterator[Term]:
    holders = (terms, *all_of(terms, "CommercialModel", "Usage"))
    yield from dict.fromkeys(
        notes.known("CommercialModelType", _term(each), each)
        for holder in holders
        for each in all_of(holder, "CommercialModelType")
        if words(each.text)
    )


def _term(element: Element) -> Term:
    return Term(words(element.text), attribute(element, "Namespace"), attribute(element, "UserDefinedValue"))


def _validities(terms: Element, notes: Notes) -> Iterator[Validity]:
    periods = list(all_of(terms, "ValidityPeriod"))
    if not periods:
        notes.warn("no_period")
        yield ALWAYS
    for period in periods:
        yield read_validity(period, notes)


def _policy(element: Element, notes: Notes) -> ClaimPolicy:
    """RightsClaimPolicyType in ERN 3 and in 4.1 to 4.3; Type in some."""
    found = first(element, "RightsClaimPolicyType")
    if found is None:
        found = first(element, "Type")
    kind = words(found.text) if found is not None else ""
    notes.known("RightsClaimPolicyType", Term(kind), element if found is None else found)
    return ClaimPolicy(kind, tuple(_condition(each, notes) for each in all_of(element, "Condition")))


def _condition(element: Element, notes: Notes) -> Condition:
    unit, relator = first(element, "Unit"), first(element, "RelationalRelator")
    for vocabulary, found in (("Unit", unit), ("RelationalRelator", relator)):
        if found is not None:
            notes.known(vocabulary, _term(found), found)
    return Condition(
        value=text(element, "Value"),
        unit=text(element, "Unit"),
        relator=text(element, "RelationalRelator"),
        reference=text(element, "ReferenceCreation"),
        measurement=text(element, "MeasurementType"),
        segments=tuple(
            (text(each, "StartPoint"), text(each, "EndPoint") or text(each, "DurationUsed"))
            for each in all_of(element, "Segment")
        ),
    )


def _web_policy(element: Element, notes: Notes) -> WebPolicy:
    return WebPolicy(
        conditions=tuple(_condition(each, notes) for each in all_of(element, "Condition")),
        switches=tuple(
            (name_of(each), words(each.text)) for each in element if not len(each) and words(each.text)
        ),
    )


def _prices(terms: Element) -> Iterator[Price]:
    for block in all_of(terms, "PriceInformation"):
        for element in all_of(block, *_PRICES):
            yield _price(element)


def _price(element: Element) -> Price:
    """An amount with a currency, or the code of a price list with its namespace."""
    kind, written = name_of(element), words(element.text)
    if kind.endswith(("Type", "Code")):
        return Price(kind, code=written, namespace=attribute(element, "Namespace"))
    return Price(kind, amount=written, currency=attribute(element, "CurrencyCode"))


def read_references(row: Element, notes: Notes) -> tuple[str, ...]:
    """The releases a ReleaseDeal is about."""
    found = texts(row, "DealReleaseReference")
    if not found:
        notes.refuse_row("no_reference", "DealReleaseReference")
    return found
