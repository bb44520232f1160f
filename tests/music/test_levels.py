"""How loud an album is."""

import pytest

from akkord.music.rules.levels import together


@pytest.mark.parametrize(
    ("tracks", "expected"),
    [
        ([], None),
        ([(-14.0, 0)], None),
        ([(-14.0, 60)], -14.0),
        ([(-10.0, 60), (-10.0, 600)], -10.0),
        ([(-10.0, 60), (-20.0, 60)], -12.596),
    ],
)
def test_an_album_is_as_loud_as_the_power_of_its_tracks_over_their_time(
    tracks: list[tuple[float, float]], expected: float | None
) -> None:
    found = together(tracks)
    assert found == (None if expected is None else pytest.approx(expected, abs=0.001))
