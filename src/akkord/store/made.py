"""What can be made again: files by a name of their maker's; the least used leave when there are many.

They stand apart from what was sent in (`store/files.py`), which stays as long as anybody holds it: bytes that
are equal by chance are no reason to lose either.
"""

import os
import time
from collections import OrderedDict
from functools import cache
from pathlib import Path

from django.conf import settings

from .files import NotKept, let_nginx_read, shrink_folder, sync_folder
from .reading import OnDisk

LARGEST_KEPT, MOST_KEPT = 64 * 1024, 512  # bytes of a file that is remembered, and how many are
USED_ANEW = 300.0  # seconds: writing down each use would cost more than finding it
LOOKED_ANEW = 60.0  # seconds after which a file that is remembered is looked for again


class Made:
    """A folder of files that may vanish at any time, and are then made anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Small ones that were read, 32 MB at most, and when they were seen to lie here: what is under a name
        # is made of what the name says, and is never another.
        self._small: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        folder.mkdir(parents=True, exist_ok=True)

    def find(self, name: str) -> Path | None:
        """Where it lies, if it is there; it counts as used now."""
        return self._place(name) if self._used(name) else None

    def sized(self, name: str) -> tuple[Path, int] | None:
        """Where it lies and its bytes, if it is there."""
        place = self.find(name)
        try:
            return (place, place.stat().st_size) if place else None
        except FileNotFoundError:  # thrown away since
            return None

    def read(self, name: str) -> bytes | None:
        """All of it, if it is there; a small one for a minute after it has gone, too."""
        now, known = time.monotonic(), self._small.get(name)
        if known is not None and now < known[0] + LOOKED_ANEW:
            return known[1]
        if not self._used(name):
            self._small.pop(name, None)
            return None
        try:
            said = known[1] if known is not None else self._place(name).read_bytes()
        except FileNotFoundError:  # thrown away since
            return None
        if len(said) <= LARGEST_KEPT:
            self._small[name] = now, said
            while len(self._small) > MOST_KEPT:
                self._small.popitem(last=False)
        return said

    def open(self, name: str) -> OnDisk:
        """For reading at any place; NotKept when it is thrown away."""
        try:
            return OnDisk(self._place(name))
        except FileNotFoundError as lost:
            raise NotKept(name) from lost

    def place(self, name: str) -> str:
        """Its address among nginx's internal ones; NotKept when it is thrown away."""
        if (found := self.find(name)) is None:
            raise NotKept(name)
        return f"/made/{found.relative_to(self.folder)}"

    def settle(self, made: Path, name: str) -> Path:
        """A finished file of the same disk becomes visible under its name, whole."""
        place = self._place(name)
        place.parent.mkdir(exist_ok=True)
        let_nginx_read(made)
        made.replace(place)
        sync_folder(place.parent)
        return place

    def forget(self, original: str) -> None:
        """Throw away all that was made of a kept file."""
        for place in (self.folder / original[:2]).glob(f"{original}-*"):
            place.unlink(missing_ok=True)

    def shrink(self, most_bytes: int) -> int:
        """Throw the least used away until what stays is not more than this; how many went."""
        return shrink_folder(self.folder, most_bytes)

    def _used(self, name: str) -> bool:
        """Whether it is there; it counts as used now."""
        address = self._address(name)
        try:
            if time.time() - os.stat(address).st_mtime > USED_ANEW:
                os.utime(address)
        except FileNotFoundError:
            return False
        return True

    def _place(self, name: str) -> Path:
        return Path(self._address(name))

    def _address(self, name: str) -> str:
        assert "/" not in name
        assert not name.startswith(".")
        return f"{self.folder}/{name[:2]}/{name}"


@cache
def renditions() -> Made:
    """Forms of sounds that were asked for."""
    return Made(Path(settings.DATA) / "renditions")


@cache
def pictures() -> Made:
    """Covers in the sizes that were asked for."""
    return Made(Path(settings.DATA) / "pictures")
