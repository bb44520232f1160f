"""Every record type that is written, as a dataclass of its cells. `RECORDS` is the table of all of them."""

from .heads import Foot, Head, SingleFoot
from .resources import LabelData, Recording, RecordingOfWork, Release, SubRelease, Work
from .sales import (
    Download,
    LicensorShare,
    Stream,
    UploadedUse,
    UseBySubscribers,
    UsesOfUpload,
    UsesOfUploads,
)
from .shape import RECORDS, Cell, Shape, cells_of, shape_of, unsayable_cells
from .single import DownloadLine, LabelLine, StreamLine
from .summaries import (
    LabelSummary,
    LicensorSummary,
    MarketShareSummary,
    SalesSummary,
    StreamSummary,
    SubscriberSummary,
)

Summary = (
    SalesSummary | StreamSummary | SubscriberSummary | LicensorSummary | MarketShareSummary | LabelSummary
)

__all__ = [
    "RECORDS",
    "Cell",
    "Download",
    "DownloadLine",
    "Foot",
    "Head",
    "LabelData",
    "LabelLine",
    "LabelSummary",
    "LicensorShare",
    "LicensorSummary",
    "MarketShareSummary",
    "Recording",
    "RecordingOfWork",
    "Release",
    "SalesSummary",
    "Shape",
    "SingleFoot",
    "Stream",
    "StreamLine",
    "StreamSummary",
    "SubRelease",
    "SubscriberSummary",
    "Summary",
    "UploadedUse",
    "UseBySubscribers",
    "UsesOfUpload",
    "UsesOfUploads",
    "Work",
    "cells_of",
    "shape_of",
    "unsayable_cells",
]
