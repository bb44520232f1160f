"""A month shared by what each payer heard: chosen by tier, beside the other rule, recomputed by outsiders."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from akkord.flow import clock
from akkord.ledger.sequencing import sequence
from akkord.music import actions as music
from akkord.music.rules import Listener
from akkord.royalties import actions, check, issuing, month_life, queries
from akkord.royalties.errors import BadEntry, TwoCurrencies
from akkord.royalties.models import Month, Part, Sharing
from akkord.subscriptions import actions as subscriptions
from akkord.subscriptions import queries as offers
from akkord.subscriptions.models import Subscription
from cases import makers
from royalties import outsider
from royalties.test_months import OCTOBER, World, on, unpacked
from subscriptions.offered import plus

pytestmark = pytest.mark.django_db
CHOSEN = ("plus", "", "user_centric", "minutes of the board")


@pytest.fixture
def site(log: None) -> World:
    """Two members pay 10 each; one hears Lila's song once, the other Nord's four times."""
    site = World()
    with on(9, 1):
        plus(price="10.00")
    for track, plays in ((0, 1), (1, 4)):
        member = makers.person()
        with on(10, 1):
            subscriptions.subscribe(member, "plus", "DE")
            subscriptions.confirm(site.operator, Subscription.objects.get(person=member).pk, 0)
        for n in range(plays):
            with on(10, 5 + n):
                heard(site, member.pk, track)
    return site


def heard(site: World, person: int, track: int) -> None:
    listener = Listener(person, "DE", standing=offers.standing(person, clock.now()))
    started = music.start_play(listener, site.tracks[track].pk)
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert music.count_play(listener, started.play_id, 60)


def shared(month: Month) -> Month:
    with on(11, 3):
        for step in (month_life.count, month_life.check, month_life.share):
            step(month)
    return month


def amounts(month: Month) -> dict[Any, Any]:
    parts = Part.objects.filter(pool__month=month)
    return {part.party_id: (part.amount, part.otherwise) for part in parts}


def test_what_each_member_paid_goes_to_what_that_member_heard(site: World, tmp_path: Path) -> None:
    with on(10, 1):
        actions.choose_sharing(site.operator, OCTOBER, *CHOSEN)
    month = shared(month_life.open_month(OCTOBER))
    assert amounts(month) == {site.lila.pk: (6_000_000, 2_400_000), site.nord.pk: (6_000_000, 9_600_000)}
    with on(11, 3):
        issued = issuing.close_month(site.operator, month)
    sequence.func()
    (pool,) = month.pools.all()
    assert (pool.rule, sum(each.share for each in issued)) == ("user_centric", pool.amount)
    for statement in issued:
        path, rows = unpacked(statement, tmp_path)
        assert check.check(path) == []
        assert outsider.recompute(path)[2] == []
        assert [row["weight"] for row in rows] == ["6000000000000"], (
            "the royalty part of one fee, in pico-units"
        )


def test_what_was_entered_beside_fees_is_shared_over_all_plays(site: World) -> None:
    actions.choose_sharing(site.operator, OCTOBER, *CHOSEN)
    month = site.earned(OCTOBER, 10_000_000, offer="plus")
    assert amounts(shared(month)) == {
        site.lila.pk: (6_000_000 + 1_200_000, 3_600_000),
        site.nord.pk: (6_000_000 + 4_800_000, 14_400_000),
    }


def test_the_rule_of_the_place_comes_before_that_of_the_tier_and_the_newest_before_the_older(
    site: World,
) -> None:
    for first_day, sold_in, rule in (
        (OCTOBER, "DE", "pro_rata"),
        (OCTOBER, "", "user_centric"),
        (OCTOBER.replace(month=11), "DE", "user_centric"),
    ):
        actions.choose_sharing(site.operator, first_day, "plus", sold_in, rule, "board")
    asked = {("plus", "DE"), ("plus", "AT"), ("free", "DE")}

    def said(month: int) -> dict[Any, Any]:
        return queries.rules_of(month_life.open_month(OCTOBER.replace(month=month)), asked)

    assert said(10) == {
        ("plus", "DE"): "pro_rata",
        ("plus", "AT"): "user_centric",
        ("free", "DE"): "pro_rata",
    }
    assert said(11)["plus", "DE"] == "user_centric"
    actions.take_back(Sharing.objects.get(sold_in=""))
    assert said(10)["plus", "AT"] == "pro_rata"
    for wrong in (("plus", "XX", "pro_rata", "board"), ("plus", "DE", "by dice", "board")):
        with pytest.raises(BadEntry):
            actions.choose_sharing(site.operator, OCTOBER, *wrong)


def test_fees_in_two_currencies_are_not_added_up(site: World) -> None:
    month = site.earned(OCTOBER, 10_000_000, offer="plus", currency="USD")
    assert {other for _, other in amounts(shared(month)).values()} == {None}, "there is nothing beside it"
    actions.choose_sharing(site.operator, OCTOBER, *CHOSEN)
    with on(11, 3), pytest.raises(TwoCurrencies):
        month_life.share(month)
    month.refresh_from_db()
    assert (month.state, month.pools.count()) == ("shared", 2), "it stands as it was shared before"


def test_both_rules_stand_side_by_side_before_the_close(site: World) -> None:
    month = shared(month_life.open_month(OCTOBER))
    rows = {row.organisation: (row.by_plays, row.by_payers) for row in queries.by_rule(month)}
    assert rows == {"Lila Records": (2_400_000, 6_000_000), "Nord": (9_600_000, 6_000_000)}
    browser = Client()
    browser.force_login(site.operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = browser.get("/staff/months/2026-10/preview").content.decode()
    assert "By either rule" in page
    assert "+3.60 EUR" in page
    said = {"offer": "plus", "sold_in": "", "starts": "2026-10", "rule": "user_centric", "source": "board"}
    wrong = browser.post("/staff/terms/sharing", said | {"starts": "October"})
    assert (wrong.status_code, "Write a month as 2026-10." in wrong.content.decode()) == (422, True)
    assert (
        "by what each payer heard" in browser.post("/staff/terms/sharing", said, follow=True).content.decode()
    )
    assert amounts(shared(month))[site.lila.pk] == (6_000_000, 2_400_000)
    take_back = f"/staff/books/sharing/{Sharing.objects.get().pk}/take-back"
    browser.post(take_back)
    assert not queries.sharing_entries().exists()
