"""Plays a rule left out can be appealed about; what is accepted counts, in a closed month by a correction."""

from pathlib import Path
from typing import Any

import pytest

from akkord.catalogue.errors import NotRepresented
from akkord.ledger.sequencing import sequence
from akkord.music.models import Play
from akkord.royalties import actions, check, issuing, month_life, queries
from akkord.royalties.errors import AnsweredBefore, AskedBefore, BadEntry, NothingLeftOut
from akkord.royalties.models import Appeal, Correction, Exclusion, Month, Part, PlayFile, Pool
from cases import makers
from labels.test_office_pages import signed_in
from royalties import outsider
from royalties.test_months import OCTOBER, World, on, unpacked

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(log: None) -> World:
    """Of Lila's five plays in October two are left out as a loop; Nord has five. The pool: 60 EUR."""
    made = World()
    made.heard(0, 5, day=5)
    made.heard(1, 5, day=5)
    made.month = made.earned(OCTOBER, 100_000_000)
    with on(11, 3):
        month_life.count(made.month)
        for play in Play.objects.filter(track=made.tracks[0]).order_by("pk")[:2]:
            Exclusion.objects.create(
                play=play.pk, month=made.month, track=made.tracks[0], reason="loop",
                found_at=made.tracks[0].made_at, evidence={"plays": 5},
            )  # fmt: skip
        month_life.check(made.month)
        month_life.share(made.month)
    return made


def close(site: World) -> Month:
    with on(11, 3):
        issuing.close_month(site.operator, site.month)
    return Month.objects.get()


def appealed(site: World, month: Month) -> Appeal:
    return actions.appeal(
        site.clerk, site.lila.pk, month, site.tracks[0].pk, "loop", "A shop plays it all day."
    )


def amounts() -> dict[Any, tuple[int, int]]:
    return {part.party_id: (part.plays, part.amount) for part in Part.objects.all()}


def test_plays_let_into_a_closed_month_earn_what_the_average_play_earned_by_a_correction(
    site: World, tmp_path: Path
) -> None:
    month = close(site)
    assert amounts() == {site.lila.pk: (3, 22_500_000), site.nord.pk: (5, 37_500_000)}
    with on(11, 10):
        asked = appealed(site, month)
        files = PlayFile.objects.count()
        actions.answer_appeal(site.operator, asked, "The shop exists.", accepted=True)
    correction = Correction.objects.get()
    assert amounts() == {site.lila.pk: (5, 37_500_000), site.nord.pk: (5, 37_500_000)}, "nobody else moves"
    pool = Pool.objects.get()
    assert (pool.amount, pool.beside) == (60_000_000, 15_000_000)
    assert sum(part.amount for part in pool.parts.all()) == pool.amount + pool.beside
    assert PlayFile.objects.count() == files + 1, "the plays have later rows, in a file with its line"
    (again,) = correction.statements.all()
    assert (again.organisation_id, again.due) == (site.lila.pk, 15_000_000)
    sequence.func()
    path, rows = unpacked(again, tmp_path)
    assert check.check(path) == []
    assert outsider.recompute(path)[2] == []
    assert [(row["kind"], row["plays"]) for row in rows] == [("replacement", "5"), ("reversal", "-3")]
    first = queries.statement_of(site.lila.pk, again.corrects_id, queries.EVERYTHING)
    for statement, heard in ((first, 3), (again, 5)):
        line = [row for row in queries.lines_in(statement, queries.EVERYTHING) if int(row["plays"]) > 0][-1]
        assert len(list(queries.plays_behind(statement, line))) == heard
    with pytest.raises(AnsweredBefore):
        actions.answer_appeal(site.operator, asked, "Once more.", accepted=False)


def test_plays_let_in_before_the_sharing_count_as_all_others(site: World) -> None:
    with on(11, 3):
        asked = appealed(site, site.month)
        month_life.check(site.month)
        actions.answer_appeal(site.operator, asked, "The shop exists.", accepted=True)
        month_life.check(site.month)
        month_life.share(site.month)
    assert amounts() == {site.lila.pk: (5, 30_000_000), site.nord.pk: (5, 30_000_000)}
    assert Pool.objects.get().beside == 0


def test_a_refused_appeal_changes_nothing(site: World) -> None:
    month, before = close(site), amounts()
    with on(11, 10):
        actions.answer_appeal(site.operator, appealed(site, month), "No shop is there.", accepted=False)
    assert amounts() == before
    assert not Correction.objects.exists()
    assert Exclusion.objects.filter(lifted_at=None).count() == 2


def test_only_whose_it_is_appeals_once_with_words_about_what_is_left_out(site: World) -> None:
    month, track = site.month, site.tracks[0].pk
    with on(11, 10):
        with pytest.raises(NothingLeftOut):
            actions.appeal(site.other, site.nord.pk, month, track, "loop", "Mine.")
        with pytest.raises(NotRepresented):
            actions.appeal(site.other, site.lila.pk, month, track, "loop", "Mine.")
        with pytest.raises(NothingLeftOut):
            actions.appeal(site.clerk, site.lila.pk, month, track, "farm", "Mine.")
        with pytest.raises(BadEntry):
            actions.appeal(site.clerk, site.lila.pk, month, track, "loop", " ")
        with pytest.raises(NothingLeftOut):
            actions.appeal_own(site.listener, month, track, "loop", "Mine.")
        actions.appeal_own(site.sender, month, track, "loop", "I sent it in.")
        with pytest.raises(AskedBefore):
            appealed(site, month)


def test_label_and_member_appeal_on_their_pages_and_the_operator_answers(site: World) -> None:
    close(site)
    said = {"month": "2026-10", "track": site.tracks[0].pk, "reason": "loop"}
    desk = signed_in(site.clerk)
    address = f"/rights/{site.lila.pk}/left-out"
    assert "one track over and over" in desk.get(address).content.decode()
    assert "one track over and over" not in signed_in(site.other).get(
        f"/rights/{site.nord.pk}/left-out"
    ).content.decode()  # fmt: skip
    assert desk.post(address, said).status_code == 422
    assert desk.post(address, said | {"month": "x", "text": "Heard."}).status_code == 422
    assert "answers here" in desk.post(address, said | {"text": "Heard."}, follow=True).content.decode()
    staff, number = signed_in(site.operator), Appeal.objects.get().pk
    assert "Heard." in staff.get("/staff/appeals").content.decode()
    assert staff.post(f"/staff/appeals/{number}", {}).status_code == 422
    staff.post(f"/staff/appeals/{number}", {"verdict": "refused", "text": "Nobody did."})
    assert "Nobody did." in desk.get(address).content.decode()
    member = signed_in(site.sender)
    assert "one track over and over" in member.get("/settings/left-out").content.decode()
    assert "answers here" in member.post(
        "/settings/left-out", said | {"text": "I was there."}, follow=True
    ).content.decode()  # fmt: skip
    assert signed_in(makers.person()).get("/settings/left-out").status_code == 200
