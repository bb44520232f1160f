"""The operator's months: what stands, what is in the way, and nothing that was typed is lost."""

import inspect
import re
from datetime import date

import pytest
from django.test import Client

from akkord.flow import clock
from akkord.royalties import queries, words
from akkord.royalties.models import Exclusion, Month, Query
from akkord.royalties.rules import fraud
from akkord.subscriptions.models import Offer
from cases import makers
from royalties import books

pytestmark = pytest.mark.django_db

PAGES = ["months", "months/2026-10", "months/2026-10/exclusions", "terms", "line-questions", "corrections"]
ACTS = ["months/2026-10/count", "months/2026-10/revenue", "months/2026-10/exchange", "terms/advances",
        "months/2026-10/close", "months/2026-10/exclusions/1/lift", "line-questions/1",
        "books/terms/1/take-back"]  # fmt: skip
REVENUE = {"offer": "free", "sold_in": "DE", "currency": "EUR", "gross": "1250,50", "source": "bank, page 4"}
RATE = {"base": "USD", "quote": "EUR", "rate": "0.9131", "dated": "2026-10-31", "source": "central bank"}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_for_the_operator_alone(path: str, operator, member_client) -> None:  # type: ignore[no-untyped-def]
    books.shared_month()
    assert operator.get(f"/staff/{path}").status_code == 200
    assert member_client.get(f"/staff/{path}").status_code == 404
    assert Client().get(f"/staff/{path}").status_code == 404


@pytest.mark.parametrize("path", ACTS)
def test_every_act_is_for_the_operator_alone(path: str, operator, member_client) -> None:  # type: ignore[no-untyped-def]
    books.shared_month()
    assert member_client.post(f"/staff/{path}").status_code == 404


def test_revenue_is_entered_as_it_was_written_and_taken_back(operator) -> None:  # type: ignore[no-untyped-def]
    month = books.shared_month(state="open")
    text = operator.post("/staff/months/2026-10/revenue", REVENUE, follow=True).content.decode()
    assert "1250.50 EUR" in text
    assert "bank, page 4" in text
    (entry,) = queries.revenue_of(month)
    assert entry.gross == 1_250_500_000
    operator.post(f"/staff/books/revenue/{entry.pk}/take-back")
    assert not queries.revenue_of(month).exists()
    assert operator.post(f"/staff/books/revenue/{entry.pk}/take-back").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"gross": "many"}, "Write an amount as 1250.50"),
        ({"gross": ""}, "This field is required."),
        ({"gross": "-5"}, "The revenue is a number that is not negative."),
        ({"deductions": "2000"}, "What is taken off is no more than the revenue."),
        ({"currency": "XYZ"}, "The currency is three letters"),
        ({"sold_in": "XX"}, "The country is two letters"),
        ({"source": ""}, "This field is required."),
    ],
)
def test_wrong_revenue_keeps_what_was_typed_and_says_what_is_wrong(operator, wrong, said) -> None:  # type: ignore[no-untyped-def]
    books.shared_month(state="open")
    Offer.objects.create(slug="plus", name_en="Plus", name_ru="Плюс", model="x", opened_at=clock.now())
    answer = operator.post("/staff/months/2026-10/revenue", REVENUE | {"offer": "plus"} | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert '<option value="plus" selected>' in answer.content.decode()


def test_revenue_of_a_tier_nobody_knows_is_refused(operator) -> None:  # type: ignore[no-untyped-def]
    books.shared_month(state="open")
    answer = operator.post("/staff/months/2026-10/revenue", REVENUE | {"offer": "gold"})
    assert answer.status_code == 422
    assert "Select a valid choice." in answer.content.decode()


def test_a_rate_that_is_missing_is_asked_for_where_it_is_in_the_way(operator) -> None:  # type: ignore[no-untyped-def]
    label, _ = makers.label(name="Night Label")
    month = books.shared_month()
    books.part(books.pool(month, currency="USD"), label, books.AMOUNT)
    page = "/staff/months/2026-10"
    text = operator.get(page).content.decode()
    assert "1 exchange rate of the month is missing" in text
    assert "Close the month" not in text
    assert "USD → EUR" in operator.get(f"{page}/preview", follow=True).content.decode()
    refused = operator.post(f"{page}/exchange", RATE | {"rate": "0"})
    assert refused.status_code == 422
    assert "The rate is greater than zero" in refused.content.decode()
    entered = operator.post(f"{page}/exchange", RATE, follow=True).content.decode()
    assert "1 exchange rate" not in entered
    assert "1 USD = 0.9131 EUR" in entered
    preview = operator.get(f"{page}/preview").content.decode()
    assert "Night Label" in preview
    assert "54.786 EUR" in preview  # 60 × 0.9131
    assert "nothing to compare" in preview


def test_the_preview_says_what_the_site_pays_beyond_the_pools(operator) -> None:  # type: ignore[no-untyped-def]
    label, _ = makers.label()
    books.part(books.pool(books.shared_month()), label, books.AMOUNT)
    terms = {"organisation": label.pk, "starts": "2026-10", "currency": "EUR", "per_play": "6", "source": "c"}
    operator.post("/staff/terms", terms)
    text = operator.get("/staff/months/2026-10/preview").content.decode()
    assert "Beyond the pools the site pays by terms: <b>12.00 EUR</b>" in text  # 12 plays × 6 − 60
    asked = operator.get("/staff/months/2026-10/close").content.decode()
    assert "1 statement will be issued." in asked
    assert "72.00 EUR" in asked


def test_an_earlier_month_that_is_open_stands_in_the_way(operator) -> None:  # type: ignore[no-untyped-def]
    books.shared_month()
    books.shared_month(date(2026, 9, 1), "open")
    text = operator.get("/staff/months/2026-10").content.decode()
    assert "An earlier month is open:" in text
    answer = operator.get("/staff/months/2026-10/close", follow=True)
    assert "An earlier month is open. Close it first" in answer.content.decode()


def test_a_month_that_makes_no_sense_is_not_begun(operator) -> None:  # type: ignore[no-untyped-def]
    for wrong in ("2026", "2026-13", "october", "2026-1-1", ""):
        answer = operator.post("/staff/months", {"month": wrong})
        assert answer.status_code == 422
    assert not Month.objects.exists()
    for name in ("2026-10", "nonsense", "2026-99"):
        assert operator.get(f"/staff/months/{name}").status_code == 404


def test_a_step_out_of_its_order_is_refused_in_words(operator) -> None:  # type: ignore[no-untyped-def]
    books.shared_month(state="open")
    text = operator.post("/staff/months/2026-10/share", follow=True).content.decode()
    assert "The month does not stand where this can be done." in text
    assert operator.post("/staff/months/2026-10/nothing").status_code == 404


def test_a_play_left_out_is_let_in_again_with_a_reason(operator) -> None:  # type: ignore[no-untyped-def]
    month = books.shared_month(state="checked")
    (track,) = makers.tracks(makers.person(), makers.sounds(1), "Loop")
    out = Exclusion.objects.create(
        play="00000000-0000-4000-8000-000000000001", month=month, track=track, reason="loop",
        evidence={"plays": 900, "most": 120}, found_at=clock.now(),
    )  # fmt: skip
    page = "/staff/months/2026-10/exclusions"
    text = operator.get(page, {"reason": "loop"}).content.decode()
    assert "plays of the track that day" in text
    assert "900" in text
    assert operator.post(f"{page}/{out.pk}/lift", {"reason": " "}).status_code == 422
    text = operator.post(f"{page}/{out.pk}/lift", {"reason": "A sleep track."}, follow=True).content.decode()
    assert "A sleep track." in text
    assert operator.post(f"{page}/{out.pk + 1}/lift", {"reason": "x"}).status_code == 404


def test_a_question_about_a_line_is_answered_with_reasons(operator, settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    month = books.shared_month()
    books.part(books.pool(month), label, books.AMOUNT)
    statement = books.stated(label, month, makers.recordings(label, 1))
    (line,) = queries.lines_in(statement, queries.EVERYTHING)
    asked = Query.objects.create(
        statement=statement, line=line["id"], person=rep, text="Too few.", asked_at=clock.now()
    )
    assert "Too few." in operator.get("/staff/line-questions").content.decode()
    page = f"/staff/line-questions/{asked.pk}"
    refused = operator.post(page, {"verdict": "", "text": "Because."})
    assert refused.status_code == 422
    assert "Because." in refused.content.decode()
    text = operator.post(page, {"verdict": "upheld", "text": "Counted twice."}, follow=True).content.decode()
    assert "Counted twice." in text
    again = operator.post(page, {"verdict": "corrected", "text": "Once more."}, follow=True)
    assert "has been answered" in again.content.decode()
    assert operator.post("/staff/line-questions/999", {}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"starts": "2026"}, "Write a month as 2026-10."),
        ({"ends": "2026-09"}, "Terms end on the first day of a later month."),
        ({"rate": "2"}, "The rate is greater than zero"),
        ({"rate": "0.6.6"}, "Write a number as 0.6 or 3/5."),
        ({"per_play": "x"}, "Write an amount as 1250.50"),
    ],
)
def test_wrong_terms_keep_what_was_typed(operator, wrong, said) -> None:  # type: ignore[no-untyped-def]
    typed = {"starts": "2026-10", "currency": "EUR", "source": "contract 7"} | wrong
    answer = operator.post("/staff/terms", typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="contract 7"' in answer.content.decode()


def test_an_advance_is_entered_and_taken_back_while_nothing_was_recouped(operator) -> None:  # type: ignore[no-untyped-def]
    label, _ = makers.label(name="Night Label")
    said = {"organisation": label.pk, "currency": "EUR", "amount": "500", "paid_on": "2026-10-02",
            "source": "transfer 9"}  # fmt: skip
    wrong = operator.post("/staff/terms/advances", said | {"until": "2026-01-01"})
    assert wrong.status_code == 422
    assert "is not before the payment" in wrong.content.decode()
    text = operator.post("/staff/terms/advances", said, follow=True).content.decode()
    assert "left to recoup: 500.00 EUR" in text
    (row,) = queries.advances()
    operator.post(f"/staff/books/advance/{row.advance.pk}/take-back")
    assert queries.advances() == []


def test_corrections_are_run_with_a_reason(operator) -> None:  # type: ignore[no-untyped-def]
    assert operator.post("/staff/corrections", {"reason": ""}).status_code == 422
    done = operator.post("/staff/corrections", {"reason": "A question."}, follow=True)
    assert "No closed month had to be corrected." in done.content.decode()


def test_every_number_a_rule_goes_by_has_a_name() -> None:
    said = set(re.findall(r'"(\w+)": ', inspect.getsource(fraud)))
    assert said == set(words.EVIDENCE)
