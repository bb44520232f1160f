"""Django's backend for SQLite, whose writers take turns: a transaction for all of it, else a statement."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from django.db.backends.sqlite3 import base

from .turns import PATIENCE, Turn

LONGEST_REMEMBERED = 20_000  # characters; of 1,024 questions at most 20 MB
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLAC")


class Cursor(base.SQLiteCursorWrapper):
    """Remembers how what is asked again and again is written for SQLite: going through its text costs as much
    as a short answer. A statement that writes outside of any transaction has its turn for itself."""

    here: "DatabaseWrapper"

    def execute(self, query: str, params: Any = None) -> Any:
        if not query.startswith(WRITES):
            return super().execute(query, params)
        with self.here.alone():
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        with self.here.alone():
            return super().executemany(query, param_list)

    def convert_query(self, query: str, *, param_names: Sequence[str] | None = None) -> str:
        if param_names is None and len(query) <= LONGEST_REMEMBERED:
            return for_sqlite(query)
        return str(super().convert_query(query, param_names=param_names))


@lru_cache(1024)
def for_sqlite(query: str) -> str:
    """As the driver takes it: `?` for Django's `%s`."""
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection; a database in memory has no other writers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.turn: Turn | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)
        if not self.is_in_memory_db():
            self.turn = Turn(Path(conn_params["database"]), PATIENCE)
        return made

    def create_cursor(self, name: str | None = None) -> Cursor:
        made = cast(Cursor, self.connection.cursor(factory=Cursor))
        made.here = self
        return made

    def _start_transaction_under_autocommit(self) -> None:
        if self.turn is None:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        self.turn.take()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self.turn.give()
            raise

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Our turn to write for one statement; a transaction has had it since it began."""
        if self.turn is None or self.turn.held or self.in_atomic_block:
            yield
            return
        self.turn.take()
        try:
            yield
        finally:
            self.turn.give()

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._give()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            if self.turn is not None:
                self.turn.close()

    def _give(self) -> None:
        if self.turn is not None:
            self.turn.give()
