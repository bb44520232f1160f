"""Two who write while the server is killed and lines are cut: none lost, none doubled, one order for all."""

from pathlib import Path

from lives.messages import faults, through
from living_site import LivingSite

EACH = 30  # messages of each of the two
KILLS = 3


def test_messages_survive_kills_and_cuts(tmp_path: Path) -> None:
    with LivingSite(tmp_path) as site:
        came = through(site, EACH, KILLS, pause=0.05)
    assert set(faults(came, EACH).values()) == {0}, faults(came, EACH)
