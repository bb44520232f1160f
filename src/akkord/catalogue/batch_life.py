"""The life of a batch, and of each release in it, on one page.

batch      arriving → complete → reading → done (every release has its answer)
release    arrived → read | refused

arriving   files still come, by HTTPS; in a folder nothing is known of a batch before its trigger
complete   its sender says that all is there: files are listed, each folder is a release
reading    each release by itself: the message is kept and read, its files are compared with their sums, the
           answer is written where the sender finds it; sounds go on when the message is accepted
done       all are answered

Every step may run twice: what it made the first time is found and left as it is.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO

import structlog
from django.conf import settings
from django.db import transaction

from akkord.flow import clock, outbox
from akkord.flow.lives import AlreadyMoved, Life
from akkord.store.files import NotKept, files

from . import answering, errors, folders, layout, message_life, queries
from .actions import accept_message, note_message
from .batches import folder_of, hand_over, sender_folder
from .ern.acknowledging import acknowledgement
from .ern.enclosed import SUMS, Came, compare, is_same, paths_named
from .ern.faults import Fault, Refused, Scope, Severity
from .ern.manifest import Manifest, read_manifest
from .ern.message import File, Message
from .models import Batch, BatchFile, BatchRelease, ReleaseMessage
from .rules import file_key
from .understanding import kept

log = structlog.get_logger(__name__)
State = BatchRelease.State


def look(batch: Batch) -> None:
    """complete → reading: what came is listed and laid out; each folder begins the life of a release."""
    faults = list(_listed(batch)) if batch.by_folder else []
    came = {file.path: file for file in batch.files.all()}
    batch_id = layout.batch_id_of(batch.name) or ""
    laid = layout.laid_out(came, batch_id)
    manifest, more = _announced(batch, came, laid)
    faults += [*more, *_odd(laid)]
    with transaction.atomic():
        releases = [BatchRelease(batch=batch, folder=folder) for folder in laid.releases]
        BatchRelease.objects.bulk_create(
            releases[: layout.MOST_RELEASES], batch_size=500, ignore_conflicts=True
        )
        said = [kept(fault) for fault in faults[:MOST_FAULTS]]
        BATCH.move(batch, Batch.State.READING, faults=said, test=manifest.test)
        for release in batch.releases.filter(state=State.ARRIVED):
            RELEASE.begin(release)
    finish_if_ended(batch)


MOST_FAULTS = 200


def _listed(batch: Batch) -> Iterator[Fault]:
    """Note the files of a folder; what cannot be taken is a fault. Bytes are read release by release."""
    found: list[BatchFile] = []
    try:
        for each in folders.listed(folder_of(batch), settings.MOST_UPLOAD_BYTES):
            if isinstance(each, Fault):
                yield each
            else:
                found.append(BatchFile(batch=batch, path=each.path, size=each.size))
    except OSError as gone:
        yield _fault("message_gone", gone.strerror or "", batch.name)
    BatchFile.objects.bulk_create(found, batch_size=500, ignore_conflicts=True)


def _announced(
    batch: Batch, came: Mapping[str, BatchFile], laid: layout.Layout
) -> tuple[Manifest, list[Fault]]:
    """What the manifest says, and what of that did not come; zero bytes say nothing, and that is enough."""
    nothing = Manifest(None, (), test=False)
    if laid.manifest is None or not came[laid.manifest].size:
        return nothing, []
    try:
        with _opened(batch, came[laid.manifest]) as source:
            manifest = read_manifest(source)
    except Refused as why:
        return nothing, [_fault("manifest_not_read", why.about or why.word, laid.manifest)]
    except (OSError, NotKept):
        return nothing, [_fault("manifest_not_read", "", laid.manifest)]
    faults = []
    if manifest.messages is not None and manifest.messages != len(laid.releases):
        counted = f"{manifest.messages} ≠ {len(laid.releases)}"
        faults.append(_fault("manifest_count", counted, laid.manifest))
    named = [file for file in manifest.files if file.uri and not _is_here(batch, file, came)]
    faults += [_fault("manifest_file", file.uri, laid.manifest) for file in named]
    return manifest, faults


def _is_here(batch: Batch, file: File, came: Mapping[str, BatchFile]) -> bool:
    """Whether the file a manifest names came, with the sum the manifest states, if it does."""
    path = next((each for each in came if f"/{file.uri}".endswith(f"/{each}")), None)
    if path is None:
        return False
    try:
        return is_same(file, _taken(batch, came[path], keep=False)[0]) is not False
    except (OSError, NotKept):
        return False


def _odd(laid: layout.Layout) -> Iterator[Fault]:
    for path in laid.beside:
        yield _fault("file_beside", path, path, Severity.WARNING)
    if not laid.releases:
        yield _fault("no_release", "", "")
    if len(laid.releases) > layout.MOST_RELEASES:
        yield _fault("too_many_releases", layout.MOST_RELEASES, "")


def examine(release: BatchRelease) -> None:
    """arrived → read, or refused: no message, or one that cannot be used. Either way it is answered."""
    batch = Batch.objects.select_related("organisation__accepting", "person").get(pk=release.batch_id)
    below = f"{release.folder}/"
    files_below = batch.files.filter(path__startswith=below)
    here = {file.path: file for file in files_below if file.path.startswith(below)}  # SQLite ignores case
    messages = list(layout.messages_in(release.folder, here))
    if len(messages) != 1:
        word = "several_messages" if messages else "no_message"
        _end(batch, release, State.REFUSED, faults=[_fault(word, release.folder, release.folder)])
        return
    try:
        message = _read(batch, here[messages[0]])
    except (OSError, NotKept, errors.CatalogueError) as gone:
        _end(batch, release, State.REFUSED, faults=[_fault("message_gone", str(gone)[:100], messages[0])])
        return
    if message.state == ReleaseMessage.State.REFUSED:
        _end(batch, release, State.REFUSED, message=message)
        return
    faults, sounds = _enclosed(batch, release, queries.whole_message(message), here)
    _end(batch, release, State.READ, message=message, faults=faults, sounds=sounds)


def _read(batch: Batch, file: BatchFile) -> ReleaseMessage:
    """The message of the folder, read at once: its answer is waited for."""
    sha256 = file.sha256 or _taken(batch, file, keep=True)[1]
    message, _new = note_message(batch.person, batch.organisation, file.path, sha256)
    if message.state == ReleaseMessage.State.ARRIVED:
        with suppress(AlreadyMoved):
            message_life.read(message)
        message.refresh_from_db()
    return message


def _enclosed(
    batch: Batch, release: BatchRelease, said: Message, here: Mapping[str, BatchFile]
) -> tuple[list[tuple[Fault, Any]], dict[str, list[Any]]]:
    """What the message names, beside what came: faults with their resources, and sounds by name."""
    came, stored = {}, {}
    for path, sounding in paths_named(said.resources, release.folder, here).items():
        with suppress(OSError, NotKept, errors.CatalogueError):  # gone meanwhile: missing
            came[path], stored[path] = _taken(batch, here[path], keep=sounding)
    faults: list[tuple[Fault, Any]] = []
    sounds: dict[str, list[Any]] = {}
    for resource, found in compare(said.resources, release.folder, came):
        if isinstance(found, Fault):
            faults.append((found, next(iter(resource.ids), None)))
        elif resource.sounding:
            sounds[file_key(found.path)] = [stored[found.path], found.size]
    return faults, sounds


def _taken(batch: Batch, file: BatchFile, *, keep: bool) -> tuple[Came, str]:
    """The sums of a file, and its name in the store ("" when it is not kept). Raises OSError, NotKept."""
    sums = {name: hashlib.new(name, usedforsecurity=False) for name in SUMS}

    def summed(source: BinaryIO) -> Iterator[bytes]:
        for piece in folders.pieces(source, settings.MOST_UPLOAD_BYTES):
            for each in sums.values():
                each.update(piece)
            yield piece

    with _opened(batch, file) as source:
        if keep and not file.sha256:
            stored = files().keep(summed(source)).sha256
            BatchFile.objects.filter(pk=file.pk).update(sha256=stored)
        else:
            stored = file.sha256
            for _piece in summed(source):
                pass
        size = source.tell()
    return Came(file.path, size, {name: each.hexdigest() for name, each in sums.items()}), stored


@contextmanager
def _opened(batch: Batch, file: BatchFile) -> Iterator[BinaryIO]:
    """The bytes of a file: from the store when they are there, else from the sender's folder."""
    if file.sha256:
        with files().path(file.sha256).open("rb") as source:
            yield source
    else:
        with folders.opened(folder_of(batch), file.path) as source:
            yield source


def _end(
    batch: Batch,
    release: BatchRelease,
    state: BatchRelease.State,
    *,
    message: ReleaseMessage | None = None,
    faults: Iterable[Any] = (),
    sounds: Mapping[str, list[Any]] | None = None,
) -> None:
    """Answer a release, move it to its end, and let its sounds and its message go on.

    The answer is written first: a kill after it writes the same again.
    """
    faults = [each if isinstance(each, tuple) else (each, None) for each in faults][:MOST_FAULTS]
    said: dict[str, Any] = {
        "message": message,
        "faults": [kept(fault) | {"resource": list(about or ())} for fault, about in faults],
        "sounds": dict(sounds or {}),
        "finished_at": clock.now(),
    }
    _answer(batch, BatchRelease(batch=batch, folder=release.folder, state=state, **said))
    with transaction.atomic():
        locked = Batch.objects.select_for_update().get(pk=batch.pk)
        RELEASE.move(release, state, **said)
        if message is not None:
            hand_over(message)
            _accept(batch, release, message)
        finish_if_ended(locked)


def _answer(batch: Batch, release: BatchRelease) -> None:
    """Write the acknowledgement into the sender's folder; by HTTPS it is made when it is asked for."""
    if not batch.by_folder:
        return
    name, written = acknowledged(batch, release)
    try:
        folders.write_within(sender_folder(batch.organisation), ANSWERS, name, written)
    except OSError as refused:  # the operator's folder: told to the operator, and readable by HTTPS
        log.warning("acknowledgement_not_written", batch=batch.pk, file=name, why=str(refused))


ANSWERS = "acknowledgements"


def acknowledged(batch: Batch, release: BatchRelease) -> tuple[str, bytes]:
    """The acknowledgement of a release that ended: the name of its file, and the file."""
    answer = answering.answer_of(batch, release)
    to = answering.recipient_of(batch)
    at = release.finished_at or clock.now()
    placed = batch.completed_at or batch.made_at
    return answering.name_of(placed, release.folder), acknowledgement(answer, settings.DPID, to, at)


def _accept(batch: Batch, release: BatchRelease, message: ReleaseMessage) -> None:
    """Accept it in the name of whoever said so for all that has no error."""
    person = batch.organisation.accepting
    if person is None or batch.test or release.state != State.READ:
        return
    if not any(fault.severity == Severity.ERROR for fault in answering.faults_of(release)):
        with suppress(errors.NotRepresented, errors.MessageNotReady):
            accept_message(person, message)


def finish_if_ended(batch: Batch) -> None:
    """reading → done once every release has its answer."""
    if batch.state != Batch.State.READING or batch.releases.filter(state=State.ARRIVED).exists():
        return
    with transaction.atomic():
        BATCH.move(batch, Batch.State.DONE, finished_at=clock.now())
        outbox.tell(f"batch:{batch.pk}", "state", batch=batch.pk, state="done")


def _fault(word: str, about: object, path: str, severity: Severity = Severity.ERROR) -> Fault:
    return Fault(word, severity, Scope.MESSAGE, str(about)[:200], path)


BATCH = Life(
    name="batch",
    model="catalogue.Batch",
    steps={"complete": look, "reading": finish_if_ended},
    ends=frozenset({"done"}),
)
RELEASE = Life(
    name="batch_release",
    model="catalogue.BatchRelease",
    steps={"arrived": examine},
    ends=frozenset({"read", "refused"}),
)
