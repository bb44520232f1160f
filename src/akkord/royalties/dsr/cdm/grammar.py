"""The records of claims (CDM Part 2): what of their cells is published.

CDMH.01, CS01.01 and CD01.01 as a public validator of CDM 2.0 lists them; CX01, CS03 and CD03 as far as Part 2
could be read: they are open-ended, further cells are accepted unread. Of CS02.01 nothing but its place was
found.
"""

from collections.abc import Mapping
from typing import Final

from ..reading.grammar import rules
from ..reading.orders import START, Steps

_SOUND = (
    "ResourceISRC:isrc ResourceTitle ResourceDisplayArtistName ResourceDisplayArtistPartyId:party"
    " LicensorWorkId MusicalWorkISWC:iswc MusicalWorkTitle! AlternativeMusicalWorkTitle*"
    " MusicalWorkComposerAuthorName* MusicalWorkComposerAuthorPartyId:party* ClaimBasis:basis!"
    " ShareClaimedMechanical:decimal! ShareClaimedPerforming:decimal!"
    " BlendedShareClaimedForMechAndPerf:decimal!"
)
_CHANNEL = "DistributionChannel DistributionChannelDPID:dpid StartOfClaimPeriod:day EndOfClaimPeriod:day"
_CONTEXT = "CommercialModel:model! UseType:word! Territory:territory! ServiceDescription"

CDM: Final = rules(
    {
        "CDMH.01": "MessageVersion:version! MessageId! MessageCreatedDateTime:time! Profile! ProfileVersion!"
        " RelatedCdmMessageId SalesReportId UsageStartDate:day UsageEndDate:day SenderPartyId:dpid!"
        " SenderName! ServiceDescription RecipientPartyId:dpid RecipientName ClaimingRound:whole"
        " SentOnBehalfOfPartyId:dpid SentOnBehalfOfName",
        "CS01.01": "SummaryRecordId! InvoiceReference RightsControllerName RightsControllerPartyId:party"
        f" {_CHANNEL} {_CONTEXT} CurrencyOfReporting:currency CurrencyOfInvoicing:currency"
        " ExchangeRate:decimal ExchangeRateSource StartDateOfCurrencyExchange:day"
        " EndDateOfCurrencyExchange:day RightsTypeSplitMechanical:decimal! RightsTypeSplitPerforming:decimal!"
        " TotalMarketShare:decimal TotalClaimedAmount:decimal!",
        "CS02.01": "...",
        "CS03": f"SummaryRecordId! RightsControllerName! RightsControllerPartyId:party! {_CHANNEL} {_CONTEXT}"
        " ...",
        "CD01.01": f"ClaimId! SummaryRecordId! DspResourceId! {_SOUND} SalesTransactionId Usages:decimal!"
        " PercentageOfResourceInRelease:decimal GeneratedRevenueExcSalesTaxInCurrencyOfReporting:decimal"
        " GeneratedRevenueExcSalesTaxInCurrencyOfInvoicing:decimal ClaimedAmountMechanical:decimal!"
        " ClaimedAmountPerforming:decimal! TariffParameterType* TariffParameterValue:decimal*"
        " ClaimedAmount:decimal!",
        "CD03": f"SummaryRecordId! ClaimId! DspResourceId! {_SOUND} ...",
        "CX01": "AuxiliaryRecordId! ClaimId! SharePictureDateTime:time SharePictureExtractionDateTime:time"
        " ComposerAuthor* ComposerAuthorPartyId:party* ...",
        "SRFO": "NumberOfLinesInReport:whole! NumberOfSummaryRecords:whole!",
    }
)
SAME_AS: Final = {
    "CDMH": "CDMH.01",
    "CS01": "CS01.01",
    "CS02": "CS02.01",
    "CS03.01": "CS03",
    "CD01": "CD01.01",
    "CD03.01": "CD03",
}
# Which record may follow which, by profile (CDM Part 3, 5.1 and 5.2).
ORDERS: Final[Mapping[str, Steps]] = {
    "ClaimsAmounts": {
        START: {"CS01.01": "summary"},
        "summary": {"CS01.01": "summary", "CS02.01": "summary", "CD01.01": "claim", "SRFO": "end"},
        "claim": {"CD01.01": "claim", "CX01": "claim", "SRFO": "end"},
    },
    "Claims": {
        START: {"CS03": "summary"},
        "summary": {"CS03": "summary", "CD03": "claim", "SRFO": "end"},
        "claim": {"CD03": "claim", "CX01": "claim", "SRFO": "end"},
    },
}
