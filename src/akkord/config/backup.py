"""A whole site in a folder, and a site out of it again.

A backup is taken while the site runs, into the same folder again and again: what has not changed is not
copied twice, what the site has forgotten leaves the backup, too. It holds the database as of one moment, the
published log as of the same moment, and every file the database names. What can be made again (renditions,
covers in sizes, the ear's indices) is left out. `manifest.json` is written last and says what belongs
together, each file with its sha256; a run that is killed leaves the backup before it whole.
"""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from akkord.flow import clock, running
from akkord.ledger.sequencing import log_folder, one_at_a_time
from akkord.staff import upgrades
from akkord.staff.queries import LAST_BACKUP

MANIFEST = "manifest.json"
FORMAT = 1
MADE_AGAIN = ("copies", "renditions", "pictures", "prints", "static", "incoming", "files/incoming")
_DATABASE = tuple(f"akkord.sqlite3{ending}" for ending in ("", "-wal", "-shm", "-turn", "-queue"))
NOT_KEPT = (*MADE_AGAIN, *_DATABASE, LAST_BACKUP, running.LOCK, upgrades.FOLDER)


class NoBackup(Exception):
    """What was asked for cannot be done; the text says why and what to do."""


@dataclass(frozen=True)
class Kept:
    """One file of the backup."""

    size: int
    sha256: str
    mtime_ns: int


@dataclass(frozen=True)
class Made:
    """What a run did."""

    at: str
    files: int
    copied: int
    bytes: int


# --- making ------------------------------------------------------------------------------------------


def back_up(to: Path) -> Made:
    """Take a backup into `to`. Raises NoBackup; the backup that was there stays as it was then."""
    source = Path(settings.DATA)
    if to.resolve().is_relative_to(source) or source.is_relative_to(to.resolve()):
        raise NoBackup("A backup cannot lie in the folder it is of, nor around it: choose another folder.")
    before = _files_of(to) if (to / MANIFEST).exists() else {}
    if not before and to.exists() and any(to.iterdir()):
        raise NoBackup(f"{to} holds something else: choose an empty folder, or one with a backup.")
    to.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds keys, and everybody's words
    at, kept, copied = clock.now(), dict[str, Kept](), 0
    database = f"database-{at:%Y%m%dT%H%M%S%f}"
    with ExitStack() as moment:
        with one_at_a_time(log_folder().folder):  # the log stands still: its files and its table agree
            dump = moment.enter_context(_one_moment())
            for name in _names(source / "log", source):
                kept[name], fresh = _copied(source / name, to / name, before.get(name))
                copied += fresh
        dump(to / database)
        kept[database] = _kept(to / database)
    for name in _names(source, source):
        if name in kept:
            continue
        try:
            kept[name], fresh = _copied(source / name, to / name, before.get(name))
        except FileNotFoundError:  # gone since it was listed: nobody's any more
            continue
        copied += fresh
    _write(to / MANIFEST, _manifest(at.isoformat(), database, kept))
    _leave_only(to, {MANIFEST, *kept})
    made = Made(at.isoformat(), len(kept), copied + 1, sum(file.size for file in kept.values()))
    _write(source / LAST_BACKUP, asdict(made) | {"to": str(to)})
    return made


def keep_database(to: Path) -> None:
    """The database alone, as a backup that `restore` reads. Raises NoBackup, and leaves nothing half made."""
    to.mkdir(mode=0o700)
    try:
        at = clock.now()
        database = f"database-{at:%Y%m%dT%H%M%S%f}"
        with _one_moment() as dump:
            dump(to / database)
        _write(to / MANIFEST, _manifest(at.isoformat(), database, {database: _kept(to / database)}))
    except (NoBackup, OSError) as error:
        shutil.rmtree(to)
        raise NoBackup(str(error)) from error


def _manifest(at: str, database: str, kept: dict[str, Kept]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "at": at,
        "kind": connection.vendor,
        "database": database,
        "files": {name: asdict(file) for name, file in sorted(kept.items())},
    }


def _names(folder: Path, source: Path) -> Iterator[str]:
    """Files to keep below the folder, by their names within the source."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        name = path.relative_to(source).as_posix()
        if name in NOT_KEPT or path.is_symlink() or path.name == ".sequencing":
            continue
        if path.is_dir():
            yield from _names(path, source)
        else:
            yield name


def _copied(path: Path, to: Path, before: Kept | None) -> tuple[Kept, bool]:
    """Whether it had to be copied: same size and time of writing as in the last backup is the same file."""
    said = path.stat()
    if before and to.exists() and (before.size, before.mtime_ns) == (said.st_size, said.st_mtime_ns):
        return before, False
    to.parent.mkdir(parents=True, exist_ok=True)
    half = to.with_name(f".{to.name}.half")
    shutil.copy2(path, half)
    _settle(half, to)
    return _kept(to), True


def _kept(path: Path) -> Kept:
    with open(path, "rb") as opened:
        digest = file_digest(opened, "sha256").hexdigest()
    said = path.stat()
    return Kept(said.st_size, digest, said.st_mtime_ns)


@contextmanager
def _one_moment() -> Iterator[Callable[[Path], None]]:
    """What writes the database into a file as it was when this began, while others go on writing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            yield lambda to: _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", "--file", str(to))
        return
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)) as here:
        here.execute("BEGIN")
        here.execute("SELECT count(*) FROM sqlite_master").fetchone()  # it begins at the first read
        yield lambda to: _copy_database(here, to)


def _copy_database(here: sqlite3.Connection, to: Path) -> None:
    try:
        with closing(sqlite3.connect(to)) as there:
            here.backup(there)
            there.execute("PRAGMA journal_mode = DELETE")  # one file, whole
            (found,) = there.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as error:
        raise NoBackup(f"The database could not be copied to {to.parent}: {error}") from error
    if found != "ok":
        raise NoBackup(f"The database is damaged: {found}")


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's programs on this site's database; the password goes by the environment."""
    named = settings.DATABASES["default"]
    said = {"PGHOST": named["HOST"], "PGPORT": named["PORT"], "PGUSER": named["USER"],
            "PGPASSWORD": named["PASSWORD"], "PGDATABASE": named["NAME"]}  # fmt: skip
    env = os.environ | {name: str(value) for name, value in said.items() if value}
    try:
        done = subprocess.run([program, *arguments], env=env, capture_output=True, text=True, check=False)
    except FileNotFoundError as missing:
        raise NoBackup(
            f"{program} is not installed: it comes with PostgreSQL's client programs."
        ) from missing
    if done.returncode:
        raise NoBackup(f"{program} failed: {done.stderr.strip()[-1000:]}")


def _leave_only(to: Path, kept: set[str]) -> None:
    """What the site no longer holds leaves the backup, too."""
    for path in sorted(to.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(to).as_posix() not in kept:
            path.unlink()


def _write(place: Path, said: dict[str, Any]) -> None:
    half = place.with_name(f".{place.name}.half")
    half.write_text(json.dumps(said, indent=1))
    _settle(half, place)


def _settle(half: Path, place: Path) -> None:
    with open(half, "rb") as written:
        os.fsync(written.fileno())
    half.replace(place)


# --- restoring ---------------------------------------------------------------------------------------


def check(backup: Path) -> dict[str, Any]:
    """The manifest, after every file was read and found to be what it says. Raises NoBackup."""
    manifest = _manifest_of(backup)
    for name, file in _files_of(backup).items():
        place = backup / name
        if not place.resolve().is_relative_to(backup.resolve()) or not place.is_file():
            raise NoBackup(f"{name} is missing from the backup.")
        if _kept(place).sha256 != file.sha256:
            raise NoBackup(f"{name} is not as it was written: the backup is damaged. Take an older one.")
    return manifest


def restore(backup: Path) -> dict[str, Any]:
    """Make this empty site the one that was backed up; can be run again after it was stopped.

    Raises NoBackup; nothing is written before the whole backup was read and found sound.
    """
    manifest = check(backup)
    if manifest["kind"] != connection.vendor:
        raise NoBackup(f"The backup is of {manifest['kind']}, this site is set up for {connection.vendor}.")
    if connection.introspection.table_names():
        raise NoBackup("This site has a database already: restore into an empty one.")
    connection.close()
    into = Path(settings.DATA)
    for name in manifest["files"]:
        if name != manifest["database"]:
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(backup / name, into / name)
    _bring_back(backup / manifest["database"], into)
    return manifest


def _bring_back(dump: Path, into: Path) -> None:
    """The database comes last and whole: until then the site counts as empty."""
    if connection.vendor == "postgresql":
        _run("pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", "--dbname",
             str(settings.DATABASES["default"]["NAME"]), str(dump))  # fmt: skip
        return
    half = into / ".akkord.sqlite3.half"
    shutil.copy2(dump, half)
    _settle(half, Path(settings.DATABASES["default"]["NAME"]))


def _manifest_of(backup: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((backup / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise NoBackup(f"{backup} holds no backup ({MANIFEST}: {error}).") from error
    if manifest.get("format") != FORMAT:
        raise NoBackup(f"The backup is of format {manifest.get('format')}; this version reads {FORMAT}.")
    return manifest


def _files_of(backup: Path) -> dict[str, Kept]:
    return {name: Kept(**file) for name, file in _manifest_of(backup)["files"].items()}
