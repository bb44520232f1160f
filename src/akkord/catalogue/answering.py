"""What is answered about one release of a batch: its status, and every fault in words for its sender."""

from django.utils import translation

from .ern.acknowledging import FAULTY, OK, REFUSED, Answer
from .ern.acknowledging import name_of as name_of
from .ern.faults import Fault, Severity
from .ern.identifiers import Identifier
from .ern.message import Name, Party
from .ern.sentences import told
from .models import Batch, BatchRelease
from .understanding import fault_of
from .understanding import faults_of as faults_of_summary


def faults_of(release: BatchRelease) -> list[Fault]:
    """Those of its message, as far as they were kept, and those of its files."""
    message = release.message
    of_message = faults_of_summary(message.understood) if message is not None else []
    return [*of_message, *(fault_of(each) for each in release.faults)]


def status_of(release: BatchRelease) -> str:
    if release.state == BatchRelease.State.REFUSED:
        return REFUSED
    return FAULTY if any(fault.severity == Severity.ERROR for fault in faults_of(release)) else OK


def answer_of(batch: Batch, release: BatchRelease) -> Answer:
    """The answer in English, the language of such files."""
    message = release.message
    with translation.override("en"):
        lines = [f"{fault.severity.upper()} {told(fault)}" for fault in faults_of(release)]
        if message is not None and message.fault:
            lines.insert(0, f"ERROR {message.name}: {message.why}")
    again = [Identifier(*each["resource"]) for each in release.faults if each.get("resource")]
    return Answer(
        message_id=message.message_id if message is not None else "",
        release=release.folder,
        batch=batch.name,
        status=status_of(release),
        faults=tuple(lines),
        resources=tuple(dict.fromkeys(again)),
        check=status_of(release) != OK,
    )


def recipient_of(batch: Batch) -> Party:
    """Whose batch it was."""
    organisation = batch.organisation
    ids = (Identifier("DPID", organisation.dpid),) if organisation.dpid else ()
    return Party(ids, (Name(organisation.name),))
