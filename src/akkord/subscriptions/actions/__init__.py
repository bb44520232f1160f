"""Every write of subscriptions: what is offered, what is bought, what a provider tells."""

from .applying import apply
from .buying import cancel, give, go_on, subscribe
from .by_hand import confirm, confirm_for_oneself, give_back
from .offering import amend_offer, close_offer, end_price, open_offer, set_price

__all__ = [
    "amend_offer",
    "apply",
    "cancel",
    "close_offer",
    "confirm",
    "confirm_for_oneself",
    "end_price",
    "give",
    "give_back",
    "go_on",
    "open_offer",
    "set_price",
    "subscribe",
]
