"""What is asked of whoever takes payments. No card ever comes near this site: people pay on the provider's
own page, and what happened is told by signed events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from akkord.subscriptions.rules import Event


@dataclass(frozen=True)
class Wanted:
    """What somebody is about to pay: `months` of an offer at once, or (0) one month after the other.

    `price` in micro-units a month; `back` is where they return to, paid or not.
    """

    subscription: str
    name: str
    price: int
    currency: str
    months: int
    email: str
    language: str
    back: str


class Provider(Protocol):
    """Whoever takes payments. Every method may raise PaymentRefused."""

    name: str

    def open(self, wanted: Wanted) -> str:
        """The address where it is paid. Asked twice for the same subscription it is the same payment."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> list[Event]:
        """What a signed message says happened; nothing where it is about something else.

        Raises NotSigned, NotUnderstood.
        """

    def cancel(self, agreement: str, once: str) -> None:
        """No further payment is taken; what is paid stays paid. `once`: sent twice it is done once."""

    def go_on(self, agreement: str, once: str) -> None:
        """Payments are taken after all, from the end of what is paid."""

    def give_back(self, payment: str, amount: int, currency: str, before: int) -> None:
        """Pay back so many micro-units; `before` is what was paid back of it earlier."""
