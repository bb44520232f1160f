"""npm's subsonic-api, in Node, against a living server of ours."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from subsonic.library import Player

pytestmark = pytest.mark.django_db(transaction=True)
# `npm install subsonic-api` anywhere; not ours to ship.
MODULES = Path(os.environ.get("AKKORD_NODE_MODULES") or Path(__file__).parents[3] / "node_modules")
PACKAGE = MODULES / "subsonic-api" / "lib" / "index.js"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_subsonic_api_finds_plays_and_keeps_music(
    address: tuple[str, int], player: Player, covered: str, method: str
) -> None:
    node = shutil.which("node")
    if node is None or not PACKAGE.exists():
        pytest.skip("NOT TESTED: node or subsonic-api is not here (AKKORD_NODE_MODULES)")
    script = Path(__file__).with_name("subsonic_api.mjs")
    url = f"{address[0]}:{address[1]}"
    ran = subprocess.run(
        [node, str(script), str(PACKAGE), url, player.email, player.token, covered, method],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.stdout == "all of it\n", ran.stderr
