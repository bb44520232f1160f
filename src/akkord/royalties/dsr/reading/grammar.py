"""The record types that are read: the reader's own table of their cells.

Written from the published XSDs and Part 8, not from the writer's declarations; a test holds the two against
each other. A cell is written Name:type, with ! when it is mandatory and * when it holds several values. Words
without a type are text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .values import READ, Read


@dataclass(frozen=True, slots=True)
class CellRule:
    """What one cell of a record must be."""

    name: str
    kind: str
    mandatory: bool
    several: bool
    read: Read


@dataclass(frozen=True, slots=True)
class RecordRule:
    """The cells of one record type after its first. `open_ended` records have cells that are not known here:
    they are accepted after the known ones, unread."""

    code: str
    cells: tuple[CellRule, ...]
    open_ended: bool = False

    @property
    def in_block(self) -> bool:
        return bool(self.cells) and self.cells[0].name == "BlockId"


def rules(table: Mapping[str, str]) -> dict[str, RecordRule]:
    """A table of records as rules; a trailing "..." makes a record open-ended."""
    return {code: _rule(code, text.split()) for code, text in table.items()}


def _rule(code: str, words: list[str]) -> RecordRule:
    open_ended = words[-1] == "..."
    return RecordRule(code, tuple(map(_cell, words[:-1] if open_ended else words)), open_ended)


def _cell(word: str) -> CellRule:
    name, _, kind = word.rstrip("!*").partition(":")
    marks = word[len(word.rstrip("!*")) :]
    kind = kind or "text"
    return CellRule(name, kind, "!" in marks, "*" in marks, READ[kind])


_CONTEXT = (
    "SummaryRecordId! DistributionChannel DistributionChannelDPID:dpid CommercialModel:model! UseType:word"
    " Territory:territory!"
)
_MONEY_OF_REPORT = "CurrencyOfTransaction:currency ExchangeRate:decimal"
_SOUND = (
    "ResourceTitle! ResourceSubTitle ResourceDisplayArtistName ResourceDisplayArtistPartyId:party"
    " ResourceDuration:duration ResourceType:word!"
)
_PEOPLE = (
    "MusicalWorkComposerAuthorName* MusicalWorkComposerAuthorPartyId:party*"
    " MusicalWorkArrangerName* MusicalWorkArrangerPartyId:party*"
    " MusicPublisherName* MusicPublisherPartyId:party*"
    " MusicalWorkContributorName* MusicalWorkContributorPartyId:party*"
)
_LINE_OF_AUDIO = (
    "SummaryRecordId! DspResourceId! ISRC:isrc* ResourceTitle! ResourceSubTitle ResourceDisplayArtistName"
    " ResourceDisplayArtistPartyId:party Duration:duration ResourceType:word! ProprietaryWorkId:key ISWC:iswc"
    " ComposerAuthorName* ComposerAuthorPartyId:party* ArrangerName* ArrangerPartyId:party*"
    " MusicPublisherName* MusicPublisherPartyId:party* WorkContributorName* WorkContributorPartyId:party*"
    " DspReleaseId ProprietaryReleaseId:key* ReleaseCatalogNumber ICPN:icpn ReleaseDisplayArtistName"
    " ReleaseDisplayArtistPartyId:party ReleaseTitle ReleaseSubTitle ReleaseType:word ReleaseLabelName PLine"
    " ReleaseDataProviderName"
)


def _both(name: str, marks: str = "") -> str:
    """The two cells of an amount in the currency of the sale and in the currency of account."""
    return f"{name}InCurrencyOfTransaction:decimal{marks} {name}InCurrencyOfAccounting:decimal{marks}"


DSR: Final = rules(
    {
        "HEAD": "MessageVersion:version! Profile! ProfileVersion! MessageId! MessageCreatedDateTime:time!"
        " FileNumber:whole! NumberOfFiles:whole! UsageStartDate:day! UsageEndDate:day! SenderPartyId:dpid!"
        " SenderName! ServiceDescription:service RecipientPartyId:dpid RecipientName RepresentedRepertoire*",
        "FOOT": "NumberOfLinesInFile:whole! NumberOfLinesInReport:whole NumberOfSummaryRecords:whole!"
        " NumberOfBlocksInFile:whole! NumberOfBlocksInReport:whole",
        "SRFO": "NumberOfLinesInReport:whole! NumberOfSummaryRecords:whole!",
        "SY01.02": f"{_CONTEXT} ServiceDescription:service TotalUsages:whole! Subscribers:decimal"
        f" CurrencyOfReporting:currency! NetRevenue:decimal! IndirectValue:decimal {_MONEY_OF_REPORT}",
        "SY02.03": f"{_CONTEXT} ServiceDescription:service! TotalUsages:whole! Users:whole"
        " CurrencyOfReporting:currency! NetRevenue:decimal! RightsController RightsControllerPartyId:party"
        " AllocatedUsages:decimal AllocatedRevenue:decimal AllocatedNetRevenue:decimal RightsType:rights"
        f" ContentCategory! {_MONEY_OF_REPORT} RightsTypePercentage:decimal",
        "SY04.01": f"{_CONTEXT} ServiceDescription:service! SubscriberType! Subscribers:decimal!"
        " SubPeriodStartDate:day SubPeriodEndDate:day TotalUsagesInSubPeriod:whole"
        f" TotalUsagesInReportingPeriod:whole CurrencyOfReporting:currency! {_MONEY_OF_REPORT}"
        " ConsumerPaidUnitPrice:decimal! NetRevenue:decimal! MusicUsagePercentage:decimal!",
        "SY05.03": f"{_CONTEXT} ServiceDescription:service RightsController RightsControllerPartyId:party"
        " RightsType:rights! TotalUsages:whole AllocatedUsages:decimal MusicUsagePercentage:decimal"
        " AllocatedNetRevenue:decimal AllocatedRevenue:decimal RightsControllerMarketShare:decimal"
        f" CurrencyOfReporting:currency {_MONEY_OF_REPORT} DeprecatedCell SubPeriodStartDate:day"
        " SubPeriodEndDate:day ContentCategory! RightsTypePercentage:decimal ParentSummaryRecordId",
        "SY09.01": "SummaryRecordId! CommercialModel:model! UseType:word Territory:territory!"
        " ServiceDescription:service DeprecatedCell RightsController RightsControllerPartyId:party"
        " RightsType:rights TotalUsages:decimal AllocatedUsages:decimal NetRevenue:decimal!"
        " IndirectValue:decimal RightsControllerMarketShare:decimal CurrencyOfReporting:currency!"
        f" {_MONEY_OF_REPORT} RightsTypePercentage:decimal SubPeriodStartDate:day SubPeriodEndDate:day"
        " ParentSummaryRecordId",
        "SY10": "SummaryRecordId! DistributionChannelName DistributionChannelDPID:dpid CommercialModel:model!"
        " UseType:word! ReportingPeriodStartDate:day! ReportingPeriodEndDate:day! SubscriberType"
        " Subscribers:decimal ActiveSubscribers:decimal PromotionalActivity Territory:territory!"
        " ServiceDescription:service OfferType Quality Usages:decimal! AllocatedUsages:decimal!"
        " Returns:decimal! MusicUsageRatio:decimal! CurrencyOfTransaction:currency!"
        " CurrencyOfAccounting:currency! ExchangeRate:decimal! ExchangeRateSource DateOfCurrencyExchange:time"
        f" {_both('GrossRevenue')} CalculationType* CalculationValue:decimal* DeductionType*"
        f" {_both('Deductions', '!*')} {_both('NetRevenue', '!')} {_both('AllocatedRevenue', '!')}"
        f" {_both('AllocatedNetRevenue', '!')} RightsControllerMarketShare:decimal"
        " SubscriptionFeeInCurrencyOfTransaction:decimal SubscriptionFeeInCurrencyOfAccounting:decimal!"
        f" UsageIndependentFeeType* {_both('UsageIndependentFee', '*')} {_both('FinalTotalAmount', '!')}",
        "RE01.02": "BlockId! ReleaseReference! DspReleaseId! ProprietaryReleaseId:key* ReleaseCatalogNumber"
        " ReleaseICPN:icpn ReleaseDisplayArtistName ReleaseDisplayArtistPartyId:party ReleaseTitle!"
        " ReleaseSubTitle ReleaseType:word ReleaseLabelName ReleasePLine DataProviderName ReleaseDate:day",
        "RE02": "BlockId! ReleaseReference! DspSubReleaseId! ProprietarySubReleaseId:key* UsedResources!*",
        "AS01.02": f"BlockId! ResourceReference! DspResourceId! ResourceISRC:isrc* {_SOUND}"
        " IsMasterRecording:truth IsSubjectToOwnershipConflict:truth LastConflictCheck:time",
        "AS02.03": f"BlockId! ResourceReference! DspResourceId! ResourceISRC:isrc* {_SOUND}"
        f" MusicalWorkISWC:iswc {_PEOPLE} ProprietaryMusicalWorkId:key IsMasterRecording:truth"
        " IsSubjectToOwnershipConflict:truth LastConflictCheck:time",
        "LC01": f"BlockId! ResourceReference! DspResourceId! ISRC:isrc* {_SOUND} MusicalWorkISWC:iswc"
        f" {_PEOPLE} ProprietaryMusicalWorkId:key DataProviderName IsSubjectToOwnershipConflict:truth",
        "MW01.02": "BlockId! DspMusicalWorkId! MusicalWorkISWC:iswc MusicalWorkTitle! MusicalWorkSubTitle"
        f" {_PEOPLE} DataProviderName ProprietaryMusicalWorkId:key ResourceReference"
        " ParentLicensorDataRecordId ParentMasterlistId",
        "SU01.02": "BlockId! SummaryRecordId! SalesTransactionId! TransactedRelease TransactedResource"
        " IsRoyaltyBearing:truth! SalesUpgrade:truth Usages:whole! Returns:whole!"
        " PriceConsumerPaidExcSalesTax:decimal PromotionalActivity UseType:word",
        "SU02.02": "BlockId! SummaryRecordId! SalesTransactionId! TransactedRelease TransactedResource"
        " IsRoyaltyBearing:truth! NumberOfStreams:whole! PriceConsumerPaidExcSalesTax:decimal"
        " PromotionalActivity UseType:word",
        "RU01.02": "BlockId! SummaryRecordId! DspReleaseId!* Usages:whole!* ContentCategory!"
        " ParentResourceReference!",
        "RU02.02": "BlockId! SummaryRecordId! DspReleaseId! ReleaseTitle! ReleaseURL! Usages:whole!"
        " ContentCategory ParentResourceReference!",
        "SU03.02": "BlockId! SalesTransactionId! SummaryRecordId! DspResourceId! Usages:whole!"
        " NetRevenue:decimal! ValidityPeriodStart:day ValidityPeriodEnd:day ContentCategory"
        " IsRoyaltyBearing:truth",
        "ST01": "BlockId! ParentSalesTransactionId! SummaryRecordId! Usages:whole!",
        "LI01.03": "BlockId! SummaryRecordId! RightsController! RightsControllerPartyId:party"
        " RightsControllerWorkId RightShare:decimal! RightsType:rights AllocatedNetRevenue:decimal!"
        " AllocatedAmount:decimal! AllocatedUsages:decimal ParentSalesTransactionId LicensorDataRecordId",
        "SR01.01": f"{_LINE_OF_AUDIO} NumberOfTransactedResources:whole SalesTransactionId!"
        " IsRoyaltyBearing:truth! SalesUpgrade:truth Downloads:whole! Returns:whole!"
        " PriceConsumerPaidExcSalesTax:decimal CalculatedPriceConsumerPaidForResourceExcSalesTax:decimal"
        " PromotionalActivity ReleaseDate:day UseType:word",
        "SR02.01": f"{_LINE_OF_AUDIO} SalesTransactionId! IsRoyaltyBearing:truth! NumberOfStreams:whole!"
        " PromotionalActivity ReleaseDate:day UseType:word PriceConsumerPaidExcSalesTax:decimal",
        "SR08": "SalesTransactionId! ReleaseGRid:grid ReleaseICPN:icpn DspReleaseId! LabelReleaseId"
        " ProprietaryReleaseId:key* ReleaseContextReleaseGRid:grid ReleaseType:word ReleaseTitle"
        " ReleaseSubTitle ReleaseDisplayArtistName ReleaseDisplayArtistPartyId:party ResourceISRC:isrc"
        " ResourceISAN:isan DspResourceId LabelResourceId ProprietaryResourceId:key*"
        " ResourceContextReleaseGRid:grid ResourceType:word ResourceTitle ResourceSubTitle"
        " ResourceDisplayArtistName ResourceDisplayArtistPartyId:party SummaryRecordId!"
        " SalesTransactionDate:day! TotalUsages:decimal! Returns:whole! NetUsage:decimal!"
        f" {_both('WholesalePrice')} {_both('SuggestedConsumerPrice')} PriceType PriceRangeType"
        f" {_both('PriceConsumerPaidExcSalesTax')} DeductionType* {_both('Deductions', '*')}"
        f" RightSharePercentage:decimal! {_both('CalculatedUnitPrice', '!')} {_both('AllocatedRevenue', '!')}"
        f" {_both('AllocatedNetRevenue', '!')} CopyrightObligationWithDSP:truth!",
    }
)
# Record definitions 1.4 number these records anew without a change that is known here.
SAME_AS: Final = {"SY10.01": "SY10", "SR08.01": "SR08"}
