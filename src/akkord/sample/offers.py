"""What the sample world sells beside the free offer, and who has paid for it."""

import uuid
from collections.abc import Mapping

from akkord.people.models import Person
from akkord.rights.terms import CommercialModel
from akkord.subscriptions import actions as subscriptions
from akkord.subscriptions.payments import StandIn, provider

PRICES = (
    ("GB", "GBP", "8.99"),
    ("DE", "EUR", "8.99"),
    ("FR", "EUR", "8.99"),
    ("US", "USD", "9.99"),
    ("RU", "RUB", "249"),
    ("KZ", "KZT", "1590"),
)
SUBSCRIBERS = {"artem": "RU", "vika": "RU", "mia": "DE", "hannah": "GB", "amelie": "FR"}


def open_offers(operator: Person, members: Mapping[str, Person]) -> None:
    """A second offer; where nobody outside takes the payments, some members have paid for a month."""
    plus = subscriptions.open_offer(
        operator, slug="plus", name_en="Plus", name_ru="Плюс", model=CommercialModel.SUBSCRIPTION
    )
    for territory, currency, price in PRICES:
        subscriptions.set_price(operator, plus, territory, currency, price)
    if provider().name != StandIn.name:
        return
    for key, territory in SUBSCRIBERS.items():
        address = subscriptions.subscribe(members[key], plus.slug, territory)
        subscriptions.confirm(operator, uuid.UUID(address.rpartition("/")[2]), 0)
