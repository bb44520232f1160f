"""Counted plays become files: one a UTC day, fixed by a line of the public log; revisions are files more.

A play is counted at an instant that never changes, so a day that is over is whole. Files are written before
their row: a kill between the two leaves a file nobody names, and the day is moved again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from akkord.flow import clock
from akkord.ledger import actions as ledger
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing
from akkord.music import queries as music
from akkord.store.files import files

from .counted import payees_as_heard
from .errors import MonthNotOver
from .models import Exclusion, PlayFile, Pseudonyms
from .when import bounds, days

if TYPE_CHECKING:
    import pyarrow as pa

    from .usage.plays import Partition
    from .usage.splits import Split

FORMAT = "akkord-usage@v1"
AT_ONCE = 50_000  # rows turned into columns at a time
SETTLES = timedelta(minutes=10)  # after midnight: the last requests of a day have ended

Row = dict[str, Any]


@dataclass(frozen=True)
class Counted:
    """The files of a month: plays in them, and the digest of the list of their manifests."""

    plays: int
    sha256: str


def must_be_over(first_day: date) -> None:
    """Raises MonthNotOver while plays of the month may still be counted."""
    if clock.now() < bounds(first_day)[1] + SETTLES:
        raise MonthNotOver


def move_month(first_day: date, told: Callable[[int, int], None]) -> Counted:
    """Move every day of the month; `told` how many of how many are. Raises MonthNotOver."""
    must_be_over(first_day)
    month, known = days(first_day), _Known(first_day)
    for done, day in enumerate(month, start=1):
        move_day(day, known)
        told(done, len(month))
    plays = sum(row.rows for row in files_of(first_day) if row.batch == 0)
    return Counted(plays, listed(first_day))


def listed(first_day: date) -> str:
    """The digest of the list of the month's manifests."""
    names = "".join(f"{row.manifest}\n" for row in files_of(first_day))
    return hashlib.sha256(names.encode()).hexdigest()


@transaction.atomic
def move_day(day: date, known: _Known | None = None) -> PlayFile | None:
    """Move the plays of a day that is over; None while it is not, or when it was moved before."""
    since = datetime(day.year, day.month, day.day, tzinfo=UTC)
    until = since + timedelta(days=1)
    if clock.now() < until + SETTLES:
        return None
    _take_turns(day.replace(day=1))
    if PlayFile.objects.filter(day=day, batch=0).exists():
        return None
    rows = (_row(play, "", 0) for play in music.counted_rows(since, until))
    return _keep(day, 0, rows, known or _Known(day.replace(day=1)))


def move_due() -> None:
    """Move every day that is over and not in files yet, from the first on which anything was counted."""
    last = PlayFile.objects.order_by("-day").values_list("day", flat=True).first()
    first = last + timedelta(days=1) if last else music.first_counted()
    today = clock.now().date()
    while first is not None and first < today:
        move_day(first)
        first += timedelta(days=1)


def leave_out(month_first_day: date, plays: dict[Any, str]) -> None:
    """Write later revisions of these plays (id → the rule that leaves each out; "": it earns again)."""
    by_day: dict[date, list[Row]] = {}
    since, until = bounds(month_first_day)
    for play in music.counted_rows(since, until):
        if play.pk in plays:
            assert play.counted_at is not None  # it was chosen by when it was counted
            row = _row(play, plays[play.pk], 1 + _revisions(play.pk))
            by_day.setdefault(play.counted_at.date(), []).append(row)
    known = _Known(month_first_day)
    for day, rows in sorted(by_day.items()):
        last = PlayFile.objects.filter(day=day).order_by("-batch").first()
        _keep(day, last.batch + 1 if last else 0, iter(rows), known)


def files_of(first_day: date) -> Iterator[PlayFile]:
    """The month's files, in order."""
    month = days(first_day)
    return iter(PlayFile.objects.filter(day__gte=month[0], day__lte=month[-1]).order_by("day", "batch"))


def partitions_of(first_day: date) -> list[Partition]:
    """The same as the engine takes them."""
    from .usage.plays import Partition  # loads Arrow, as all below: only where plays become files

    return [
        Partition(
            row.day.isoformat(),
            row.batch,
            files().path(row.plays),
            files().path(row.splits),
            corrects=row.batch > 0,
        )
        for row in files_of(first_day)
    ]


def _take_turns(first_day: date) -> None:
    """Until the transaction ends nobody else moves days of the month: splits are numbered through it."""
    pseudonym(first_day)
    Pseudonyms.objects.select_for_update().get(first_day=first_day)


def forget_pseudonyms(first_day: date) -> None:
    """Nobody can tell any more whose plays of the month are whose."""
    Pseudonyms.objects.filter(first_day=first_day).delete()


def pseudonym(first_day: date) -> Callable[[int | None], int]:
    """What a person is called in the month's files: a positive number of 62 bits; 0: nobody signed in."""
    made = Pseudonyms.objects.get_or_create(first_day=first_day, defaults={"secret": secrets.token_bytes(32)})
    secret = bytes(made[0].secret)

    def called(person: int | None) -> int:
        if person is None:
            return 0
        said = hmac.digest(secret, person.to_bytes(8, "big"), "sha256")
        return 1 + int.from_bytes(said[:8], "big") % (2**62 - 1)

    return called


# --- rows and files --------------------------------------------------------------------------------------


def _row(play: Any, excluded: str, revision: int) -> Row:
    """A play as its file says it, but for its listener's pseudonym and the number of its split."""
    sound = play.track.sound_id
    payees = payees_as_heard(play.payees, sound, play.held_for)
    from .usage.splits import Payee, split_of

    return {
        "play_id": play.pk.bytes,
        "revision": revision,
        "counted_at": play.counted_at,
        "listener": play.person_id,
        "track": play.track_id,
        "sound": sound,
        "territory": play.territory,
        "sold_in": play.sold_in or play.territory,
        "offer": play.offer,
        "model": play.model,
        "use": play.use,
        "context": play.context,
        "verdict": play.verdict,
        "facts_version": play.facts_version,
        "split": split_of(
            Payee(each.bucket.party, each.bucket.wait.value, each.recording, each.sound, each.fraction)
            for each in payees
        ),
        "excluded": excluded,
    }


def _revisions(play: Any) -> int:
    """How many later revisions of a play were written: one for each time it was left out or let in."""
    found = Exclusion.objects.filter(play=play).values_list("written", flat=True).first()
    return found or 0


def _keep(day: date, batch: int, rows: Iterable[Row], splits_so_far: _Known) -> PlayFile:
    """Write rows and the splits first met in them, and the row and line that name both."""
    from .usage.plays import write_plays
    from .usage.splits import write_splits

    called, known = pseudonym(day.replace(day=1)), splits_so_far.now()
    new: dict[int, Split] = {}
    with tempfile.TemporaryDirectory(dir=files().incoming) as folder:
        table = _table(rows, called, known, new)
        write_plays(table, Path(folder) / "plays")
        write_splits(new, Path(folder) / "splits")
        plays = files().adopt(Path(folder) / "plays").sha256
        splits = files().adopt(Path(folder) / "splits").sha256
    said = {"format": FORMAT, "day": day.isoformat(), "batch": batch, "rows": table.num_rows}
    said |= {"plays": plays, "splits": splits}
    manifest = files().keep([json.dumps(said, separators=(",", ":")).encode()]).sha256
    with transaction.atomic():
        entry = ledger.write_line(
            Line(
                kind=Kind.USAGE,
                ground=Ground.OPERATION,
                actor=Actor(ActorClass.AUTOMATIC),
                thing=Thing("usage", f"usage:{day}/{batch}"),
                action=Action.NONE,
                facts=said,
                count=table.num_rows,
                digest=manifest,
            )
        )
        return PlayFile.objects.create(
            day=day,
            batch=batch,
            plays=plays,
            splits=splits,
            rows=table.num_rows,
            manifest=manifest,
            entry=entry,
            made_at=clock.now(),
        )


class _Known:
    """The splits the month's files hold so far, and their numbers; each file is read once."""

    def __init__(self, first_day: date) -> None:
        self._first_day, self._read = first_day, set[int]()
        self._numbers: dict[Split, int] = {}

    def now(self) -> dict[Split, int]:
        from .usage.splits import read_splits

        for row in files_of(self._first_day):
            if row.pk not in self._read:
                splits = read_splits(files().path(row.splits))
                self._numbers.update({split: number for number, split in splits.items()})
                self._read.add(row.pk)
        return self._numbers


def _table(
    rows: Iterable[Row],
    called: Callable[[int | None], int],
    known: dict[Split, int],
    new: dict[int, Split],
) -> pa.Table:
    """Rows as columns; splits nobody has met are numbered on, and put into `new`."""
    import pyarrow as pa

    from .usage.plays import PLAYS

    remaining, tables = iter(rows), [PLAYS.empty_table()]
    while some := list(islice(remaining, AT_ONCE)):
        for row in some:
            row["listener"] = called(row["listener"])
            if row["split"] not in known:
                known[row["split"]] = len(known)
                new[known[row["split"]]] = row["split"]
            row["split"] = known[row["split"]]
        tables.append(pa.Table.from_pylist(some, schema=PLAYS))
    return pa.concat_tables(tables, promote_options="default").unify_dictionaries()
