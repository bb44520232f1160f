"""Which version of the site this is, and which one ran on the data folder last."""

import subprocess
from pathlib import Path

from django.conf import settings

from akkord import VERSION

RAN = "version"  # in the data folder; every start writes it


def this_version() -> str:
    """The release; in a checkout the commit, too, which is what one goes back to."""
    try:
        asked = subprocess.run(
            ["git", f"--git-dir={settings.ROOT / '.git'}", "describe", "--always", "--tags"],
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return VERSION
    return f"{VERSION} ({asked.stdout.strip()})" if asked.returncode == 0 else VERSION


def version_before() -> str:
    """The version that ran here last; "" when it did not say."""
    place = Path(settings.DATA) / RAN
    return place.read_text().strip() if place.exists() else ""


def note_version(version: str) -> None:
    """This version runs here from now on."""
    (Path(settings.DATA) / RAN).write_text(version + "\n")
