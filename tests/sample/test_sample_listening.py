"""Who listens to what in the sample world: enough for charts and for what goes with what, never everybody."""

from collections import Counter
from itertools import combinations

from akkord.sample.catalogue import in_order_of_arrival
from akkord.sample.listening import who_listens
from akkord.sample.people import PEOPLE

HEARD = {sound.key: set(who_listens(sound)) for sound in in_order_of_arrival()}


def test_every_song_is_heard_by_some_and_none_by_everybody() -> None:
    assert all(2 <= len(people) <= len(PEOPLE) // 2 for people in HEARD.values())
    assert len({len(people) for people in HEARD.values()}) > 5, "a chart has places"


def test_everybody_hears_something_and_has_a_taste() -> None:
    songs = Counter(person for people in HEARD.values() for person in people)
    assert set(songs) == {person.key for person in PEOPLE}
    assert max(songs.values()) < len(HEARD) * 2 / 3


def test_some_songs_share_listeners_and_some_do_not() -> None:
    shared = [len(HEARD[one] & HEARD[other]) for one, other in combinations(HEARD, 2)]
    assert shared.count(0) > 10
    assert sum(each >= 4 for each in shared) > 100
