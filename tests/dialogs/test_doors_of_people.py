"""Privacy and black lists decide who may write; what one listener may not hear, a message does not give."""

from typing import Any

import pytest

import factories
from akkord.dialogs import actions, errors, queries
from akkord.dialogs.actions import Words
from akkord.dialogs.rules import Door
from akkord.flow.models import News
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Key, Level
from akkord.rights.territories import TerritorySet
from cases import makers
from music import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Person:
    return factories.a_person("Anna")


@pytest.fixture
def vera() -> Person:
    return factories.a_person("Vera")


def only_friends_write(person: Person) -> None:
    people.choose_audiences(person, {Key.MESSAGE: Audience(Level.FRIENDS)})


def test_who_takes_messages_of_friends_is_not_asked_by_strangers(anna: Person, vera: Person) -> None:
    only_friends_write(anna)
    with pytest.raises(errors.DoorClosed):
        actions.write(vera, anna, Words("hello"))
    factories.friends(anna, vera)
    assert actions.write(vera, anna, Words("hello")).seq == 1


def test_a_dialog_that_was_accepted_outlives_a_change_of_privacy(anna: Person, vera: Person) -> None:
    actions.write(vera, anna, Words("hello"))
    actions.write(anna, vera, Words("hello"))
    only_friends_write(anna)
    assert queries.door_to(vera.pk, anna.pk) == Door.OPEN


def test_a_black_list_closes_the_door_both_ways(anna: Person, vera: Person) -> None:
    factories.friends(anna, vera)
    made = actions.write(vera, anna, Words("hello"))
    people.block(anna, vera)
    for sender, other in ((vera, anna), (anna, vera)):
        with pytest.raises(errors.DoorClosed):
            actions.write(sender, other, Words("again"))
        with pytest.raises(errors.DoorClosed):
            actions.say(sender, made.dialog_id, Words("again"))
    with pytest.raises(errors.DoorClosed):
        actions.edit(vera, made.dialog_id, 1, "other words")
    before = News.objects.latest("pk").pk
    actions.note_typing(anna, made.dialog_id)
    actions.read(anna, made.dialog_id, 1)
    assert not News.objects.filter(pk__gt=before, topic__startswith="dialog:").exists()


def test_a_track_in_a_message_is_decided_for_each_listener_where_they_are(
    anna: Person, vera: Person, log: Any
) -> None:
    factories.friends(anna, vera)
    label, rep = makers.label()
    recording = makers.recordings(label, 1)[0]
    track = world.matched(anna, recording)
    world.licensed(rep, label, TerritorySet.of("RU"))
    actions.write(anna, vera, Words("listen", tracks=[track.pk]))
    member = queries.pair_of(vera.pk, anna.pk)
    assert member

    def audible(territory: str) -> bool:
        (message,) = queries.thread(Listener(vera.pk, territory), member).messages
        return message.tracks[0].playable

    assert audible("RU")
    assert not audible("DE")
    world.block(rep, label, recording)
    assert not audible("RU"), "a removal silences what was sent before it"
    actions.write(vera, anna, Words("what was it", forwarded=[(member.dialog_id, 1)]))
    passed_on = queries.thread(
        Listener(anna.pk, "RU"), queries.member_of(anna.pk, member.dialog_id)
    ).messages[-1]
    assert not passed_on.tracks[0].playable
