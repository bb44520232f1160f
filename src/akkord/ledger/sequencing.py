"""Sequencing: waiting lines get their numbers, stand in tiles, and come under a signed, published head.

The order of writes (trust record §1.4) makes it safe to be killed anywhere and to run twice at once:

1. numbers are given in one transaction, and are final from then on: what a tile holds never depends on
   which run writes it;
2. bundles and tiles are written, durable before anybody promises anything about them;
3. the remembered head is swapped forward by comparison, and signed in that same transaction;
4. the remembered note is published.

A run first makes sure that the published checkpoint is one it remembers: a database restored from an
older backup must not sign a second history.
"""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django_tasks import task

from akkord.flow import clock, outbox
from tilelog.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from tilelog.errors import (
    FolderDiffers,
    Forked,
    GoesBackwards,
    Malformed,
    NotSigned,
    SignatureFailed,
    TilesMissing,
    WouldRewrite,
    WrongOrigin,
)
from tilelog.note import Signer, Verifier
from tilelog.writer import LogFolder

from .errors import (
    FilesDiffer,
    LogNotBegun,
    NumbersBroken,
    PublishedAhead,
    PublishedDiffers,
)
from .key import signing_key
from .models import Entry, SignedHead

# Lines of one round: 16 full bundles; a round takes well under a second.
MOST_LINES = 4096


def log_folder() -> LogFolder:
    """The log's public files."""
    return LogFolder(Path(settings.DATA) / "log")


@task(priority=50)
def sequence() -> None:
    """Bring every waiting line under the published head. Raises CannotSign."""
    head = _head()
    if not _work_left(head):
        return
    signer = signing_key(head.origin)
    folder = log_folder()
    with one_at_a_time(folder.folder):
        check_published(folder, _head(), signer.verifier)
        _publish(folder)
        while _give_numbers() or _head().size < _numbered():
            _integrate(folder, signer)
            _publish(folder)


def check_published(folder: LogFolder, head: SignedHead, verifier: Verifier) -> None:
    """Refuse when what the public has is not what this database remembers signing.

    A published checkpoint *behind* the remembered one is a run that was killed before publishing; that it
    is a true beginning of the newer one is checked by `LogFolder.publish`. Raises PublishedAhead,
    PublishedDiffers.
    """
    published = _published(folder, verifier)
    if published is None:
        return
    if published.size > head.size:
        raise PublishedAhead(f"{published.size} lines are published, {head.size} remembered")
    if published.size == head.size and published.root.hex() != head.root:
        raise PublishedDiffers(f"other root at size {head.size}")


def _published(folder: LogFolder, verifier: Verifier) -> Checkpoint | None:
    text = folder.read_checkpoint()
    if text is None:
        return None
    try:
        return open_checkpoint(text, verifier)
    except (Malformed, SignatureFailed, NotSigned, WrongOrigin) as error:
        raise PublishedDiffers(str(error)) from error


def _head() -> SignedHead:
    head = SignedHead.objects.filter(pk=1).first()
    if head is None:
        raise LogNotBegun
    return head


def _work_left(head: SignedHead) -> bool:
    """Whether a run has anything to do; asked without a lock, so that an idle log costs two reads."""
    if Entry.objects.filter(number=None).exists() or _numbered() != head.size:
        return True
    return bool(head.note) and log_folder().read_checkpoint() != head.note


def _numbered() -> int:
    last = Entry.objects.exclude(number=None).order_by("-number").values_list("number", flat=True).first()
    return 0 if last is None else last + 1


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait for another run on these files; the kernel gives the lock back if that process dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / ".sequencing", "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@transaction.atomic
def _give_numbers() -> int:
    """Number the next waiting lines, in the order they were written; how many. One run at a time.

    A line that another names (`prev`, `order`) was committed before it, so it has the smaller id.
    """
    heads = SignedHead.objects.filter(pk=1)
    if connection.features.has_select_for_update:
        heads = heads.select_for_update()
    heads.get()
    following = _numbered()
    waiting = Entry.objects.filter(number=None).order_by("id").values_list("id", flat=True)[:MOST_LINES]
    rows = [(number, line) for number, line in enumerate(waiting, following)]
    _write_numbers(rows, clock.now())
    return len(rows)


def _write_numbers(rows: Sequence[tuple[int, int]], at: datetime) -> None:
    """(number, id) → the table. Plain SQL: an order's thousand lines take 10 ms, `bulk_update` half a second,
    and on SQLite nobody else writes meanwhile."""
    if not rows:
        return
    stamp = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE ledger_entry SET number = %s, sequenced_at = %s WHERE id = %s",
            [(number, stamp, line) for number, line in rows],
        )


def _integrate(folder: LogFolder, signer: Signer) -> None:
    """Write the files of numbered lines beyond the head, then swap the head forward and sign it."""
    head = _head()
    bodies = _bodies_from(head.size)
    try:
        size, root = folder.integrate(bodies, head.size, root=bytes.fromhex(head.root))
    except (FolderDiffers, WouldRewrite) as error:
        raise FilesDiffer(str(error)) from error
    _swap(head, Checkpoint(head.origin, size, root), signer)


def _bodies_from(start: int) -> list[bytes]:
    rows = Entry.objects.filter(number__gte=start).order_by("number")[: 2 * MOST_LINES]
    found = list(rows.values_list("number", "body"))
    if [number for number, _ in found] != list(range(start, start + len(found))):
        raise NumbersBroken(f"lines are missing after {start}")
    return [bytes(body) for _, body in found]


@transaction.atomic
def _swap(old: SignedHead, new: Checkpoint, signer: Signer) -> None:
    """Compare and swap, then sign: a signature exists only over a head that was remembered.

    When another run was here first nothing is signed; the caller looks again.
    """
    same = SignedHead.objects.filter(pk=1, size=old.size, root=old.root)
    at = clock.now()
    if not same.update(size=new.size, root=new.root.hex(), signed_at=at):
        return
    note = sign_checkpoint(new, [signer])
    SignedHead.objects.filter(pk=1).update(note=note)
    outbox.tell("log", "signed", size=new.size)


def _publish(folder: LogFolder) -> None:
    """Put the remembered note before the public, if it is not there already."""
    note = _head().note
    if not note or folder.read_checkpoint() == note:
        return
    try:
        folder.publish(note)
    except GoesBackwards:
        check_published(folder, _head(), signing_key(_head().origin).verifier)  # a newer run was quicker
    except (TilesMissing, Forked, WrongOrigin) as error:
        raise FilesDiffer(str(error)) from error
