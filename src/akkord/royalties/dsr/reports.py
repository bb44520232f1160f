"""What is reported: who to whom, the summaries, and a stream of blocks that can be read again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .profiles import Profile
from .records import (
    Download,
    LabelData,
    LicensorShare,
    Recording,
    RecordingOfWork,
    Release,
    Stream,
    SubRelease,
    Summary,
    UploadedUse,
    UseBySubscribers,
    UsesOfUpload,
    UsesOfUploads,
    Work,
)
from .records.single import DownloadLine, LabelLine, StreamLine


@dataclass(frozen=True, slots=True)
class Party:
    """A sender or a recipient, by its DDEX party id (PADPIDA…) and full name."""

    dpid: str
    name: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What HEAD and the files' names say. `message_id` is never used twice by one sender; `created` has a
    zone; `first` and `last` are the days reported of, both included; `service` has no space or underscore;
    `territory` is an ISO code, or the word agreed on with the recipient ("Multi", "Worldwide")."""

    profile: Profile
    message_id: str
    created: datetime
    first: date
    last: date
    sender: Party
    recipient: Party | None
    service: str
    territory: str
    repertoire: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """A recording with its works in records of their own."""

    recording: Recording
    works: tuple[Work, ...] = ()


Resource = RecordingOfWork | Described


@dataclass(frozen=True, slots=True)
class AudioBlock:
    """A block of Basic Audio: recordings, their release when they were used in one, and what was sold."""

    resources: tuple[Resource, ...]
    sales: tuple[Download | Stream, ...]
    release: Release | None = None
    sub_releases: tuple[SubRelease, ...] = ()


@dataclass(frozen=True, slots=True)
class UploadSale:
    """A recording's uses inside uploads, by subscribers, and who has which share of them."""

    used: UploadedUse
    subscribers: tuple[UseBySubscribers, ...] = ()
    shares: tuple[LicensorShare, ...] = ()


@dataclass(frozen=True, slots=True)
class UgcBlock:
    """A block of the UGC profile: a recording, the uploads it is in (together or one by one), its uses."""

    resources: tuple[Resource, ...]
    uploads: tuple[UsesOfUploads, ...] | tuple[UsesOfUpload, ...] = ()
    sales: tuple[UploadSale, ...] = ()
    label_data: tuple[LabelData, ...] = ()


Block = AudioBlock | UgcBlock | LabelLine | DownloadLine | StreamLine


@dataclass(frozen=True, slots=True)
class Report:
    """A report. `blocks` is called twice, to count and to write, and gives the same blocks each time."""

    heading: Heading
    summaries: tuple[Summary, ...]
    blocks: Callable[[], Iterable[Block]]


def rows_of(block: Block) -> Iterator[Any]:
    """The records of a block, in the order of its profile."""
    match block:
        case AudioBlock():
            if block.release:
                yield block.release
            yield from _resources(block.resources)
            yield from block.sub_releases
            yield from block.sales
        case UgcBlock():
            yield from _resources(block.resources)
            yield from block.label_data
            yield from block.uploads
            for sale in block.sales:
                yield sale.used
                yield from sale.subscribers
                yield from sale.shares
        case _:
            yield block


def _resources(resources: tuple[Resource, ...]) -> Iterator[Any]:
    for resource in resources:
        if isinstance(resource, Described):
            yield resource.recording
            yield from resource.works
        else:
            yield resource
