"""How loud an album is: as its tracks would measure if they were one sound."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from akkord.music import queries
from akkord.music.models import Track
from akkord.music.queries import levels as remembered
from akkord.music.rules.levels import together
from akkord.people.models import Person
from akkord.sound.models import Sound
from cases import makers
from earprint import levels
from music import world

BLOCKS = levels.written({520: 1000})


@pytest.mark.parametrize(
    ("tracks", "expected"),
    [
        ([], None),
        ([(-14.0, 0, b"")], None),
        ([(-14.0, 60, b"")], -14.0),
        ([(-10.0, 60, b""), (-10.0, 600, b"")], -10.0),
        ([(-10.0, 60, b""), (-20.0, 60, b"")], -12.596),
        # What was measured before its levels were kept is reckoned by the mean, whatever the others have.
        ([(-10.0, 60, b""), (-20.0, 60, BLOCKS)], -12.596),
        ([(-18.0, 60, BLOCKS)], -17.95),
    ],
)
def test_an_album_is_as_loud_as_its_tracks_one_after_another(
    tracks: list[tuple[float, float, bytes]], expected: float | None
) -> None:
    found = together(tracks)
    assert found == (None if expected is None else pytest.approx(expected, abs=0.001))


def test_a_quiet_track_is_gated_by_the_whole_and_not_by_itself() -> None:
    loud, quiet = levels.written({600: 1000}), levels.written({300: 1000})  # -9.95 and -39.95 LUFS
    assert levels.together([loud, quiet]) == pytest.approx(-9.95)
    assert levels.together([quiet]) == pytest.approx(-39.95)


def gated(blocks: list[float]) -> float | None:
    """Equations 4 to 7 of ITU-R BS.1770-4 annex 1 over the levels of all blocks, without steps."""

    def mean(of: list[float]) -> float:
        return 10 * math.log10(sum(10 ** (each / 10) for each in of) / len(of))

    heard = [each for each in blocks if each > levels.LOWEST]
    if not heard:
        return None
    gate = mean(heard) + levels.RELATIVE_GATE
    return mean([each for each in heard if each > gate])


def counted(blocks: list[float]) -> bytes:
    counts: dict[int, int] = {}
    for each in blocks:
        if each > levels.LOWEST:
            step = int((each - levels.LOWEST) / levels.STEP)
            counts[step] = counts.get(step, 0) + 1
    return levels.written(counts)


loudnesses = st.floats(-75.0, 3.0, allow_nan=False)


@settings(max_examples=200)
@given(st.lists(st.lists(loudnesses, max_size=40), min_size=1, max_size=6))
def test_counts_added_are_the_counts_of_the_whole(tracks: list[list[float]]) -> None:
    whole = [each for track in tracks for each in track]
    found, expected = levels.together(map(counted, tracks)), levels.together([counted(whole)])
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


@settings(max_examples=200)
@given(st.lists(loudnesses, min_size=1, max_size=60).filter(lambda found: not on_the_edge(found)))
def test_steps_of_a_tenth_cost_less_than_a_tenth(blocks: list[float]) -> None:
    found, exact = levels.together([counted(blocks)]), gated(blocks)
    assert (found is None) == (exact is None)
    if found is not None and exact is not None:
        assert abs(found - exact) < 0.1


def on_the_edge(blocks: list[float]) -> bool:
    """Whether some block lies within a step of the gate, where so few blocks as here may weigh much."""
    heard = [each for each in blocks if each > levels.LOWEST]
    if not heard:
        return False
    power = sum(10 ** (each / 10) for each in heard) / len(heard)
    gate = 10 * math.log10(power) + levels.RELATIVE_GATE
    return any(abs(each - gate) < 2 * levels.STEP for each in heard)


@given(st.dictionaries(st.integers(0, levels.MOST_STEPS - 1), st.integers(1, 2**32 - 1)))
def test_levels_are_read_as_they_were_written(counts: dict[int, int]) -> None:
    assert levels.read(levels.written(counts)) == counts


@pytest.mark.parametrize("lie", [b"1", levels.written({5: 1}) * 2, b"\xff\xff\1\0\0\0"])
def test_what_is_no_list_of_levels_is_not_read(lie: bytes) -> None:
    with pytest.raises(ValueError, match="levels"):
        levels.read(lie)


@pytest.mark.django_db
def test_an_album_changes_its_level_with_its_tracks(log: None) -> None:
    anna: Person = makers.person()
    remembered._remembered.clear()
    one, two = world.unmatched(anna), world.unmatched(anna)
    Sound.objects.filter(pk=one.sound_id).update(loudness=-10.0, levels=levels.written({600: 1000}))
    Sound.objects.filter(pk=two.sound_id).update(loudness=-40.0, levels=levels.written({300: 1000}))
    from akkord.music import actions

    actions.edit_tags(anna, [one.pk, two.pk], {"album": "Tape", "artist": "Anna"})
    one, two = Track.objects.get(pk=one.pk), Track.objects.get(pk=two.pk)
    assert queries.levels_of(one) == {"track": -10.0, "album": pytest.approx(-9.95)}
    assert queries.levels_of(two) == {"track": -40.0, "album": pytest.approx(-9.95)}
    actions.withdraw_track(anna, one)
    assert queries.levels_of(two)["album"] == pytest.approx(-39.95)


@pytest.mark.django_db
def test_an_album_has_its_true_level_soon_after_its_tracks_are_measured_anew(
    log: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna: Person = makers.person()
    one, two = world.unmatched(anna), world.unmatched(anna)
    Sound.objects.filter(pk=one.sound_id).update(loudness=-10.0, levels=levels.written({600: 1000}))
    Sound.objects.filter(pk=two.sound_id).update(loudness=-40.0, levels=b"")
    from akkord.music import actions

    actions.edit_tags(anna, [one.pk, two.pk], {"album": "Tape", "artist": "Anna"})
    one = Track.objects.get(pk=one.pk)
    assert queries.levels_of(one)["album"] != pytest.approx(-9.95, abs=0.1)
    Sound.objects.filter(pk=two.sound_id).update(levels=levels.written({300: 1000}))
    later = remembered.monotonic() + remembered.LOOKED_AT_AGAIN
    monkeypatch.setattr(remembered, "monotonic", lambda: later)
    assert queries.levels_of(one)["album"] == pytest.approx(-9.95)
