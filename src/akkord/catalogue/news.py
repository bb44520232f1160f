"""What is told to an organisation's desk and its machines: that something happened, and its numbers."""

from enum import StrEnum

from akkord.flow import outbox


class News(StrEnum):
    """What happened; whoever hears it asks the API for the rest."""

    DELIVERY_FINISHED = "delivery.finished"
    MESSAGE_MOVED = "message.moved"
    ORDER_EXECUTED = "order.executed"
    ORDER_RELEASED = "order.released"
    PROCEEDING_MOVED = "proceeding.moved"
    CONFLICT_MOVED = "conflict.moved"
    NEGOTIATION_MOVED = "negotiation.moved"
    STATEMENT_ISSUED = "statement.issued"


def tell_office(organisation_id: int, news: News, **about: str | int) -> None:
    """Say it in the transaction of what happened. `about` holds numbers and states, nothing personal."""
    outbox.announce("office_news", organisation=organisation_id, news=news.value, about=about)
