"""The stand-in: takes no money. The operator confirms by hand what was paid elsewhere (a transfer, cash), or,
where the site is tried out, whoever buys confirms for themselves on a page that says so."""

from collections.abc import Mapping

from akkord.subscriptions.errors import NotSigned
from akkord.subscriptions.rules import Event

from .provider import Wanted


class StandIn:
    """Confirmed by a person; see actions.confirm."""

    name = "standin"

    def open(self, wanted: Wanted) -> str:
        return f"/pay/by-hand/{wanted.subscription}"

    def read(self, body: bytes, headers: Mapping[str, str]) -> list[Event]:
        """No message from outside is believed."""
        raise NotSigned

    def cancel(self, agreement: str, once: str) -> None:
        """Nothing is taken by itself, so there is nothing to stop."""

    def go_on(self, agreement: str, once: str) -> None:
        """Nor to begin again."""

    def give_back(self, payment: str, amount: int, currency: str, before: int) -> None:
        """The operator gives it back the way it came."""
