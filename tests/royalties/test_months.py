"""A month from plays to statements, by a stepped clock; what an outsider recomputes, and what comes late."""

import csv
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import translation
from pypdf import PdfReader

from akkord.flow import clock
from akkord.ledger.models import Entry
from akkord.ledger.sequencing import sequence
from akkord.music import actions as music
from akkord.music.models import Play
from akkord.music.rules import Listener
from akkord.royalties import actions, archive, check, correcting, issuing, month_life, queries
from akkord.royalties.actions.entering import Earned
from akkord.royalties.errors import (
    AnsweredBefore,
    AskedBefore,
    EarlierMonthOpen,
    EnteredSince,
    MonthNotOver,
    NoExchange,
    NoSuchLine,
    NoSuchStatement,
    NotNow,
)
from akkord.royalties.models import Advance, Month, Part, PlayFile, Pool, Pseudonyms, Terms
from akkord.royalties.paper import statement_pdf
from akkord.royalties.tasks import note_late
from cases import makers
from music import world
from royalties import outsider

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
CENT = 10_000


@contextmanager
def on(month: int, day: int, hour: int = 12) -> Iterator[datetime]:
    moment = datetime(2026, month, day, hour, tzinfo=UTC)
    with clock.at(moment):
        yield moment


class World:
    """Two labels with a song each, a sound nobody knows, members who listen, and an operator."""

    def __init__(self) -> None:
        with on(9, 1):
            self.operator = makers.person(is_staff=True)
            self.listener, self.sender = makers.person(), makers.person()
            self.lila, self.clerk = makers.label(name="Lila Records")
            self.nord, self.other = makers.label(name="Nord")
            sounds = makers.sounds(3)
            self.tracks = makers.tracks(self.sender, sounds)
            self.songs = [*makers.recordings(self.lila, 1), *makers.recordings(self.nord, 1)]
            makers.matched(sounds[:2], self.songs)
            for label, acting in ((self.lila, self.clerk), (self.nord, self.other)):
                world.licensed(acting, label, starts=datetime(2026, 9, 1, tzinfo=UTC))
        self.unknown = sounds[2]

    def heard(self, track: int, plays: int, day: int, territory: str = "DE", month: int = 10) -> None:
        """So many counted plays of a track, as the site decides and counts them."""
        with on(month, day):
            listener = Listener(self.listener.pk, territory)
            started = music.start_play(listener, self.tracks[track].pk)
            with clock.at(clock.now() + timedelta(minutes=1)):
                assert music.count_play(listener, started.play_id, 60)
        one = Play.objects.get(pk=started.play_id)
        copies = [
            Play(**{f.attname: getattr(one, f.attname) for f in Play._meta.fields if f.name != "id"})
            for _ in range(plays - 1)
        ]
        Play.objects.bulk_create(copies)

    def earned(self, first_day: date, gross: int, **more: Any) -> Month:
        month = month_life.open_month(first_day)
        said = {"offer": "free", "sold_in": "DE", "currency": "EUR", "gross": gross} | more
        with on(first_day.month, 1):
            actions.enter_revenue(self.operator, month, Earned(**said), "the bank's list")
        return month

    def closed(self, month: Month) -> list[Any]:
        first = month.first_day
        with on(first.month + 1, 3):
            month_life.count(month)
            month_life.check(month)
            month_life.share(month)
            return issuing.close_month(self.operator, month)


@pytest.fixture
def site(log: None) -> World:
    return World()


def unpacked(statement: Any, folder: Path) -> tuple[Path, list[dict[str, str]]]:
    path = folder / f"{statement.pk}.zip"
    path.write_bytes(
        archive.archive(queries.statement_of(statement.organisation_id, statement.pk, queries.EVERYTHING))
    )
    with zipfile.ZipFile(path) as packed:
        return path, list(csv.DictReader(io.StringIO(packed.read("lines.csv").decode())))


def test_scenario_18_a_month_is_closed_recomputed_by_an_outsider_and_issued_again_after_a_late_claim(
    site: World, tmp_path: Path
) -> None:
    for track, plays in ((0, 7), (1, 5), (2, 3)):
        site.heard(track, plays, day=5)
    site.heard(0, 2, day=6, territory="RU")
    month = site.earned(OCTOBER, 100_000_001)
    lila, nord = site.closed(month)
    pools = {pool.sold_in: pool for pool in Pool.objects.filter(month=month)}
    assert pools["DE"].amount == 60_000_000, "60 % of what was earned, whole micro-units"
    for pool in pools.values():
        assert sum(part.amount for part in pool.parts.all()) == pool.amount
    amounts = dict(Part.objects.filter(pool=pools["DE"]).values_list("party", "amount"))
    assert amounts == {site.lila.pk: 28_000_000, site.nord.pk: 20_000_000, None: 12_000_000}
    world.work_off()
    told = {message.to[0]: message.body for message in mail.outbox}
    assert "Paid: 28.00 EUR. Waiting: 0.00 EUR." in told[site.clerk.email]
    assert f"/rights/{site.nord.pk}/royalties/{nord.pk}" in told[site.other.email]
    sequence.func()
    for statement in (lila, nord):
        path, rows = unpacked(statement, tmp_path)
        assert check.check(path) == []
        assert outsider.recompute(path)[2] == []
        assert sum(int(row["amount"]) for row in rows) == statement.share
        ran = subprocess.run(
            [sys.executable, outsider.__file__, str(path)], capture_output=True, text=True, check=False
        )
        assert (ran.returncode, ran.stdout) == (0, "everything comes out\n")
        assert Entry.objects.get(pk=statement.entry_id).kind == "statement"

    with on(11, 10):  # a late claim: what nobody knew in October is Nord's, and licensed since September
        (late,) = makers.recordings(site.nord, 1)
        makers.matched([site.unknown], [late])
        note_late.func(sounds=[site.unknown.pk])
        (correction,) = correcting.correct_months("late claim", site.operator)
    (again,) = correction.statements.all()
    world.work_off()
    assert mail.outbox[-1].to == [site.other.email]
    assert f"It corrects statement {nord.number}." in mail.outbox[-1].body
    assert (again.organisation, again.corrects, again.revision) == (site.nord, nord, 1)
    sequence.func()
    path, rows = unpacked(again, tmp_path)
    assert check.check(path) == []
    assert outsider.recompute(path)[2] == []
    assert {row["kind"] for row in rows} == {"replacement"}, "it had no line before: nothing is taken back"
    assert again.due == 12_000_000
    part = Part.objects.get(pool=pools["DE"], party=None)
    assert (part.amount, part.plays, part.amount_before) == (0, 0, 12_000_000), "it waits for nobody any more"
    assert Part.objects.get(pool=pools["DE"], party=site.lila.pk).amount == 28_000_000
    assert correcting.correct_months("again") == [], "what is put right stays so"


def test_nothing_is_counted_before_its_month_is_over_and_no_step_is_taken_before_its_turn(
    site: World,
) -> None:
    month = site.earned(OCTOBER, 1_000_000)
    with on(10, 31, 23), pytest.raises(MonthNotOver):
        month_life.count(month)
    with on(11, 2):
        for step in (month_life.check, month_life.share):
            with pytest.raises(NotNow):
                step(month)
        with pytest.raises(NotNow):
            issuing.close_month(site.operator, month)


def test_the_same_month_shared_again_gives_the_same_pools_and_bytes(site: World) -> None:
    site.heard(0, 4, day=5)
    site.heard(1, 3, day=6, territory="AT")
    month = site.earned(OCTOBER, 7_777_777)
    site.earned(OCTOBER, 1_000_001, sold_in="AT")
    with on(11, 2):
        month_life.count(month)
        month_life.check(month)
        month_life.share(month)
        parts = Part.objects.order_by("pool__sold_in", "party").values_list("party", "weight", "amount")
        before = (month.lines, month.manifest, list(parts.all()))
        for step in (month_life.count, month_life.check, month_life.share):
            step(month)
    assert before == (month.lines, month.manifest, list(parts.all()))
    assert PlayFile.objects.count() == 31, "each day once, however often it is counted"


def test_a_pool_nobody_was_heard_in_is_carried_into_the_next_month(site: World) -> None:
    october = site.earned(OCTOBER, 10_000_000)
    assert site.closed(october) == []
    (pool,) = october.pools.all()
    assert (pool.amount, pool.carried_on) == (0, 6_000_000)
    site.heard(0, 1, day=3, month=11)
    november = site.earned(NOVEMBER, 0)
    with on(12, 3):
        for step in (month_life.count, month_life.check, month_life.share):
            step(november)
    (pool,) = november.pools.all()
    assert (pool.carried_in, pool.amount, pool.carried_on) == (6_000_000, 6_000_000, 0)


def test_terms_minima_advances_and_another_currency_are_in_the_statement_and_come_out(
    site: World, tmp_path: Path
) -> None:
    site.heard(0, 3, day=5)
    month = site.earned(OCTOBER, 1_000_000)
    terms = Terms(organisation=site.lila, starts=OCTOBER, currency="USD", per_play=1_000_000)
    actions.state_terms(site.operator, terms, "contract of 2026")
    ahead = Advance(organisation=site.lila, currency="USD", amount=2_000_000, paid_on=date(2026, 10, 2))
    actions.enter_advance(site.operator, ahead, "payment 17")
    with on(11, 3):
        month_life.count(month)
        month_life.check(month)
        month_life.share(month)
        with pytest.raises(NoExchange) as missing:
            issuing.close_month(site.operator, month)
        assert missing.value.pairs == [("EUR", "USD")]
        rate = (Fraction(11, 10), date(2026, 10, 30), "the central bank")
        actions.enter_exchange(site.operator, month, "EUR", "USD", *rate)
        (statement,) = issuing.close_month(site.operator, month)
    assert (statement.share, statement.due, statement.adjustments) == (660_000, 3_000_000, 2_340_000)
    assert (statement.recouped, statement.paid, statement.carried_on) == (2_000_000, 1_000_000, 0)
    sequence.func()
    path, _ = unpacked(statement, tmp_path)
    assert check.check(path) == []
    assert outsider.recompute(path)[2] == []


def test_months_are_closed_in_order_and_what_is_closed_stays_as_it_was(site: World) -> None:
    october = site.earned(OCTOBER, 1_000_000)
    november = site.earned(NOVEMBER, 1_000_000)
    with pytest.raises(EarlierMonthOpen):
        site.closed(november)
    site.closed(october)
    for change in (
        lambda: site.earned(OCTOBER, 5),
        lambda: actions.take_back(queries.revenue_of(october).get()),
        lambda: month_life.share(october),
        lambda: month_life.count(october),
    ):
        with pytest.raises(NotNow):
            change()


def revenue_entered(site: World, month: Month) -> None:
    said = Earned(offer="free", sold_in="DE", currency="EUR", gross=5)
    actions.enter_revenue(site.operator, month, said, "a second list")


def revenue_taken_back(site: World, month: Month) -> None:
    actions.take_back(queries.revenue_of(month).get())


def rule_chosen(site: World, month: Month) -> None:
    actions.choose_sharing(site.operator, month.first_day, "free", "", "pro_rata", "board")


@pytest.mark.parametrize("change", [revenue_entered, revenue_taken_back, rule_chosen])
def test_what_is_entered_during_or_after_a_sharing_is_never_left_out_of_the_statements(
    site: World, change: Callable[[World, Month], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.heard(0, 1, day=5)
    month = site.earned(OCTOBER, 1_000_000)
    with on(11, 3):
        month_life.count(month)
        month_life.check(month)
        reckoned = month_life._shares

        def meanwhile(*said: Any) -> Any:
            with on(11, 4):
                if not queries.sharing_entries().exists() and queries.revenue_of(month).count() == 1:
                    change(site, month)
            return reckoned(*said)

        with monkeypatch.context() as during:
            during.setattr(month_life, "_shares", meanwhile)
            month_life.share(month)
    with on(11, 5):
        with pytest.raises(EnteredSince):
            issuing.close_month(site.operator, month)
        month_life.share(month)
        issuing.close_month(site.operator, month)
    month.refresh_from_db()
    assert month.state == "closed"
    gross = sum(pool.gross for pool in month.pools.all())
    assert gross == sum(row.gross for row in queries.revenue_of(month))


def test_the_plays_behind_a_line_are_those_it_counts_and_nobody_is_named(site: World) -> None:
    site.heard(0, 3, day=5)
    site.heard(1, 2, day=6)
    site.heard(0, 1, day=7, territory="AT")
    month = site.earned(OCTOBER, 1_000_000)
    lila, _ = site.closed(month)
    (line,) = queries.lines_in(lila, queries.EVERYTHING)
    found = list(queries.plays_behind(lila, line))
    assert [each.track for each in found] == [site.tracks[0].pk] * int(line["plays"])
    assert not any("person" in name or "listener" in name for name in found[0].__dataclass_fields__)


def test_who_listened_is_forgotten_when_the_month_is_closed(site: World) -> None:
    site.heard(0, 1, day=5)
    month = site.earned(OCTOBER, 1_000_000)
    with on(11, 3):
        month_life.count(month)
        assert Pseudonyms.objects.filter(first_day=OCTOBER).exists()
    site.closed(month)
    assert not Pseudonyms.objects.filter(first_day=OCTOBER).exists()


def test_a_statement_of_another_organisation_is_not_there(site: World) -> None:
    site.heard(0, 1, day=5)
    (statement,) = site.closed(site.earned(OCTOBER, 1_000_000))
    with pytest.raises(NoSuchStatement):
        queries.statement_of(site.nord.pk, statement.pk, queries.EVERYTHING)


def test_a_line_is_disputed_once_and_answered_once(site: World) -> None:
    site.heard(0, 1, day=5)
    (statement,) = site.closed(site.earned(OCTOBER, 1_000_000))
    (line,) = queries.lines_in(statement, queries.EVERYTHING)
    with pytest.raises(NoSuchLine):
        actions.ask(site.clerk, statement, "0" * 24, "?")
    asked = actions.ask(site.clerk, statement, line["id"], "Only one?")
    with pytest.raises(AskedBefore):
        actions.ask(site.clerk, statement, line["id"], "Only one?")
    actions.answer(site.operator, asked, "One, as counted.", corrected=False)
    with pytest.raises(AnsweredBefore):
        actions.answer(site.operator, asked, "Two.", corrected=True)
    world.work_off()
    assert mail.outbox[-1].to == [site.clerk.email]
    assert "One, as counted." in mail.outbox[-1].body
    (said,) = queries.questions_of(statement, queries.EVERYTHING)
    assert (said.state, said.answer) == ("upheld", "One, as counted.")


def test_a_statement_is_a_pdf_in_both_languages(site: World) -> None:
    site.heard(0, 1, day=5)
    (statement,) = site.closed(site.earned(OCTOBER, 1_000_000))
    for language, word in (("en", "Royalty statement"), ("ru", "Отчёт о вознаграждении")):
        with translation.override(language):
            pages = PdfReader(io.BytesIO(statement_pdf(statement))).pages
        assert word in pages[0].extract_text()


def test_the_command_verifies_a_statement_and_names_what_was_changed_in_one(
    site: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.heard(0, 1, day=5)
    (statement,) = site.closed(site.earned(OCTOBER, 1_000_000))
    sequence.func()
    path, _ = unpacked(statement, tmp_path)
    call_command("statement", "verify", str(path))
    assert "Everything comes out" in capsys.readouterr().out
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(path) as true, zipfile.ZipFile(forged, "w") as false:
        for name in true.namelist():
            false.writestr(name, true.read(name).replace(b'"paid": 600000', b'"paid": 700000'))
    with pytest.raises(CommandError, match="differ"):
        call_command("statement", "verify", str(forged))
    said = capsys.readouterr().out
    assert "account, paid: stated 700000, recomputed 600000" in said
    assert "digest in the log" in said
    forged.write_bytes(b"PK")
    with pytest.raises(CommandError, match="is no statement"):
        call_command("statement", "verify", str(forged))
