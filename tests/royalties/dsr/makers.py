"""Reports of every profile, made up: any values their cells can hold, and sums that are right."""

import dataclasses
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from hypothesis import strategies as st

# What divides cells, what escapes, what looks like a comment, and letters of two scripts.
LETTERS = "aZж中é0 #\\|\t:'\""
TEXT = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: text == text.strip(" "))
WORD = st.sampled_from(["Album", "SoundRecording", "OnDemandStream", "UserDefined Mine"])
KEYED = st.builds("{}::{}".format, st.sampled_from(["ISNI", "IPI", "a|b"]), TEXT)
SMALL = st.integers(0, 10**9)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))

KINDS: dict[str, st.SearchStrategy[Any]] = {
    "STRING": TEXT,
    "INTEGER": SMALL,
    "DECIMAL": SMALL | st.decimals(-1000, 10**6, places=6),
    "AMOUNT": st.integers(-(10**15), 10**15),
    "BOOLEAN": st.booleans(),
    "DAY": DAYS,
    "INSTANT": st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
        lambda at: at.replace(microsecond=0, tzinfo=UTC)
    ),
    "DURATION": st.integers(0, 10**8),
    "DPID": st.just("PADPIDA2026112803C"),
    "PARTY": KEYED,
    "OWN_ID": KEYED,
    "TERRITORY": st.sampled_from(["DE", "ES-CE", "2130", "Worldwide"]),
    "CURRENCY": st.sampled_from(["EUR", "JPY"]),
    "MODEL": st.sampled_from(["SubscriptionModel", "AdvertisementSupportedModel", "UserDefined Gift"]),
    "USE": WORD,
    "RIGHTS": st.sampled_from(["MechanicalRight", "PerformingRight"]),
    "RESOURCE": WORD,
    "RELEASE": WORD,
    "SERVICE": st.just("plus"),
    "ISRC": st.just("DEA012600001"),
    "ISWC": st.just("T0345246801"),
    "ICPN": st.just("4006381333931"),
    "GRID": st.just("A12425GABC1234002M"),
    "ISAN": st.just("00000000D07A009000000000"),
}
NO_WORK = "musical_work_"


@st.composite
def rows(draw: st.DrawFn, dsr: SimpleNamespace, name: str, **given: Any) -> Any:
    """A record of a class in `records`, with any values but those given."""
    declared = _class(dsr, name)
    values = dict(given)
    for cell in dsr.records.shape_of(declared).cells:
        if cell.field not in values:
            values[cell.field] = draw(_cell(cell, values))
    return declared(**values)


def _class(dsr: SimpleNamespace, name: str) -> Any:
    return next(each for each in dsr.records.RECORDS.values() if each.__name__ == name)


@st.composite
def _cell(draw: st.DrawFn, cell: Any, before: dict[str, Any]) -> Any:
    if cell.field == "price_range_type" and before.get("price_type"):
        return None
    held = KINDS[cell.kind.name]
    if cell.several:
        return draw(_several(cell, held, before))
    if not cell.mandatory and draw(st.booleans()):
        return None
    return draw(held)


@st.composite
def _several(draw: st.DrawFn, cell: Any, held: Any, before: dict[str, Any]) -> Any:
    names = before.get(cell.field.replace("_party_id", "_name"))
    if cell.field.endswith("_party_id"):
        if names is None or draw(st.booleans()):
            return None
        ids = tuple(draw(held | st.just("")) for _ in names)
        return ids if any(ids) else None
    for types in ("calculation_type", "deduction_type", "usage_independent_fee_type"):
        stem = types.removesuffix("_type")
        if cell.field.startswith(stem) and cell.field != types:
            many = len(before[types] or ())
            return tuple(draw(held) for _ in range(many)) or ((0,) if cell.mandatory else None)
    several = tuple(draw(st.lists(held, min_size=1 if cell.mandatory else 0, max_size=3)))
    return several or None


@st.composite
def headings(draw: st.DrawFn, dsr: SimpleNamespace, profile: Any) -> Any:
    first, last = sorted(draw(st.tuples(DAYS, DAYS)))
    party = dsr.reports.Party
    return dsr.reports.Heading(
        profile=profile,
        message_id=draw(TEXT),
        created=draw(KINDS["INSTANT"]),
        first=first,
        last=last,
        sender=party("PADPIDA2026112801A", draw(TEXT)),
        recipient=draw(st.none() | st.just(party("PADPIDA2026112802B", "Society"))),
        service=draw(st.sampled_from(["plus", "Free-Plus"])),
        territory="Multi",
        repertoire=tuple(draw(st.lists(TEXT, max_size=2))),
    )


@st.composite
def reports(draw: st.DrawFn, dsr: SimpleNamespace, name: str = "") -> Any:
    """A report whose summaries say what its lines make."""
    made = {"LABELS": _labels, "BASIC_AUDIO": _audio, "BASIC_AUDIO_SINGLE": _single, "UGC": _ugc}
    name = name or draw(st.sampled_from(sorted(made)))
    profile = getattr(dsr.profiles, name)
    summaries, blocks = draw(made[name](dsr))
    report = dsr.reports.Report(draw(headings(dsr, profile)), summaries, lambda: iter(blocks))
    return dsr.totals.summed(report)


def _ids(summaries: tuple[Any, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from([summary.summary_record_id for summary in summaries])


@st.composite
def _labels(draw: st.DrawFn, dsr: SimpleNamespace) -> Any:
    many = draw(st.integers(1, 3))
    summaries = tuple(draw(rows(dsr, "LabelSummary", summary_record_id=str(n))) for n in range(many))
    lines = []
    for number in range(draw(st.integers(0, 5))):
        uses, back = draw(SMALL), draw(st.integers(0, 9))
        lines.append(
            draw(
                rows(
                    dsr,
                    "LabelLine",
                    sales_transaction_id=f"t{number}",
                    summary_record_id=draw(_ids(summaries)),
                    total_usages=uses,
                    returns=back,
                    net_usage=uses - back,
                )
            )
        )
    return summaries, lines


@st.composite
def _audio_summaries(draw: st.DrawFn, dsr: SimpleNamespace) -> Any:
    kinds = draw(
        st.lists(
            st.sampled_from(["SalesSummary", "StreamSummary", "SubscriberSummary", "LicensorSummary"]),
            min_size=1,
            max_size=3,
        )
    )
    return tuple(draw(_summary(dsr, kind, str(number), None)) for number, kind in enumerate(kinds))


@st.composite
def _summary(draw: st.DrawFn, dsr: SimpleNamespace, kind: str, number: str, parent: str | None) -> Any:
    day = draw(st.none() | DAYS)
    given: dict[str, Any] = {"summary_record_id": number}
    if kind in ("SubscriberSummary", "LicensorSummary", "MarketShareSummary"):
        given |= {"sub_period_start_date": day, "sub_period_end_date": day}
    if kind in ("LicensorSummary", "MarketShareSummary"):
        given |= {"parent_summary_record_id": parent}
    return draw(rows(dsr, kind, **given))


@st.composite
def _resources(draw: st.DrawFn, dsr: SimpleNamespace, least_works: int) -> Any:
    made = []
    for number in range(draw(st.integers(1, 3))):
        reference = f"R{number}"
        if draw(st.booleans()):
            made.append(draw(rows(dsr, "RecordingOfWork", resource_reference=reference)))
            continue
        many = draw(st.integers(least_works, 2))
        works = tuple(draw(rows(dsr, "Work", resource_reference=reference)) for _ in range(many))
        recording = draw(rows(dsr, "Recording", resource_reference=reference))
        made.append(dsr.reports.Described(recording, works))
    return tuple(made)


def _references(resources: tuple[Any, ...]) -> list[str]:
    return [getattr(each, "recording", each).resource_reference for each in resources]


@st.composite
def _audio(draw: st.DrawFn, dsr: SimpleNamespace) -> Any:
    summaries = draw(_audio_summaries(dsr))
    return summaries, [draw(_audio_block(dsr, summaries, n)) for n in range(draw(st.integers(0, 4)))]


@st.composite
def _audio_block(draw: st.DrawFn, dsr: SimpleNamespace, summaries: Any, number: int) -> Any:
    resources = draw(_resources(dsr, 1))
    there = _references(resources)
    release = draw(st.none() | rows(dsr, "Release", release_reference="E"))
    parts = tuple(
        draw(rows(dsr, "SubRelease", release_reference=f"P{n}", used_resources=tuple(there)))
        for n in range(draw(st.integers(0, 1)))
    )
    releases = [each.release_reference for each in (release, *parts) if each]
    sales = []
    for sale in range(draw(st.integers(1, 3))):
        of_release = bool(releases) and draw(st.booleans())
        kind = draw(st.sampled_from(["Download", "Stream"]))
        sales.append(
            draw(
                rows(
                    dsr,
                    kind,
                    summary_record_id=draw(_ids(summaries)),
                    sales_transaction_id=f"{number}-{sale}",
                    transacted_release=draw(st.sampled_from(releases)) if of_release else None,
                    transacted_resource=None if of_release else draw(st.sampled_from(there)),
                )
            )
        )
    return dsr.reports.AudioBlock(resources, tuple(sales), release, parts)


@st.composite
def _single(draw: st.DrawFn, dsr: SimpleNamespace) -> Any:
    summaries = draw(_audio_summaries(dsr))
    lines = [
        draw(
            rows(
                dsr,
                draw(st.sampled_from(["DownloadLine", "StreamLine"])),
                summary_record_id=draw(_ids(summaries)),
                sales_transaction_id=f"t{number}",
            )
        )
        for number in range(draw(st.integers(0, 5)))
    ]
    return summaries, lines


@st.composite
def _ugc(draw: st.DrawFn, dsr: SimpleNamespace) -> Any:
    summaries = [draw(_summary(dsr, "StreamSummary", "a", None))]
    if draw(st.booleans()):
        summaries += [
            draw(_summary(dsr, "SubscriberSummary", "s", None)),
            draw(_summary(dsr, "MarketShareSummary", "m", "s")),
            draw(_summary(dsr, "LicensorSummary", "l", "s")),
        ]
    blocks = [draw(_ugc_block(dsr, tuple(summaries), n)) for n in range(draw(st.integers(0, 4)))]
    return tuple(summaries), blocks


@st.composite
def _ugc_block(draw: st.DrawFn, dsr: SimpleNamespace, summaries: Any, number: int) -> Any:
    resources = draw(_resources(dsr, 0))
    reference = _references(resources)[0]
    named = {"summary_record_id": draw(_ids(summaries)), "parent_resource_reference": reference}
    uploads: list[Any] = []
    many = draw(st.integers(0, 2))
    if draw(st.booleans()):
        for _ in range(many):
            ids = tuple(draw(st.lists(TEXT, min_size=1, max_size=3)))
            uses = tuple(draw(SMALL) for _ in ids)
            uploads.append(draw(rows(dsr, "UsesOfUploads", dsp_release_id=ids, usages=uses, **named)))
    else:
        uploads = [draw(rows(dsr, "UsesOfUpload", **named)) for _ in range(many)]
    delivered = tuple(
        draw(rows(dsr, "LabelData", resource_reference=reference)) for _ in range(draw(st.integers(0, 1)))
    )
    sales = tuple(draw(_upload_sale(dsr, summaries, f"{number}-{n}")) for n in range(draw(st.integers(0, 2))))
    return dsr.reports.UgcBlock(resources, tuple(uploads), sales, delivered)


@st.composite
def _upload_sale(draw: st.DrawFn, dsr: SimpleNamespace, summaries: Any, sale: str) -> Any:
    by = [draw(SMALL) for _ in range(draw(st.integers(0, 2)))]
    used = draw(
        rows(
            dsr,
            "UploadedUse",
            sales_transaction_id=sale,
            summary_record_id=draw(_ids(summaries)),
            usages=sum(by) if by else draw(SMALL),
        )
    )
    subscribers = tuple(
        draw(
            rows(
                dsr,
                "UseBySubscribers",
                parent_sales_transaction_id=sale,
                summary_record_id=draw(_ids(summaries)),
                usages=uses,
            )
        )
        for uses in by
    )
    shares = tuple(
        draw(
            rows(
                dsr,
                "LicensorShare",
                parent_sales_transaction_id=sale,
                summary_record_id=draw(_ids(summaries)),
            )
        )
        for _ in range(draw(st.integers(0, 2)))
    )
    return dsr.reports.UploadSale(used, subscribers, shares)


def said(cell: Any, value: Any) -> Any:
    """What a reader should find in a cell."""
    if isinstance(value, tuple):
        return tuple("" if each == "" else said(cell, each) for each in value)
    match cell.kind.name:
        case "AMOUNT":
            return Decimal(value).scaleb(-6)
        case "DAY":
            return value.isoformat()
        case _:
            return value


def cells(dsr: SimpleNamespace, row: Any) -> dict[str, Any]:
    """A record as a reader should find it: cells by name, without empty ones and without durations."""
    shape = dsr.records.shape_of(type(row))
    return {
        cell.name: said(cell, getattr(row, cell.field))
        for cell in shape.cells
        if getattr(row, cell.field) not in (None, ()) and cell.kind.name != "DURATION"
    }


def durations(dsr: SimpleNamespace, row: Any) -> dict[str, int]:
    return {
        cell.name: getattr(row, cell.field)
        for cell in dsr.records.shape_of(type(row)).cells
        if cell.kind.name == "DURATION" and getattr(row, cell.field) is not None
    }


def plain_report(dsr: SimpleNamespace, lines: int = 3, heading: Any = None, **changed: Any) -> Any:
    """A label's report of one summary, for tests that break one thing of it."""
    when = datetime(2026, 12, 5, 12, tzinfo=UTC)
    heading = heading or dsr.reports.Heading(
        profile=dsr.profiles.LABELS,
        message_id="m1",
        created=when,
        first=date(2026, 11, 1),
        last=date(2026, 11, 30),
        sender=dsr.reports.Party("PADPIDA2026112801A", "Akkord"),
        recipient=dsr.reports.Party("PADPIDA2026112802B", "Label"),
        service="plus",
        territory="DE",
    )
    nothing = {
        f"{stem}_in_currency_of_{currency}": value
        for currency in ("transaction", "accounting")
        for stem, value in (
            ("deductions", (0,)),
            ("net_revenue", 10**9),
            ("allocated_revenue", 0),
            ("allocated_net_revenue", 0),
            ("final_total_amount", 0),
        )
    }
    summary = _class(dsr, "LabelSummary")(
        summary_record_id="1",
        commercial_model="SubscriptionModel",
        use_type="OnDemandStream",
        reporting_period_start_date=heading.first,
        reporting_period_end_date=heading.last,
        territory="DE",
        usages=1_000,
        allocated_usages=0,
        returns=0,
        music_usage_ratio=100,
        currency_of_transaction="EUR",
        currency_of_accounting="USD",
        exchange_rate=Decimal("1.0825"),
        subscription_fee_in_currency_of_accounting=9_990_000,
        **nothing,
    )
    return dsr.totals.summed(
        dsr.reports.Report(heading, (summary,), lambda: (plain_line(dsr, n, **changed) for n in range(lines)))
    )


def plain_line(dsr: SimpleNamespace, number: int, **changed: Any) -> Any:
    line = _class(dsr, "LabelLine")(
        sales_transaction_id=f"t{number}",
        dsp_release_id="r1",
        dsp_resource_id=f"s{number}",
        resource_title="A song",
        summary_record_id="1",
        sales_transaction_date=date(2026, 11, 30),
        total_usages=number + 5,
        returns=0,
        net_usage=number + 5,
        right_share_percentage=50,
        calculated_unit_price_in_currency_of_transaction=Decimal("0.0021"),
        calculated_unit_price_in_currency_of_accounting=Decimal("0.0023"),
        allocated_revenue_in_currency_of_transaction=number * 1_000 + 1,
        allocated_revenue_in_currency_of_accounting=number * 1_100 + 2,
        allocated_net_revenue_in_currency_of_transaction=number * 1_000 + 3,
        allocated_net_revenue_in_currency_of_accounting=number * 1_100 + 4,
        copyright_obligation_with_dsp=True,
    )
    return dataclasses.replace(line, **changed)
