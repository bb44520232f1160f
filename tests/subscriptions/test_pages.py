"""What people and the staff do on pages and through the API: nobody else's, and clear answers to nonsense."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from akkord.flow import clock
from akkord.people.actions import befriend, issue_token
from akkord.people.models import Person
from akkord.rights.terms import CommercialModel
from akkord.subscriptions import actions, errors, queries, tasks
from akkord.subscriptions.models import Offer, Payment, Price, Subscription
from cases import makers
from subscriptions.offered import plus

pytestmark = pytest.mark.django_db
HERE = "/settings/subscription"
GERMANY = {"REMOTE_ADDR": "127.0.2.1"}


def signed_in(person: Person) -> Client:
    client = Client(**GERMANY)  # type: ignore[arg-type]
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_one_subscribes_tries_it_out_and_cancels(settings: Any) -> None:
    settings.PAYMENTS = "test"
    plus()
    person = makers.person()
    browser = signed_in(person)
    assert "9.99\u00a0EUR a month" in browser.get(HERE).content.decode()
    there = browser.post(f"{HERE}/take", {"offer": "plus", "currency": "EUR"})
    made = Subscription.objects.get()
    assert there["Location"] == f"/pay/by-hand/{made.pk}"
    assert "no money is taken" in browser.get(there["Location"]).content.decode()
    for _ in range(2):  # pressed twice
        browser.post(there["Location"], {"paid": "0"})
    assert Payment.objects.count() == 1
    page = browser.get(HERE).content.decode()
    assert "You listen under the offer Plus." in page
    assert "then it goes on" in page
    browser.post(there["Location"], {"paid": "1"})
    until = queries.mine(person.pk, clock.now()).held[0].until
    assert until is not None
    assert until - clock.now() > timedelta(days=55)
    browser.post(f"{HERE}/{made.pk}/cancel")
    assert "Cancelled; yours until" in browser.get(HERE).content.decode()
    assert "Next payment" not in browser.get(HERE).content.decode()
    browser.post(f"{HERE}/{made.pk}/go-on")
    assert "then it goes on" in browser.get(HERE).content.decode()
    assert signed_in(makers.person()).post(f"{HERE}/{made.pk}/go-on").status_code == 404


def test_nobody_confirms_their_own_payment_where_the_site_is_not_tried_out(settings: Any) -> None:
    settings.PAYMENTS = "byhand"
    plus()
    person, staff, other = makers.person(), makers.person(is_staff=True), makers.person()
    address = actions.subscribe(person, "plus", "DE")
    browser = signed_in(person)
    assert "Pay the operator of this site" in browser.get(address).content.decode()
    browser.post(address, {"paid": "0"})
    assert not Payment.objects.exists()
    for stranger in (other, staff):
        assert signed_in(stranger).get(address).status_code == 404
        assert signed_in(stranger).post(address, {"paid": "0"}).status_code == 404
    number = Subscription.objects.get().pk
    confirming = f"/staff/payments/{number}/confirm"
    assert browser.post(confirming, {"paid": "0"}).status_code == 404
    desk = signed_in(staff)
    assert str(number) in desk.get("/staff/payments").content.decode()
    for _ in range(2):
        desk.post(confirming, {"paid": "0"})
    payment = Payment.objects.get()
    assert queries.standing(person.pk, clock.now()).offer == "plus"
    assert desk.post(f"/staff/payments/{uuid.uuid4()}/confirm").status_code == 404
    desk.post(f"/staff/payments/{payment.pk}/back", {"amount": "9,99", "currency": "EUR"})
    assert queries.standing(person.pk, clock.now()).offer == "free"
    assert "were paid back" in browser.get(HERE).content.decode()


def test_a_friend_is_given_months_and_told_so(settings: Any) -> None:
    settings.PAYMENTS = "test"
    plus()
    giver, friend, stranger = makers.person(), makers.person(), makers.person()
    befriend(giver, friend)
    browser = signed_in(giver)
    wrong = browser.post(f"{HERE}/give", {"friend": stranger.pk, "offer": "plus EUR", "months": "3"})
    assert wrong.status_code == 422
    said = {"friend": friend.pk, "offer": "plus EUR", "months": "3"}
    assert browser.post(f"{HERE}/give", said | {"months": "13"}).status_code == 422
    there = browser.post(f"{HERE}/give", said)["Location"]
    assert signed_in(friend).get(there).status_code == 404  # who is given pays nothing
    browser.post(there, {"paid": "0"})
    gift = Subscription.objects.get()
    assert Payment.objects.get().amount == 3 * gift.price
    tasks.tell_gift.func(str(gift.pk))
    assert f"{giver.name} gives you 3 months of Plus." in mail.outbox[0].body
    assert f"a gift of {giver.name}" in signed_in(friend).get(HERE).content.decode()
    assert "What you gave" in browser.get(HERE).content.decode()
    assert queries.standing(friend.pk, clock.now()).offer == "plus"
    browser.post(there, {"paid": "1"})
    assert Payment.objects.count() == 1  # a gift is paid once


def test_the_staff_opens_prices_and_closes_offers() -> None:
    staff, member = makers.person(is_staff=True), makers.person()
    desk = signed_in(staff)
    said = {
        "slug": "plus", "name_en": "Plus", "name_ru": "Плюс", "model": "SubscriptionModel", "rate": "13/20",
        "minimum": "0.004", "currency": "eur",
    }  # fmt: skip
    assert signed_in(member).get("/staff/offers").status_code == 404
    assert signed_in(member).post("/staff/offers", said).status_code == 404
    for wrong in (
        {"rate": "3/0"},
        {"rate": "7/5"},
        {"rate": "0.6"},
        {"minimum": "1", "currency": ""},
        {"slug": "é"},
    ):
        assert desk.post("/staff/offers", said | wrong).status_code == 422, wrong
    assert desk.post("/staff/offers", said)["Location"] == "/staff/offers/plus"
    made = Offer.objects.get(slug="plus")
    assert (made.rate, made.play_minimum, made.minimum_currency) == ("13/20", 4000, "EUR")
    assert desk.post("/staff/offers", said).status_code == 422  # taken
    for wrong in ({"price": "9.999"}, {"price": "x"}, {"territory": "Germany"}, {"price": "0"}):
        prices = {"territory": "de", "currency": "eur", "price": "9.99"} | wrong
        assert desk.post("/staff/offers/plus/prices", prices).status_code == 422, wrong
    desk.post("/staff/offers/plus/prices", {"territory": "de", "currency": "eur", "price": "9.99"})
    desk.post("/staff/offers/plus/prices", {"territory": "de", "currency": "eur", "price": "10.99"})
    (price,) = Price.objects.filter(until=None)
    assert (price.territory, price.amount) == ("DE", 10_990_000)
    desk.post("/staff/offers/plus", said | {"name_en": "Plus Plus", "minimum": "", "currency": ""})
    made.refresh_from_db()
    assert (made.name_en, made.play_minimum) == ("Plus Plus", None)
    assert "Plus Plus" in desk.get("/staff/offers").content.decode()
    assert "Plus Plus" in signed_in(member).get(HERE).content.decode()
    desk.post(f"/staff/offers/plus/prices/{price.pk}/end")
    with pytest.raises(errors.NotSoldHere):
        queries.price_there("plus", "DE")
    desk.post("/staff/offers/plus/close")
    with pytest.raises(errors.NoSuchOffer):
        queries.price_there("plus", "DE")
    desk.post("/staff/offers/free/close")
    assert queries.offer_by_slug("free").closed_at is None
    assert desk.get("/staff/offers/nothing").status_code == 404


def test_only_the_staff_offers_anything() -> None:
    with pytest.raises(errors.StaffOnly):
        actions.open_offer(
            makers.person(), slug="x", name_en="x", name_ru="x", model=CommercialModel.SUBSCRIPTION
        )


def test_the_api_sells_gives_and_cancels(settings: Any) -> None:
    settings.PAYMENTS = "test"
    plus()
    person, friend = makers.person(), makers.person()
    befriend(person, friend)
    client = Client(**GERMANY)  # type: ignore[arg-type]
    key = {"headers": {"Authorization": f"Bearer {issue_token(person, 'x')}"}}

    def post(address: str, said: object) -> Any:
        return client.post(f"/api/v1{address}", said, "application/json", **key)  # type: ignore[arg-type]

    sold = client.get("/api/v1/offers", **key).json()  # type: ignore[arg-type]
    assert sold == {
        "territory": "DE",
        "offers": [
            {
                "offer": "plus",
                "name": "Plus",
                "model": "SubscriptionModel",
                "price": 9_990_000,
                "currency": "EUR",
            }
        ],
    }
    assert post("/subscription", {"offer": "none"}).status_code == 404
    assert post("/subscription", {"offer": "plus"}).status_code == 201
    number = Subscription.objects.get().pk
    assert client.delete(f"/api/v1/subscription/{number}", **key).status_code == 409  # type: ignore[arg-type]
    actions.confirm_for_oneself(person, number, 0)
    assert post("/subscription", {"offer": "plus"}).status_code == 409
    assert post("/subscription/gifts", {"offer": "plus", "friend": 999, "months": 1}).status_code == 403
    gift = {"offer": "plus", "friend": friend.pk, "months": 1}
    assert post("/subscription/gifts", gift).json()["pay"].startswith("/pay/by-hand/")
    mine = client.get("/api/v1/subscription", **key).json()  # type: ignore[arg-type]
    assert (mine["offer"], mine["sold_in"], len(mine["receipts"])) == ("plus", "DE", 1)
    assert client.delete(f"/api/v1/subscription/{number}", **key).status_code == 204  # type: ignore[arg-type]
    other = {"headers": {"Authorization": f"Bearer {issue_token(friend, 'x')}"}}
    assert client.delete(f"/api/v1/subscription/{number}", **other).status_code == 404  # type: ignore[arg-type]
