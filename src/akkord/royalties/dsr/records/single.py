"""Records that say everything of a sale in one line (Part 8, 5.8)."""

from ..kinds import (
    Amount,
    Amounts,
    Day,
    Flag,
    Grid,
    Icpn,
    Isan,
    Isrc,
    Isrcs,
    Iswc,
    Milliseconds,
    Number,
    OwnKey,
    OwnKeys,
    PartyKey,
    PartyKeys,
    ReleaseKind,
    ResourceKind,
    Text,
    Texts,
    Use,
    Whole,
)
from .shape import record

_LIST = "names by the published list of record definitions 1.4; types as in the block variant, not verified"


@record("SR01.01", source=_LIST)
class DownloadLine:
    """Downloads of a recording: the recording, its work, its release and the sale in one line."""

    summary_record_id: Text
    dsp_resource_id: Text
    isrc: Isrcs | None = None
    resource_title: Text
    resource_sub_title: Text | None = None
    resource_display_artist_name: Text | None = None
    resource_display_artist_party_id: PartyKey | None = None
    duration: Milliseconds | None = None
    resource_type: ResourceKind
    proprietary_work_id: OwnKey | None = None
    iswc: Iswc | None = None
    composer_author_name: Texts | None = None
    composer_author_party_id: PartyKeys | None = None
    arranger_name: Texts | None = None
    arranger_party_id: PartyKeys | None = None
    music_publisher_name: Texts | None = None
    music_publisher_party_id: PartyKeys | None = None
    work_contributor_name: Texts | None = None
    work_contributor_party_id: PartyKeys | None = None
    dsp_release_id: Text | None = None
    proprietary_release_id: OwnKeys | None = None
    release_catalog_number: Text | None = None
    icpn: Icpn | None = None
    release_display_artist_name: Text | None = None
    release_display_artist_party_id: PartyKey | None = None
    release_title: Text | None = None
    release_sub_title: Text | None = None
    release_type: ReleaseKind | None = None
    release_label_name: Text | None = None
    pline: Text | None = None
    release_data_provider_name: Text | None = None
    number_of_transacted_resources: Whole | None = None
    sales_transaction_id: Text
    is_royalty_bearing: Flag
    sales_upgrade: Flag | None = None
    downloads: Whole
    returns: Whole
    price_consumer_paid_exc_sales_tax: Amount | None = None
    calculated_price_consumer_paid_for_resource_exc_sales_tax: Number | None = None
    promotional_activity: Text | None = None
    release_date: Day | None = None
    use_type: Use | None = None


@record("SR02.01", source=_LIST)
class StreamLine:
    """Streams of a recording: the recording, its work, its release and the uses in one line."""

    summary_record_id: Text
    dsp_resource_id: Text
    isrc: Isrcs | None = None
    resource_title: Text
    resource_sub_title: Text | None = None
    resource_display_artist_name: Text | None = None
    resource_display_artist_party_id: PartyKey | None = None
    duration: Milliseconds | None = None
    resource_type: ResourceKind
    proprietary_work_id: OwnKey | None = None
    iswc: Iswc | None = None
    composer_author_name: Texts | None = None
    composer_author_party_id: PartyKeys | None = None
    arranger_name: Texts | None = None
    arranger_party_id: PartyKeys | None = None
    music_publisher_name: Texts | None = None
    music_publisher_party_id: PartyKeys | None = None
    work_contributor_name: Texts | None = None
    work_contributor_party_id: PartyKeys | None = None
    dsp_release_id: Text | None = None
    proprietary_release_id: OwnKeys | None = None
    release_catalog_number: Text | None = None
    icpn: Icpn | None = None
    release_display_artist_name: Text | None = None
    release_display_artist_party_id: PartyKey | None = None
    release_title: Text | None = None
    release_sub_title: Text | None = None
    release_type: ReleaseKind | None = None
    release_label_name: Text | None = None
    pline: Text | None = None
    release_data_provider_name: Text | None = None
    sales_transaction_id: Text
    is_royalty_bearing: Flag
    number_of_streams: Whole
    promotional_activity: Text | None = None
    release_date: Day | None = None
    use_type: Use | None = None
    price_consumer_paid_exc_sales_tax: Amount | None = None


@record("SR08", source="XSD of FinancialReportingToRecordCompaniesProfileSRB 1.0: all 48 cells")
class LabelLine:
    """What one recording or release earned for a label in one context on one day or in one period."""

    sales_transaction_id: Text
    release_grid: Grid | None = None
    release_icpn: Icpn | None = None
    dsp_release_id: Text
    label_release_id: Text | None = None
    proprietary_release_id: OwnKeys | None = None
    release_context_release_grid: Grid | None = None
    release_type: ReleaseKind | None = None
    release_title: Text | None = None
    release_sub_title: Text | None = None
    release_display_artist_name: Text | None = None
    release_display_artist_party_id: PartyKey | None = None
    resource_isrc: Isrc | None = None
    resource_isan: Isan | None = None
    dsp_resource_id: Text | None = None
    label_resource_id: Text | None = None
    proprietary_resource_id: OwnKeys | None = None
    resource_context_release_grid: Grid | None = None
    resource_type: ResourceKind | None = None
    resource_title: Text | None = None
    resource_sub_title: Text | None = None
    resource_display_artist_name: Text | None = None
    resource_display_artist_party_id: PartyKey | None = None
    summary_record_id: Text
    sales_transaction_date: Day
    total_usages: Number
    returns: Whole
    net_usage: Number
    wholesale_price_in_currency_of_transaction: Amount | None = None
    wholesale_price_in_currency_of_accounting: Amount | None = None
    suggested_consumer_price_in_currency_of_transaction: Amount | None = None
    suggested_consumer_price_in_currency_of_accounting: Amount | None = None
    price_type: Text | None = None
    price_range_type: Text | None = None
    price_consumer_paid_exc_sales_tax_in_currency_of_transaction: Amount | None = None
    price_consumer_paid_exc_sales_tax_in_currency_of_accounting: Amount | None = None
    deduction_type: Texts | None = None
    deductions_in_currency_of_transaction: Amounts | None = None
    deductions_in_currency_of_accounting: Amounts | None = None
    right_share_percentage: Number
    calculated_unit_price_in_currency_of_transaction: Number
    calculated_unit_price_in_currency_of_accounting: Number
    allocated_revenue_in_currency_of_transaction: Amount
    allocated_revenue_in_currency_of_accounting: Amount
    allocated_net_revenue_in_currency_of_transaction: Amount
    allocated_net_revenue_in_currency_of_accounting: Amount
    copyright_obligation_with_dsp: Flag
