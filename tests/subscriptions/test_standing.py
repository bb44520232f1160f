"""How somebody listens at an instant: half-open stretches, the last one begun, one query for many people."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.rights.terms import CommercialModel
from akkord.subscriptions import queries
from akkord.subscriptions.models import Cover, Offer
from akkord.subscriptions.rules import FREE, Covered, Standing, standing_at
from cases import makers

PLUS = CommercialModel.SUBSCRIPTION
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def hour(number: int) -> datetime:
    return NOON + timedelta(hours=number)


def cover(starts: int, ends: int, offer: str = "plus") -> Covered:
    return Covered(hour(starts), hour(ends), offer, PLUS, "DE")


@pytest.mark.parametrize(
    ("at", "offer", "until"),
    [
        (hour(2) - INSTANT, "free", hour(2)),
        (hour(2), "plus", hour(5)),
        (hour(5) - INSTANT, "plus", hour(5)),
        (hour(5), "free", None),
    ],
)
def test_a_stretch_has_its_first_instant_and_not_its_last(
    at: datetime, offer: str, until: datetime | None
) -> None:
    found = standing_at([cover(2, 5)], at)
    assert (found.offer, found.until) == (offer, until)


covers = st.builds(
    lambda starts, length, offer: cover(starts, starts + length, offer),
    st.integers(0, 20),
    st.integers(1, 20),
    st.sampled_from(["plus", "family"]),
)


@given(st.lists(covers, max_size=5), st.integers(-1, 41))
def test_the_answer_is_the_same_until_the_instant_it_names(known: list[Covered], at: int) -> None:
    found = standing_at(known, hour(at))
    for later in range(at, 45):
        if found.until is not None and hour(later) >= found.until:
            break
        assert standing_at(known, hour(later)) == found


@given(st.lists(covers, max_size=5), st.integers(-1, 41))
def test_whoever_is_covered_listens_under_what_began_last(known: list[Covered], at: int) -> None:
    found = standing_at(known, hour(at))
    begun = [each for each in known if each.starts <= hour(at) < each.ends]
    if not begun:
        assert found == Standing(until=found.until)
        return
    last = max(each.starts for each in begun)
    assert found.offer in {each.offer for each in begun if each.starts == last}


@pytest.mark.django_db
def test_many_people_are_asked_in_one_query_and_a_guest_in_none(
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    plus = offer("plus")
    paying, other = makers.person(), makers.person()
    Cover.objects.create(person=paying, offer=plus, sold_in="DE", starts=hour(0), ends=hour(9))
    with django_assert_num_queries(1):
        found = queries.standings([paying.pk, other.pk], hour(1))
    assert found == {paying.pk: Standing("plus", PLUS, "DE", hour(9)), other.pk: FREE}
    with django_assert_num_queries(0):
        assert queries.standing(None, hour(1)) == FREE


@pytest.mark.django_db
def test_the_free_offer_is_always_there_and_others_from_their_opening_on() -> None:
    assert queries.offer_by_slug("free").model == "FreeOfChargeModel"
    offer("plus", closed_at=hour(3))
    free = CommercialModel.FREE_OF_CHARGE
    assert queries.models_on_offer(hour(-1)) == [free]
    assert queries.models_on_offer(hour(0)) == [free, PLUS]
    assert queries.models_on_offer(hour(3)) == [free, PLUS]  # who has it keeps it


def offer(slug: str, **more: object) -> Offer:
    said = {"name_en": slug, "name_ru": slug, "model": PLUS.value, "opened_at": hour(0)} | more
    return Offer.objects.create(slug=slug, **said)
