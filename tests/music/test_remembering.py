"""What is decided of a track is remembered for lists, and never outlives what it rests on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from akkord.catalogue.models import Organisation, Recording
from akkord.flow import clock
from akkord.groups.actions import appoint, found_group, join
from akkord.groups.rules import Role
from akkord.music import actions, queries
from akkord.music.models import Track
from akkord.music.queries.rows import TOLD_ANEW, TrackRow
from akkord.music.rules import Listener
from akkord.people.models import Person
from akkord.rights import actions as rights
from akkord.rights.models import Grant
from akkord.rights.territories import Territory, TerritorySet
from cases import makers
from music import world

pytestmark = pytest.mark.django_db
THERE = TerritorySet(frozenset({Territory("RU")}))
HERE = Listener(None, "RU")
World = tuple[Organisation, Person, Recording, Track]


@pytest.fixture
def made(log: None) -> World:
    """A licensed recording in a member's upload, asked about once."""
    label, rep = makers.label()
    recording = makers.recordings(label, 1)[0]
    world.licensed(rep, label)
    track = world.matched(makers.person(), recording)
    assert row(track).playable
    return label, rep, recording, track


def row(track: Track, listener: Listener = HERE) -> TrackRow:
    return queries.rows(listener, [track.pk])[0]


def test_a_list_asks_the_law_once_and_only_whether_facts_have_changed_after_that(made: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert row(made[3]).playable
    assert len(asked) == 1


def test_a_block_silences_the_row_in_the_next_list_and_only_where_it_holds(made: World) -> None:
    label, rep, recording, track = made
    assert row(track, Listener(None, "DE")).playable
    world.block(rep, label, recording, THERE)
    assert not row(track).playable
    assert row(track).state == "blocked_here"
    assert row(track, Listener(None, "DE")).playable


def test_an_answer_ends_when_the_licence_it_rests_on_ends(log: None, monkeypatch: pytest.MonkeyPatch) -> None:
    label, rep = makers.label()
    recording = makers.recordings(label, 1)[0]
    world.licensed(rep, label, ends=clock.now() + timedelta(hours=1))
    track = world.matched(makers.person(), recording)
    assert row(track).playable
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert not row(track).playable


def test_who_speaks_for_a_community_counts_at_once_where_its_owner_lets_communities_use_the_music(
    log: None,
) -> None:
    label, rep = makers.label()
    recording = makers.recordings(label, 1)[0]
    owner, editor = makers.person(), makers.person()
    club = found_group(owner, "Kitchen concerts", "")
    join(editor, club)
    appoint(owner, club, editor.pk, Role.EDITOR)
    rights.grant(rep, label, group=club.pk)
    assert Grant.objects.filter(group=club.pk).exists()
    track = world.matched(editor, recording)
    assert row(track).playable
    appoint(owner, club, editor.pk, Role.MEMBER)
    assert not row(track).playable


def test_what_a_sender_says_and_a_person_finds_is_asked_about_in_the_next_list(made: World) -> None:
    track = made[3]
    actions.deny_lawful_use(track.upload_id)
    with CaptureQueriesContext(connection) as asked:
        row(track)
    assert len(asked) > 1


def test_why_a_track_is_silent_is_told_with_names_of_a_minute_ago_at_most(
    made: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    label, rep, _recording, track = made
    world.forbid_in(rep, label, THERE)
    assert row(track).telling
    Organisation.objects.filter(pk=label.pk).update(name="Another name")
    later = clock.now() + TOLD_ANEW
    monkeypatch.setattr(clock, "now", lambda: later)
    telling = row(track).telling
    assert telling is not None
    assert telling.party == "Another name"
