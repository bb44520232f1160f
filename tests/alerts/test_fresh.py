"""Birthdays, new music and gifts ring once, in one line a day, for those they may be shown to."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from akkord.alerts import actions, queries, words
from akkord.alerts.actions import fresh
from akkord.alerts.models import Alert
from akkord.alerts.rules import Kind, Way
from akkord.flow import clock
from akkord.ledger import actions as ledger
from akkord.music import actions as music
from akkord.music.models import Track
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Key, Level
from akkord.store.files import files
from cases import makers
from factories import a_person, friends
from music import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _log(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA = tmp_path
    files.cache_clear()
    ledger.begin_log()
    yield
    files.cache_clear()


def told(person: Person) -> list[str]:
    return [words.sentence(line) for line in queries.lines_for(Listener(person.pk, "RU")).lines]


def born_today(name: str) -> Person:
    return a_person(name, born=timezone.localdate(clock.now()).replace(year=1992))


def test_birthdays_of_friends_are_one_line_on_the_day_and_ring_once() -> None:
    anna, boris, clara = a_person("Anna"), born_today("Boris"), born_today("Clara")
    stranger = born_today("Stranger")
    for friend in (boris, clara):
        friends(anna, friend)
    for _ in range(3):  # the calendar asks several times a day
        actions.tell_birthdays()
    assert told(anna) == ["Birthday today: Clara and Boris."]
    actions.read_all(anna.pk)
    actions.tell_birthdays()
    assert Alert.objects.filter(person=anna, read_at=None).count() == 0
    assert told(stranger) == []
    with clock.at(clock.now() + timedelta(days=1)):
        actions.tell_birthdays()
    assert Alert.objects.filter(person=anna).count() == 2


def test_a_birthday_somebody_hides_is_not_told_any_more() -> None:
    anna, boris = a_person("Anna"), born_today("Boris")
    friends(anna, boris)
    actions.tell_birthdays()
    people.choose_audiences(boris, {Key.BIRTHDAY: Audience(Level.NOBODY)})
    assert told(anna) == []


def test_who_was_born_on_29_february_is_told_of_on_1_march(monkeypatch: pytest.MonkeyPatch) -> None:
    anna, boris = a_person("Anna"), a_person("Boris", born=date(1992, 2, 29))
    friends(anna, boris)
    with clock.at(clock.now().replace(year=2027, month=2, day=28, hour=12)):
        actions.tell_birthdays()
    assert not Alert.objects.exists()
    with clock.at(clock.now().replace(year=2027, month=3, day=1, hour=12)):
        actions.tell_birthdays()
    assert Alert.objects.get().person == anna


def test_new_music_of_those_one_reads_is_one_line_a_day() -> None:
    anna, boris, clara = a_person("Anna"), a_person("Boris"), a_person("Clara")
    for sender in (boris, clara):
        people.follow(anna, sender)
    tracks = [world.unmatched(sender) for sender in (boris, boris, clara)]
    world.work_off()
    assert told(anna) == ["New music: Clara and Boris."]
    assert len({track.pk for track in tracks}) == 3
    assert told(boris) == []


def test_a_voice_note_and_what_is_silent_everywhere_are_nobodys_news() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    people.follow(anna, boris)
    world.upload(boris, makers.sound(), spoken=True)
    label, _agent = makers.label()
    world.matched(boris, makers.recordings(label, 1)[0])  # licensed nowhere
    world.work_off()
    assert not Alert.objects.exists()


def test_a_release_rings_for_who_likes_its_artist_once_it_may_be_heard() -> None:
    anna, other = a_person("Anna"), a_person("Other")
    label, agent = makers.label()
    first, second = makers.recordings(label, 2)
    sounds = makers.sounds(2)
    for recording, sound in zip((first, second), sounds, strict=True):
        type(recording).objects.filter(pk=recording.pk).update(sound=sound, artist="Ada")
    silent = music.publish_delivered(first.pk)
    assert silent is not None
    music.like(anna, "artist", silent.by_id or 0)
    world.work_off()
    assert told(anna) == []
    world.licensed(agent, label)
    assert music.publish_delivered(second.pk) is not None
    world.work_off()
    assert told(anna) == ["There is new music of an artist you like."]
    [line] = queries.lines_for(Listener(anna.pk, "RU")).lines
    assert (line.thing.href, line.thing.text) == (f"/artist{silent.by_id}", "Ada")
    assert told(other) == []


def test_a_release_delivered_before_its_licence_begins_rings_on_that_day() -> None:
    anna, (label, agent) = a_person("Anna"), makers.label()
    [recording] = makers.recordings(label, 1)
    type(recording).objects.filter(pk=recording.pk).update(sound=makers.sound(), artist="Ada")
    day = clock.now() + timedelta(days=30)
    world.licensed(agent, label, starts=day)
    track = music.publish_delivered(recording.pk)
    assert track is not None
    music.like(anna, "artist", track.by_id or 0)
    world.work_off()
    with clock.at(day - timedelta(minutes=1)):
        world.work_off()
        assert told(anna) == []
    with clock.at(day):
        world.work_off()
        assert told(anna) == ["There is new music of an artist you like."]
        world.work_off()
        assert Alert.objects.count() == 1


def test_readers_are_told_some_at_a_time_and_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh, "READERS", 2)
    boris = a_person("Boris")
    readers = [a_person(f"Reader {n}") for n in range(5)]
    for reader in readers:
        people.follow(reader, boris)
    world.unmatched(boris)
    world.work_off()
    assert [told(reader) for reader in readers] == [["New music: Boris."]] * 5
    assert Alert.objects.count() == 5
    assert Track.objects.count() == 1


@pytest.mark.parametrize("kind", [Kind.BIRTHDAY, Kind.NEW_MUSIC, Kind.RELEASE, Kind.GIFT])
def test_each_kind_has_a_switch(kind: Kind) -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    actions.choose(anna, {(kind, Way.PAGE): False})
    actions.ring(anna.pk, kind, "gift:20300101", boris.pk)
    assert not Alert.objects.exists()
