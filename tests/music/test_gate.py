"""The gate: who may hear what, where, asked once for a hundred tracks as for one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from akkord.flow import clock
from akkord.music import queries
from akkord.music.errors import NoSuchTrack
from akkord.music.models import Hearing
from akkord.music.rules import Listener
from akkord.rights.terms import Verdict, Why
from akkord.rights.territories import WORLDWIDE, TerritorySet
from cases import makers
from music import world

pytestmark = pytest.mark.django_db

RU, DE = TerritorySet.of("RU"), TerritorySet.of("DE")
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _log(log: None) -> None:
    """Decisions that silence write their line."""


def in_country(code: str, person: int | None = None) -> Listener:
    return Listener(person, code)


def hears(listener: Listener, track) -> bool:  # type: ignore[no-untyped-def]
    return queries.decide_for(listener, [track])[track.pk].audible


def test_a_hundred_tracks_cost_as_many_queries_as_one(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    recordings = makers.recordings(label, 50)
    sounds = makers.sounds(100)
    makers.matched(sounds[:50], recordings)
    tracks = makers.tracks(makers.person(), sounds)
    world.licensed(rep, label)
    asked = queries.standing_tracks().in_bulk([t.pk for t in tracks])
    from django.db import connection

    from akkord.music.queries.remembering import forget_answers

    def cost(count: int) -> int:
        forget_answers()
        with CaptureQueriesContext(connection) as seen:
            queries.rows_of(in_country("RU"), list(asked.values())[:count])
        return len(seen)

    assert cost(100) == cost(1) <= 16


def test_an_unknown_sound_is_heard_where_the_instance_plays_and_held_where_it_is_strict(settings) -> None:  # type: ignore[no-untyped-def]
    track = world.unmatched(makers.person())
    assert hears(world.GUEST, track)
    settings.INSTANCE_MODE = "strict"
    assert not hears(world.GUEST, track)


def test_what_is_held_is_for_its_uploader_and_the_rights_office_only(settings) -> None:  # type: ignore[no-untyped-def]
    settings.INSTANCE_MODE = "strict"
    sender, other = makers.person(), makers.person()
    track = world.unmatched(sender)
    assert hears(in_country("RU", sender.pk), track)
    assert hears(Listener(other.pk, "RU", office=True), track)
    assert not hears(in_country("RU", other.pk), track)
    assert not hears(in_country("RU"), track)


def test_what_was_never_looked_up_is_silent() -> None:
    track = world.unmatched(makers.person())
    Hearing.objects.all().delete()
    decision = queries.decide_for(world.GUEST, [track])[track.pk]
    assert not decision.audible
    assert [r.why for r in decision.tombstone] == [Why.NOT_SCANNED]


def test_a_match_sounds_only_where_its_label_lets_it() -> None:
    label, rep = makers.label()
    track = world.matched(makers.person(), makers.recordings(label, 1)[0])
    assert not hears(in_country("RU"), track)
    world.licensed(rep, label, RU)
    assert hears(in_country("RU"), track)
    assert not hears(in_country("DE"), track)
    assert not hears(in_country("ZZ"), track)


def test_blocked_is_silent_even_for_its_uploader() -> None:
    label, rep = makers.label()
    sender = makers.person()
    recording = makers.recordings(label, 1)[0]
    track = world.matched(sender, recording)
    world.licensed(rep, label)
    world.block(rep, label, recording)
    assert not hears(in_country("RU", sender.pk), track)


def test_a_licence_sounds_within_its_dates_only() -> None:
    label, rep = makers.label()
    track = world.matched(makers.person(), makers.recordings(label, 1)[0])
    world.licensed(rep, label, starts=NOON, ends=NOON + timedelta(days=1))
    for instant, heard in [
        (NOON - timedelta(seconds=1), False),
        (NOON, True),
        (NOON + timedelta(days=1) - timedelta(seconds=1), True),
        (NOON + timedelta(days=1), False),
    ]:
        with clock.at(instant):
            assert hears(world.GUEST, track) is heard


def test_a_withdrawn_track_is_not_there_for_anybody() -> None:
    sender = makers.person()
    track = world.unmatched(sender)
    world.actions.withdraw_track(sender, track)
    with pytest.raises(NoSuchTrack):
        queries.track_by_number(track.pk)
    assert queries.rows(in_country("RU", sender.pk), [track.pk]) == []
    assert queries.music_of(in_country("RU", sender.pk), sender.pk) == []


def test_only_its_uploader_withdraws_a_track() -> None:
    track = world.unmatched(makers.person())
    with pytest.raises(world.actions.tracks.errors.NotYours):
        world.actions.withdraw_track(makers.person(), track)


def test_rows_keep_the_order_that_was_asked_for() -> None:
    sender = makers.person()
    tracks = [world.unmatched(sender) for _ in range(3)]
    wanted = [tracks[2].pk, tracks[0].pk, tracks[1].pk]
    assert [row.number for row in queries.rows(world.GUEST, [*wanted, 999_999])] == wanted


def test_a_silent_row_says_who_why_and_where_to_read_more() -> None:
    from akkord.ledger import sequencing

    label, rep = makers.label(name="Northern Light")
    recording = makers.recordings(label, 1)[0]
    track = world.matched(makers.person(), recording)
    world.block(rep, label, recording)
    sequencing.sequence.func()
    row = queries.track_row(in_country("DE"), track.pk)
    assert not row.playable
    assert row.telling is not None
    assert (row.telling.why, row.telling.party, row.telling.territory) == ("blocked", "Northern Light", "DE")
    assert row.entry_number


def test_every_part_of_the_world_gives_its_reasons() -> None:
    """Germany is silent by the label's rule, the rest for want of a licence: both are told."""
    label, rep = makers.label()
    recording = makers.recordings(label, 1)[0]
    track = world.matched(makers.person(), recording)
    world.licensed(rep, label, RU)
    world.forbid_in(rep, label, DE)
    worldwide = queries.decide_worldwide(track, clock.now())
    assert {r.why for r in worldwide.reasons} == {Why.OWNER_BLOCKS, Why.UNLICENSED}
    assert worldwide.by_verdict[Verdict.ALLOW] == RU
    assert worldwide.by_verdict[Verdict.BLOCK] == WORLDWIDE.__class__(frozenset({*RU.codes}), excluding=True)


def test_a_search_finds_words_in_any_case_and_order() -> None:
    sender = makers.person()
    track = world.unmatched(sender)
    world.actions.retitle(sender, track, "Белая Ночь", "Anna Petrova")
    for words in ("ночь белая", "anna", "Petrova ночь"):
        assert [row.number for row in queries.find(world.GUEST, words)] == [track.pk], words
    assert queries.find(world.GUEST, "ночь день") == []


def test_what_stands_beside_a_track_on_its_page_asks_the_law_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its row, its words, what is said to it and whether one may say something: one question."""
    from akkord.music.queries import gate
    from akkord.wall import queries as wall

    track = world.unmatched(makers.person())
    track.sound.lyrics = "La la"
    track.sound.save()
    asked: list[int] = []
    real = gate.grounds_of

    def counted(tracks: list[Any]) -> Any:
        asked.extend(track.pk for track in tracks)
        return real(tracks)

    monkeypatch.setattr(gate, "grounds_of", counted)
    listener = in_country("RU", makers.person().pk)
    assert queries.rows_of(listener, [track])[0].playable
    assert queries.lyrics_of(listener, track) is not None
    assert wall.moments_of(listener, track.pk) == []
    assert wall.may_say(listener, track.pk)
    assert asked == [track.pk]
