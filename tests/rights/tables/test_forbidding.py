"""Blocks: laid by those whose right it is, one or a thousand, each with its line; suspended and lifted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from akkord.catalogue import actions as catalogue
from akkord.catalogue.errors import NotRepresented, OutsideMandate
from akkord.catalogue.models import Organisation, Recording
from akkord.flow import clock
from akkord.flow.models import Job
from akkord.ledger import queries as ledger
from akkord.ledger.models import Entry
from akkord.people.models import Person
from akkord.rights import actions, errors, queries
from akkord.rights.models import Block, Ownership
from akkord.rights.rules.answers import Reason
from akkord.rights.terms import (
    AccountId,
    BlockKind,
    Contest,
    FileId,
    RecordingId,
    Scope,
    ScopeKind,
    Use,
    Verdict,
    Why,
)
from akkord.rights.territories import TerritorySet
from catalogue import makers

pytestmark = pytest.mark.django_db


def wanted(song: Recording, kind: BlockKind = BlockKind.STAYDOWN, **more: object) -> actions.Wanted:
    said = {"claimant": song.organisation_id, "kind": kind} | more
    return actions.Wanted(scope=Scope.recording(RecordingId(song.pk)), **said)  # type: ignore[arg-type]


def test_a_label_blocks_its_recording_with_a_line_of_its_own(
    label: Organisation, agent: Person, song: Recording
) -> None:
    before = queries.facts_version()
    laid = actions.block(
        agent,
        wanted(song, territories=TerritorySet.of("RU"), ends=clock.now() + timedelta(days=9)),
        case=7,
        basis=actions.Basis(law="RU CC 1301", jurisdiction="RU"),
    )
    said = ledger.said(laid.entry)
    assert (said["kind"], said["ground"], said["action"]) == ("restrict", "copyright", "territory")
    assert (said["territory"], said["object"]["isrc"]) == (["RU"], song.isrc)
    assert said["basis"] == {"law": "RU CC 1301", "jurisdiction": "RU"}
    assert laid.entry.thing == f"recording:{song.pk}"
    assert queries.facts_version() == before + 1
    assert list(queries.blocks_on(ScopeKind.RECORDING, song.pk)) == [laid]
    assert list(queries.blocks_of_case(7)) == [laid]


def test_nobody_blocks_what_is_not_theirs(label: Organisation, agent: Person, song: Recording) -> None:
    rival = makers.organisation()
    theirs = makers.representative(rival)
    with pytest.raises(errors.NotTheirs, match=str(song.pk)):
        actions.block(theirs, wanted(song, claimant=rival.pk))
    with pytest.raises(NotRepresented):
        actions.block(theirs, wanted(song))
    with pytest.raises(errors.OperatorOnly):
        actions.block(agent, wanted(song, claimant=None))
    Ownership.objects.create(
        recording=song, party=rival, share="1/2", standing="asserted", recorded_at=clock.now()
    )
    with pytest.raises(errors.NotTheirs):
        actions.block(theirs, wanted(song, claimant=rival.pk))
    assert not Block.objects.exists()


def test_a_court_and_an_authority_name_themselves_and_need_no_share(
    operator: Person, song: Recording
) -> None:
    with pytest.raises(errors.NoAuthority):
        actions.block(operator, wanted(song, BlockKind.COURT, claimant=None))
    laid = actions.block(operator, wanted(song, BlockKind.COURT, claimant=None, authority="13th Court"))
    assert ledger.said(laid.entry)["ground"] == "court"
    assert ledger.said(laid.entry)["actor"]["class"] == "staff"
    office = makers.organisation("authority")
    theirs = makers.representative(office)
    order = wanted(song, BlockKind.REGULATOR, claimant=office.pk, authority=office.name)
    assert ledger.said(actions.block(theirs, order).entry)["ground"] == "state"


def test_a_body_blocks_within_its_mandate_only(label: Organisation, song: Recording) -> None:
    body = makers.organisation("body")
    person = makers.representative(body)
    catalogue.record_mandate(body, label, "agreement", territory="RU")
    with pytest.raises(OutsideMandate):
        actions.block(person, wanted(song))
    assert actions.block(person, wanted(song, territories=TerritorySet.of("RU"))).claimant_id == label.pk


def test_a_thousand_blocks_are_laid_in_a_bounded_number_of_questions(
    label: Organisation,
    agent: Person,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    songs = Recording.objects.bulk_create(
        Recording(title="S", artist="A", organisation=label, isrc=f"DEBBB26{n:05d}", made_at=clock.now())
        for n in range(1000)
    )
    with django_assert_max_num_queries(100):
        rows = actions.block_many(agent, [wanted(song) for song in songs], case=1)
    assert len({row.entry_id for row in rows}) == Block.objects.count() == 1000
    assert [row.scope_id for row in rows] == [song.pk for song in songs]
    (job,) = Job.objects.filter(task="akkord.music.tasks.redecide")
    assert job.arguments["kwargs"] == {"recordings": [song.pk for song in songs]}


def test_of_many_all_or_none(label: Organisation, agent: Person, song: Recording) -> None:
    foreign = makers.recording(makers.organisation())
    with pytest.raises(errors.NotTheirs, match=str(foreign.pk)):
        actions.block_many(agent, [wanted(song), wanted(foreign, claimant=label.pk)])
    assert Block.objects.count() == Entry.objects.count() == 0
    assert actions.block_many(agent, []) == []


def test_files_and_accounts_can_be_blocked_and_wake_their_own(
    label: Organisation, agent: Person, operator: Person
) -> None:
    actions.block(
        agent, actions.Wanted(kind=BlockKind.NOTICE, scope=Scope.file(FileId(5)), claimant=label.pk)
    )
    member = makers.person()
    actions.block(operator, actions.Wanted(kind=BlockKind.SAFETY, scope=Scope.account(AccountId(member.pk))))
    jobs = Job.objects.filter(task="akkord.music.tasks.redecide").order_by("pk")
    assert [job.arguments["kwargs"] for job in jobs] == [{"sounds": [5]}, {"account": member.pk}]
    facts = queries.facts_for([], member.pk, 5)
    on = {Scope.file(FileId(5)), Scope.account(AccountId(member.pk))}
    assert {block.scope for block in facts.blocks} == on


def test_a_person_may_silence_their_own_account_and_undo_it(db: None) -> None:
    me, other = makers.person(), makers.person()
    own = actions.Wanted(kind=BlockKind.UPLOADER, scope=Scope.account(AccountId(me.pk)))
    with pytest.raises(errors.OperatorOnly):
        actions.block(other, own)
    laid = actions.block(me, own)
    with pytest.raises(errors.OperatorOnly):
        actions.lift_block(other, laid)
    assert actions.lift_block(me, laid).withdrawn_at is not None


def test_lifting_is_another_line_and_never_an_erasure(
    label: Organisation, agent: Person, operator: Person, song: Recording
) -> None:
    laid = actions.block(agent, wanted(song))
    with pytest.raises(NotRepresented):
        actions.lift_block(makers.person(), laid)
    lifted = actions.lift_block(agent, laid)
    assert lifted.lifting is not None
    said = ledger.said(lifted.lifting)
    assert (said["kind"], said["prev"]) == ("reverse", laid.entry.public_id)
    assert list(queries.blocks_on(ScopeKind.RECORDING, song.pk)) == []
    assert Block.objects.count() == 1
    with pytest.raises(errors.AlreadyWithdrawn):
        actions.lift_block(operator, laid)


def test_an_answer_suspends_only_the_notice_it_answers(
    label: Organisation, agent: Person, operator: Person, song: Recording
) -> None:
    notice, staydown = actions.block_many(agent, [wanted(song, BlockKind.NOTICE), wanted(song)], case=3)
    with pytest.raises(errors.OnlyNoticesSuspend):
        actions.suspend_block(operator, staydown)
    suspended = actions.suspend_block(operator, notice)
    assert (suspended.state, suspended.replaces_id, suspended.case) == ("suspended", notice.pk, 3)
    assert not suspended.in_force
    assert actions.suspend_block(operator, suspended).pk == suspended.pk
    resumed = actions.resume_block(agent, suspended)
    assert resumed.in_force
    assert ledger.said(resumed.entry)["kind"] == "restrict"
    with pytest.raises(errors.NotSuspended):
        actions.resume_block(agent, resumed)


def test_a_reason_finds_the_number_of_its_line(label: Organisation, agent: Person, song: Recording) -> None:
    laid = actions.block(agent, wanted(song))
    reason = Reason(Why.BLOCKED, Verdict.BLOCK, Contest.DISPUTE, facts=(laid.pk,))  # type: ignore[arg-type]
    assert queries.entry_numbers([reason]) == {}
    Entry.objects.filter(pk=laid.entry_id).update(number=41)
    assert queries.entry_numbers([reason]) == {reason: 41}


def test_impossible_blocks_are_refused(agent: Person, song: Recording) -> None:
    for error, more in (
        (errors.Nowhere, {"territories": TerritorySet.of()}),
        (errors.NoUses, {"uses": frozenset()}),
        (errors.EndsBeforeStart, {"starts": clock.now(), "ends": clock.now() - timedelta(1)}),
    ):
        with pytest.raises(error):
            actions.block(agent, wanted(song, **more))  # type: ignore[arg-type]


def test_the_database_refuses_blocks_nobody_can_read(agent: Person, song: Recording) -> None:
    laid = actions.block(agent, wanted(song, uses=frozenset({Use.PLAY})))
    for wrong in (
        {"kind": "whim"},
        {"scope": "planet"},
        {"state": "lifted"},
        {"withdrawn_at": clock.now()},
        {"entry_id": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Block.objects.filter(pk=laid.pk).update(**wrong)
