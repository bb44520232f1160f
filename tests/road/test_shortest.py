"""A sound of one second, the shortest there is, on its whole way; ten hours: `./akkord bench lengths`."""

from pathlib import Path

import numpy as np

from road import sounds
from road.conftest import Road
from road.lengths import LOUD, QUIET, Walk, tone


def test_one_second_is_measured_decided_and_played_to_its_end(road: Road, tmp_path: Path) -> None:
    file = tmp_path / "second.flac"
    file.write_bytes(sounds.flac(np.concatenate([tone(0.5, QUIET), tone(0.5, LOUD)]), title="Second"))
    Walk(road.site, "anna@example.org", 1.0).whole(file)
