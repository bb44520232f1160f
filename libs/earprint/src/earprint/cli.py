"""The command `earprint`: add recordings to an index, find them in files, look at and check an index."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from earprint.box import Box, NotProven, Refused
from earprint.index import Index
from earprint.matches import Match
from earprint.volumes import DamagedVolume


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 1 a file was refused or the index is damaged, 2 the box does not hold."""
    asked = _parser().parse_args(arguments)
    try:
        status: int = asked.run(asked)
    except NotProven as error:
        print(f"earprint: the box is not proven ({error}); see --box rlimits", file=sys.stderr)
        return 2
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="earprint", description=__doc__)
    parser.add_argument("--box", choices=("full", "rlimits"), default="full", help="how files are sealed off")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, text in (
        ("add", _add, "add recordings to the index"),
        ("find", _find, "find recordings of the index in files"),
        ("info", _info, "figures of the index"),
        ("verify", _verify, "read the whole index and compare its sums"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("db", type=Path, metavar="DB", help="folder of the index")
        command.set_defaults(run=run)
        if run in (_add, _find):
            command.add_argument("files", type=Path, nargs="+", metavar="FILE")
        if run is _find:
            command.add_argument("--json", action="store_true", help="one JSON object per file and line")
    return parser


def _names(folder: Path) -> dict[str, str]:
    """The command's own list of which file became which track; the library knows numbers only."""
    path = folder / "names.json"
    return dict(json.loads(path.read_text())) if path.exists() else {}


def _add(asked: argparse.Namespace) -> int:
    index, status = Index(asked.db), 0
    names = _names(asked.db)
    prints = []
    with Box(asked.box) as box:
        for file in asked.files:
            try:
                prints.append((len(names) + 1, box.examine(file, file.name).print))
            except (Refused, OSError) as error:
                print(f"{file}: {error}", file=sys.stderr)
                status = 1
                continue
            names[str(len(names) + 1)] = str(file)
    if prints:
        # Names first: a name without a track is harmless, a track without a name is not.
        (asked.db / "names.tmp").write_text(json.dumps(names))
        (asked.db / "names.tmp").replace(asked.db / "names.json")
        index.add(prints)
    print(f"added {len(prints)} of {len(asked.files)}")
    return status


def _find(asked: argparse.Namespace) -> int:
    index, names, status = Index(asked.db), _names(asked.db), 0
    with Box(asked.box) as box:
        for file in asked.files:
            answer: dict[str, Any] = {"query": str(file), "complete": True, "results": []}
            try:
                matches = index.search(box.examine(file, file.name).print)
            except (Refused, OSError) as error:
                answer |= {"complete": False, "error": str(error)}
                status = 1
            else:
                answer["results"] = [row for match in matches for row in _rows(match, names)]
            print(json.dumps(answer) if asked.json else _as_text(answer))
    return status


def _rows(match: Match, names: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "track": names.get(str(match.track), str(match.track)), "score": match.score,
            "p_false": match.p_false, "query_start": segment.f0, "query_end": segment.f1,
            "ref_start": segment.r0, "ref_end": segment.r1,
            "speed": match.speed, "tempo": segment.tempo, "pitch_semitones": segment.pitch_semitones,
        }
        for segment in match.segments
    ]  # fmt: skip


def _as_text(answer: dict[str, Any]) -> str:
    lines = [answer["query"] + ("" if answer["complete"] else f": {answer['error']}")]
    for row in answer["results"]:
        lines.append(
            f"  {row['query_start']:9.2f} - {row['query_end']:9.2f} s = {row['ref_start']:9.2f} -"
            f" {row['ref_end']:9.2f} s of {row['track']} (score {row['score']}, speed {row['speed']},"
            f" pitch {row['pitch_semitones']:+})"
        )
    if answer["complete"] and not answer["results"]:
        lines.append("  nothing known")
    return "\n".join(lines)


def _info(asked: argparse.Namespace) -> int:
    print(json.dumps(asdict(Index(asked.db).info())))
    return 0


def _verify(asked: argparse.Namespace) -> int:
    try:
        Index(asked.db).verify()
    except DamagedVolume as error:
        print(f"damaged: {error}", file=sys.stderr)
        return 1
    print("intact")
    return 0
