"""Who takes the money: one written contract, a stand-in that takes none, and a real provider."""

from django.conf import settings

from .provider import Provider, Wanted
from .standin import StandIn
from .stripe import Stripe

__all__ = ["Provider", "StandIn", "Stripe", "Wanted", "provider", "provider_named"]


def provider() -> Provider:
    """Who takes payments from now on, as the operator chose (AKKORD_PAYMENTS)."""
    return provider_named("stripe" if settings.PAYMENTS == "stripe" else StandIn.name)


def provider_named(name: str) -> Provider:
    """Who took a payment; what was bought stays with whom it was bought from."""
    if name == Stripe.name:
        return Stripe(settings.STRIPE_ADDRESS, settings.STRIPE_KEY, settings.STRIPE_WEBHOOK_SECRET)
    return StandIn()
