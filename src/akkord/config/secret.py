"""The server's secret: made at the first start, kept beside the data, never a default."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """AKKORD_SECRET, or the file `secret` in the data folder, which is made when it is missing."""
    if given := os.environ.get("AKKORD_SECRET"):
        if len(given) < 32:
            raise SystemExit("AKKORD_SECRET must have at least 32 characters")
        return given
    place = data / "secret"
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return place.read_text().strip()
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_urlsafe(48))
    return place.read_text().strip()
