"""Records of the notifications that answer claims (CDM Part 2), as far as they are published."""

from ..kinds import (
    Amount,
    Currency,
    Day,
    Discrepancies,
    Discrepancy,
    Dpid,
    Instant,
    Iswc,
    Model,
    Number,
    PartyKey,
    Service,
    Territory,
    Text,
    Texts,
    Use,
    Whole,
)
from .shape import record


@record("CDMH.01", source="CDM Part 2 5.1.1 and a public validator of CDM 2.0: all 18 cells")
class ClaimHead:
    """Who claims, or answers claims, to whom."""

    message_version: Text
    message_id: Text
    message_created_date_time: Instant
    profile: Text
    profile_version: Text
    related_cdm_message_id: Text | None = None
    sales_report_id: Text | None = None
    usage_start_date: Day | None = None
    usage_end_date: Day | None = None
    sender_party_id: Dpid
    sender_name: Text
    service_description: Service | None = None
    recipient_party_id: Dpid | None = None
    recipient_name: Text | None = None
    claiming_round: Whole | None = None
    sent_on_behalf_of_party_id: Dpid | None = None
    sent_on_behalf_of_name: Text | None = None


@record(
    "CDS1.01",
    source="CDM Part 2 5.2.4: cells 1 to 6; the others by the clause's list of what a summary is of, in its"
    " order: their places are not verified",
)
class DiscrepancySummary:
    """Discrepancies of one type, in one context."""

    summary_record_id: Text
    discrepancy_type: Discrepancies
    number_of_discrepancies: Whole
    currency_of_invoicing: Currency | None = None
    estimated_royalty_impact: Amount | None = None
    commercial_model: Model | None = None
    use_type: Use | None = None
    territory: Territory | None = None
    service_description: Service | None = None
    usages: Number | None = None
    start_of_claim_period: Day | None = None
    end_of_claim_period: Day | None = None


@record(
    "CDD1",
    source="CDM Part 2 5.3.6: cells 1 to 8; the ninth is the id of the record, its name and all after it"
    " (expected, found, impact: Part 4, 6) are not published in what was found",
)
class DataDiscrepancy:
    """One claim that says something else than was reported, or contradicts itself."""

    data_discrepancy_id: Text
    claim_id: Text | None = None
    summary_record_id: Text
    discrepancy_type: Discrepancy
    discrepant_record_type: Text
    discrepancy_description: Text
    discrepant_cell_name: Text
    discrepant_record_id: Text | None = None
    expected_value: Text | None = None
    found_value: Text | None = None
    estimated_royalty_impact: Amount | None = None


@record(
    "CDD2.01",
    source="CDM Part 2 5.3.7: cells 1 to 9; uses and impact by Part 5, 6: their places are not verified",
)
class OverclaimDiscrepancy:
    """A recording's work of which more than the whole is claimed. Two or more CDD3.01 follow."""

    claim_discrepancy_id: Text
    claim_id: Text | None = None
    summary_record_id: Text
    discrepancy_type: Discrepancy
    action_taken: Text | None = None
    dsp_resource_id: Text
    resource_title: Text | None = None
    display_artist_name: Text | None = None
    usages: Number | None = None
    estimated_royalty_impact: Amount | None = None


@record("CDD3.01", source="CDM Part 2 5.3.8: cells 1 to 12; what may follow them is not known")
class OverclaimPart:
    """One claim that is part of an overclaim."""

    claim_discrepancy_id: Text
    rights_controller_name: Text
    rights_controller_party_id: PartyKey
    claim_id: Text
    licensor_work_id: Text | None = None
    iswc: Iswc | None = None
    share_claimed_mechanical: Number
    share_claimed_performing: Number
    blended_share_claimed_for_mech_and_perf: Number
    work_title: Text | None = None
    alternative_work_titles: Texts | None = None
