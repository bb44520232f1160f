"""Scenarios of the rights office with their money: what waited follows what was agreed later."""

from datetime import date, timedelta
from typing import Any

import pytest

from akkord.cases import actions as cases
from akkord.catalogue.models import Organisation
from akkord.flow import clock
from akkord.music import actions as music
from akkord.music.errors import Silent
from akkord.music.rules import Listener
from akkord.people.models import Person
from akkord.rights.territories import parse
from akkord.royalties import actions, correcting, issuing, month_life, queries
from akkord.royalties.actions.entering import Earned
from akkord.royalties.models import Month, Part, Statement
from cases import makers
from cases.test_conflicts import BEGINNING, Rivals
from cases.test_coordination import Filed
from deals.test_negotiations import GERMANY, RUSSIA, Room, letters, minute, on
from labels.test_office_pages import signed_in
from music import world

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


def closed(operator: Person, gross: int, *sold_in: str) -> Month:
    """March as the operator closes it, with the same revenue in each country."""
    month = month_life.open_month(MARCH)
    for country in sold_in:
        actions.enter_revenue(operator, month, Earned("free", country, "EUR", gross), "the bank's list")
    for step in (month_life.count, month_life.check, month_life.share):
        step(month)
    issuing.close_month(operator, month)
    return month


def parts(month: Month) -> dict[tuple[str, int | None, str], int]:
    """(sold in, party, why it waits) → micro-units, of all that is not nothing."""
    rows = Part.objects.filter(pool__month=month).exclude(amount=0)
    return {(p.pool.sold_in, p.party_id, p.wait): p.amount for p in rows.select_related("pool")}


def newest(label: Organisation) -> Statement:
    found = queries.statements_of(label.pk, queries.EVERYTHING).first()
    assert found is not None
    return found


def test_scenario_10_the_money_of_rivals_waits_and_seventy_to_thirty_is_paid_to_the_micro_unit(
    log: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    rivals = Rivals(monkeypatch)
    one, two = rivals.one.pk, rivals.two.pk
    rivals.at(1)
    found = rivals.claimed()
    rivals.licensed(rivals.lawyer, rivals.two)
    for day in (2, 3, 4):
        rivals.at(day)
        rivals.played()
    rivals.at(32)
    month = closed(rivals.staff[0], 1_666_669, "DE")  # 1,000,001 micro-units of royalties
    assert parts(month) == {("DE", one, "overclaim"): 500_001, ("DE", two, "overclaim"): 500_000}
    for label, waits in ((rivals.one, 500_001), (rivals.two, 500_000)):
        statement = newest(label)
        assert (statement.due, statement.waiting, statement.paid) == (0, waits, 0)

    rivals.at(40)
    clerk, lawyer = signed_in(rivals.clerk), signed_in(rivals.lawyer)
    said = {f"share_{one}": "70%", f"share_{two}": "30%", "since": (BEGINNING + timedelta(days=1)).date()}
    assert clerk.post(rivals.page(rivals.one, found, "/offer"), said).status_code == 302
    offer = found.settlements.get()
    lawyer.post(rivals.page(rivals.two, found, f"/offers/{offer.pk}"), {"answer": "agree"})
    world.work_off()
    (correction,) = correcting.correct_months("settled", rivals.staff[0])
    assert parts(month) == {("DE", one, ""): 700_001, ("DE", two, ""): 300_000}  # 700,000.7 and 300,000.3
    assert [newest(label).due for label in (rivals.one, rivals.two)] == [700_001, 300_000]
    assert correction.statements.count() == 2


def test_scenario_9_money_that_waited_is_released_from_the_agreed_date_and_where_it_was_agreed(
    log: None, settings: Any
) -> None:
    settings.LOOPBACK_TERRITORIES = True
    room = Room()
    for day, where in ((1, GERMANY), (3, GERMANY), (3, RUSSIA)):
        with on(day):
            assert room.listens(where) == 200, "nobody knows it yet: heard, and its money waits"
    with on(32):
        month = closed(room.staff, 1_000_000, "DE", "RU")
        assert parts(month) == {("DE", None, "unmatched"): 600_000, ("RU", None, "unmatched"): 600_000}
        assert not Statement.objects.exists(), "nobody is due anything"
    with on(35):
        room.delivered()
        found = room.opened(room.at_label, answer_by=60, since=minute(2))
        letters()
        for browser in (room.at_label, room.at_site):
            room.act(browser, found, "sign", 1)
        assert found.state == "signed"
        world.work_off()
        correcting.correct_months("licensed", room.staff)
    waits = parts(month)
    assert waits[("RU", None, "unmatched")] == 600_000, "nothing was agreed for Russia"
    assert waits[("DE", room.label.pk, "")] == 300_000, "of two plays in Germany the one since the agreed day"
    assert waits[("DE", None, "unmatched")] == 300_000
    assert (newest(room.label).due, newest(room.label).plays) == (300_000, 1)


def hears(track: Any, territory: str, listener: Person) -> bool:
    """Somebody hears a track to its end, if the law lets them."""
    who = Listener(listener.pk, territory)
    try:
        started = music.start_play(who, track.pk)
    except Silent:
        return False
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert music.count_play(who, started.play_id, 60)
    return True


def test_scenario_1_the_label_that_settled_is_paid_and_the_others_are_owed_nothing(log: None) -> None:
    with on(0):
        filed, operator = Filed(), makers.person(is_staff=True)
        filed.mandated(*filed.labels)
        order = cases.execute_order(filed.lawyer, filed.order())
    with on(2):
        assert [hears(track, "RU", operator) for track in filed.tracks] == [False] * 3
        cases.release_order(filed.clerks[0], order, filed.labels[0])
    with on(3):
        assert [hears(track, "RU", operator) for track in filed.tracks] == [True, False, False]
    with on(32):
        month = closed(operator, 1_000_000, "RU")
    assert parts(month) == {("RU", filed.labels[0].pk, ""): 600_000}
    assert newest(filed.labels[0]).due == 600_000
    assert not any(queries.statements_of(label.pk, queries.EVERYTHING).exists() for label in filed.labels[1:])


def test_scenario_7_what_is_licensed_for_russia_from_a_day_earns_there_and_from_that_day(log: None) -> None:
    with on(0):
        label, clerk = makers.label()
        (song,), sounds = makers.recordings(label, 1), makers.sounds(1)
        operator = makers.person(is_staff=True)
        (track,) = makers.tracks(operator, sounds)
        makers.matched(sounds, [song])
        listener = makers.person()
        day = BEGINNING + timedelta(days=10)
        world.licensed(clerk, label, parse("RU"), starts=day, ends=day + timedelta(days=10))
    for at, where, heard in (
        (9, "RU", False),
        (10, "RU", True),
        (12, "UA", False),
        (19, "RU", True),
        (20, "RU", False),
    ):
        with on(at):
            assert hears(track, where, listener) == heard, (at, where)
    with on(32):
        month = closed(operator, 1_000_000, "RU", "UA")
    assert parts(month) == {("RU", label.pk, ""): 600_000}
    assert (newest(label).due, newest(label).plays) == (600_000, 2)
    carried = month.pools.get(sold_in="UA")
    assert (carried.amount, carried.carried_on) == (0, 600_000), "nobody was heard in Ukraine"
