"""Steps of a month taken by a worker: asked for, seen on the way, and whole wherever they are killed."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from akkord.flow import clock, jobs
from akkord.flow.models import Job
from akkord.ledger import actions as ledger
from akkord.music.models import Play
from akkord.royalties import actions, issuing, month_life
from akkord.royalties.errors import MonthNotOver, NotNow
from akkord.royalties.models import Exclusion, Month, Part, PlayFile, Pool
from akkord.store.files import files
from music import world
from royalties.test_months import OCTOBER, World, on

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def site(log: None) -> World:
    site = World()
    site.heard(0, 3, day=5)
    site.heard(1, 2, day=6)
    return site


def killed_at(call: Callable[..., Any], nth: int, after: bool) -> Callable[..., Any]:
    """The same until the nth time: then nothing more happens, before its effect or after it."""
    times = 0

    def dying(*said: Any, **more: Any) -> Any:
        nonlocal times
        times += 1
        if times == nth and not after:
            raise Killed
        answer = call(*said, **more)
        if times == nth:
            raise Killed
        return answer

    return dying


def told(month: Month) -> Any:
    """All that a month is by: its files, digests, pools and parts."""
    month.refresh_from_db()
    kept = PlayFile.objects.order_by("day", "batch").values_list("day", "batch", "plays", "splits", "rows")
    parts = Part.objects.order_by("pool", "party", "wait").values_list("party", "wait", "weight", "amount")
    lines = files().read(month.lines) if month.lines else b""
    return month.state, month.plays, month.manifest, lines, list(kept), list(parts)


def taken(month: Month, *steps: str) -> Any:
    for step in steps:
        month_life.ask(month, step)
        assert world.work_off()
    return told(month)


def test_a_step_is_asked_for_once_and_taken_by_a_worker(site: World) -> None:
    month = site.earned(OCTOBER, 10_000_000)
    with on(10, 20), pytest.raises(MonthNotOver):
        month_life.ask(month, "count")
    with on(11, 3):
        with pytest.raises(NotNow):
            month_life.ask(month, "share")
        month_life.ask(month, "count")
        month_life.ask(month, "count")
        assert Job.objects.filter(task__endswith="take_step").count() == 1
        with pytest.raises(NotNow):
            month_life.ask(month, "check")
        assert month.doing == "count"
        world.work_off()
        month.refresh_from_db()
        assert (month.state, month.doing, month.done, month.parts) == ("counted", "", 31, 31)
        month_life.take_step.func(month.pk, "count")  # a job that is run again finds nothing to do
        taken(month, "check", "share")
        month_life.ask(month, "share")
        with pytest.raises(NotNow):
            issuing.close_month(site.operator, month)
        world.work_off()
        assert len(issuing.close_month(site.operator, month)) == 2


def test_no_second_run_of_a_step_begins_while_a_worker_is_at_it(site: World) -> None:
    month = site.earned(OCTOBER, 10_000_000)
    with on(11, 3):
        world.work_off()
        month_life.ask(month, "count")
        assert jobs.take("one") is not None
        with pytest.raises(NotNow):
            month_life.ask(month, "count")
        assert Job.objects.filter(task__endswith="take_step").count() == 1
    with on(11, 4):  # its worker is gone and its lease ran out
        month_life.ask(month, "count")
        world.work_off()
        assert told(month)[0] == "counted"


def test_a_run_that_is_late_changes_nothing_over_a_step_that_was_asked_for_since(
    site: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    month = site.earned(OCTOBER, 10_000_000)
    with on(11, 3):
        before, reckoned = taken(month, "count", "check", "share"), month_life._shares

        def meanwhile(*said: Any) -> Any:
            Month.objects.update(doing="check")
            return reckoned(*said)

        monkeypatch.setattr(month_life, "_shares", meanwhile)
        with pytest.raises(NotNow):
            month_life.share(month)
        month.refresh_from_db()
        assert month.doing == "check"
        assert told(month) == before


def test_a_check_run_beside_another_writes_each_play_once(
    site: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    month = site.earned(OCTOBER, 10_000_000)
    with on(11, 3):
        taken(month, "count")
        play = Play.objects.order_by("pk").first()
        assert play is not None
        Exclusion.objects.create(
            play=play.pk,
            month=month,
            track=play.track,
            reason="background",
            evidence={},
            found_at=clock.now(),
        )

        def beside() -> Any:
            monkeypatch.setattr(month_life, "transaction", transaction)
            month_life.check(month)
            return transaction.atomic()

        monkeypatch.setattr(month_life, "transaction", SimpleNamespace(atomic=beside))
        month_life.check(month)
    assert Exclusion.objects.get().written == 1
    assert PlayFile.objects.filter(batch__gt=0).count() == 1


def test_the_months_page_says_how_far_a_step_is_and_why_it_was_refused(site: World) -> None:
    month = site.earned(OCTOBER, 10_000_000)
    browser, page = Client(), "/staff/months/2026-10"
    browser.force_login(site.operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    with on(11, 3):
        assert "being done" in browser.post(f"{page}/count", follow=True).content.decode()
        Month.objects.update(done=7, parts=31)
        text = browser.get(page).content.decode()
        assert '<progress max="31" value="7"' in text
        assert f'hx-get="{page}" hx-trigger="every 2s"' in text
        assert f'action="{page}/check"' not in text
        world.work_off()
        assert (
            "hx-trigger" not in browser.get(page).content.decode().split('id="month-live"')[1].split(">")[0]
        )
        taken(month, "check")
        actions.choose_sharing(site.operator, OCTOBER, "free", "", "user_centric", "board")
        site.earned(OCTOBER, 5, currency="USD")
        month_life.ask(month, "share")
        world.work_off()
        text = browser.get(page).content.decode()
        assert "paid in several currencies" in text
        assert f'action="{page}/share"' in text


MOVING = [
    (type(files()), "adopt"),
    (type(files()), "keep"),
    (ledger, "write_line"),
    (PlayFile.objects, "create"),
]
SHARING = [
    *((month_life, "_shares", nth) for nth in (1, 2)),
    *((month_life, "_step", 1), (type(files()), "adopt", 1)),
    *((Pool.objects, "create", 1), (Part.objects, "bulk_create", 1)),
]


def killed(month: Month, step: str, where: Any, name: str, nth: int, *, after: bool) -> None:
    """The step, killed at the nth call of this."""
    month_life.ask(month, step)
    with pytest.MonkeyPatch.context() as dying:
        dying.setattr(where, name, killed_at(getattr(where, name), nth, after))
        with pytest.raises(Killed):
            month_life.take_step.func(month.pk, step)


def test_a_count_killed_anywhere_is_taken_anew_and_moves_each_day_once(site: World) -> None:
    month, moved = site.earned(OCTOBER, 10_000_000), set[Any]()
    with on(11, 3):
        for where, name in MOVING:
            for after in (False, True):
                killed(month, "count", where, name, 4, after=after)
                month.refresh_from_db()
                assert (month.state, month.doing) == ("open", "count")
                days = list(PlayFile.objects.values_list("day", flat=True))
                assert len(moved) < len(days) == len(set(days)) < 31, "days that were moved stay moved"
                assert moved < set(days)
                moved = set(days)
        world.work_off()
    state, plays, _, _, kept, _ = told(month)
    assert (state, plays, len(kept)) == ("counted", 5, 31)
    assert len({day for day, *_ in kept}) == 31


def test_a_sharing_killed_anywhere_leaves_what_stood_and_comes_out_the_same(site: World) -> None:
    month = site.earned(OCTOBER, 10_000_000)
    with on(11, 3):
        whole = taken(month, "count", "check", "share")
        for where, name, nth in SHARING:
            for after in (False, True):
                killed(month, "share", where, name, nth, after=after)
                assert told(month) == whole, "what was shared out before stands as it stood"
        world.work_off()
    assert told(month) == whole
    assert month.doing == ""
