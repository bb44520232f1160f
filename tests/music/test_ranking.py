"""What radio and mixes are made of."""

from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from akkord.music.rules import ranking
from akkord.music.rules.ranking import Because, Taste

DAY = date(2026, 3, 2)
TRACKS = st.lists(st.integers(1, 60), max_size=25, unique=True)


def test_what_everybody_hears_goes_with_nothing_in_particular() -> None:
    everybody = set(range(100))
    near = ranking.going_with({1, 2, 3}, {7: everybody, 8: {1, 2, 3, 50}, 9: {60}})
    assert [track for track, _ in near] == [8, 7]


@settings(max_examples=40)
@given(TRACKS, st.randoms(use_true_random=False))
def test_apart_keeps_every_track_and_puts_no_artist_beside_itself_where_it_need_not(tracks, random) -> None:  # type: ignore[no-untyped-def]
    artists = [random.choice("abcdefgh") for _ in tracks]
    placed = ranking.apart(tracks, artists)
    assert sorted(placed) == sorted(tracks)
    assert ranking.apart([1, 2, 3, 4], ["a", "a", "b", "b"], 1) == [1, 3, 2, 4]


@settings(max_examples=40)
@given(TRACKS, TRACKS, TRACKS, TRACKS, st.integers(1, 30))
@example(list(range(20)), list(range(20, 40)), list(range(40, 60)), list(range(60, 80)), 14)
def test_a_mix_holds_no_track_twice_says_why_and_is_the_same_all_day(
    yours: list[int], artist: list[int], together: list[int], genre: list[int], size: int
) -> None:
    taste = Taste(yours, artist, together, genre)
    mixed = ranking.mix(taste, size, ranking.seeded("anna", DAY))
    assert mixed == ranking.mix(taste, size, ranking.seeded("anna", DAY))
    tracks = [each.track for each in mixed]
    assert len(set(tracks)) == len(tracks) == min(size, len({*yours, *artist, *together, *genre}))
    pools = {Because.YOURS: yours, Because.ARTIST: artist, Because.TOGETHER: together, Because.GENRE: genre}
    assert all(each.track in pools[each.because] for each in mixed)


def test_another_day_draws_another_mix() -> None:
    taste = Taste(range(50), range(50, 90), range(90, 150), range(150, 200))
    drawn = [ranking.mix(taste, 20, ranking.seeded("anna", DAY + timedelta(days))) for days in range(3)]
    assert drawn[0] != drawn[1] != drawn[2]


def test_favourites_are_those_of_the_most_days() -> None:
    heard = [(1, DAY)] * 9 + [(2, DAY), (2, DAY + timedelta(1)), (3, DAY)]
    assert ranking.favourites(heard, 2) == [2, 1]
