"""Records of what was sold and used in a block (Part 8, 5.6)."""

from ..kinds import (
    Amount,
    Day,
    Flag,
    Number,
    PartyKey,
    Rights,
    Text,
    Texts,
    Use,
    Whole,
    Wholes,
)
from .shape import record

_LIST = "names by the published list of record definitions 1.4"


@record("SU01.02", source=f"{_LIST}; cells 1 to 7 by Part 8 5.6.2", in_block=True)
class Download:
    """Downloads of a release or of a recording of the block."""

    summary_record_id: Text
    sales_transaction_id: Text
    transacted_release: Text | None = None
    transacted_resource: Text | None = None
    is_royalty_bearing: Flag
    sales_upgrade: Flag | None = None
    usages: Whole
    returns: Whole
    price_consumer_paid_exc_sales_tax: Amount | None = None
    promotional_activity: Text | None = None
    use_type: Use | None = None


@record("SU02.02", source=f"{_LIST}; cells 1 to 7 by Part 8 5.6.2", in_block=True)
class Stream:
    """Streams of a release or of a recording of the block."""

    summary_record_id: Text
    sales_transaction_id: Text
    transacted_release: Text | None = None
    transacted_resource: Text | None = None
    is_royalty_bearing: Flag
    number_of_streams: Whole
    price_consumer_paid_exc_sales_tax: Amount | None = None
    promotional_activity: Text | None = None
    use_type: Use | None = None


@record("RU01.02", source=f"{_LIST}; several ids and their usages by the XSD of RU01.01", in_block=True)
class UsesOfUploads:
    """Uploads of members that contain the recording, together with their uses, by category."""

    summary_record_id: Text
    dsp_release_id: Texts
    usages: Wholes
    content_category: Text
    parent_resource_reference: Text


@record("RU02.02", source="Part 8 5.6.8: all cells", in_block=True)
class UsesOfUpload:
    """One upload of a member that contains the recording, its address and its uses."""

    summary_record_id: Text
    dsp_release_id: Text
    release_title: Text
    release_url: Text
    usages: Whole
    content_category: Text | None = None
    parent_resource_reference: Text


@record(
    "SU03.02",
    source="all cells by the published standard; mandatory ones by the XSD of UgcProfile 1.2",
    in_block=True,
)
class UploadedUse:
    """What the recording earned inside members' uploads."""

    sales_transaction_id: Text
    summary_record_id: Text
    dsp_resource_id: Text
    usages: Whole
    net_revenue: Amount
    validity_period_start: Day | None = None
    validity_period_end: Day | None = None
    content_category: Text | None = None
    is_royalty_bearing: Flag | None = None


@record("ST01", source="Part 8 5.6.10: all cells", in_block=True)
class UseBySubscribers:
    """The uses of the record before it, by type of subscriber."""

    parent_sales_transaction_id: Text
    summary_record_id: Text
    usages: Whole


@record("LI01.03", source="Part 8 5.6.9: all cells", in_block=True)
class LicensorShare:
    """What a rights controller has of the record before it."""

    summary_record_id: Text
    rights_controller: Text
    rights_controller_party_id: PartyKey | None = None
    rights_controller_work_id: Text | None = None
    right_share: Number
    rights_type: Rights | None = None
    allocated_net_revenue: Amount
    allocated_amount: Amount
    allocated_usages: Number | None = None
    parent_sales_transaction_id: Text | None = None
    licensor_data_record_id: Text | None = None
