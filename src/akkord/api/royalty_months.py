"""The operator's months through the API: entries in the books, and the five steps from plays to statements.

A token of the staff opens them; everybody else is told that there is no such month. Amounts are whole
micro-units.
"""

from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from akkord.catalogue import queries as catalogue
from akkord.royalties import actions, drafting, issuing, month_life, queries
from akkord.royalties.drafting import Draft
from akkord.royalties.errors import NoSuchMonth
from akkord.subscriptions import queries as subscriptions

from .auth import person_of
from .paging import Asked, Page, each, page
from .values import Words

router = Router(tags=["royalties"])

Name = Annotated[str, Path(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", description="A month, as 2026-10")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Amount = Annotated[int, Field(ge=0, le=10**16, description="Micro-units")]
Source = Annotated[Words, Field(max_length=200, description="By which document")]


class NewMonth(Schema):
    month: Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", examples=["2026-10"])]


class NewRevenue(Schema):
    """What an offer earned where, beside what members paid here."""

    offer: Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,40}$")]
    sold_in: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    currency: Currency
    gross: Amount
    deductions: Amount = 0
    source: Source


class NewSharing(Schema):
    """By which rule a tier's pools are shared; without `sold_in` wherever it is sold."""

    offer: Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,40}$")]
    sold_in: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    rule: Literal["pro_rata", "user_centric"]
    starts: Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", examples=["2026-10"])]
    source: Source


class NewExchange(Schema):
    """What a unit of one currency was worth in another, exactly."""

    base: Currency
    quote: Currency
    rate: Annotated[
        str,
        Field(
            pattern=r"^([0-9]{1,12}(\.[0-9]{1,12})?|[0-9]{1,12}/[1-9][0-9]{0,11})$",
            examples=["1.0834", "13/12"],
        ),
    ]
    dated: date
    source: Source


@router.get("/royalties/months", summary="Months in the books, newest first", response=Page)
def months(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    _operator(request)
    return page(request, asked, queries.months(), each(_shape), ("-first_day",))


@router.post("/royalties/months", summary="Begin a month", response={201: dict})
def begin(request: HttpRequest, new: NewMonth) -> Status[dict[str, Any]]:
    _operator(request)
    month_life.open_month(date.fromisoformat(f"{new.month}-01"))
    return Status(201, _shape(queries.month_by_name(new.month)))


@router.get("/royalties/months/{month}", summary="A month: how it stands, its books and its pools")
def month(request: HttpRequest, month: Name) -> dict[str, Any]:
    return _whole(_found(request, month))


@router.post("/royalties/months/{month}/revenue", summary="Enter what an offer earned", response={201: dict})
def enter_revenue(request: HttpRequest, month: Name, new: NewRevenue) -> Status[dict[str, Any]]:
    found = _found(request, month)
    subscriptions.offer_by_slug(new.offer)
    earned = actions.Earned(new.offer, new.sold_in, new.currency, new.gross, new.deductions)
    actions.enter_revenue(person_of(request), found, earned, new.source)
    return Status(201, _whole(found))


@router.post(
    "/royalties/months/{month}/exchange",
    summary="Enter an exchange rate; one entered before for the same two is taken back",
    response={201: dict},
)
def enter_exchange(request: HttpRequest, month: Name, new: NewExchange) -> Status[dict[str, Any]]:
    found = _found(request, month)
    actions.enter_exchange(
        person_of(request), found, new.base, new.quote, Fraction(new.rate), new.dated, new.source
    )
    return Status(201, _whole(found))


@router.get("/royalties/sharing", summary="By which rule the pools of each tier are shared, newest first")
def sharing(request: HttpRequest) -> list[dict[str, Any]]:
    _operator(request)
    return [_rule_shape(row) for row in queries.sharing_entries()]


@router.post(
    "/royalties/sharing",
    summary="Choose by which rule a tier’s pools are shared, from a month on",
    response={201: dict},
)
def choose_sharing(request: HttpRequest, new: NewSharing) -> Status[dict[str, Any]]:
    _operator(request)
    subscriptions.offer_by_slug(new.offer)
    starts = date.fromisoformat(f"{new.starts}-01")
    said = (starts, new.offer, new.sold_in, new.rule, new.source)
    return Status(201, _rule_shape(actions.choose_sharing(person_of(request), *said)))


@router.post(
    "/royalties/months/{month}/steps/{step}",
    summary="Have a step taken: plays counted, checked, pools shared out; `doing` says how far it is",
)
def step(request: HttpRequest, month: Name, step: Literal["count", "check", "share"]) -> dict[str, Any]:
    month_life.ask(_found(request, month), step)
    return _whole(_found(request, month))


@router.get(
    "/royalties/months/{month}/drafts",
    summary="Every statement as it would be issued now, and what the site pays beyond the pools",
)
def drafts(request: HttpRequest, month: Name) -> dict[str, Any]:
    drafted = drafting.preview(_found(request, month))
    beyond = [{"currency": code, "amount": amount} for code, amount in drafting.shortfall(drafted)]
    by_rule = [
        {**each._asdict(), "difference": each.difference} for each in queries.by_rule(_found(request, month))
    ]
    shapes = [_draft_shape(draft) for draft in drafted]
    return {"drafts": shapes, "beyond_the_pools": beyond, "by_rule": by_rule}


@router.post(
    "/royalties/months/{month}/close", summary="Issue the statements and shut the books of the month"
)
def close(request: HttpRequest, month: Name) -> dict[str, Any]:
    issued = issuing.close_month(person_of(request), _found(request, month))
    return _whole(_found(request, month)) | {"statements": [each.number for each in issued]}


def _operator(request: HttpRequest) -> None:
    """Raises NoSuchMonth for everybody who does not act for the site."""
    if not catalogue.is_operator(person_of(request)):
        raise NoSuchMonth


def _found(request: HttpRequest, name: str) -> queries.Month:
    _operator(request)
    return queries.month_by_name(name)


def _shape(found: queries.Month) -> dict[str, Any]:
    return {
        "month": f"{found.first_day:%Y-%m}",
        "state": found.state,
        "plays": found.plays,
        "excluded": found.excluded,
        "manifest": found.manifest or None,
        "counted_at": found.counted_at,
        "checked_at": found.checked_at,
        "shared_at": found.shared_at,
        "closed_at": found.closed_at,
        "doing": {"step": found.doing, "done": found.done, "parts": found.parts} if found.doing else None,
        "refused": found.refused or None,
    }


def _whole(found: queries.Month) -> dict[str, Any]:
    revenue = ("offer", "sold_in", "currency", "gross", "deductions", "source")
    pool = (
        *("offer", "sold_in", "currency", "rule", "gross", "deductions", "rate", "carried_in"),
        *("amount", "carried_on", "plays", "weight", "cut_remainder"),
    )
    exchange = ("base", "quote", "rate", "dated", "source")
    return _shape(found) | {
        "revenue": list(queries.revenue_of(found).values(*revenue)),
        "exchange": list(queries.exchange_entries(found).values(*exchange)),
        "pools": list(queries.pools_of(found).values(*pool)),
        "excluded_by_reason": [
            {"reason": reason, "plays": out, "let_in_again": back}
            for reason, out, back in queries.exclusions_by_reason(found)
        ],
    }


def _rule_shape(row: queries.Sharing) -> dict[str, Any]:
    return {
        "number": row.pk,
        "offer": row.offer,
        "sold_in": row.sold_in or None,
        "rule": row.rule,
        "starts": f"{row.starts:%Y-%m}",
        "source": row.source,
    }


def _draft_shape(draft: Draft) -> dict[str, Any]:
    return {
        "organisation": draft.organisation.pk,
        "name": draft.organisation.name,
        "currency": draft.terms.terms.currency,
        "plays": draft.plays,
        "share": draft.share,
        "adjustments": draft.adjustments,
        "waiting": draft.waiting,
        "carried_in": draft.carried_in,
        "due": draft.due,
        "recouped": draft.settled.recouped,
        "paid": draft.settled.paid,
        "carried_on": draft.settled.carried,
    }
