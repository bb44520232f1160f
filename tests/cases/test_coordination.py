"""A body files for several labels at once: each row by its owner's mandate, each label going its own way."""

import json
from typing import Any

import pytest

from akkord.cases import actions, errors, queries
from akkord.cases.models import Order, OrderRow
from akkord.catalogue import actions as catalogue
from akkord.catalogue.errors import NotRepresented
from akkord.catalogue.queries import mandates_of
from akkord.ledger.models import Entry
from akkord.music import queries as music
from akkord.music.rules import Listener
from akkord.rights import actions as rights
from akkord.rights.models import Block
from akkord.rights.terms import CommercialModel, UseType, Verdict
from cases import makers

pytestmark = pytest.mark.django_db

Found, Refusal = OrderRow.Found, OrderRow.Refusal


class Filed:
    """Three labels with a licensed recording and a member's copy each, and a body that acts for them."""

    def __init__(self) -> None:
        self.body, self.lawyer = makers.label("body")
        self.labels, self.clerks = zip(*(makers.label() for _ in range(3)), strict=True)
        for label, clerk in zip(self.labels, self.clerks, strict=True):
            rights.grant_licence(clerk, label, uses=list(UseType), models=list(CommercialModel))
        self.recordings = [makers.recordings(label, 1)[0] for label in self.labels]
        sounds = makers.sounds(3)
        self.tracks = makers.tracks(makers.person(), sounds)
        makers.matched(sounds, self.recordings)

    def mandated(self, *labels: Any, **reach: Any) -> None:
        for label in labels:
            catalogue.record_mandate(self.body, label, "agreement", **reach)

    def order(self, territory: str = "Worldwide") -> Order:
        text = "\n".join(f"/audio{track.pk}" for track in self.tracks)
        return actions.file_order(
            self.lawyer, self.body, title="April", reason="Not licensed", text=text, territory=territory
        )

    def verdicts(self, territory: str = "RU") -> list[Verdict]:
        decided = music.decide_for(Listener(None, territory), self.tracks)
        return [decided[track.pk].verdict for track in self.tracks]


@pytest.fixture
def filed() -> Filed:
    return Filed()


def rows(order: Order) -> list[tuple[str, str, int | None]]:
    return list(queries.rows_of(order).values_list("found", "refusal", "claimant"))


def test_scenario_2_a_row_without_mandate_is_refused_and_the_case_goes_on(filed: Filed) -> None:
    first, second, _ = filed.labels
    filed.mandated(first, second)
    order = filed.order()
    assert rows(order) == [
        (Found.RECORDING, "", first.pk),
        (Found.RECORDING, "", second.pk),
        (Found.NO_STANDING, Refusal.NO_MANDATE, None),
    ]
    actions.execute_order(filed.lawyer, order)
    assert filed.verdicts() == [Verdict.BLOCK, Verdict.BLOCK, Verdict.ALLOW]
    assert set(Block.objects.values_list("claimant", flat=True)) == {first.pk, second.pk}


def test_a_row_beyond_the_mandates_territory_or_recordings_is_refused_alone(filed: Filed) -> None:
    first, second, third = filed.labels
    filed.mandated(first, territory="DE")
    filed.mandated(second, recordings=[makers.recordings(second, 1)[0].pk])
    filed.mandated(third, territory="Worldwide -DE", recordings=[filed.recordings[2].pk])
    order = filed.order("RU")
    assert rows(order) == [
        (Found.NO_STANDING, Refusal.BEYOND_MANDATE, None),
        (Found.NO_STANDING, Refusal.BEYOND_MANDATE, None),
        (Found.RECORDING, "", third.pk),
    ]


def test_a_mandate_through_an_agent_reaches_the_row_and_the_line_names_who_acts(filed: Filed) -> None:
    agency, _ = makers.label("body")
    for label in filed.labels:
        catalogue.record_mandate(agency, label, "first", delegable=True)
    catalogue.record_mandate(filed.body, agency, "second")
    order = actions.execute_order(filed.lawyer, filed.order())
    assert [row[0] for row in rows(order)] == [Found.RECORDING] * 3
    assert {body_of(e)["actor"]["name"] for e in order_lines(order)} == {filed.body.name}


def body_of(entry: Entry) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(bytes(entry.body))
    return said


def order_lines(order: Order) -> list[Any]:
    entries = Entry.objects.filter(pk__in=[b.entry_id for b in queries.blocks_still_standing(order)])
    assert entries.count() == 3
    return list(entries)


def test_a_mandate_taken_back_before_execution_takes_its_rows_along(filed: Filed) -> None:
    filed.mandated(*filed.labels)
    order = filed.order()
    (mandate,) = [m for m in mandates_of(filed.body.pk) if m.principal == filed.labels[0]]
    catalogue.end_mandate(mandate)
    actions.execute_order(filed.lawyer, order)
    assert rows(order)[0] == (Found.NO_STANDING, Refusal.NO_MANDATE, None)
    assert filed.verdicts() == [Verdict.ALLOW, Verdict.BLOCK, Verdict.BLOCK]


def test_each_label_sees_its_own_rows_of_the_bodys_order_and_no_others(filed: Filed) -> None:
    filed.mandated(*filed.labels)
    order = filed.order()
    for number, (label, clerk) in enumerate(zip(filed.labels, filed.clerks, strict=True), 1):
        assert queries.order_for(clerk.pk, order.public_id) == order
        assert list(queries.orders_of(label.pk)) == [order]
        assert [row.line for row in queries.rows_for(clerk.pk, order)] == [number]
        assert [row.line for row in queries.rows_of(order, label.pk)] == [number]
        assert sum(queries.summary_of(order, label.pk).values()) == 1
    assert queries.rows_for(filed.lawyer.pk, order).count() == 3
    with pytest.raises(errors.NoSuchOrder):
        queries.order_for(makers.label()[1].pk, order.public_id)


def test_scenario_1_one_label_leaves_by_settlement_and_the_others_stay_silent(filed: Filed) -> None:
    filed.mandated(*filed.labels)
    order = actions.execute_order(filed.lawyer, filed.order())
    assert filed.verdicts() == [Verdict.BLOCK] * 3
    assert actions.release_order(filed.clerks[0], order, filed.labels[0]) == 1
    assert filed.verdicts() == [Verdict.ALLOW, Verdict.BLOCK, Verdict.BLOCK]
    assert queries.still_silent(order) == {filed.labels[1].pk: 1, filed.labels[2].pk: 1}
    last = Entry.objects.order_by("-pk").first()
    assert last is not None
    assert body_of(last)["kind"] == "reverse"
    assert body_of(last)["actor"]["name"] == filed.labels[0].name


def test_a_rival_releases_nothing_of_anothers(filed: Filed) -> None:
    filed.mandated(*filed.labels)
    order = actions.execute_order(filed.lawyer, filed.order())
    with pytest.raises(NotRepresented):
        actions.release_order(filed.clerks[1], order, filed.labels[0])
    assert filed.verdicts() == [Verdict.BLOCK] * 3


def test_what_was_released_is_not_released_twice_nor_before_it_was_executed(filed: Filed) -> None:
    filed.mandated(*filed.labels)
    order = filed.order()
    with pytest.raises(errors.NotExecuted):
        actions.release_order(filed.clerks[0], order, filed.labels[0])
    actions.execute_order(filed.lawyer, order)
    order.refresh_from_db()
    actions.release_order(filed.lawyer, order, filed.labels[0])
    with pytest.raises(errors.NothingToRelease):
        actions.release_order(filed.clerks[0], order, filed.labels[0])


def test_a_released_notice_over_an_unknown_file_is_heard_again() -> None:
    label, clerk = makers.label()
    (track,) = makers.tracks(makers.person(), makers.sounds(1))
    order = actions.file_order(
        clerk, label, title="May", reason="Mine", text=f"/audio{track.pk}", execute=True
    )
    listener = Listener(None, "RU")
    assert music.decide_for(listener, [track])[track.pk].verdict == Verdict.BLOCK
    actions.release_order(clerk, order, label)
    assert music.decide_for(listener, [track])[track.pk].verdict == Verdict.ALLOW_REPORT


def test_an_order_of_thousands_is_released_with_a_constant_number_of_questions(
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    label, clerk = makers.label()
    text = "\n".join(str(r.isrc) for r in makers.recordings(label, 600))
    order = actions.file_order(clerk, label, title="All", reason="Mine", text=text, execute=True)
    with django_assert_max_num_queries(60):
        assert actions.release_order(clerk, order, label) == 600
