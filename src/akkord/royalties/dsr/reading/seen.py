"""Ids that must not come twice, of a report of any length, in little memory.

They are kept in a temporary database of SQLite, which spills to a file that vanishes with the reading: a
million ids would take a hundred megabytes as a Python set.
"""

import sqlite3
from types import TracebackType
from typing import Self


class Seen:
    """Ids by their kind, and where each was first."""

    def __enter__(self) -> Self:
        self._db = sqlite3.connect("", isolation_level=None)  # "" is a temporary file of SQLite's own
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA cache_size = -8192")
        self._db.execute(
            "CREATE TABLE seen (kind TEXT, id TEXT, place TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID"
        )
        self._db.execute("BEGIN")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def first_place(self, kind: str, key: str, place: str) -> str | None:
        """Where the id was before; None, and it is remembered, when it is new."""
        added = self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (kind, key, place))
        if added.rowcount:
            return None
        found = self._db.execute("SELECT place FROM seen WHERE kind = ? AND id = ?", (kind, key)).fetchone()
        return str(found[0])
