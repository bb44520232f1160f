"""A statement as a DDEX sales report: the strict reader finds no fault, the amounts are the same."""

import io
import zipfile
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from akkord.catalogue.models import Organisation
from akkord.money import MICRO
from akkord.royalties import actions, correcting, issuing, month_life, queries, reporting
from akkord.royalties.dsr.reading import Fault, ReadRow, Source, read_report
from akkord.royalties.models import Terms
from akkord.royalties.tasks import note_late
from cases import makers
from labels.test_office_pages import signed_in
from royalties.test_months import OCTOBER, World, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(log: None, settings: Any) -> World:
    settings.DPID = "PADPIDA2026112801A"
    made = World()
    Organisation.objects.filter(pk=made.nord.pk).update(dpid="PADPIDA2026112802B")
    return made


def read(files: dict[str, bytes]) -> list[ReadRow]:
    found = list(
        read_report([Source(name, lambda text=text: io.BytesIO(text)) for name, text in files.items()])
    )
    assert [str(each) for each in found if isinstance(each, Fault)] == []
    return [each for each in found if isinstance(each, ReadRow)]


def total(rows: list[ReadRow]) -> int:
    """What all contexts come to, in the currency of account."""
    name = "FinalTotalAmountInCurrencyOfAccounting"
    return sum(int(row.cells[name] * MICRO) for row in rows if row.record == "SY10")


def report_of(statement: Any) -> dict[str, bytes]:
    found = queries.statement_of(statement.organisation_id, statement.pk, queries.EVERYTHING)
    return {name: b"".join(lines) for name, lines in reporting.sales_report(found)}


def test_a_statement_in_two_countries_and_another_currency_is_read_without_a_fault(site: World) -> None:
    site.heard(1, 3, day=5)
    site.heard(1, 2, day=6, territory="AT")
    site.heard(0, 2, day=7)
    month = site.earned(OCTOBER, 1_000_001)
    site.earned(OCTOBER, 777_777, sold_in="AT")
    terms = Terms(organisation=site.nord, starts=OCTOBER, currency="USD", per_play=250_000)
    actions.state_terms(site.operator, terms, "contract")
    with on(11, 3):
        for step in (month_life.count, month_life.check, month_life.share):
            step(month)
        actions.enter_exchange(
            site.operator, month, "EUR", "USD", Fraction(11, 10), date(2026, 10, 30), "the central bank"
        )
        _, nord = issuing.close_month(site.operator, month)
    rows = read(report_of(nord))
    lines = [row for row in rows if row.record == "SR08"]
    assert len(lines) == 2
    assert total(rows) == nord.due
    ((name, text),) = report_of(nord).items()
    assert name == "DSR_PADPIDA2026112802B_PADPIDA2026112801A_Akkord_2026-10_Multi_1of1_20261103T120000.tsv"
    assert report_of(nord) == {name: text}, "the same statement makes the same bytes"


def test_a_correction_reports_what_is_taken_back_as_returns(site: World) -> None:
    site.heard(1, 3, day=5)
    site.heard(2, 2, day=5)
    month = site.earned(OCTOBER, 1_000_000)
    site.closed(month)
    with on(11, 10):
        makers.matched([site.unknown], [site.songs[1]])
        note_late.func(sounds=[site.unknown.pk])
        (correction,) = correcting.correct_months("late claim", site.operator)
    (again,) = correction.statements.all()
    rows = read(report_of(again))
    assert sum(row.record == "SR08" for row in rows) == 2, "one line taken back, one put anew"
    assert total(rows) == again.due


def test_the_desk_gives_the_report_and_says_what_is_missing_for_it(site: World) -> None:
    site.heard(0, 1, day=5)
    site.heard(1, 1, day=5)
    lila, nord = site.closed(site.earned(OCTOBER, 1_000_000))
    given = signed_in(site.other).get(f"/rights/{site.nord.pk}/royalties/{nord.pk}/sales-report.zip")
    with zipfile.ZipFile(io.BytesIO(given.getvalue())) as packed:
        assert read({name: packed.read(name) for name in packed.namelist()})
    refused = signed_in(site.clerk).get(
        f"/rights/{site.lila.pk}/royalties/{lila.pk}/sales-report.zip", follow=True
    )
    assert "DDEX party ids" in refused.content.decode()
    assert Client().get(f"/rights/{site.nord.pk}/royalties/{nord.pk}/sales-report.zip").status_code == 302
