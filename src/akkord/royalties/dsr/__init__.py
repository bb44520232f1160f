"""DDEX sales reports (DSR flat files) and claims (CDM): dataclasses in, lines of files out, and back.

Pure: no tables, no settings, no clock. Amounts are integer micro-units. A report is its heading, its
summaries and a function that gives its blocks, as often as it is called (they are counted, then written):

    >>> from datetime import UTC, date, datetime
    >>> from akkord.royalties import dsr
    >>> from akkord.royalties.dsr import records
    >>> heading = dsr.Heading(
    ...     profile=dsr.BASIC_AUDIO, message_id="2026-11-7", created=datetime(2026, 12, 5, tzinfo=UTC),
    ...     first=date(2026, 11, 1), last=date(2026, 11, 30),
    ...     sender=dsr.Party("PADPIDA2026112801A", "Akkord"),
    ...     recipient=dsr.Party("PADPIDA2026112802B", "Society"),
    ...     service=dsr.service_name("Akkord Plus"), territory="DE",
    ... )
    >>> summary = records.StreamSummary(
    ...     summary_record_id="1", commercial_model="SubscriptionModel", use_type="OnDemandStream",
    ...     territory="DE", service_description=heading.service, total_usages=0,
    ...     currency_of_reporting="EUR", net_revenue=1_250_000, content_category="Music",
    ... )
    >>> def blocks():
    ...     yield dsr.AudioBlock(
    ...         resources=(
    ...             records.RecordingOfWork(
    ...                 resource_reference="A1", dsp_resource_id="77", resource_title="Two | Three",
    ...                 resource_type="SoundRecording",
    ...             ),
    ...         ),
    ...         sales=(
    ...             records.Stream(
    ...                 summary_record_id="1", sales_transaction_id="1-77", transacted_resource="A1",
    ...                 is_royalty_bearing=True, number_of_streams=12,
    ...             ),
    ...         ),
    ...     )
    >>> report = dsr.summed(dsr.Report(heading, (summary,), blocks))  # total_usages is 12 now
    >>> plan = dsr.plan(report)  # checks everything; raises NotWritable
    >>> for file in dsr.files(report, plan):
    ...     print(file.name, sum(1 for line in file.lines))
    DSR_PADPIDA2026112802B_PADPIDA2026112801A_Akkord-Plus_2026-11_DE_1of1_20261205T000000.tsv 8

`plan.replaced` tells which texts lost characters that no cell can hold. `dsr.reading` is the strict reader,
which knows nothing of the writer. Records and their sources: docs/subsystems/reports.md.
"""

from .errors import BadCell, BadName, NotWritable, ReportChanged, SummaryDiffers, UnknownSummary, WrongOrder
from .naming import file_name, service_name
from .profiles import BASIC_AUDIO, BASIC_AUDIO_SINGLE, LABELS, UGC, Profile
from .reports import AudioBlock, Described, Heading, Party, Report, UgcBlock, UploadSale
from .totals import summed
from .writing import Plan, ReportFile, files, plan

__all__ = [
    "BASIC_AUDIO",
    "BASIC_AUDIO_SINGLE",
    "LABELS",
    "UGC",
    "AudioBlock",
    "BadCell",
    "BadName",
    "Described",
    "Heading",
    "NotWritable",
    "Party",
    "Plan",
    "Profile",
    "Report",
    "ReportChanged",
    "ReportFile",
    "SummaryDiffers",
    "UgcBlock",
    "UnknownSummary",
    "UploadSale",
    "WrongOrder",
    "file_name",
    "files",
    "plan",
    "service_name",
    "summed",
]
