"""What waits is public by month and reason, once its month is closed, and names nobody."""

import pytest
from django.test import Client

from cases import makers
from royalties import books

pytestmark = pytest.mark.django_db


def test_money_that_waits_is_told_by_month_reason_and_territory() -> None:
    label, _ = makers.label(name="Secret Label")
    month = books.shared_month(state="closed")
    pool = books.pool(month)
    books.part(pool, label, 10_000_000, 2, wait="dispute")
    books.part(pool, None, 20_000_000, 4, wait="unmatched")
    books.part(pool, label, 30_000_000, 6)
    text = Client().get("/transparency/waiting-money").content.decode()
    assert "In dispute with its uploader" in text
    assert "20.00 EUR" in text
    assert "Secret Label" not in text
    assert "30.00 EUR" not in text
    said = Client().get("/transparency/waiting-money.json").json()
    assert said["waiting"] == [
        {"month": "2026-10", "wait": "dispute", "currency": "EUR", "amount": 10_000_000},
        {"month": "2026-10", "wait": "unmatched", "currency": "EUR", "amount": 20_000_000},
    ]
    assert said["unmatched"] == [
        {"month": "2026-10", "territory": "DE", "currency": "EUR", "plays": 4, "amount": 20_000_000}
    ]


def test_a_month_that_is_not_closed_tells_nothing() -> None:
    books.part(books.pool(books.shared_month()), None, books.AMOUNT, wait="unmatched")
    assert "No month is closed yet" in Client().get("/transparency/waiting-money").content.decode()
