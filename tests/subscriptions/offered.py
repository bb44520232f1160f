"""Offers as the operator opens them."""

from akkord.rights.terms import CommercialModel
from akkord.subscriptions import actions
from akkord.subscriptions.models import Offer
from cases import makers


def plus(slug: str = "plus", price: str = "9.99") -> Offer:
    """An offer for subscribers, sold in Germany for euros and in Britain for pounds."""
    staff = makers.person(is_staff=True)
    made = actions.open_offer(
        staff, slug=slug, name_en=slug.title(), name_ru=slug.title(), model=CommercialModel.SUBSCRIPTION
    )
    actions.set_price(staff, made, "DE", "EUR", price)
    actions.set_price(staff, made, "GB", "GBP", "7.99")
    return made
