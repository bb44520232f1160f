"""Subscriptions through the API: what is offered here, what I have, taking, giving and cancelling."""

import uuid
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from akkord.flow import clock
from akkord.subscriptions import actions, queries
from akkord.subscriptions.queries import Held, Payment

from .auth import person_of
from .values import Number

router = Router(tags=["subscriptions"])

Slug = Annotated[str, Field(max_length=40, pattern=r"^[-a-zA-Z0-9_]+$")]
Currency = Annotated[str, Field(pattern=r"^([A-Z]{3})?$")]


class Taken(Schema):
    """An offer by its short name; where it is sold in several currencies, in which."""

    offer: Slug
    currency: Currency = ""


class Given(Taken):
    """Months of an offer for a friend."""

    friend: Number
    months: Annotated[int, Field(ge=1, le=12)]


@router.get("/offers", summary="What is sold where the network says I am; prices a month in micro-units")
def offers(request: HttpRequest) -> dict[str, Any]:
    territory: str = request.territory  # type: ignore[attr-defined]
    return {
        "territory": territory,
        "offers": [
            {
                "offer": price.offer.slug,
                "name": price.offer.name(person_of(request).language),
                "model": price.offer.model,
                "price": price.amount,
                "currency": price.currency,
            }
            for price in queries.prices_in(territory)
        ],
    }


@router.get("/subscription", summary="Under which offer I listen, what I have and gave, and receipts")
def subscription(request: HttpRequest) -> dict[str, Any]:
    found = queries.mine(person_of(request).pk, clock.now())
    return {
        "offer": found.standing.offer,
        "model": found.standing.model.value,
        "sold_in": found.standing.sold_in,
        "until": found.standing.until,
        "held": [_held(each) for each in found.held],
        "given": [_given(each) for each in found.given],
        "receipts": [_receipt(each) for each in found.receipts],
    }


@router.post(
    "/subscription", summary="Subscribe: the address where it is paid", response={201: dict[str, str]}
)
def subscribe(request: HttpRequest, said: Taken) -> Status[dict[str, str]]:
    territory: str = request.territory  # type: ignore[attr-defined]
    return Status(201, {"pay": actions.subscribe(person_of(request), said.offer, territory, said.currency)})


@router.post(
    "/subscription/gifts", summary="Give a friend months: the address where they are paid",
    response={201: dict[str, str]},
)  # fmt: skip
def give(request: HttpRequest, said: Given) -> Status[dict[str, str]]:
    territory: str = request.territory  # type: ignore[attr-defined]
    address = actions.give(person_of(request), said.friend, said.offer, said.months, territory, said.currency)
    return Status(201, {"pay": address})


@router.delete(
    "/subscription/{bought}", summary="Cancel: it ends when what is paid does", response={204: None}
)
def cancel(request: HttpRequest, bought: uuid.UUID) -> Status[None]:
    actions.cancel(person_of(request), bought)
    return Status(204, None)


@router.post("/subscription/{bought}/go-on", summary="Take a cancelling back", response={204: None})
def go_on(request: HttpRequest, bought: uuid.UUID) -> Status[None]:
    actions.go_on(person_of(request), bought)
    return Status(204, None)


def _held(held: Held) -> dict[str, Any]:
    bought = held.bought
    return {
        "id": str(bought.pk),
        "offer": bought.offer.slug,
        "sold_in": bought.sold_in,
        "price": bought.price,
        "currency": bought.currency,
        "months": bought.months or None,
        "given_by": bought.given_by_id,
        "until": held.until,
        "in_grace": held.in_grace,
        "cancelled_at": bought.cancelled_at,
        "ended_at": bought.ended_at,
    }


def _given(held: Held) -> dict[str, Any]:
    """Of a gift its giver learns that it was paid, not when the friend listens."""
    bought = held.bought
    return {
        "id": str(bought.pk),
        "offer": bought.offer.slug,
        "months": bought.months,
        "to": bought.person_id,
        "at": bought.begun_at,
    }


def _receipt(paid: Payment) -> dict[str, Any]:
    return {
        "number": paid.payment,
        "subscription": str(paid.subscription_id),
        "amount": paid.amount,
        "tax": paid.tax,
        "returned": paid.returned,
        "currency": paid.currency,
        "at": paid.paid_at,
    }
