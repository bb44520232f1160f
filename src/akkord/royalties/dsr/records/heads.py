"""First and last records of every file (DSR Part 8, 5.1)."""

from ..kinds import Day, Dpid, Instant, Service, Text, Texts, Whole
from .shape import record

_XSD = "XSD of the profiles (ddexnet/dsrf), Part 8 5.1"


@record("HEAD", source=f"{_XSD}; the same cells for both variants")
class Head:
    """Who reports what to whom, and which file of how many this is."""

    message_version: Text
    profile: Text
    profile_version: Text
    message_id: Text
    message_created_date_time: Instant
    file_number: Whole
    number_of_files: Whole
    usage_start_date: Day
    usage_end_date: Day
    sender_party_id: Dpid
    sender_name: Text
    service_description: Service | None = None
    recipient_party_id: Dpid | None = None
    recipient_name: Text | None = None
    represented_repertoire: Texts | None = None


@record("FOOT", source=f"{_XSD}; counts of the report are mandatory in the last file only, and given in all")
class Foot:
    """How many lines and blocks were sent, in the file and in the report."""

    number_of_lines_in_file: Whole
    number_of_lines_in_report: Whole | None = None
    number_of_summary_records: Whole
    number_of_blocks_in_file: Whole
    number_of_blocks_in_report: Whole | None = None


@record("SRFO", source=_XSD)
class SingleFoot:
    """How many lines were sent, in a report whose blocks are single records."""

    number_of_lines_in_report: Whole
    number_of_summary_records: Whole
