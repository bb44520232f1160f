"""Whatever narrows has its line, and the audit finds what SQL slipped in, changed or took away."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from django.db import connection

from akkord.catalogue.models import Organisation, Recording
from akkord.ledger import actions as ledger
from akkord.ledger import sequencing
from akkord.ledger.audit import audit
from akkord.people.models import Person
from akkord.rights import actions, queries, terms
from akkord.rights.models import Block
from akkord.rights.rules import facts as law
from akkord.rights.terms import BlockKind, RecordingId, Scope
from akkord.rights.territories import WORLDWIDE, TerritorySet
from catalogue import makers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def log(db: None, settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.DATA = tmp_path
    settings.SITE_URL = "https://music.example"
    ledger.begin_log()
    sequencing.sequence.func()


@pytest.fixture
def world(label: Organisation, agent: Person, operator: Person, song: Recording) -> None:
    """Every kind of fact, some standing, some taken back."""
    uses, models = frozenset(terms.UseType), frozenset(terms.CommercialModel)
    block = law.PolicyRule(law.Condition(TerritorySet.of("RU")), terms.Action.BLOCK)
    report = law.PolicyRule(law.Condition(WORLDWIDE), terms.Action.REPORT)
    for _ in range(2):
        licence = actions.grant_licence(agent, label, uses=uses, models=models, mix=law.MixTerms(9, 2))
        blocking = actions.set_policy(agent, label, rules=[block])
        reporting = actions.set_policy(agent, label, rules=[report, block])
        given = actions.grant(agent, label, account=agent.pk)
        free = actions.record_free(operator, song.pk, terms.Ground.CC0, source="deed")
        third = Fraction(1, 3)
        owned = actions.record_ownership(operator, song.pk, label, third, standing=terms.Standing.COURT)
        bare = actions.record_ownership(agent, song.pk, label, third)
    rival = makers.organisation()
    for standing in (terms.Standing.EVIDENCED, terms.Standing.COURT):
        beside = actions.record_ownership(operator, song.pk, rival, third, standing=standing)
    actions.withdraw_ownership(operator, beside)
    doubled = makers.recording(rival).pk
    likeness = actions.Likeness([{"f0": 0, "f1": 9, "r0": 0, "r1": 9, "score": 1}], (9000, 9000), 20.0, "ear")
    actions.note_same_sound(doubled, song.pk, likeness)
    actions.withdraw_licence(agent, licence)
    actions.withdraw_policy(agent, blocking)
    actions.withdraw_policy(agent, reporting)
    actions.withdraw_grant(agent, given)
    actions.withdraw_free(operator, free)
    actions.withdraw_ownership(agent, owned)
    actions.withdraw_ownership(agent, bare)
    scope = Scope.recording(RecordingId(song.pk))
    wanted = actions.Wanted(kind=BlockKind.NOTICE, scope=scope, claimant=label.pk)
    lifted, suspended, resumed, _standing = actions.block_many(agent, [wanted] * 4, case=1)
    actions.lift_block(agent, lifted)
    actions.suspend_block(operator, suspended)
    actions.resume_block(agent, actions.suspend_block(operator, resumed))
    actions.lift_block(agent, actions.suspend_block(operator, actions.block(agent, wanted)))


def found() -> list[str]:
    return [finding.what.value for finding in audit(queries.restrictions_in_force()).findings]


def sql(statement: str) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


def slipped_in() -> None:
    """A block copied from a standing one onto another recording, showing the same line or a lifted one's."""
    standing = Block.objects.filter(withdrawn_at=None).first()
    line = Block.objects.exclude(lifting=None).filter(replaces=None).first()
    assert standing is not None
    assert line is not None
    standing.pk, standing.entry_id, standing.scope_id = None, line.lifting_id, 999
    standing.save(force_insert=True)


def test_what_was_done_by_the_book_audits_clean(world: None) -> None:
    assert found() == []
    sequencing.sequence.func()
    report = audit(queries.restrictions_in_force())
    assert report.findings == []
    assert report.restrictions == report.standing > 10


FORGED = {
    "a block slipped in": slipped_in,
    "a block widened": sql("UPDATE rights_block SET territory = 'DE' WHERE withdrawn_at IS NULL"),
    "a block moved": sql("UPDATE rights_block SET scope_id = 999 WHERE withdrawn_at IS NULL"),
    "blocks quietly suspended": sql("UPDATE rights_block SET state = 'suspended'"),
    "blocks removed": sql(
        "DELETE FROM rights_block WHERE withdrawn_at IS NULL AND state = 'active' AND replaces_id IS NULL"
    ),
    "a licence narrowed": sql("UPDATE rights_licence SET uses = '[]' WHERE withdrawn_at IS NULL"),
    "a licence removed": sql("DELETE FROM rights_licence WHERE withdrawn_at IS NULL"),
    "a licence for mixes shortened": sql("UPDATE rights_licence SET mix_shortest_ms = 5"),
    "a withdrawn licence revived": sql("UPDATE rights_licence SET withdrawn_at = NULL, withdrawal_id = NULL"),
    "a policy emptied": sql("UPDATE rights_policy SET rules = '[]' WHERE withdrawn_at IS NULL"),
    "a grant removed": sql("DELETE FROM rights_grant WHERE withdrawn_at IS NULL"),
    "an ownership taken back in silence": sql(
        "UPDATE rights_ownership SET withdrawn_at = recorded_at WHERE standing = 'evidenced'"
    ),
    "a further owner's line forgotten": sql("UPDATE rights_ownership SET entry_id = NULL"),
    "the same sound called different": sql("UPDATE rights_samesound SET state = 'different'"),
    "the same sound forgotten": sql("DELETE FROM rights_samesound"),
    "a freedom taken back in silence": sql("UPDATE rights_free SET withdrawn_at = recorded_at"),
}


@pytest.mark.parametrize("deed", FORGED)
def test_the_audit_finds_what_sql_did(world: None, deed: str) -> None:
    FORGED[deed]()
    assert found() != []


def test_a_block_that_points_at_no_line_at_all_is_found(world: None) -> None:
    """Raw SQL can leave a row whose line never existed; a join on the line must not hide it."""
    block = Block.objects.filter(withdrawn_at=None, state="active").first()
    assert block is not None
    Block.objects.filter(pk=block.pk).update(entry_id=10**9)
    try:
        assert "restriction_without_line" in found()
    finally:  # the database itself looks for such rows when a test ends
        Block.objects.filter(pk=block.pk).update(entry_id=block.entry_id)


def test_a_delivery_that_says_less_than_before_has_its_line(label: Organisation, song: Recording) -> None:
    person = makers.representative(label)
    actions.own_by_delivery(person, song.pk, label, "1/2", "DE", 2)
    (restriction,) = queries.restrictions_in_force()
    assert restriction.thing == f"recording:{song.pk}"
    assert restriction.facts["withdrawn"] is True
    assert found() == []
