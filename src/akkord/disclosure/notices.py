"""An executed order as a notice for Lumen: what the office hands out, to be read before it is published."""

from typing import TYPE_CHECKING, Any

from django.conf import settings

from akkord.ledger.rules import Ground
from akkord.music import queries as music
from akkord.people import queries as people

from .errors import NotExecuted
from .executed import of_order
from .rows import certified_rows
from .rules import grounds
from .rules.lumen import Demand, Party, Work, notice_of

if TYPE_CHECKING:
    from akkord.cases.models import Order
    from akkord.catalogue.models import Organisation


def lumen_notice(order: "Order") -> dict[str, Any]:
    """The notice of an executed order. Raises NotExecuted."""
    if order.entry is None:
        raise NotExecuted
    rows = list(certified_rows(of_order(order)))
    works = [
        Work(row.found, row.name, row.isrc, f"{settings.SITE_URL}{row.page}" if row.page else "")
        for row in rows
    ]
    return notice_of(_demand(order), works, Party(settings.SITE_NAME, "site"))


def _demand(order: "Order") -> Demand:
    number = order.entry.number if order.entry else None
    behalf = order.on_behalf_of
    country = (behalf or order.organisation).country
    return Demand(
        number=str(order.public_id),
        title=order.title,
        reason=order.reason,
        filed_by=_party(order.organisation),
        on_behalf_of=_party(behalf) if behalf else None,
        filed_at=order.made_at,
        territory=order.territory,
        law=grounds.legal_ground(Ground.COPYRIGHT, "", country),
        line=f"{settings.SITE_URL}/log/{number}" if number is not None else "",
        persons=_persons(order),
    )


def _party(organisation: "Organisation") -> Party:
    return Party(organisation.name, organisation.kind, organisation.country)


def _persons(order: "Order") -> list[str]:
    """Who acted, and whose uploads it reached: names that may stand in what was written."""
    recordings = {pk for pk in order.rows.values_list("recording_id", flat=True) if pk}
    sounds = {pk for pk in order.rows.values_list("sound_id", flat=True) if pk}
    return people.names_of_people({order.person_id, *music.uploaders_of(recordings, sounds)})
