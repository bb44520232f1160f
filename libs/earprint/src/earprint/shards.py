"""One index in several folders, searched side by side; the answer is exactly that of one folder.

Each shard is an index of its own. A print is asked about in all of them at once, and what they find is chosen
and joined in one place (`search.conclude`). A shard that fails is left out, and the answer says so.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from earprint import retakes, volumes
from earprint.index import Index
from earprint.matches import Match
from earprint.prints import Print
from earprint.search import Inquiry, Part, conclude


@dataclass(frozen=True)
class Answer:
    """`complete` is False if shards did not answer: what they hold was not searched. `lost`: which, why."""

    matches: list[Match]
    complete: bool
    lost: dict[str, str]


Begin = Callable[[Print], Part]


def split(index: Index, folder: Path, count: int) -> list[Path]:
    """Write an index anew as `count` folders below `folder`, and return them.

    A track lies in the shard of its id modulo `count`. The index itself is left as it is. ValueError if
    there is something in the way.
    """
    if count < 1:
        raise ValueError("at least one shard")
    shards = [folder / f"shard-{number:04d}" for number in range(count)]
    if any(shard.exists() for shard in shards):
        raise ValueError(f"{folder} holds shards already")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        written = index.write_all(Path(name), count)
        for number, shard in enumerate(shards):
            made = Index(shard)
            made.establish()
            for path in written:
                if path.name.startswith(f"{number:04d}-"):
                    made.take_in(path, {int(track): int(track) for track in volumes.read(path).ids})
                    path.unlink()
    return shards


def here(index: Index) -> Begin:
    """A shard in a folder of this machine."""
    return lambda sound: Inquiry(sound, index.parts())


def search(sound: Print, shards: Mapping[str, Begin]) -> Answer:
    """Ask about a print in named shards at once. A shard may raise anything at any time: then it is lost."""
    names, lost = list(shards), dict[str, str]()

    with ThreadPoolExecutor(max(1, len(names))) as pool:

        def ask(sound: Print) -> list[Match]:
            begun = dict[str, Part]()

            def one(number: int, do: Callable[[int, Part], Any], nothing: Any) -> Any:
                name = names[number]
                if name in lost:
                    return nothing
                try:
                    if name not in begun:
                        begun[name] = shards[name](sound)
                    return do(number, begun[name])
                except Exception as error:  # noqa: BLE001  (whatever it was, the answer tells it)
                    lost[name] = str(error) or type(error).__name__
                    return nothing

            def each(do: Callable[[int, Part], Any], nothing: Any) -> list[Any]:
                return list(pool.map(lambda number: one(number, do, nothing), range(len(names))))

            return conclude(sound, each)

        return Answer(retakes.asked(sound, ask), not lost, lost)
