"""Through a provider of this machine: what is asked of it, what it tells, in any order, and what follows."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client

from akkord.flow import clock
from akkord.people.actions import befriend
from akkord.people.models import Person
from akkord.subscriptions import actions, errors, queries
from akkord.subscriptions.models import Cover, Payment, Subscription, Told
from akkord.subscriptions.payments import stripe
from akkord.subscriptions.rules import GRACE, Month
from cases import makers
from subscriptions import stripe_world as world
from subscriptions.offered import plus

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def account(settings: Any) -> Iterator[world.Account]:
    settings.PAYMENTS = "stripe"
    settings.STRIPE_KEY, settings.STRIPE_WEBHOOK_SECRET = world.KEY, world.SECRET
    with world.standing() as account:
        settings.STRIPE_ADDRESS = account.address
        plus()
        yield account


def tell(*events: dict[str, Any], at: datetime = NOON) -> list[int]:
    """The provider calls the webhook; the statuses it is answered."""
    answers = []
    with clock.at(at):
        for event in events:
            body = json.dumps(event).encode()
            signed = {"HTTP_STRIPE_SIGNATURE": world.signature(body, at.timestamp())}
            answer = Client(enforce_csrf_checks=True).post("/pay/events", body, "application/json", **signed)
            answers.append(answer.status_code)
    return answers


def friends() -> tuple[Person, Person]:
    one, other = makers.person(), makers.person()
    befriend(one, other)
    return one, other


def test_a_subscription_is_paid_on_the_providers_page(account: world.Account) -> None:
    person = makers.person()
    address = actions.subscribe(person, "plus", "DE")
    assert address.startswith(account.address)
    ((path, form, once),) = account.asked
    made = Subscription.objects.get()
    assert (path, once) == ("/v1/checkout/sessions", f"checkout-{made.pk}")
    assert form["line_items[0][price_data][unit_amount]"] == "999"
    assert form["line_items[0][price_data][recurring][interval]"] == "month"
    assert form["client_reference_id"] == form["subscription_data[metadata][akkord]"] == str(made.pk)
    assert queries.standing(person.pk, NOON).offer == "free"  # nothing is paid yet


def test_what_the_provider_refuses_is_not_bought(account: world.Account) -> None:
    account.refuses = True
    with pytest.raises(errors.PaymentRefused):
        actions.subscribe(makers.person(), "plus", "DE")
    assert not Subscription.objects.exists()


def life_of_one(ours: str) -> list[dict[str, Any]]:
    """Begun and paid, paid again, cancelled, ended, and the second payment given back in part."""
    begun = NOON.timestamp()
    turn, end = (NOON + 31 * DAY).timestamp(), (NOON + 61 * DAY).timestamp()
    return [
        world.checkout("evt_1", begun, ours, "sub_1"),
        world.invoice("evt_2", begun, ours, "sub_1", (begun, turn), 999, 160),
        world.invoice("evt_3", turn, "", "sub_1", (turn, end), 999, 160),
        world.changed("evt_4", turn + 9, "sub_1", cancels=True),
        world.refunded("evt_5", turn + 99, "pi_evt_3", 500),
        world.ended("evt_6", end, "sub_1"),
    ]


def state() -> list[Any]:
    bought = Subscription.objects.values_list("agreement", "begun_at", "cancelled_at", "ended_at")
    payments = Payment.objects.order_by("payment").values_list("payment", "amount", "tax", "days", "returns")
    covers = Cover.objects.order_by("starts").values_list(
        "starts", "ends", "first", "days", "payment__payment"
    )
    return [*bought, *payments, *covers]


@pytest.mark.parametrize("seed", range(6))
def test_events_in_any_order_and_said_twice_give_the_same_end(account: world.Account, seed: int) -> None:
    person = makers.person()
    with clock.at(NOON):
        actions.subscribe(person, "plus", "DE")
    events = life_of_one(str(Subscription.objects.get().pk))
    assert set(tell(*events, at=NOON)) == {200}
    usual = state()
    Told.objects.all().delete()
    Cover.objects.all().delete()
    Payment.objects.all().delete()
    Subscription.objects.update(agreement="", begun_at=None, cancelled_at=None, ended_at=None)
    shuffled = [*events, *events]
    Random(seed).shuffle(shuffled)
    tell(*shuffled, at=NOON)
    assert state() == usual
    assert Told.objects.count() == len(events)


def test_whoever_pays_listens_as_a_subscriber_until_the_end_of_what_is_paid(account: world.Account) -> None:
    person = makers.person()
    with clock.at(NOON):
        actions.subscribe(person, "plus", "DE")
    events = life_of_one(str(Subscription.objects.get().pk))
    tell(*events[:2])
    turn = NOON + 31 * DAY
    instant = timedelta(microseconds=1)
    for at, offer in (
        (NOON - instant, "free"),
        (NOON, "plus"),
        (turn - instant, "plus"),
        (turn, "plus"),  # grace
        (turn + GRACE - instant, "plus"),
        (turn + GRACE, "free"),
    ):
        assert queries.standing(person.pk, at).offer == offer, at
    assert queries.standing(person.pk, NOON).sold_in == "DE"
    tell(*events[2:])
    assert queries.standing(person.pk, NOON + 61 * DAY).offer == "free"


def test_cancelling_asks_the_provider_once_and_keeps_what_is_paid(account: world.Account) -> None:
    person = makers.person()
    with clock.at(NOON):
        actions.subscribe(person, "plus", "DE")
        made = Subscription.objects.get()
        tell(*life_of_one(str(made.pk))[:2])
        actions.cancel(person, made.pk)
        assert account.asked[-1][:2] == ("/v1/subscriptions/sub_1", {"cancel_at_period_end": "true"})
        with pytest.raises(errors.CancelledAlready):
            actions.cancel(person, made.pk)
        with pytest.raises(errors.NoSuchSubscription):
            actions.cancel(makers.person(), made.pk)
    assert queries.standing(person.pk, NOON + 31 * DAY).offer == "free"  # no grace: it was not to go on
    assert queries.standing(person.pk, NOON + 30 * DAY).offer == "plus"


def test_a_cancelling_is_taken_back_and_meant_again(account: world.Account) -> None:
    person = makers.person()
    with clock.at(NOON):
        actions.subscribe(person, "plus", "DE")
        made = Subscription.objects.get()
        tell(*life_of_one(str(made.pk))[:2])
        with pytest.raises(errors.OverAlready):
            actions.go_on(person, made.pk)
    asked = []
    for hour, act in enumerate((actions.cancel, actions.go_on, actions.cancel), 1):
        with clock.at(NOON + timedelta(hours=hour)):
            act(person, made.pk)
            asked.append(account.asked[-1][1]["cancel_at_period_end"])
            with pytest.raises(errors.HeldAlready):
                actions.subscribe(person, "plus", "DE")
    assert asked == ["true", "false", "true"]
    assert len({once for _, _, once in account.asked}) == len(account.asked)
    with clock.at(NOON + 31 * DAY), pytest.raises(errors.OverAlready):
        actions.go_on(person, made.pk)
    with clock.at(NOON + 31 * DAY):
        assert actions.subscribe(person, "plus", "DE")  # anew


def test_a_gift_waits_for_what_the_friend_pays_and_gives_no_less(account: world.Account) -> None:
    giver, friend = friends()
    with clock.at(NOON):
        actions.subscribe(friend, "plus", "DE")
        own = Subscription.objects.get()
        tell(*life_of_one(str(own.pk))[:2], world.changed("evt_9", NOON.timestamp(), "sub_1", cancels=True))
        actions.give(giver, friend.pk, "plus", 2, "GB")
    gift = Subscription.objects.get(months=2)
    form = account.asked[-1][1]
    assert (form["mode"], form["line_items[0][quantity]"]) == ("payment", "2")
    tell(world.paid_gift("evt_10", NOON.timestamp(), str(gift.pk), 1598))
    ends = NOON + 31 * DAY + 61 * DAY  # two months from the tenth of March
    assert queries.standing(friend.pk, NOON + 31 * DAY).sold_in == "GB"
    assert queries.standing(friend.pk, ends - DAY).offer == "plus"
    assert queries.standing(friend.pk, ends).offer == "free"
    assert queries.standing(giver.pk, NOON).offer == "free"
    with pytest.raises(errors.NotAFriend):
        actions.give(giver, makers.person().pk, "plus", 2, "GB")


def test_a_payment_given_back_whole_ends_at_once_and_earns_nothing(
    account: world.Account, settings: Any
) -> None:
    person, staff = makers.person(), makers.person(is_staff=True)
    with clock.at(NOON):
        actions.subscribe(person, "plus", "DE")
        tell(*life_of_one(str(Subscription.objects.get().pk))[:2])
        payment = Payment.objects.get()
        for amount in (0, payment.amount + 10_000, 1):
            with pytest.raises(errors.TooMuchBack):
                actions.give_back(staff, payment.pk, amount)
        with pytest.raises(errors.StaffOnly):
            actions.give_back(person, payment.pk, payment.amount)
    with clock.at(NOON + 3 * DAY):
        actions.give_back(staff, payment.pk, payment.amount)
    assert account.asked[-1][1] == {"payment_intent": "pi_evt_2", "amount": "999"}
    tell(world.refunded("evt_5", (NOON + 3 * DAY).timestamp(), "pi_evt_2", 999))
    assert Payment.objects.get().returned == payment.amount  # asked and told are one
    assert queries.standing(person.pk, NOON + 3 * DAY).offer == "free"
    assert queries.fees(Month(2026, 3), known_as=lambda number: number) == []


def test_fees_name_nobody_and_sum_to_the_net_of_what_was_paid(account: world.Account) -> None:
    person = makers.person()
    with clock.at(NOON):
        actions.subscribe(person, "plus", "DE")
    tell(*life_of_one(str(Subscription.objects.get().pk))[:3])
    found = [queries.fees(Month(2026, n), known_as=lambda number: number + 7) for n in (2, 3, 4, 5, 6)]
    assert [len(each) for each in found] == [0, 1, 1, 1, 0]
    assert {(fee.offer, fee.sold_in, fee.currency, fee.payer) for each in found for fee in each} == {
        ("plus", "DE", "EUR", person.pk + 7)
    }
    assert sum(fee.net for each in found for fee in each) == 2 * 8_390_000
    assert queries.average_subscribers(Month(2026, 4)) == {("plus", "DE"): 1}
    assert queries.subscribers(Month(2026, 3)) == {("plus", "DE"): [0] * 9 + [1] * 22}


def test_what_is_not_signed_now_by_the_secret_changes_nothing(account: world.Account) -> None:
    body = json.dumps(world.checkout("evt_1", NOON.timestamp(), "", "sub_1")).encode()
    now = NOON.timestamp()
    with clock.at(NOON):
        for header in (
            "",
            "t=,v1=",
            "v1=" + "0" * 64,
            f"t={int(now)}",
            f"t={'9' * 40},v1=aa",
            f"t={int(now)},v1=нет",
            world.signature(body, now, "whsec_another"),
            world.signature(body, now - stripe.TOLERANCE_SECONDS - 1),
            world.signature(body, now + stripe.TOLERANCE_SECONDS + 1),
            world.signature(body + b" ", now),
        ):
            assert not stripe.signed(body, header, world.SECRET, NOON), header
        assert stripe.signed(body, world.signature(body, now - 200), world.SECRET, NOON)
        assert not stripe.signed(body, world.signature(body, now, ""), "", NOON)
        assert Client().post("/pay/events", body, "application/json").status_code == 400
        nonsense = b'{"id": 1}'
        answer = Client().post(
            "/pay/events", nonsense, "application/json", HTTP_STRIPE_SIGNATURE=world.signature(nonsense, now)
        )
        assert answer.json() == {"error": "not_understood"}
    assert not Told.objects.exists()


def test_the_stand_in_believes_no_message(settings: Any) -> None:
    settings.PAYMENTS = "byhand"
    assert Client().post("/pay/events", b"{}", "application/json").status_code == 400


def test_another_offer_takes_the_place_of_the_one_before(account: world.Account) -> None:
    person = makers.person()
    plus("family", "14.99")
    with clock.at(NOON):
        actions.subscribe(person, "plus", "DE")
        with pytest.raises(errors.NotSoldHere):
            actions.subscribe(person, "plus", "ZZ")
        one = Subscription.objects.get()
        tell(*life_of_one(str(one.pk))[:2])
        with pytest.raises(errors.HeldAlready):
            actions.subscribe(person, "plus", "DE")
    with clock.at(NOON + DAY):
        actions.subscribe(person, "family", "DE")
        other = Subscription.objects.exclude(pk=one.pk).get()
        begun = (NOON + DAY).timestamp()
        tell(
            world.invoice("evt_20", begun, str(other.pk), "sub_2", (begun, begun + 30 * 86400), 1499),
            at=NOON + DAY,
        )
        from akkord.subscriptions.tasks import take_place

        take_place.func(str(other.pk))
    one.refresh_from_db()
    assert one.cancelled_at is not None
    assert queries.standing(person.pk, NOON + 2 * DAY).offer == "family"
