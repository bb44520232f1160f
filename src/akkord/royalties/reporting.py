"""A statement as a DDEX sales report (Part 9, to record companies): the same lines, in the standard's cells.

What waits is not due, so it is not reported as earned. The figures of a pool stand with each of its contexts
(where, in what use); what the terms give beside its share stands once, as a fee that does not go by usage. A
line that is taken back has its plays among the returns, and amounts below zero.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django.conf import settings

from akkord.money import apportion
from akkord.rights.terms import Use, UseType
from akkord.rights.territories import UNKNOWN
from akkord.store.files import files as store
from akkord.subscriptions import queries as subscriptions

from . import dsr
from .dsr.records import LabelLine, LabelSummary
from .errors import NoPartyId
from .models import Statement

USES = {
    Use.PLAY.value: UseType.ON_DEMAND_STREAM.value,
    Use.RADIO.value: UseType.NON_INTERACTIVE_STREAM.value,
    Use.SHARE.value: UseType.USER_MAKE_AVAILABLE_USER_PROVIDED.value,
    Use.OFFLINE.value: UseType.CONDITIONAL_DOWNLOAD.value,
    Use.DOWNLOAD.value: UseType.PERMANENT_DOWNLOAD.value,
}
EVERYWHERE = "Multi"  # the report's territory; its lines name theirs
WORLDWIDE: Final = "Worldwide"  # AVS: what is told of listeners whose country is unknown (ZZ is no territory)
PLACES = Decimal("0.0000000001")

Row = Mapping[str, str]


@dataclass(frozen=True)
class _Context:
    """Lines of one pool, territory and use."""

    number: str
    pool: Mapping[str, Any]
    first: bool  # of its pool
    territory: str
    use: str
    rows: tuple[Row, ...]
    exchanged: Mapping[str, int]  # line → its amount in the currency of account


def sales_report(statement: Statement) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The files of the report, by name. Raises NoPartyId when the site or the organisation has no DDEX id."""
    if not settings.DPID or not statement.organisation.dpid:
        raise NoPartyId
    said = json.loads(store().read(statement.document))
    lines = list(csv.DictReader(io.StringIO(store().read(statement.lines).decode())))
    contexts = list(_contexts(said, [line for line in lines if not line["waits"]]))
    report = dsr.summed(
        dsr.Report(
            _heading(statement, said),
            tuple(_summary(context, said) for context in contexts),
            lambda: (_line(context, row, said) for context in contexts for row in context.rows),
        )
    )
    for file in dsr.files(report, dsr.plan(report)):
        yield file.name, iter(file.lines)


def _heading(statement: Statement, said: Mapping[str, Any]) -> dsr.Heading:
    return dsr.Heading(
        profile=dsr.LABELS,
        message_id=said["number"].replace("/", "-"),
        created=statement.issued_at,
        first=date.fromisoformat(said["month"]["first_day"]),
        last=date.fromisoformat(said["month"]["last_day"]),
        sender=dsr.Party(settings.DPID, settings.SITE_NAME),
        recipient=dsr.Party(statement.organisation.dpid, statement.organisation.name),
        service=dsr.service_name(settings.SITE_NAME),
        territory=EVERYWHERE,
    )


def _contexts(said: Mapping[str, Any], lines: list[Row]) -> Iterator[_Context]:
    """Every pool with its lines by territory and use; a pool without a line keeps one, for what it is due."""
    number = 0
    for pool in said["pools"]:
        key = (pool["offer"], pool["sold_in"], pool["currency"])
        mine = [row for row in lines if (row["offer"], row["sold_in"], row["currency"]) == key]
        rate = Fraction(pool["exchange"]["rate"])
        exchanged = apportion({row["id"]: int(row["amount"]) * rate for row in mine})
        places = sorted({(row["territory"], row["use"]) for row in mine})
        for place, (territory, use) in enumerate(places or [(pool["sold_in"], Use.PLAY.value)]):
            number += 1
            rows = tuple(row for row in mine if (row["territory"], row["use"]) == (territory, use))
            yield _Context(str(number), pool, place == 0, territory, USES[use], rows, exchanged)


def _summary(context: _Context, said: Mapping[str, Any]) -> LabelSummary:
    pool, rate = context.pool, Fraction(context.pool["exchange"]["rate"])
    net = pool["gross"] - pool["deductions"]
    amount = sum(int(row["amount"]) for row in context.rows)
    exchanged = sum(context.exchanged[row["id"]] for row in context.rows)
    plays = sum(int(row["plays"]) for row in context.rows)
    fee = _adjustment(pool) if context.first else 0
    dated = pool["exchange"]["dated"]
    return LabelSummary(
        summary_record_id=context.number,
        commercial_model=subscriptions.offer_by_slug(pool["offer"]).model,
        use_type=context.use,
        reporting_period_start_date=date.fromisoformat(said["month"]["first_day"]),
        reporting_period_end_date=date.fromisoformat(said["month"]["last_day"]),
        subscribers=decimal_of(Fraction(pool["subscribers"])),
        territory=place_of(context.territory),
        service_description=dsr.service_name(settings.SITE_NAME),
        offer_type=pool["offer"],
        usages=plays,
        allocated_usages=0,
        returns=0,
        music_usage_ratio=1,
        currency_of_transaction=pool["currency"],
        currency_of_accounting=said["currency"],
        exchange_rate=decimal_of(rate),
        exchange_rate_source=pool["exchange"]["source"] or None,
        date_of_currency_exchange=datetime.combine(date.fromisoformat(dated), time.min, UTC)
        if dated
        else None,
        gross_revenue_in_currency_of_transaction=pool["gross"],
        deductions_in_currency_of_transaction=(pool["deductions"],),
        deductions_in_currency_of_accounting=(_whole(pool["deductions"] * rate),),
        net_revenue_in_currency_of_transaction=net,
        net_revenue_in_currency_of_accounting=_whole(net * rate),
        allocated_revenue_in_currency_of_transaction=amount,
        allocated_revenue_in_currency_of_accounting=exchanged,
        allocated_net_revenue_in_currency_of_transaction=amount,
        allocated_net_revenue_in_currency_of_accounting=exchanged,
        subscription_fee_in_currency_of_accounting=0,
        usage_independent_fee_type=(f"UserDefined {pool['due']['basis'].title().replace('_', '')}",)
        if fee
        else None,
        usage_independent_fee_in_currency_of_transaction=(_whole(fee / rate),) if fee else None,
        usage_independent_fee_in_currency_of_accounting=(fee,) if fee else None,
        final_total_amount_in_currency_of_transaction=amount + (_whole(fee / rate) if fee else 0),
        final_total_amount_in_currency_of_accounting=exchanged + fee,
    )


def _adjustment(pool: Mapping[str, Any]) -> int:
    """What is due beside the share, and was not before."""
    beside, before = (pool[name]["due"] - pool[name]["exchanged"] for name in ("due", "before"))
    return int(beside - before)


def _line(context: _Context, row: Row, said: Mapping[str, Any]) -> LabelLine:
    plays, amount, exchanged = int(row["plays"]), int(row["amount"]), context.exchanged[row["id"]]
    return LabelLine(
        sales_transaction_id=row["id"],
        dsp_release_id=row["recording"],
        resource_isrc=row["isrc"] or None,
        dsp_resource_id=row["recording"],
        resource_type="SoundRecording",
        resource_title=row["title"] or None,
        resource_display_artist_name=row["artist"] or None,
        summary_record_id=context.number,
        sales_transaction_date=date.fromisoformat(said["month"]["last_day"]),
        total_usages=max(plays, 0),
        returns=max(-plays, 0),
        net_usage=plays,
        right_share_percentage=decimal_of(100 * Fraction(row["fraction"])),
        calculated_unit_price_in_currency_of_transaction=_each(amount, plays),
        calculated_unit_price_in_currency_of_accounting=_each(exchanged, plays),
        allocated_revenue_in_currency_of_transaction=amount,
        allocated_revenue_in_currency_of_accounting=exchanged,
        allocated_net_revenue_in_currency_of_transaction=amount,
        allocated_net_revenue_in_currency_of_accounting=exchanged,
        copyright_obligation_with_dsp=False,
    )


def _each(amount: int, plays: int) -> Decimal:
    """What one play earned, in units of the currency, to ten places."""
    return decimal_of(Fraction(amount, plays * 1_000_000)) if plays else Decimal(0)


def place_of(territory: str) -> str:
    """A territory as the standard's list has it."""
    return WORLDWIDE if territory == UNKNOWN else territory


def decimal_of(exact: Fraction) -> Decimal:
    """To ten places, without noughts at the end."""
    return (Decimal(exact.numerator) / exact.denominator).quantize(PLACES).normalize() + 0


def _whole(exact: Fraction) -> int:
    return exact.numerator // exact.denominator
