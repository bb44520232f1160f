"""Summary records: what lines add up to, and the money of the whole service (Part 8, 5.2)."""

from ..kinds import (
    Amount,
    Amounts,
    Currency,
    Day,
    Dpid,
    Instant,
    Model,
    Number,
    Numbers,
    PartyKey,
    Rights,
    Service,
    Territory,
    Text,
    Texts,
    Use,
    Whole,
)
from .shape import record

_LIST = "names by the published list of record definitions 1.4; types by the XSD of the version before"


@record("SY01.02", source=f"{_LIST} (SY01.01)")
class SalesSummary:
    """Sales or uses of one context: model, use, territory, service."""

    summary_record_id: Text
    distribution_channel: Text | None = None
    distribution_channel_dpid: Dpid | None = None
    commercial_model: Model
    use_type: Use | None = None
    territory: Territory
    service_description: Service | None = None
    total_usages: Whole
    subscribers: Number | None = None
    currency_of_reporting: Currency
    net_revenue: Amount
    indirect_value: Amount | None = None
    currency_of_transaction: Currency | None = None
    exchange_rate: Number | None = None


@record("SY02.03", source=f"{_LIST} (SY02.02)")
class StreamSummary:
    """Streams paid for by advertisements, or interactive ones, and what is allocated of them."""

    summary_record_id: Text
    distribution_channel: Text | None = None
    distribution_channel_dpid: Dpid | None = None
    commercial_model: Model
    use_type: Use | None = None
    territory: Territory
    service_description: Service
    total_usages: Whole
    users: Whole | None = None
    currency_of_reporting: Currency
    net_revenue: Amount
    rights_controller: Text | None = None
    rights_controller_party_id: PartyKey | None = None
    allocated_usages: Number | None = None
    allocated_revenue: Amount | None = None
    allocated_net_revenue: Amount | None = None
    rights_type: Rights | None = None
    content_category: Text
    currency_of_transaction: Currency | None = None
    exchange_rate: Number | None = None
    rights_type_percentage: Number | None = None


@record(
    "SY04.01", source="XSD of UgcProfile 1.2 (SY04.01); a list of record definitions 1.4 names the same cells"
)
class SubscriberSummary:
    """What a subscription service took in, by type of subscriber."""

    summary_record_id: Text
    distribution_channel: Text | None = None
    distribution_channel_dpid: Dpid | None = None
    commercial_model: Model
    use_type: Use | None = None
    territory: Territory
    service_description: Service
    subscriber_type: Text
    subscribers: Number
    sub_period_start_date: Day | None = None
    sub_period_end_date: Day | None = None
    total_usages_in_sub_period: Whole | None = None
    total_usages_in_reporting_period: Whole | None = None
    currency_of_reporting: Currency
    currency_of_transaction: Currency | None = None
    exchange_rate: Number | None = None
    consumer_paid_unit_price: Amount
    net_revenue: Amount
    music_usage_percentage: Number


@record("SY05.03", source=f"{_LIST} (SY05.02); the deprecated cell is written empty")
class LicensorSummary:
    """A licensor's part in a subscription service."""

    summary_record_id: Text
    distribution_channel: Text | None = None
    distribution_channel_dpid: Dpid | None = None
    commercial_model: Model
    use_type: Use | None = None
    territory: Territory
    service_description: Service | None = None
    rights_controller: Text | None = None
    rights_controller_party_id: PartyKey | None = None
    rights_type: Rights
    total_usages: Whole | None = None
    allocated_usages: Number | None = None
    music_usage_percentage: Number | None = None
    allocated_net_revenue: Amount | None = None
    allocated_revenue: Amount | None = None
    rights_controller_market_share: Number | None = None
    currency_of_reporting: Currency | None = None
    currency_of_transaction: Currency | None = None
    exchange_rate: Number | None = None
    deprecated_cell: Text | None = None
    sub_period_start_date: Day | None = None
    sub_period_end_date: Day | None = None
    content_category: Text
    rights_type_percentage: Number | None = None
    parent_summary_record_id: Text | None = None


@record("SY09.01", source=f"{_LIST} (SY09); the deprecated cell is written empty")
class MarketShareSummary:
    """A rights controller's share of the market, by type of right."""

    summary_record_id: Text
    commercial_model: Model
    use_type: Use | None = None
    territory: Territory
    service_description: Service | None = None
    deprecated_cell: Text | None = None
    rights_controller: Text | None = None
    rights_controller_party_id: PartyKey | None = None
    rights_type: Rights | None = None
    total_usages: Number | None = None
    allocated_usages: Number | None = None
    net_revenue: Amount
    indirect_value: Amount | None = None
    rights_controller_market_share: Number | None = None
    currency_of_reporting: Currency
    currency_of_transaction: Currency | None = None
    exchange_rate: Number | None = None
    rights_type_percentage: Number | None = None
    sub_period_start_date: Day | None = None
    sub_period_end_date: Day | None = None
    parent_summary_record_id: Text | None = None


@record("SY10", source="XSD of FinancialReportingToRecordCompaniesProfileSRB 1.0: all 46 cells")
class LabelSummary:
    """What a label is owed for one context, in the currency of the sale and in the currency of account."""

    summary_record_id: Text
    distribution_channel_name: Text | None = None
    distribution_channel_dpid: Dpid | None = None
    commercial_model: Model
    use_type: Use
    reporting_period_start_date: Day
    reporting_period_end_date: Day
    subscriber_type: Text | None = None
    subscribers: Number | None = None
    active_subscribers: Number | None = None
    promotional_activity: Text | None = None
    territory: Territory
    service_description: Service | None = None
    offer_type: Text | None = None
    quality: Text | None = None
    usages: Number
    allocated_usages: Number
    returns: Number
    music_usage_ratio: Number
    currency_of_transaction: Currency
    currency_of_accounting: Currency
    exchange_rate: Number
    exchange_rate_source: Text | None = None
    date_of_currency_exchange: Instant | None = None
    gross_revenue_in_currency_of_transaction: Amount | None = None
    gross_revenue_in_currency_of_accounting: Amount | None = None
    calculation_type: Texts | None = None
    calculation_value: Numbers | None = None
    deduction_type: Texts | None = None
    deductions_in_currency_of_transaction: Amounts
    deductions_in_currency_of_accounting: Amounts
    net_revenue_in_currency_of_transaction: Amount
    net_revenue_in_currency_of_accounting: Amount
    allocated_revenue_in_currency_of_transaction: Amount
    allocated_revenue_in_currency_of_accounting: Amount
    allocated_net_revenue_in_currency_of_transaction: Amount
    allocated_net_revenue_in_currency_of_accounting: Amount
    rights_controller_market_share: Number | None = None
    subscription_fee_in_currency_of_transaction: Amount | None = None
    subscription_fee_in_currency_of_accounting: Amount
    usage_independent_fee_type: Texts | None = None
    usage_independent_fee_in_currency_of_transaction: Amounts | None = None
    usage_independent_fee_in_currency_of_accounting: Amounts | None = None
    final_total_amount_in_currency_of_transaction: Amount
    final_total_amount_in_currency_of_accounting: Amount
