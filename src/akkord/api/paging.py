"""Lists in pages: a cursor marks the last row that was given, so rows that come or go meanwhile move nothing.

An operation takes `asked: Query[Asked]`, answers `page(request, asked, rows, shaped)` and says
`response=Page`; a reader passes `next` back as `cursor` until it is null.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Annotated, Any, TypeVar

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from .errors import BadCursor

Row = TypeVar("Row", bound=Model)
Given = TypeVar("Given")
NEWEST_FIRST = ("-pk",)


class Asked(Schema):
    """How many rows, and after which."""

    limit: Annotated[int, Field(ge=1, le=500, description="Rows to a page")] = 100
    cursor: Annotated[str, Field(max_length=500, description="`next` of the page before")] = ""


class Page(Schema):
    """Some rows of a list, and where the next begin; null on the last page."""

    items: list[dict[str, Any]]
    next: str | None


def page(
    request: HttpRequest,
    asked: Asked,
    rows: QuerySet[Row],
    shaped: Callable[[list[Row]], list[dict[str, Any]]],
    order: Sequence[str] = NEWEST_FIRST,
) -> dict[str, Any]:
    """One page of `rows`. `order` names fields that never change and together are unique ("-" is descending).

    Raises BadCursor.
    """
    seal = Signer(salt=f"page {request.path}")  # a cursor of one list is none of another
    if asked.cursor:
        try:
            rows = rows.filter(beyond(order, seal.unsign_object(asked.cursor)))
        except (BadSignature, ValueError) as broken:  # what is not even base64 is a ValueError
            raise BadCursor from broken
    found = list(rows.order_by(*order)[: asked.limit + 1])
    given = found[: asked.limit]
    following = seal.sign_object(key_of(order, given[-1])) if len(found) > len(given) else None
    return {"items": shaped(given), "next": following}


def page_of(
    request: HttpRequest,
    asked: Asked,
    rows: Iterable[Given],
    shaped: Callable[[list[Given]], list[Any]] = list,
) -> dict[str, Any]:
    """One page of rows that never change, as those of a statement; the cursor says how many were given.

    Only what is given is shaped.

    Raises BadCursor.
    """
    seal = Signer(salt=f"page {request.path}")
    try:
        begins = int(seal.unsign_object(asked.cursor)) if asked.cursor else 0
    except (BadSignature, TypeError, ValueError) as broken:
        raise BadCursor from broken
    found = list(islice(rows, begins, begins + asked.limit + 1))
    given = found[: asked.limit]
    following = seal.sign_object(begins + asked.limit) if len(found) > len(given) else None
    return {"items": shaped(given), "next": following}


def key_of(order: Sequence[str], row: Model) -> list[str]:
    """Where a row stands in the order, as text a database reads back."""
    return [str(getattr(row, field.removeprefix("-"))) for field in order]


def beyond(order: Sequence[str], key: Sequence[str]) -> Q:
    """Rows that stand after the key: the first field says so, or it is equal and the next one does."""
    after, equal = Q(), Q()
    for field, value in zip(order, key, strict=True):
        name = field.removeprefix("-")
        further = Q(**{f"{name}__{'lt' if field.startswith('-') else 'gt'}": value})
        after |= equal & further
        equal &= Q(**{name: value})
    return after


def each(shape: Callable[[Row], dict[str, Any]]) -> Callable[[list[Row]], list[dict[str, Any]]]:
    """For lists whose rows are shaped one by one."""
    return lambda rows: [shape(row) for row in rows]
