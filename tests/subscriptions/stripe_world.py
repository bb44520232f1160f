"""A payment provider on this machine that speaks the API the adapter speaks, and signs what it tells."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

KEY, SECRET = "sk_test_stand_in", "whsec_stand_in"


@dataclass
class Account:
    """What was asked of it: (path, form, idempotency key); the same key is answered the same."""

    address: str = ""
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    answers: dict[str, bytes] = field(default_factory=dict)
    refuses: bool = False

    def answer(self, path: str, form: dict[str, str], once: str) -> bytes:
        if once not in self.answers:
            self.asked.append((path, form, once))
            number = len(self.asked)
            said = {"id": f"obj_{number}", "url": f"{self.address}/c/pay/cs_{number}"}
            self.answers[once] = json.dumps(said).encode()
        return self.answers[once]


def signature(body: bytes, at: float, secret: str = SECRET) -> str:
    stamp = str(int(at))
    due = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={'0' * 64},v1={due},v0=x"


@contextmanager
def standing() -> Iterator[Account]:
    """The provider listens on an address of this machine."""
    account = Account()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            said = {name: values[0] for name, values in form.items()}
            known = self.headers["Authorization"] == f"Bearer {KEY}"
            typed = self.headers["Content-Type"] == "application/x-www-form-urlencoded"
            if account.refuses or not (known and typed and self.headers["Stripe-Version"]):
                return self.answer(402, b'{"error": {"type": "card_error"}}')
            return self.answer(200, account.answer(self.path, said, self.headers["Idempotency-Key"]))

        def answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    account.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield account
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def said(kind: str, number: str, created: float, **about: Any) -> dict[str, Any]:
    return {"id": number, "type": kind, "created": int(created), "data": {"object": about}}


def checkout(number: str, created: float, ours: str, agreement: str) -> dict[str, Any]:
    return said(
        "checkout.session.completed", number, created, id="cs_1", mode="subscription",
        client_reference_id=ours, subscription=agreement, currency="eur", payment_status="paid",
    )  # fmt: skip


def paid_gift(number: str, created: float, ours: str, amount: int, tax: int = 0) -> dict[str, Any]:
    return said(
        "checkout.session.completed", number, created, id="cs_1", mode="payment", client_reference_id=ours,
        payment_intent=f"pi_{number}", currency="eur", payment_status="paid", amount_total=amount,
        total_details={"amount_tax": tax},
    )  # fmt: skip


def invoice(
    number: str,
    created: float,
    ours: str,
    agreement: str,
    period: tuple[float, float],
    amount: int,
    tax: int = 0,
) -> dict[str, Any]:
    line = {"period": {"start": int(period[0]), "end": int(period[1])}, "proration": False}
    return said(
        "invoice.paid", number, created, id=f"in_{number}", subscription=agreement, currency="eur",
        payment_intent=f"pi_{number}", amount_paid=amount, tax=tax, lines={"data": [line]},
        subscription_details={"metadata": {"akkord": ours} if ours else {}},
    )  # fmt: skip


def changed(number: str, created: float, agreement: str, *, cancels: bool) -> dict[str, Any]:
    return said(
        "customer.subscription.updated",
        number,
        created,
        id=agreement,
        cancel_at_period_end=cancels,
        metadata={},
    )


def ended(number: str, created: float, agreement: str) -> dict[str, Any]:
    return said(
        "customer.subscription.deleted", number, created, id=agreement, ended_at=int(created), metadata={}
    )


def refunded(number: str, created: float, payment: str, amount: int) -> dict[str, Any]:
    return said(
        "charge.refunded", number, created, id=f"ch_{number}", payment_intent=payment, amount_refunded=amount,
        currency="eur", metadata={},
    )  # fmt: skip
