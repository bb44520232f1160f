"""The log's identity: its origin, fixed when it begins, and its signing key, kept beside the data."""

import os
import re
from pathlib import Path

from django.conf import settings

from tilelog.errors import BadKey
from tilelog.note import Signer

from .errors import BadOrigin, KeyMissing, KeyOfAnotherLog

ORIGIN_VARIABLE = "AKKORD_LOG_ORIGIN"
MOST_ORIGIN = 200


def key_file() -> Path:
    """PRIVATE+KEY+… in one line, mode 0600."""
    return Path(settings.DATA) / "log-key"


def chosen_origin() -> str:
    """The origin a new log begins with: AKKORD_LOG_ORIGIN, else the site's address without its scheme.

    It never changes afterwards, whatever the site is called later. Raises BadOrigin.
    """
    origin = os.environ.get(ORIGIN_VARIABLE) or settings.SITE_URL.partition("://")[2] + "/log"
    if len(origin) > MOST_ORIGIN or not re.fullmatch(r"[!-*,-~]+", origin):
        raise BadOrigin(origin)
    return origin


def make_key(origin: str) -> Signer:
    """The signing key of `origin`, made if there is none yet. Safe to kill and to run twice at once."""
    place = key_file()
    if not place.exists():
        _write_new(place, Signer.generate(origin).skey + "\n")
    return signing_key(origin)


def signing_key(origin: str) -> Signer:
    """The key in the data folder. Raises KeyMissing, KeyOfAnotherLog."""
    try:
        signer = Signer.from_skey(key_file().read_text(encoding="ascii").strip())
    except FileNotFoundError:
        raise KeyMissing(str(key_file())) from None
    except BadKey as error:
        raise KeyMissing(f"{key_file()} holds no signing key: {error}") from error
    if signer.name != origin:
        raise KeyOfAnotherLog(f"the key is of {signer.name}, the log is {origin}")
    return signer


def _write_new(place: Path, text: str) -> None:
    """Whole or not at all, and never over an existing file: link fails if another process was first."""
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "w", encoding="ascii") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, place)
    except FileExistsError:
        pass  # the other process's key is as good; ours never signed anything
    finally:
        draft.unlink()
    _sync(place.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
