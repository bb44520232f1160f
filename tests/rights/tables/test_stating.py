"""Facts are stated and taken back in one piece: row, line, count and word to those who decide on them."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from akkord.catalogue import actions as catalogue
from akkord.catalogue.errors import NotRepresented, OutsideMandate
from akkord.catalogue.models import Organisation, Recording
from akkord.flow import clock
from akkord.flow.models import Job
from akkord.groups.models import Group
from akkord.ledger import queries as ledger
from akkord.ledger.models import Entry
from akkord.people.models import Person
from akkord.rights import actions, errors, queries, terms
from akkord.rights.actions import lines
from akkord.rights.models import FactsVersion, Free, Grant, Licence, Ownership, Policy, SameSound
from akkord.rights.rules import facts as law
from akkord.rights.rules.answers import Query
from akkord.rights.rules.errors import ShareOutOfRange
from akkord.rights.rules.law import decide
from akkord.rights.terms import FileId, RecordingId, Verdict
from akkord.rights.territories import WORLDWIDE, Territory, TerritorySet
from catalogue import makers

pytestmark = pytest.mark.django_db

GERMANY = TerritorySet.of("DE")
EVERY_USE, EVERY_MODEL = frozenset(terms.UseType), frozenset(terms.CommercialModel)
BLOCKING = law.PolicyRule(law.Condition(WORLDWIDE), terms.Action.BLOCK)
REPORTING = law.PolicyRule(law.Condition(GERMANY), terms.Action.REPORT)


def license(person: Person, label: Organisation, **stated: object) -> Licence:
    return actions.grant_licence(
        person,
        label,
        **{"uses": EVERY_USE, "models": EVERY_MODEL, **stated},  # type: ignore[arg-type]
    )


def verdict(song: Recording, territory: str = "DE", account: int | None = None) -> Verdict:
    """What the label's own file of the song gets."""
    query = Query(Territory(territory), clock.now(), terms.Use.PLAY, terms.CommercialModel.SUBSCRIPTION)
    file = law.FileFacts(
        file=FileId(1),
        length_ms=200_000,
        scanned=True,
        account=account,  # type: ignore[arg-type]
        delivered_as=RecordingId(song.pk),
    )
    return decide(query, file, queries.facts_for([song.pk], account, 1)).verdict


def announced() -> list[dict[str, object]]:
    jobs = Job.objects.filter(task="akkord.music.tasks.redecide").order_by("pk")
    return [job.arguments["kwargs"] for job in jobs]


def said(entry: Entry | None) -> dict[str, object]:
    assert entry is not None
    body = ledger.said(entry)
    return {name: body.get(name) for name in ("kind", "ground", "action", "territory", "prev")}


def test_a_licence_lets_the_song_be_heard_and_its_withdrawal_silences_it(
    label: Organisation, agent: Person, song: Recording
) -> None:
    assert verdict(song) == Verdict.BLOCK
    before = queries.facts_version()
    licence = license(agent, label, territories=GERMANY)
    assert (verdict(song), verdict(song, "RU")) == (Verdict.ALLOW, Verdict.BLOCK)
    actions.withdraw_licence(agent, licence)
    assert verdict(song) == Verdict.BLOCK
    assert queries.facts_version() == before + 2
    assert announced()[-2:] == [{"catalogue_of": label.pk}] * 2


def test_licence_and_withdrawal_each_have_their_line(label: Organisation, agent: Person) -> None:
    licence = license(agent, label, territories=GERMANY)
    assert said(licence.entry) == {
        "kind": "policy",
        "ground": "licence",
        "action": "none",
        "territory": ["DE"],
        "prev": None,
    }
    assert ledger.said(licence.entry)["actor"] == {"class": "label", "name": "Northern Light"}
    withdrawn = actions.withdraw_licence(agent, licence)
    assert said(withdrawn.withdrawal) == {
        "kind": "limit",
        "ground": "licence_end",
        "action": "territory",
        "territory": ["DE"],
        "prev": licence.entry.public_id,
    }
    with pytest.raises(errors.AlreadyWithdrawn):
        actions.withdraw_licence(agent, licence)


def test_a_licence_of_one_recording_wakes_only_that_recording(
    label: Organisation, agent: Person, song: Recording
) -> None:
    license(agent, label, repertoire=law.Repertoire(recordings=frozenset({RecordingId(song.pk)})))
    assert announced()[-1] == {"recordings": [song.pk]}


@pytest.mark.parametrize("verb", ["licence", "policy", "block", "ownership"])
def test_a_transaction_that_fails_leaves_neither_row_nor_line_nor_count(
    label: Organisation, agent: Person, song: Recording, verb: str
) -> None:
    standing = Ownership.objects.get(recording=song)
    wanted = actions.Wanted(
        kind=terms.BlockKind.STAYDOWN, scope=terms.Scope.recording(RecordingId(song.pk)), claimant=label.pk
    )
    deeds = {
        "licence": lambda: license(agent, label),
        "policy": lambda: actions.set_policy(agent, label, rules=[BLOCKING]),
        "block": lambda: actions.block(agent, wanted),
        "ownership": lambda: actions.withdraw_ownership(agent, standing),
    }

    def counted() -> tuple[int, ...]:
        return (
            Licence.objects.count(),
            Policy.objects.count(),
            Ownership.objects.filter(withdrawn_at=None).count(),
            queries.blocks_on(terms.ScopeKind.RECORDING, song.pk).count(),
            Entry.objects.count(),
            queries.facts_version(),
            Job.objects.count(),
        )

    def fail_after() -> None:
        deeds[verb]()
        assert counted() != before
        raise ZeroDivisionError

    before = counted()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail_after()
    assert counted() == before


def test_a_block_policy_is_a_restriction_and_taking_it_back_reverses_it(
    label: Organisation, agent: Person, song: Recording
) -> None:
    license(agent, label)
    policy = actions.set_policy(agent, label, rules=[BLOCKING])
    assert verdict(song) == Verdict.BLOCK
    assert said(policy.entry)["kind"] == "restrict"
    withdrawn = actions.withdraw_policy(agent, policy)
    assert verdict(song) == Verdict.ALLOW
    assert said(withdrawn.withdrawal)["kind"] == "reverse"


def test_leave_to_pass_is_a_policy_line_and_taking_it_back_a_limit(
    label: Organisation, agent: Person, song: Recording
) -> None:
    policy = actions.set_policy(agent, label, rules=[REPORTING])
    assert (said(policy.entry)["kind"], policy.territory) == ("policy", "DE")
    assert verdict(song) == Verdict.ALLOW_REPORT
    assert said(actions.withdraw_policy(agent, policy).withdrawal)["kind"] == "limit"
    assert verdict(song) == Verdict.BLOCK


def test_a_grant_lets_one_account_through(label: Organisation, agent: Person, song: Recording) -> None:
    fan = makers.person()
    given = actions.grant(agent, label, account=fan.pk)
    assert verdict(song, account=fan.pk) == Verdict.ALLOW
    assert verdict(song, account=makers.person().pk) == Verdict.BLOCK
    actions.withdraw_grant(agent, given)
    assert verdict(song, account=fan.pk) == Verdict.BLOCK
    group = Group.objects.create(name="Club", owner=fan, made_at=clock.now())
    club = actions.grant(agent, label, group=group.pk)
    assert [each.group for each in queries.facts_for([song.pk], None, None).grants] == [group.pk]
    assert club.account is None
    with pytest.raises(errors.NotOneRecipient):
        actions.grant(agent, label)


def test_what_is_free_needs_no_licence_and_all_owners_or_the_operator_say_so(
    label: Organisation, agent: Person, operator: Person, song: Recording
) -> None:
    free = actions.record_free(agent, song.pk, terms.Ground.CC_BY, territories=GERMANY, source="their site")
    assert (verdict(song), verdict(song, "RU")) == (Verdict.ALLOW, Verdict.BLOCK)
    rival = makers.organisation()
    actions.record_ownership(
        operator, song.pk, rival, Fraction(1, 2), standing=terms.Standing.COURT, source="A56-1/2013"
    )
    with pytest.raises(NotRepresented):
        actions.record_free(agent, song.pk, terms.Ground.CC0, source="")
    gone = actions.withdraw_free(operator, free)
    assert said(gone.withdrawal)["kind"] == "limit"
    assert Free.objects.filter(withdrawn_at=None).count() == 0
    with pytest.raises(errors.OperatorOnly):
        actions.record_free(agent, makers.recording(label).pk, terms.Ground.CC0, source="")


def test_a_party_only_asserts_and_the_operator_records_proof(
    label: Organisation, operator: Person, song: Recording
) -> None:
    rival = makers.organisation()
    theirs = makers.representative(rival)
    license(makers.representative(label), label)
    actions.record_ownership(theirs, song.pk, rival, Fraction(1, 2))
    assert verdict(song) == Verdict.ALLOW
    with pytest.raises(errors.OperatorOnly):
        actions.record_ownership(theirs, song.pk, rival, Fraction(1), standing=terms.Standing.EVIDENCED)
    proven = actions.record_ownership(
        operator, song.pk, rival, Fraction(1, 2), standing=terms.Standing.COURT, source="A56-1/2013"
    )
    assert verdict(song) == Verdict.BLOCK
    actions.withdraw_ownership(theirs, proven)
    assert verdict(song) == Verdict.ALLOW
    with pytest.raises(ShareOutOfRange):
        actions.record_ownership(operator, song.pk, rival, Fraction(3, 2))


def test_a_stranger_states_nothing(label: Organisation, agent: Person, song: Recording) -> None:
    stranger = makers.person()
    licence = license(agent, label)
    for deed in (
        lambda: license(stranger, label),
        lambda: actions.set_policy(stranger, label, rules=[BLOCKING]),
        lambda: actions.grant(stranger, label, account=stranger.pk),
        lambda: actions.withdraw_licence(stranger, licence),
        lambda: actions.record_ownership(stranger, song.pk, label, Fraction(1)),
        lambda: actions.withdraw_ownership(stranger, Ownership.objects.get(recording=song)),
    ):
        with pytest.raises(NotRepresented):
            deed()
    assert Grant.objects.count() == Policy.objects.count() == 0


def test_a_body_states_as_far_as_its_mandate_goes_and_in_its_own_name(label: Organisation) -> None:
    body = makers.organisation("body", "Coordination")
    person = makers.representative(body)
    catalogue.record_mandate(
        body, label, "agreement", territory="RU BY", ends=clock.now() + timedelta(days=1)
    )
    with pytest.raises(OutsideMandate):
        license(person, label, territories=GERMANY)
    with pytest.raises(OutsideMandate):
        license(person, label)
    licence = license(person, label, territories=TerritorySet.of("RU"))
    assert ledger.said(licence.entry)["actor"] == {"class": "body", "name": "Coordination"}
    with clock.at(clock.now() + timedelta(days=2)), pytest.raises(NotRepresented):
        actions.withdraw_licence(person, licence)


def test_facts_that_say_nothing_are_refused(label: Organisation, agent: Person) -> None:
    now = clock.now()
    for error, stated in (
        (errors.NoUses, {"uses": []}),
        (errors.NoModels, {"models": []}),
        (errors.NothingNamed, {"repertoire": law.Repertoire()}),
        (errors.Nowhere, {"territories": TerritorySet.of()}),
        (errors.EndsBeforeStart, {"starts": now, "ends": now}),
    ):
        with pytest.raises(error):
            license(agent, label, **stated)
    with pytest.raises(errors.NoRules):
        actions.set_policy(agent, label, rules=[])
    assert not Entry.objects.exists()


def test_the_first_change_ever_counts_too(db: None) -> None:
    FactsVersion.objects.all().delete()
    assert queries.facts_version() == 0
    with transaction.atomic():
        actions.note_change()
        actions.note_change()
    assert queries.facts_version() == 2


def test_the_database_holds_what_it_can(label: Organisation, agent: Person) -> None:
    licence = license(agent, label)
    for wrong in (
        {"withdrawn_at": clock.now()},
        {"starts": clock.now(), "ends": clock.now() - timedelta(days=1)},
        {"entry_id": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Licence.objects.filter(pk=licence.pk).update(**wrong)
    licence.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        licence.save(force_insert=True)


def test_a_proven_share_beside_another_owners_silences_and_has_its_line(
    label: Organisation, agent: Person, operator: Person, song: Recording
) -> None:
    license(agent, label)
    rival = makers.organisation(name="Southern Light")
    where, evidenced = TerritorySet.of("DE", "AT"), terms.Standing.EVIDENCED
    bare = actions.record_ownership(makers.representative(rival), song.pk, rival, Fraction(1))
    assert (verdict(song), bare.entry) == (Verdict.ALLOW, None)
    row = actions.record_ownership(
        operator, song.pk, rival, Fraction(1, 2), territories=where, standing=evidenced
    )
    assert verdict(song) == Verdict.BLOCK
    limit = {"kind": "limit", "ground": "copyright", "action": "territory", "territory": ["AT", "DE"]}
    assert said(row.entry) == limit | {"prev": None}
    narrowed = actions.narrow_ownership(operator, row, Fraction(1, 2), GERMANY)
    row.refresh_from_db()
    assert said(row.withdrawal)["prev"] == row.entry.public_id, "what it restricted is taken back"
    assert said(narrowed.entry) == limit | {"territory": ["DE"], "prev": None}
    proven = actions.prove_ownership(operator, bare, "contract")
    assert said(proven.entry)["territory"] == ["Worldwide"]
    new = makers.recording(label).pk
    assert actions.own_by_delivery(agent, new, label, "1", "Worldwide", 3).entry is None, "nothing was heard"
    delivered = actions.own_by_delivery(agent, new, rival, "1", "DE", 4)
    assert ledger.said(delivered.entry)["actor"] == {"class": "label", "name": "Southern Light"}


def test_a_freedom_of_what_is_one_recording_needs_the_owners_of_both(
    label: Organisation, agent: Person, operator: Person, song: Recording
) -> None:
    rival = makers.organisation()
    lawyer, other = makers.representative(rival), makers.recording(rival)
    actions.own_by_delivery(lawyer, other.pk, rival, "1", "Worldwide", 5)
    likeness = actions.Likeness([{"f0": 0, "f1": 9, "r0": 0, "r1": 9, "score": 1}], (9000, 9000), 20.0, "ear")
    same = actions.note_same_sound(other.pk, song.pk, likeness)
    merged = actions.say_same_sound(same, SameSound.State.MERGED, lines.STAFF)
    for person in (agent, lawyer):
        with pytest.raises(NotRepresented):
            actions.record_free(person, other.pk, terms.Ground.CC0, source="deed")
    assert queries.proven_owners([song.pk]) == {n: {label.pk, rival.pk} for n in (song.pk, other.pk)}
    assert queries.recordings_owned_by(rival.pk) == sorted([song.pk, other.pk])
    actions.record_free(operator, other.pk, terms.Ground.CC0, source="deed")
    assert verdict(song) == Verdict.ALLOW
    actions.say_same_sound(merged, SameSound.State.OPEN, lines.STAFF, reason="Not so.")
    assert verdict(song) == Verdict.BLOCK
    with pytest.raises(errors.AlreadyWithdrawn):
        actions.say_same_sound(merged, SameSound.State.DIFFERENT, lines.STAFF)
    assert queries.proven_owners([song.pk]) == {song.pk: {label.pk}}
