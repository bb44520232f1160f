"""Questions asked so often that writing their SQL costs more than answering them.

The ORM writes the SQL of such a question once, for values that stand for others, and is asked again only for
what it does with a row's values; so there is never a second copy of a question.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

from .sqlite.base import for_sqlite

_FIRST_NUMBER = 7_100_000_000_000_001  # stands for a number: nothing has it
_APART = 1_000_000_000  # further than the longest list
_FIRST_INSTANT = datetime(1901, 1, 2, 3, 4, 5, 678, UTC)
_FIRST_TEXT = "\ue000stands for a text\ue000"


class Prepared:
    """`ask` makes the question, as `values_list`, from values each of which it hands to one lookup as it is.

    A value is a number, a text, an instant, or a list of numbers for an `__in`. A list is filled up with its
    last number to a power of two, so that few questions are kept however many lengths are asked about.
    """

    def __init__(self, ask: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self.ask = ask
        self._written: dict[Any, _Written] = {}
        self._lock = Lock()

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows, with the values the ORM gives."""
        if [] in values:
            return []
        here = connections[DEFAULT_DB_ALIAS]  # looked up once: Django's proxy does it for each of its names
        whole = [_filled(value) if type(value) is list else value for value in values]
        shape = tuple([len(value) if type(value) is list else type(value) for value in whole])
        written = self._written.get((here.alias, shape))
        if written is None:
            written = self._write(here, shape)
        flat = _flat(here, whole)
        sent = [flat[slot[0]] if type(slot) is tuple else slot for slot in written.slots]
        rows = _asked(here, written, sent)
        return _converted(here, rows, written.converters) if written.converters else rows

    def _write(self, here: Any, shape: tuple[Any, ...]) -> "_Written":
        stand_ins = [_stand_in(kind, place) for place, kind in enumerate(shape)]
        query = self.ask(*stand_ins).query
        compiler = query.get_compiler(connection=here)
        sql, parameters = compiler.as_sql()
        known = {value: (place,) for place, value in enumerate(_flat(here, stand_ins))}
        slots = [known.get(value, value) for value in parameters]
        if len([slot for slot in slots if type(slot) is tuple]) != len(known):
            raise ValueError("each value of a prepared question stands in its SQL once, as it is")
        found = compiler.get_converters([expression for expression, _, _ in compiler.select])
        converters = [(column, *each) for column, each in found.items()]
        drivers = for_sqlite(sql) if here.vendor == "sqlite" else sql
        written = _Written(sql, drivers, slots, converters)
        with self._lock:
            self._written[here.alias, shape] = written
        return written


class _Written(NamedTuple):
    sql: str
    drivers: str  # the same as the driver below Django takes it
    slots: list[Any]  # of its parameters: what is sent each time, or, in a tuple, the place of a value
    converters: list[Any]


def _asked(here: Any, written: _Written, sent: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows as the database gives them. What Django does around each statement costs more than a short
    answer; of that only what can differ here is done, and all of it where somebody watches statements."""
    rows: list[tuple[Any, ...]]
    if here.queries_logged or here.execute_wrappers:
        with here.cursor() as cursor:
            cursor.execute(written.sql, sent)
            rows = cursor.fetchall()
            return rows
    here.close_if_health_check_failed()
    here.ensure_connection()
    here.validate_no_broken_transaction()
    try:
        rows = here.connection.execute(written.drivers, sent).fetchall()
    except here.Database.Error:
        with here.wrap_database_errors:  # told as the ORM tells them
            raise
    return rows


def _filled(numbers: list[Any]) -> list[Any]:
    return numbers + numbers[-1:] * ((1 << (len(numbers) - 1).bit_length()) - len(numbers))


def _stand_in(kind: Any, place: int) -> Any:
    if type(kind) is int:
        return [_FIRST_NUMBER + _APART * place + n for n in range(kind)]
    if kind is datetime:
        return _FIRST_INSTANT + timedelta(days=place)
    return f"{_FIRST_TEXT}{place}" if kind is str else _FIRST_NUMBER + _APART * place


def _flat(here: Any, values: Sequence[Any]) -> list[Any]:
    """As they are sent to the database: lists in their places, instants as it wants them."""
    flat: list[Any] = []
    for value in values:
        if type(value) is list:
            flat += value
        elif isinstance(value, datetime):
            flat.append(here.ops.adapt_datetimefield_value(value))
        else:
            flat.append(value)
    return flat


def _converted(here: Any, rows: Sequence[tuple[Any, ...]], converters: list[Any]) -> list[tuple[Any, ...]]:
    changed = [list(row) for row in rows]
    for column, functions, expression in converters:
        for row in changed:
            value = row[column]
            for function in functions:
                value = function(value, expression, here)
            row[column] = value
    return [tuple(row) for row in changed]
