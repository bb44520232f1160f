"""What is sent as bytes, by name: read piece by piece by ourselves, or told to nginx as a place of its own.

A source is a plain value, so that a ticket can carry it from one piece of an answer to the next.
"""

from dataclasses import dataclass
from typing import Literal

from .files import files
from .made import renditions
from .reading import Reader


@dataclass(frozen=True)
class Source:
    """A file that was sent in or made for the site (kept), or one that can be made again (made)."""

    shelf: Literal["kept", "made"]
    name: str

    def open(self) -> Reader:
        """Raises NotKept when it is not there any more."""
        return files().open(self.name) if self.shelf == "kept" else renditions().open(self.name)

    def place(self) -> str:
        """Its address among nginx's internal ones. Raises NotKept when it is not there any more."""
        return files().place(self.name) if self.shelf == "kept" else renditions().place(self.name)
