"""The law decides over facts from the tables as it decides over the same facts made by hand."""

import sys
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from catalogue import makers

sys.path.insert(0, str(Path(__file__).parents[1] / "rules"))

from law_drafts import Draft, worlds
from law_world import (
    FILE,
    GROUP,
    LABEL,
    MEMBER,
    OTHER_SONG,
    RELEASE,
    RIVAL,
    SONG,
    STRANGER,
    World,
    law_of,
)

from akkord.catalogue.models import Organisation, Recording, Release
from akkord.flow import clock
from akkord.groups.models import Group
from akkord.ledger.models import Entry
from akkord.people.models import Person
from akkord.rights import facts_in_tables as tables
from akkord.rights import models, queries, rules, territories
from akkord.rights.queries import Need
from akkord.rights.rules import facts as law
from akkord.rights.rules.history import known_at
from akkord.rights.terms import BlockState, ScopeKind

pytestmark = pytest.mark.django_db
LAW = law_of(rules, territories)
_lines = count(1)


class Undone(Exception):
    """Ends one example, leaving the tables as they were."""


@pytest.fixture
def stage(db: None) -> None:
    """The parties, people and songs of the law's small world, under its own numbers."""
    now = clock.now()
    for number in (LABEL, RIVAL, STRANGER):
        Organisation.objects.create(pk=number, name=f"Party {number}", kind="label", made_at=now)
    for number in (MEMBER, MEMBER + 1):
        Person.objects.create(pk=number, email=f"{number}@example.org", name="Member")
    Group.objects.create(pk=GROUP, name="Community", owner_id=MEMBER, made_at=now)
    Release.objects.create(pk=RELEASE, organisation_id=LABEL, title="Album", artist="Singer", made_at=now)


def line() -> Entry:
    return Entry.objects.create(
        public_id=f"{next(_lines):032x}", kind="policy", ground="licence", body=b"{}", at=clock.now()
    )


def representable(world: World) -> World:
    """The world without what the tables cannot hold: works, states of lifting, grants to nobody or to two."""
    facts = world.facts
    facts["recordings"] = [replace(r, works=frozenset()) for r in facts.get("recordings", [])]
    facts["grants"] = [g for g in facts.get("grants", []) if (g.to is None) != (g.group is None)]
    facts["blocks"] = [
        b for b in facts.get("blocks", []) if b.state != BlockState.LIFTED and b.scope.kind != ScopeKind.WORK
    ]
    return world


def write(facts: law.Facts) -> None:
    """Every fact into its table, under its own number."""
    for recording in facts.recordings:
        on = RELEASE if recording.releases else None
        Recording.objects.create(
            pk=recording.id,
            title="Song",
            artist="S",
            organisation_id=LABEL,
            release_id=on,
            made_at=recording.recorded_at,
        )
    for fact in (*facts.ownerships, *facts.free):
        if Recording.objects.filter(pk=fact.recording).exists():
            row(fact).save()
    for logged in (*facts.licences, *facts.policies, *facts.grants, *facts.blocks):
        made = row(logged)
        made.entry = line()
        made.save()


def row(fact: Any) -> Any:
    said = {
        "pk": fact.id,
        "starts": fact.valid.start,
        "ends": fact.valid.end,
        "recorded_at": fact.recorded_at,
        "source": fact.source,
    }
    if not isinstance(fact, law.Policy):
        said["territory"] = tables.write_territories(fact.territories)
    if isinstance(fact, law.Licence | law.Policy | law.Grant):
        said |= tables.write_repertoire(fact.repertoire)
    match fact:
        case law.Ownership():
            return models.Ownership(
                recording_id=fact.recording,
                party_id=fact.party,
                share=str(fact.share),
                right=fact.right.value,
                standing=fact.standing.value,
                **said,
            )
        case law.Free():
            return models.Free(recording_id=fact.recording, ground=fact.ground.value, **said)
        case law.Licence():
            return models.Licence(
                licensor_id=fact.licensor,
                uses=tables.words_of(fact.uses),
                commercial_models=tables.words_of(fact.models),
                mix_shortest_ms=fact.mix.shortest_ms if fact.mix else None,
                mix_most_recordings=fact.mix.most_recordings if fact.mix else None,
                **said,
            )
        case law.Policy():
            return models.Policy(
                owner_id=fact.owner, rules=[tables.stored_rule(rule) for rule in fact.rules], **said
            )
        case law.Grant():
            return models.Grant(
                owner_id=fact.owner,
                account_id=fact.to,
                group_id=fact.group,
                uses=tables.words_of(fact.uses),
                **said,
            )
        case law.Block():
            return models.Block(
                kind=fact.kind.value,
                scope=fact.scope.kind.value,
                scope_id=fact.scope.id,
                uses=tables.words_of(fact.uses),
                state=fact.state.value,
                claimant_id=fact.claimant,
                authority=fact.authority or "",
                case=fact.case,
                **said,
            )
    raise TypeError(fact)


@pytest.mark.usefixtures("stage")
@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(worlds)
def test_the_law_says_the_same_over_tables_as_over_facts_made_by_hand(draft: Draft) -> None:
    world = representable(draft.build(LAW))
    by_hand, file, query = world.the_facts(), world.the_file(), world.the_query()
    kept = {recording.id for recording in by_hand.recordings}
    by_hand = replace_orphans(by_hand, kept)
    linked = {match.recording for match in file.matches} | ({file.delivered_as} - {None})
    try:
        with transaction.atomic():
            write(by_hand)
            stored = queries.facts_for(linked, file.account, file.file)
            stored = replace(stored, instance=by_hand.instance)
            many = queries.facts_for_many(
                {
                    "this": Need(frozenset(linked), file.account, file.file),
                    "other": Need(frozenset({SONG, OTHER_SONG}), MEMBER + 1, FILE + 1),
                }
            )["this"]
            assert kinds(stored) == kinds(concerning(by_hand, linked, file))
            expected = rules.decide(query, file, by_hand)
            assert rules.decide(query, file, stored) == expected
            assert rules.decide(query, file, replace(many, instance=by_hand.instance)) == expected
            raise Undone
    except Undone:
        pass


def concerning(facts: law.Facts, linked: set[int], file: law.FileFacts) -> law.Facts:
    """Of all facts, those a decision about the file can depend on."""
    ownerships = tuple(o for o in facts.ownerships if o.recording in linked)
    owners = {ownership.party for ownership in ownerships}
    scopes = {(ScopeKind.RECORDING, recording) for recording in linked}
    scopes |= {(ScopeKind.FILE, file.file), (ScopeKind.ACCOUNT, file.account)}
    return replace(
        facts,
        recordings=tuple(r for r in facts.recordings if r.id in linked),
        ownerships=ownerships,
        licences=tuple(fact for fact in facts.licences if fact.licensor in owners),
        policies=tuple(fact for fact in facts.policies if fact.owner in owners),
        grants=tuple(
            g for g in facts.grants if g.owner in owners and (g.to == file.account or g.group is not None)
        ),
        free=tuple(fact for fact in facts.free if fact.recording in linked),
        blocks=tuple(fact for fact in facts.blocks if tuple(fact.scope) in scopes),
    )


def kinds(facts: law.Facts) -> dict[str, set[Any]]:
    names = ["recordings", "ownerships", "licences", "policies", "grants", "free", "blocks"]
    return {name: set(getattr(facts, name)) for name in names}


def replace_orphans(facts: law.Facts, kept: set[int]) -> law.Facts:
    """Ownerships of recordings the catalogue does not have cannot stand in the tables."""
    return replace(
        facts,
        ownerships=tuple(o for o in facts.ownerships if o.recording in kept),
        free=tuple(f for f in facts.free if f.recording in kept),
    )


def test_queries_do_not_grow_with_recordings_or_files(
    db: None,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    label = makers.organisation()
    recordings = [makers.recording(label).pk for _ in range(30)]
    for number in recordings:
        models.Ownership.objects.create(
            recording_id=number, party=label, standing="evidenced", recorded_at=clock.now()
        )
    with django_assert_num_queries(8):
        queries.facts_for(recordings[:1], 1, 1)
    with django_assert_num_queries(8):
        queries.facts_for(recordings, 1, 1)
    needs = {n: Need(frozenset({n}), account=n, sound=n) for n in recordings}
    with django_assert_num_queries(8):
        found = queries.facts_for_many(needs)
    assert set(found) == set(recordings)
    with django_assert_num_queries(1):
        queries.facts_version()


def test_an_earlier_answer_can_be_recomputed_from_the_whole_history(db: None) -> None:
    label = makers.organisation()
    song = makers.recording(label)
    early, late = clock.now(), clock.now().replace(year=clock.now().year + 1)
    entry, ending = line(), line()
    models.Block.objects.create(
        kind="notice",
        scope="recording",
        scope_id=song.pk,
        uses=["play"],
        recorded_at=early,
        withdrawn_at=late,
        entry=entry,
        lifting=ending,
    )
    assert queries.facts_for([song.pk], None, None).blocks == ()
    whole = queries.facts_for([song.pk], None, None, history=True)
    assert len(known_at(whole, early).blocks) == 1
    assert known_at(whole, late).blocks == ()
