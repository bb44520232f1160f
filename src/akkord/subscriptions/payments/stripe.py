"""Stripe, and whoever speaks its API: Checkout Sessions, and events signed with a shared secret.

Written to version 2024-06-20 of the API, which every request names; the webhook endpoint has to be of that
version, too (docs/operators/payments.md). Money there is counted in a currency's smallest unit.
Sources: https://docs.stripe.com/api/checkout/sessions, /webhooks/signature, /currencies.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from akkord.flow import clock
from akkord.net import outgoing
from akkord.net.errors import NotReached
from akkord.subscriptions.errors import NotSigned, NotUnderstood, PaymentRefused
from akkord.subscriptions.rules import Event, Kind, minor_digits

from .provider import Wanted

VERSION = "2024-06-20"
TOLERANCE_SECONDS = 300  # of a signature's age, either way
OURS = "akkord"  # the key of our number in what the provider keeps for us
# Counted in hundredths there although ISO 4217 has no smaller unit (/currencies, special cases).
_HUNDREDTHS = frozenset({"ISK", "UGX"})


class Stripe:
    """One account at the provider. The secrets come from the operator's environment and are never logged."""

    name = "stripe"

    def __init__(self, address: str, key: str, secret: str) -> None:
        self._address, self._key, self._secret = address.rstrip("/"), key, secret

    def open(self, wanted: Wanted) -> str:
        renewing = wanted.months == 0
        item = "line_items[0]"
        fields = {
            "mode": "subscription" if renewing else "payment",
            "client_reference_id": wanted.subscription,
            f"metadata[{OURS}]": wanted.subscription,
            "success_url": wanted.back,
            "cancel_url": wanted.back,
            "customer_email": wanted.email,
            "locale": wanted.language,
            f"{item}[quantity]": str(wanted.months or 1),
            f"{item}[price_data][currency]": wanted.currency.lower(),
            f"{item}[price_data][unit_amount]": str(_minor(wanted.price, wanted.currency)),
            f"{item}[price_data][product_data][name]": wanted.name,
        }
        if renewing:
            fields[f"{item}[price_data][recurring][interval]"] = "month"
            fields[f"subscription_data[metadata][{OURS}]"] = wanted.subscription
        else:
            fields[f"payment_intent_data[metadata][{OURS}]"] = wanted.subscription
        said = self._post("/v1/checkout/sessions", fields, f"checkout-{wanted.subscription}")
        address = said.get("url")
        if not isinstance(address, str) or not address.startswith(("https://", "http://")):
            raise PaymentRefused
        return address

    def cancel(self, agreement: str, once: str) -> None:
        self._post(f"/v1/subscriptions/{agreement}", {"cancel_at_period_end": "true"}, f"cancel-{once}")

    def go_on(self, agreement: str, once: str) -> None:
        self._post(f"/v1/subscriptions/{agreement}", {"cancel_at_period_end": "false"}, f"go-on-{once}")

    def give_back(self, payment: str, amount: int, currency: str, before: int) -> None:
        fields = {"payment_intent": payment, "amount": str(_minor(amount, currency))}
        self._post("/v1/refunds", fields, f"refund-{payment}-{before}-{amount}")

    def read(self, body: bytes, headers: Mapping[str, str]) -> list[Event]:
        if not signed(body, headers.get("Stripe-Signature", ""), self._secret, clock.now()):
            raise NotSigned
        try:
            return list(events_of(json.loads(body)))
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as wrong:
            raise NotUnderstood from wrong

    def _post(self, path: str, fields: Mapping[str, str], once: str) -> dict[str, Any]:
        """POST a form; with the same `once` it is done once, however often sent. Raises PaymentRefused."""
        headers = {"Idempotency-Key": once, "Stripe-Version": VERSION}
        try:
            answer = outgoing.post_form(f"{self._address}{path}", fields, token=self._key, headers=headers)
        except NotReached as failed:
            raise PaymentRefused from failed
        said = answer.json()
        if answer.status != 200 or not isinstance(said, dict):
            raise PaymentRefused
        return said


def signed(body: bytes, header: str, secret: str, now: datetime) -> bool:
    """Whether one of the header's signatures (`t=…,v1=…`) is of this body, by this secret, at about now."""
    parts = [part.partition("=") for part in header.split(",")]
    times = [value for key, _, value in parts if key.strip() == "t"]
    if not secret or len(times) != 1 or not (times[0].isascii() and times[0].isdigit()):
        return False
    if len(times[0]) > 12 or abs(int(now.timestamp()) - int(times[0])) > TOLERANCE_SECONDS:
        return False
    due = hmac.new(secret.encode(), times[0].encode() + b"." + body, hashlib.sha256).hexdigest().encode()
    given = [value.strip().encode() for key, _, value in parts if key.strip() == "v1"]
    return any(hmac.compare_digest(due, each) for each in given)


def events_of(said: dict[str, Any]) -> Iterator[Event]:
    """The events of one message in our words; none where it is about nothing of ours."""
    about, number, kind = said["data"]["object"], str(said["id"]), said["type"]
    at = _moment(said["created"])
    match kind:
        case "checkout.session.completed" | "checkout.session.async_payment_succeeded":
            yield from _checkout(number, at, about)
        case "invoice.paid":
            yield _invoice(number, at, about)
        case "customer.subscription.updated":
            going = Kind.CANCELS if about["cancel_at_period_end"] else Kind.GOES_ON
            yield Event(number, going, at, _ours(about), about["id"])
        case "customer.subscription.deleted":
            ended = about.get("ended_at")
            yield Event(number, Kind.ENDED, _moment(ended) if ended else at, _ours(about), about["id"])
        case "charge.refunded":
            currency = about["currency"].upper()
            amount = _micro(about["amount_refunded"], currency)
            yield Event(
                number, Kind.RETURNED, at, _ours(about), "", about["payment_intent"] or about["id"], amount,
                currency=currency,
            )  # fmt: skip


def _checkout(number: str, at: datetime, about: dict[str, Any]) -> Iterator[Event]:
    ours, currency = about["client_reference_id"] or _ours(about), about["currency"].upper()
    if about["mode"] == "subscription":
        yield Event(number, Kind.BEGUN, at, ours, about["subscription"])
    elif about["mode"] == "payment" and about["payment_status"] == "paid":
        tax = (about.get("total_details") or {}).get("amount_tax") or 0
        yield Event(
            number, Kind.PAID, at, ours, "", about["payment_intent"], _micro(about["amount_total"], currency),
            _micro(tax, currency), currency,
        )  # fmt: skip


def _invoice(number: str, at: datetime, about: dict[str, Any]) -> Event:
    currency = about["currency"].upper()
    lines = [line["period"] for line in about["lines"]["data"] if not line.get("proration")]
    return Event(
        number,
        Kind.PAID,
        at,
        _ours(about.get("subscription_details") or {}),
        about["subscription"],
        about.get("payment_intent") or about["id"],
        _micro(about["amount_paid"], currency),
        _micro(about.get("tax") or 0, currency),
        currency,
        _moment(min(line["start"] for line in lines)),
        _moment(max(line["end"] for line in lines)),
    )


def _ours(about: Mapping[str, Any]) -> str:
    return str((about.get("metadata") or {}).get(OURS, ""))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def _micro(minor: int, currency: str) -> int:
    amount = int(minor) * 10 ** (6 - _digits(currency))
    if amount < 0:
        raise ValueError("less than nothing")
    return amount


def _minor(amount: int, currency: str) -> int:
    return amount // 10 ** (6 - _digits(currency))


def _digits(currency: str) -> int:
    return 2 if currency in _HUNDREDTHS else minor_digits(currency)
